import { Text } from '@mantine/core';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { Money } from '@/ui/Money';
import classes from './Counts.module.css';

interface Figure {
  label: string;
  count: number;
  sums?: readonly Schema<'CurrencySum'>[];
  tone?: 'warning';
}

/** What an import brings or would bring: a figure for each thing, those of nought left out. */
export function Counts({ counts }: { counts: Schema<'ImportCounts'> }) {
  const { t } = useT('imports');
  const locale = useLocale();
  const documents = (label: string, sums: readonly Schema<'CurrencySum'>[]): Figure => ({
    label,
    sums,
    count: sums.reduce((count, sum) => count + sum.count, 0),
  });
  const figures: Figure[] = [
    { label: t('counts.rows'), count: counts.rows },
    { label: t('counts.newClients'), count: counts.new_clients },
    { label: t('counts.knownClients'), count: counts.known_clients },
    { label: t('counts.newContacts'), count: counts.new_contacts },
    { label: t('counts.changes'), count: counts.changes },
    documents(t('counts.invoices'), counts.invoices),
    documents(t('counts.creditNotes'), counts.credit_notes),
    documents(t('counts.receipts'), counts.receipts),
    { label: t('counts.unchanged'), count: counts.unchanged },
    { label: t('counts.refused'), count: counts.refused, tone: 'warning' },
  ];
  return (
    <dl className={classes.figures}>
      {figures
        .filter((figure, index) => index === 0 || figure.count > 0)
        .map((figure) => (
          <div key={figure.label} className={classes.figure} data-tone={figure.tone}>
            <dt>{figure.label}</dt>
            <dd>
              <span className="numeric">{formatCount(figure.count, locale)}</span>
              {figure.sums?.map((sum) => (
                <Text key={sum.currency} size="sm" c="dimmed" component="span" display="block">
                  <Money amount={sum.sum} currency={sum.currency} />
                </Text>
              ))}
            </dd>
          </div>
        ))}
    </dl>
  );
}
