import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { type ListQuery, usePrefetch, useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { Day, Instant } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import { ExplainAmount } from '@/ui/ExplainAmount';
import type { Column, Filter } from '@/ui/list/definition';
import { ListPage } from '@/ui/list/ListPage';
import { explainKnownEntry } from '../reports/explain-entry';
import { DocumentLink } from './DocumentLink';
import classes from './ledger.module.css';
import { SOURCES, sourceWord } from './sources';

type Entry = Schema<'JournalEntry'>;
type Line = Schema<'JournalLine'>;

interface Props {
  /** Names the list in saved views and settings. */
  list: string;
  title: string;
  fixed?: ListQuery;
  embedded?: boolean;
  actions?: ReactNode;
  /** Which lines the debit and credit columns show; all of them in one column without. */
  lines?: (line: Line) => boolean;
  /** Which filters are offered beside day and source. */
  by?: readonly ('account' | 'client')[];
}

/** Entries of the journal. Opening one shows it with its lines. */
export function Journal({ list, title, fixed, embedded, actions, lines, by = [] }: Props) {
  const { t } = useT('ledger');
  const go = useGo();
  const prefetch = usePrefetch();
  const columns = useColumns(lines);
  const filters = useFilters(by);
  return (
    <ListPage
      list={list}
      path="/api/v1/journal-entries"
      title={title}
      {...(embedded ? { embedded } : {})}
      {...(fixed ? { fixed } : {})}
      columns={columns}
      filters={filters}
      startSort="-entry_no"
      actions={actions}
      rowKey={(row) => String(row.entry_no)}
      rowName={(row) => row.narrative}
      onOpen={(row) => go(`/journal/${row.entry_no}`)}
      onPoint={(row) =>
        prefetch('/api/v1/journal-entries/{entry_no}', {
          path: { entry_no: row.entry_no },
        }).onFocus()
      }
      empty={<EmptyState title={t('journal.empty')} hint={t('journal.emptyHint')} />}
    />
  );
}

function useFilters(by: readonly ('account' | 'client')[]): readonly Filter[] {
  const { t } = useT('ledger');
  const accounts = useAccountOptions();
  const withAccount = by.includes('account');
  const withClient = by.includes('client');
  return useMemo(() => {
    const filters: Filter[] = [
      { kind: 'text', param: 'text', label: t('journal.narrative'), pinned: true },
      { kind: 'days', from: 'from', until: 'until', label: t('journal.day'), pinned: true },
      {
        kind: 'select',
        param: 'source',
        label: t('journal.source'),
        pinned: true,
        options: SOURCES.map((value) => ({ value, label: sourceWord(value, t) })),
      },
    ];
    if (withAccount) {
      filters.push({
        kind: 'select',
        param: 'account',
        label: t('journal.account'),
        pinned: true,
        options: accounts,
      });
    }
    if (withClient) {
      filters.push({ kind: 'client', param: 'client', label: t('journal.client'), pinned: true });
    }
    return filters;
  }, [t, accounts, withAccount, withClient]);
}

function useColumns(lines: Props['lines']): readonly Column<Entry>[] {
  const { t } = useT('ledger');
  return useMemo(() => {
    const side = (side: Line['side']): Column<Entry> => ({
      id: side,
      header: t(`journal.${side}`),
      width: 120,
      align: 'end',
      csv: 'lines',
      cell: (row) => (
        <Amounts entry={row} lines={row.lines.filter((l) => l.side === side && lines?.(l))} />
      ),
    });
    const all: Column<Entry> = {
      id: 'lines',
      header: t('journal.lines'),
      width: 420,
      cell: (row) => <LinesInShort entry={row} />,
    };
    return [
      {
        id: 'entry_no',
        header: t('journal.no'),
        sort: 'entry_no',
        width: 80,
        align: 'end',
        cell: (row) => (
          <Link to={`/journal/${row.entry_no}` as '/'} className="plain numeric">
            {row.entry_no}
          </Link>
        ),
      },
      {
        id: 'effective_on',
        header: t('journal.day'),
        sort: 'effective_on',
        width: 110,
        cell: (row) => <Day value={row.effective_on} />,
      },
      {
        id: 'source',
        header: t('journal.source'),
        width: 110,
        cell: (row) => <span>{sourceWord(row.source, t)}</span>,
      },
      {
        id: 'narrative',
        csv: ['narrative', 'reason'],
        header: t('journal.narrative'),
        width: 260,
        cell: (row) => (
          <span>
            {row.narrative}
            {row.reason && <span className={classes.quiet}> · {row.reason}</span>}
          </span>
        ),
      },
      {
        id: 'document',
        header: t('entry.document'),
        width: 105,
        csv: 'document_number',
        cell: (row) => <DocumentLink of={row} />,
      },
      ...(lines ? [side('debit'), side('credit')] : [all]),
      {
        id: 'reversals',
        header: t('entry.reversals'),
        width: 130,
        hidden: true,
        csv: ['reverses_no', 'reversed_by_no'],
        cell: (row) => <Reversals entry={row} />,
      },
      {
        id: 'recorded_at',
        header: t('journal.recorded'),
        width: 165,
        hidden: true,
        cell: (row) => <Instant value={row.recorded_at} />,
      },
      {
        id: 'recorded_by',
        header: t('journal.by'),
        width: 140,
        hidden: true,
        cell: (row) => <span>{row.recorded_by}</span>,
      },
    ];
  }, [t, lines]);
}

function Reversals({ entry }: { entry: Entry }) {
  const { t } = useT('ledger');
  const { reverses_no: before, reversed_by_no: after } = entry;
  return (
    <span>
      {before != null && `${t('entry.reverses')} ${before}`}
      {after != null && `${t('entry.reversedBy')} ${after}`}
    </span>
  );
}

/** The amount of a line, leading to the whole entry: it is in the row already. */
function LineAmount({ entry, line }: { entry: Entry; line: Line }) {
  return (
    <ExplainAmount
      inList
      amount={line.amount}
      currency={line.currency}
      explanation={explainKnownEntry(entry)}
    />
  );
}

function Amounts({ entry, lines }: { entry: Entry; lines: Line[] }) {
  return (
    <span>
      {lines.map((line, index) => (
        <span key={index}>
          {index > 0 && ' + '}
          <LineAmount entry={entry} line={line} />
        </span>
      ))}
    </span>
  );
}

/** `1100 120.00 | 4000 100.00, 2200 20.00`: debits, then credits. */
function LinesInShort({ entry }: { entry: Entry }) {
  const { t } = useT('ledger');
  const part = (side: Line['side']) =>
    entry.lines
      .filter((line) => line.side === side)
      .map((line, index) => (
        <span key={index} title={line.account_name}>
          <span className={classes.quiet}>{line.account_number}</span>{' '}
          <LineAmount entry={entry} line={line} />{' '}
        </span>
      ));
  return (
    <span>
      <span className={classes.side}>{t('journal.dr')}</span> {part('debit')}
      <span className={classes.side}>{t('journal.cr')}</span> {part('credit')}
    </span>
  );
}

/** The chart's accounts to choose from, by id. */
export function useAccountOptions() {
  const { data } = useRead('/api/v1/gl-accounts', {}, { staleTime: 60_000 });
  return useMemo(
    () =>
      data?.items.map((account) => ({
        value: account.id,
        label: `${account.number} ${account.name}`,
      })) ?? [],
    [data],
  );
}
