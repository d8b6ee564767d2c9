import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '@/i18n';

export interface ConflictField {
  name: string;
  before: ReactNode;
  theirs: ReactNode;
  yours: ReactNode;
}

interface Props {
  opened: boolean;
  onClose: () => void;
  fields: readonly ConflictField[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  pending?: boolean;
}

/** Two people changed one thing: both changes side by side, and what shall stand. */
export function ConflictDialog({
  opened,
  onClose,
  fields,
  onKeepMine,
  onTakeTheirs,
  pending = false,
}: Props) {
  const { t } = useT();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={t('conflict.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="md">
        <Text size="sm">{t('conflict.detail')}</Text>
        <Table.ScrollContainer minWidth={480}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('conflict.field')}</Table.Th>
                <Table.Th>{t('conflict.before')}</Table.Th>
                <Table.Th>{t('conflict.theirs')}</Table.Th>
                <Table.Th>{t('conflict.yours')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {fields.map((field) => (
                <Table.Tr key={field.name}>
                  <Table.Th scope="row">{field.name}</Table.Th>
                  <Table.Td>{field.before}</Table.Td>
                  <Table.Td>{field.theirs}</Table.Td>
                  <Table.Td>{field.yours}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onTakeTheirs} data-autofocus>
            {t('conflict.takeTheirs')}
          </Button>
          <Button onClick={onKeepMine} loading={pending}>
            {t('conflict.keepMine')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
