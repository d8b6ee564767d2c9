import { Button, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { readList, useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { Instant } from '@/ui/Day';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { differencesOf } from '../people/audit';
import { useAuditWords } from '../people/audit-words';
import classes from './ClientChanges.module.css';
import { useFieldWords } from './client-fields';

type Event = Schema<'AuditEvent'>;

const PAGE_SIZE = 30;

/** What was changed of a client, by whom, the latest first: before and after. */
export function ClientChanges({ clientId }: { clientId: string }) {
  const { t } = useT('clients');
  const pages = useInfiniteQuery(
    readList(
      '/api/v1/audit-events',
      { subject_kind: 'client', subject_id: clientId, sort: '-seq' },
      undefined,
      PAGE_SIZE,
    ),
  );
  if (pages.error) return <ProblemAlert error={pages.error} retry={() => void pages.refetch()} />;
  if (!pages.data) return <Skeleton height={240} />;
  const events = pages.data.pages.flatMap((page) => page.items);
  return (
    <Stack gap="lg" maw={900}>
      {events.length === 0 && <Text c="dimmed">{t('changes.none')}</Text>}
      {events.map((event) => (
        <ChangeEvent key={event.seq} event={event} clientId={clientId} />
      ))}
      {pages.hasNextPage && (
        <Group>
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t('changes.more')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function ChangeEvent({ event, clientId }: { event: Event; clientId: string }) {
  const { t } = useT('clients');
  const audit = useAuditWords();
  const client = useRead('/api/v1/clients/{id}', { path: { id: clientId } });
  const words = useFieldWords(client.data?.currency);
  const detail = event.detail as Record<string, unknown>;
  const differences = differencesOf(detail);
  const hasBefore = 'before' in detail;
  return (
    <article className={classes.event}>
      <header>
        <strong>{event.actor_name || t('changes.program')}</strong>
        <span>{audit.action(event.action)}</span>
        <Text span size="xs" c="dimmed">
          <Instant value={event.at} />
        </Text>
      </header>
      {differences.length > 0 && (
        <Table.ScrollContainer minWidth={480}>
          <Table verticalSpacing={3} layout="fixed">
            <Table.Thead className={classes.head}>
              <Table.Tr>
                <Table.Th w="26%">{t('changes.field')}</Table.Th>
                {hasBefore && <Table.Th>{t('changes.before')}</Table.Th>}
                <Table.Th>{t('changes.after')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {differences.map(({ field, before, after }) => (
                <Table.Tr key={field}>
                  <Table.Th scope="row" fw={400}>
                    {words.name(field)}
                  </Table.Th>
                  {hasBefore && (
                    <Table.Td c="dimmed" className={classes.value}>
                      {words.value(field, before)}
                    </Table.Td>
                  )}
                  <Table.Td className={classes.value}>{words.value(field, after)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </article>
  );
}
