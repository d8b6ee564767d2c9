import { useQueryClient } from '@tanstack/react-query';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatMoney, isZero } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { ExplainAmount, type Explanation } from '@/ui/ExplainAmount';
import { Money } from '@/ui/Money';
import { explainNet, explainTax, explainTotal } from './explain-document';
import classes from './Invoice.module.css';
import { percentOf } from './rate';

interface Props {
  figures: Pick<Schema<'InvoiceFigures'>, 'currency' | 'net' | 'total' | 'taxes'>;
  isStale?: boolean;
  /** The document that they are of, once there is one: its amounts say where they come from. */
  document?: Pick<Schema<'Invoice'>, 'id' | 'entry_no'>;
}

/** Net, the taxes by rate, and both together. */
export function Totals({ figures, isStale = false, document }: Props) {
  const { t } = useT('billing');
  const locale = useLocale();
  const queries = useQueryClient();
  const { currency, net, total, taxes } = figures;
  const asked = document && { queries, id: document.id, entryNo: document.entry_no, locale };
  const shown = (amount: string, explanation: Explanation | undefined) =>
    explanation ? (
      <ExplainAmount quiet amount={amount} currency={currency} explanation={explanation} />
    ) : (
      <Money amount={amount} currency={currency} />
    );
  return (
    <dl className={classes.totals} data-stale={isStale || undefined}>
      <dt>{t('doc.netTotal')}</dt>
      <dd>{shown(net, asked && explainNet(asked))}</dd>
      {taxes.map((tax) => {
        const amount = formatMoney(tax.taxable, currency, locale);
        return [
          <dt key={`${tax.category} ${tax.rate} t`}>
            {isZero(tax.rate)
              ? t('doc.taxFree', { category: tax.category, amount })
              : t('doc.taxOn', { rate: percentOf(tax.rate, locale), amount })}
          </dt>,
          <dd key={`${tax.category} ${tax.rate} d`}>
            {shown(tax.tax, asked && explainTax(asked, tax))}
          </dd>,
        ];
      })}
      <dt className={classes.grand}>{t('doc.total')}</dt>
      <dd className={classes.grand}>{shown(total, asked && explainTotal(asked))}</dd>
    </dl>
  );
}
