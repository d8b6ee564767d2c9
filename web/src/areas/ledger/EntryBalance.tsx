import { Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { isZero } from '@/lib/format';
import { Money } from '@/ui/Money';
import { ProblemDetail } from '@/ui/ProblemDetail';
import type { EntryChecked } from './entry-check';
import classes from './ledger.module.css';

/** Debits and credits in each currency while an entry is typed, and what is missing to balance. */
export function EntryBalance({ check: { found, error } }: { check: EntryChecked }) {
  const { t } = useT('ledger');
  if (error) {
    return (
      <Text size="sm" className={classes.checkError} role="status">
        <IconAlertTriangle size={15} aria-hidden /> <ProblemDetail error={error} />
      </Text>
    );
  }
  const isForeign = found?.totals.some(({ currency }) => currency !== found.base.currency);
  return (
    <table className={classes.check} aria-live="polite" aria-label={t('entry.sums')}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('journal.debit')}</th>
          <th scope="col">{t('journal.credit')}</th>
          <th scope="col">{t('entry.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {found?.totals.map((total) => (
          <Sums key={total.currency} name={total.currency} total={total} />
        ))}
        {found && isForeign && (
          <Sums name={t('trial.inBase', { currency: found.base.currency })} total={found.base} />
        )}
      </tbody>
    </table>
  );
}

function Sums({ name, total }: { name: string; total: Schema<'EntryTotal'> }) {
  const { t } = useT('ledger');
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <Money amount={total.debits} />
      </td>
      <td>
        <Money amount={total.credits} />
      </td>
      <td data-ok={isZero(total.difference)}>
        {isZero(total.difference) ? (
          <>
            <IconCheck size={14} aria-hidden /> {t('entry.balanced')}
          </>
        ) : (
          <Money amount={total.difference} coloured={false} />
        )}
      </td>
    </tr>
  );
}
