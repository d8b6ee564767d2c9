import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { shiftedPoint } from '@/lib/decimal';
import { formatDecimal, formatMoney, isZero } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { Money } from '@/ui/Money';
import classes from './Invoice.module.css';

interface Props {
  figures: Pick<Schema<'InvoiceFigures'>, 'currency' | 'net' | 'total' | 'taxes'>;
  isStale?: boolean;
}

/** `0.0825` as `8.25 %`. */
export const percentOf = (rate: string, locale: { locale: string }) =>
  `${formatDecimal(shiftedPoint(rate, 2), locale)} %`;

/** Net, the taxes by rate, and both together. */
export function Totals({ figures, isStale = false }: Props) {
  const { t } = useT('billing');
  const locale = useLocale();
  const { currency, net, total, taxes } = figures;
  return (
    <dl className={classes.totals} data-stale={isStale || undefined}>
      <dt>{t('doc.netTotal')}</dt>
      <dd>
        <Money amount={net} currency={currency} />
      </dd>
      {taxes.map((tax) => {
        const amount = formatMoney(tax.taxable, currency, locale);
        return [
          <dt key={`${tax.category} ${tax.rate} t`}>
            {isZero(tax.rate)
              ? t('doc.taxFree', { category: tax.category, amount })
              : t('doc.taxOn', { rate: percentOf(tax.rate, locale), amount })}
          </dt>,
          <dd key={`${tax.category} ${tax.rate} d`}>
            <Money amount={tax.tax} currency={currency} />
          </dd>,
        ];
      })}
      <dt className={classes.grand}>{t('doc.total')}</dt>
      <dd className={classes.grand}>
        <Money amount={total} currency={currency} />
      </dd>
    </dl>
  );
}
