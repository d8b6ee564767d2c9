import { Skeleton, Text } from '@mantine/core';
import { IconLock, IconLockOpen, IconLockSquareRounded, IconShieldLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { useLocale } from '@/lib/locale';
import { useCan, useToday } from '@/shell/session';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { LockDialog } from './LockDialog';
import classes from './ledger.module.css';
import { calendar, type Month } from './months';

const ICONS = {
  open: IconLockOpen,
  soft: IconLock,
  hard: IconLockSquareRounded,
  sealed: IconShieldLock,
};

/** The months of the books and how firmly each is closed. */
export function PeriodsPage() {
  const { t } = useT('ledger');
  const today = useToday();
  const mayLock = useCan()('ledger.lock');
  const [chosen, setChosen] = useState<Month>();
  const periods = useRead('/api/v1/periods', {});
  const first = useRead('/api/v1/journal-entries', {
    query: { limit: 1, sort: 'effective_on' },
  });
  const error = periods.error ?? first.error;
  const isReady = periods.data !== undefined && first.data !== undefined;
  const years = calendar(
    first.data?.items[0]?.effective_on ?? today,
    today,
    periods.data?.items ?? [],
  );
  return (
    <Page>
      <PageHeader title={t('periods.title')} />
      <Text size="sm" c="dimmed" maw={720}>
        {t('periods.hint')}
      </Text>
      {error && <ProblemAlert error={error} retry={() => void periods.refetch()} />}
      {!isReady && !error && <Skeleton height={240} />}
      {isReady &&
        years.map(({ year, months }) => (
          <section key={year} className={classes.year} aria-label={String(year)}>
            <h2>{year}</h2>
            {months.map((month) => (
              <MonthCell
                key={month.name}
                month={month}
                isNow={today.startsWith(month.name)}
                onChoose={mayLock && month.lock !== 'sealed' ? () => setChosen(month) : undefined}
              />
            ))}
          </section>
        ))}
      {chosen && <LockDialog month={chosen} onClose={() => setChosen(undefined)} />}
    </Page>
  );
}

interface CellProps {
  month: Month;
  isNow: boolean;
  onChoose: (() => void) | undefined;
}

function MonthCell({ month, isNow, onChoose }: CellProps) {
  const { t } = useT('ledger');
  const locale = useLocale();
  const Icon = ICONS[month.lock];
  const short = new Intl.DateTimeFormat(locale.locale, { month: 'short', timeZone: 'UTC' }).format(
    new Date(`${month.name}-01T00:00:00Z`),
  );
  const content = (
    <>
      <strong>
        {short}
        <span className="visually-hidden"> {month.name.slice(0, 4)}</span>
      </strong>
      <span>
        <Icon size={13} aria-hidden />
        {t(`ui:status.period.${month.lock}`)}
      </span>
    </>
  );
  const title = month.period
    ? [month.period.reason, month.period.changed_by].filter(Boolean).join(' · ')
    : undefined;
  const shared = {
    className: classes.month,
    'data-lock': month.lock,
    'data-now': isNow || undefined,
    title,
  };
  if (!onChoose) return <div {...shared}>{content}</div>;
  return (
    <button type="button" {...shared} onClick={onChoose}>
      {content}
      <span className="visually-hidden">{t('periods.change')}</span>
    </button>
  );
}
