import { Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { Instant } from '@/ui/Day';
import { DescriptionList } from '@/ui/DescriptionList';
import { SidePanel } from '@/ui/SidePanel';
import type { AuditEvent } from './AuditPage';
import { differencesOf, othersOf, placeOf } from './audit';
import { useAuditWords } from './audit-words';

/** One event: what it was done to, and what stood there before and after. */
export function AuditPanel({ event, onClose }: { event: AuditEvent; onClose: () => void }) {
  const { t } = useT('people');
  const words = useAuditWords();
  const [, change] = useSearchWords();
  const detail = event.detail as Record<string, unknown>;
  const place = placeOf(event.subject_kind, event.subject_id, detail);
  const others = othersOf(detail);
  return (
    <SidePanel
      opened
      onClose={onClose}
      title={`${words.kind(event.subject_kind)} · ${words.action(event.action)}`}
      size={620}
    >
      <Stack gap="lg">
        <DescriptionList
          facts={[
            { term: t('audit.number'), value: <span className="numeric">{event.seq}</span> },
            { term: t('audit.at'), value: <Instant value={event.at} /> },
            { term: t('audit.actor'), value: event.actor_name || t('audit.program') },
            { term: t('audit.action'), value: words.named(event.action) },
            { term: t('audit.subjectId'), value: event.subject_id },
          ]}
        />
        <Group gap="xs">
          {place && (
            <Button component={Link} to={place[0] as '/'} search={place[1] as never}>
              {t('audit.open')}
            </Button>
          )}
          <Button
            variant="default"
            onClick={() => {
              onClose();
              change({ subject_kind: event.subject_kind, subject_id: event.subject_id });
            }}
          >
            {t('audit.all')}
          </Button>
        </Group>
        <Differences detail={detail} />
        {others.length > 0 && (
          <Stack gap="xs">
            <Title order={2} size="h3">
              {t('audit.more')}
            </Title>
            <DescriptionList
              facts={others.map(([name, value]) => ({
                term: words.field(name),
                value: <Lines text={words.value(value)} />,
              }))}
            />
          </Stack>
        )}
        {others.length === 0 && differencesOf(detail).length === 0 && (
          <Text size="sm" c="dimmed">
            {t('audit.same')}
          </Text>
        )}
      </Stack>
    </SidePanel>
  );
}

const Lines = ({ text }: { text: string }) => (
  <span style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{text}</span>
);

function Differences({ detail }: { detail: Record<string, unknown> }) {
  const { t } = useT('people');
  const { field: nameOf, value } = useAuditWords();
  const differences = differencesOf(detail);
  if (differences.length === 0) return null;
  const hasBefore = 'before' in detail;
  const hasAfter = 'after' in detail;
  return (
    <Table verticalSpacing={6} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="30%">{t('audit.field')}</Table.Th>
          {hasBefore && <Table.Th>{t('audit.before')}</Table.Th>}
          {hasAfter && <Table.Th>{t('audit.after')}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.map(({ field, before, after }) => (
          <Table.Tr key={field} style={{ verticalAlign: 'top' }}>
            <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
              {nameOf(field)}
            </Table.Th>
            {hasBefore && (
              <Table.Td c="dimmed">
                <Lines text={value(before)} />
              </Table.Td>
            )}
            {hasAfter && (
              <Table.Td>
                <Lines text={value(after)} />
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
