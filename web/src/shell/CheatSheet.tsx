import { Group, Kbd, Modal, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Fragment } from 'react';
import { useT } from '@/i18n';
import { meantBy, useKnownShortcuts } from './shortcuts';

interface Line {
  keys: string;
  label: string;
}

/** All shortcuts that work now. */
export function CheatSheet({ onClose }: { onClose: () => void }) {
  const { t } = useT('shell');
  const known = useKnownShortcuts();
  const now = known.filter((shortcut) => meantBy(shortcut.keys, known) === shortcut);
  const of = (group: string) => now.filter((shortcut) => shortcut.group === group);
  const inLists: Line[] = [
    { keys: 'j', label: t('keys.next') },
    { keys: 'k', label: t('keys.previous') },
    { keys: 'Enter', label: t('keys.open') },
    { keys: 'w', label: t('keys.explain') },
    { keys: 'x', label: t('keys.select') },
    { keys: 'Shift+x', label: t('keys.selectRange') },
    { keys: 'F2', label: t('keys.edit') },
    { keys: 'Home', label: t('keys.first') },
    { keys: 'End', label: t('keys.last') },
    { keys: 'Ctrl+End', label: t('keys.end') },
    { keys: 'Shift+→', label: t('keys.wider') },
    { keys: 'Shift+←', label: t('keys.narrower') },
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <Stack gap="lg">
          <Lines
            title={t('keys.everywhere')}
            lines={[{ keys: 'Ctrl+K', label: t('keys.palette') }, ...of('everywhere')]}
          />
          <Lines title={t('keys.here')} lines={of('here')} />
          <Lines title={t('keys.lists')} lines={inLists} />
        </Stack>
        <Lines title={t('keys.goTo')} lines={of('goTo')} />
      </SimpleGrid>
    </Modal>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly Line[] }) {
  const { t } = useT('shell');
  if (lines.length === 0) return null;
  return (
    <section>
      <Title order={3} mb="xs">
        {title}
      </Title>
      <Stack gap={4}>
        {lines.map((line) => (
          <Group key={line.keys} justify="space-between" wrap="nowrap">
            <Text size="sm">{line.label}</Text>
            <Group gap={4} wrap="nowrap">
              {line.keys.split(' ').map((key, index) => (
                <Fragment key={`${key}${index}`}>
                  {index > 0 && (
                    <Text size="xs" c="dimmed">
                      {t('keys.andThen')}
                    </Text>
                  )}
                  <Kbd>{key}</Kbd>
                </Fragment>
              ))}
            </Group>
          </Group>
        ))}
      </Stack>
    </section>
  );
}
