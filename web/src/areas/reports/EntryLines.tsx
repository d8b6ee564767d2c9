import { Skeleton, Text } from '@mantine/core';
import { useState } from 'react';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { useCan } from '@/shell/session';
import { Money } from '@/ui/Money';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { EntryLink } from './links';
import classes from './reports.module.css';

/** A journal entry by its number; its lines open below it. */
export function EntryLines({ no }: { no: number }) {
  const { t } = useT('reports');
  const can = useCan();
  const [isOpen, setOpen] = useState(false);
  if (!can('ledger.read')) {
    return (
      <Text size="xs" c="dimmed">
        {t('item.entry', { no })}
      </Text>
    );
  }
  return (
    <div className={classes.entry}>
      <EntryLink no={no} />
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary aria-label={t('item.linesOf', { no })}>{t('item.lines')}</summary>
        {isOpen && <Lines no={no} />}
      </details>
    </div>
  );
}

function Lines({ no }: { no: number }) {
  const { t } = useT('reports');
  const { data, error } = useRead(
    '/api/v1/journal-entries/{entry_no}',
    { path: { entry_no: no } },
    { keep: false },
  );
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton height={44} />;
  return (
    <table className={classes.lines}>
      <thead className="visually-hidden">
        <tr>
          <th>{t('item.account')}</th>
          <th>{t('item.debit')}</th>
          <th>{t('item.credit')}</th>
        </tr>
      </thead>
      <tbody>
        {data.lines.map((line, index) => (
          <tr key={index}>
            <td>
              {line.account_number} {line.account_name}
            </td>
            <td>
              {line.side === 'debit' && <Money amount={line.amount} currency={line.currency} />}
            </td>
            <td>
              {line.side === 'credit' && <Money amount={line.amount} currency={line.currency} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
