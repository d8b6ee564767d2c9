import { Alert, Button, Text } from '@mantine/core';
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { api, body } from '@/api/client';
import type { ListQuery, Row } from '@/api/read';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useShortcuts } from '@/shell/shortcuts';
import { Instant } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage } from '@/ui/list/ListPage';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { AuditPanel } from './AuditPanel';
import { ACTIONS, hasPlainId, KINDS } from './audit';
import { useAuditWords } from './audit-words';
import { endOfDay, startOfDay } from './instants';

export type AuditEvent = Row<'/api/v1/audit-events'>;

/** Everything that was ever done, by whom, and whether the record itself is whole. */
export function AuditPage() {
  const { t } = useT('people');
  const [shown, setShown] = useState<AuditEvent>();
  const columns = useColumns();
  const filters = useFilters();
  const toQuery = useInstants();
  const verify = useMutation({
    mutationFn: () => body(api.GET('/api/v1/audit-events/verification')),
  });
  const run = () => verify.mutate();
  useShortcuts([{ keys: 'v', label: t('audit.verify'), group: 'here', run }]);
  return (
    <Page fill>
      <PageHeader
        title={t('audit.title')}
        actions={
          <Button
            variant="default"
            loading={verify.isPending}
            leftSection={<IconShieldCheck size={16} aria-hidden />}
            onClick={run}
          >
            {t('audit.verify')}
          </Button>
        }
      />
      {verify.error && <ProblemAlert error={verify.error} retry={run} />}
      {verify.data && <Verdict found={verify.data} onClose={verify.reset} />}
      <ListPage
        embedded
        list="audit"
        path="/api/v1/audit-events"
        title={t('audit.title')}
        columns={columns}
        filters={filters}
        toQuery={toQuery}
        startSort="-seq"
        rowKey={(row) => String(row.seq)}
        rowName={(row) => `${row.seq}`}
        onOpen={setShown}
        empty={<EmptyState title={t('audit.empty')} />}
      />
      {shown && <AuditPanel event={shown} onClose={() => setShown(undefined)} />}
    </Page>
  );
}

interface VerdictProps {
  found: { events: number; broken_at?: number | null };
  onClose: () => void;
}

function Verdict({ found, onClose }: VerdictProps) {
  const { t } = useT('people');
  const locale = useLocale();
  const isBroken = typeof found.broken_at === 'number';
  const Icon = isBroken ? IconShieldX : IconShieldCheck;
  return (
    <Alert
      role="status"
      color={isBroken ? 'red' : 'teal'}
      variant="light"
      withCloseButton
      closeButtonLabel={t('ui:close')}
      onClose={onClose}
      icon={<Icon size={18} aria-hidden />}
      title={
        isBroken
          ? t('audit.broken', { number: formatCount(found.broken_at ?? 0, locale) })
          : t('audit.whole')
      }
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
    >
      <Text size="sm">
        {isBroken
          ? t('audit.brokenDetail')
          : t('audit.wholeDetail', {
              count: found.events,
              formatted: formatCount(found.events, locale),
            })}
      </Text>
    </Alert>
  );
}

/** The filters speak of days, the API of instants. */
function useInstants() {
  const { timeZone } = useLocale();
  return useCallback(
    ({ from, until, ...query }: ListQuery): ListQuery => ({
      ...query,
      ...(from ? { from: startOfDay(String(from), timeZone) } : {}),
      ...(until ? { until: endOfDay(String(until), timeZone) } : {}),
    }),
    [timeZone],
  );
}

function useColumns(): readonly Column<AuditEvent>[] {
  const { t } = useT('people');
  const words = useAuditWords();
  return useMemo(
    () => [
      {
        id: 'seq',
        header: t('audit.number'),
        sort: 'seq',
        width: 80,
        align: 'end',
        cell: (row) => <span className="numeric">{row.seq}</span>,
      },
      {
        id: 'at',
        header: t('audit.at'),
        width: 180,
        cell: (row) => <Instant value={row.at} />,
      },
      { id: 'actor_name', header: t('audit.actor'), width: 180, cell: (row) => row.actor_name },
      {
        id: 'subject_kind',
        header: t('audit.subject'),
        width: 150,
        cell: (row) => words.kind(row.subject_kind),
      },
      {
        id: 'action',
        header: t('audit.action'),
        width: 190,
        cell: (row) => words.action(row.action),
      },
      {
        id: 'subject_id',
        header: t('audit.subjectId'),
        width: 290,
        hidden: true,
        cell: (row) => row.subject_id,
      },
      {
        id: 'detail',
        header: t('audit.detail'),
        width: 420,
        cell: (row) => (
          <Text span size="sm" c="dimmed" truncate>
            {[
              hasPlainId(row.subject_id) && row.subject_id,
              words.summary(row.detail as Record<string, unknown>),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        ),
      },
    ],
    [t, words],
  );
}

function useFilters(): readonly Filter[] {
  const { t } = useT('people');
  const words = useAuditWords();
  return useMemo(
    () => [
      {
        kind: 'select',
        param: 'subject_kind',
        label: t('audit.subject'),
        pinned: true,
        options: KINDS.map((value) => ({ value, label: t(`audit.kinds.${value}`) })),
      },
      { kind: 'days', from: 'from', until: 'until', label: t('audit.period'), pinned: true },
      {
        kind: 'select',
        param: 'action',
        label: t('audit.action'),
        options: ACTIONS.map((value) => ({ value, label: words.named(value) })).toSorted(
          (one, other) => one.label.localeCompare(other.label),
        ),
      },
      { kind: 'text', param: 'subject_id', label: t('audit.subjectId') },
    ],
    [t, words],
  );
}
