import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { shifted } from '@/lib/day';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import type { Search } from '@/lib/search';
import { Money } from '@/ui/Money';
import { useCan, useSession, useToday } from '../session';
import classes from './home.module.css';

const WEEK = 7;
/** One bucket that holds whatever is past due. */
const ALL_OVERDUE = '36500';

/** What waits for somebody, each a way to it; all read at once. */
export function LiveFigures() {
  const { t } = useT('shell');
  const can = useCan();
  return (
    <nav className={classes.figures} aria-label={t('home.figures')}>
      <Overdue />
      <DueThisWeek />
      <UnappliedCash />
      {can('write_offs.approve') && <AwaitingWriteOffs />}
    </nav>
  );
}

function Overdue() {
  const { t } = useT('shell');
  const { data, error } = useRead('/api/v1/reports/aging', {
    query: { buckets: ALL_OVERDUE, in_base: true },
  });
  return (
    <Figure
      label={t('home.overdue')}
      to="/aging"
      search={{ in_base: 'true' }}
      isRead={data !== undefined}
      failed={error}
    >
      <BucketSum amount={data?.rows[0]?.buckets[0]} />
    </Figure>
  );
}

/** In a week, what falls due until then will have been due for a week at the most. */
function DueThisWeek() {
  const { t } = useT('shell');
  const until = shifted(useToday(), WEEK);
  const search = { as_of: until, buckets: String(WEEK) };
  const { data, error } = useRead('/api/v1/reports/aging', { query: { ...search, in_base: true } });
  return (
    <Figure
      label={t('home.dueThisWeek')}
      to="/aging"
      search={{ ...search, in_base: 'true' }}
      isRead={data !== undefined}
      failed={error}
    >
      <BucketSum amount={data?.rows[0]?.buckets[0]} />
    </Figure>
  );
}

function BucketSum({ amount }: { amount: string | undefined }) {
  const { t } = useT('shell');
  const { company } = useSession();
  return amount ? <Money amount={amount} currency={company.base_currency} /> : t('home.nothing');
}

function UnappliedCash() {
  const { t } = useT('shell');
  const { data, error } = useRead('/api/v1/receipts', { query: { unapplied: true, limit: 1 } });
  const count = useCount(data?.total);
  return (
    <Figure
      label={t('home.unapplied')}
      to="/receipts"
      search={{ unapplied: 'true' }}
      isRead={data !== undefined}
      failed={error}
    >
      {t('home.receipts', count)}
    </Figure>
  );
}

function AwaitingWriteOffs() {
  const { t } = useT('shell');
  const { data, error } = useRead('/api/v1/write-offs', {
    query: { status: 'proposed', limit: 1 },
  });
  const count = useCount(data?.total);
  return (
    <Figure
      label={t('home.awaiting')}
      to="/write-offs"
      search={{ status: 'proposed' }}
      isRead={data !== undefined}
      failed={error}
    >
      {t('home.writeOffs', count)}
    </Figure>
  );
}

function useCount(count = 0) {
  const locale = useLocale();
  return { count, formatted: formatCount(count, locale) };
}

interface FigureProps {
  label: string;
  to: string;
  search?: Search;
  isRead: boolean;
  failed: unknown;
  children: ReactNode;
}

function Figure({ label, to, search = {}, isRead, failed, children }: FigureProps) {
  return (
    <Link to={to as '/'} search={search as never} className={classes.figure}>
      <span>{label}</span>
      <strong className="numeric">
        {isRead ? children : failed ? '–' : <Skeleton height={22} width={120} />}
      </strong>
    </Link>
  );
}
