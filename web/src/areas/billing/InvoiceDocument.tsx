import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatDay, formatMoney, isZero } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useSession } from '@/shell/session';
import { Day } from '@/ui/Day';
import { Decimal, Money } from '@/ui/Money';
import { DocumentLink } from './DocumentLink';
import classes from './Invoice.module.css';
import { Party } from './Party';
import './print.css';
import { percentOf } from './rate';
import { Totals } from './Totals';

type Invoice = Schema<'Invoice'>;

/** The document as the client gets it; the printer prints this and nothing else. */
export function InvoiceDocument({ invoice }: { invoice: Invoice }) {
  const { t } = useT('billing');
  const { company } = useSession();
  return (
    <article className={classes.paper} data-print-page>
      <div className={classes.head}>
        <div className={classes.parties}>
          <div>
            <div className={classes.kind}>
              {t(`kind.${invoice.kind}`)} <span className="numeric">{invoice.number}</span>
            </div>
            {invoice.status === 'draft' && (
              <div className={classes.small}>{t('doc.draftNote')}</div>
            )}
            {invoice.status === 'void' && <strong>{t('ui:status.invoice.void')}</strong>}
          </div>
          <div>
            <div className={classes.small}>{t('doc.from')}</div>
            <strong>{company.legal_name}</strong>
          </div>
          <Party label={t('doc.to')} id={invoice.client} name={invoice.client_name} />
        </div>
        <Meta invoice={invoice} />
      </div>
      <Lines invoice={invoice} />
      <Totals figures={invoice} document={invoice} />
      <Discount invoice={invoice} />
    </article>
  );
}

function Meta({ invoice }: { invoice: Invoice }) {
  const { t } = useT('billing');
  const terms = useRead('/api/v1/payment-terms', undefined, { staleTime: 5 * 60_000 }).data?.items;
  const term = terms?.find((one) => one.code === invoice.payment_term);
  return (
    <dl className={classes.meta}>
      <dt>{t('doc.issued')}</dt>
      <dd>
        <Day value={invoice.issued_on} />
      </dd>
      {invoice.kind === 'invoice' && (
        <>
          <dt>{t('doc.due')}</dt>
          <dd>
            <strong>
              <Day value={invoice.due_on} />
            </strong>
          </dd>
          <dt>{t('doc.term')}</dt>
          <dd>{term?.name ?? invoice.payment_term}</dd>
        </>
      )}
      {invoice.purchase_order && (
        <>
          <dt>{t('doc.purchaseOrder')}</dt>
          <dd>{invoice.purchase_order}</dd>
        </>
      )}
      {invoice.credits && (
        <>
          <dt>{t('doc.credits')}</dt>
          <dd>
            <DocumentLink id={invoice.credits} />
          </dd>
        </>
      )}
    </dl>
  );
}

function Lines({ invoice }: { invoice: Invoice }) {
  const { t } = useT('billing');
  const locale = useLocale();
  const hasDiscounts = invoice.lines.some((line) => !isZero(line.discount));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by keyboard
    <section className={classes.scroll} aria-label={t('edit.lines')} tabIndex={0}>
      <table className={classes.lines}>
        <thead>
          <tr>
            <th style={{ width: '100%' }}>{t('doc.description')}</th>
            <th className={classes.end}>{t('doc.quantity')}</th>
            <th className={classes.end}>{t('doc.price')}</th>
            {hasDiscounts && <th className={classes.end}>{t('doc.discount')}</th>}
            <th className={classes.end}>{t('doc.tax')}</th>
            <th className={classes.end}>{t('doc.net')}</th>
          </tr>
        </thead>
        <tbody>
          {invoice.lines.map((line, index) => (
            <tr key={index}>
              <td style={{ minWidth: 160 }}>{line.description}</td>
              <td className={classes.end}>
                <Decimal value={line.quantity} />
              </td>
              <td className={classes.end}>
                <Decimal value={withPlaces(line.unit_price, line.net)} />
              </td>
              {hasDiscounts && (
                <td className={`${classes.end} numeric nowrap`}>
                  {isZero(line.discount) ? '' : percentOf(line.discount, locale)}
                </td>
              )}
              <td className={`${classes.end} numeric nowrap`}>
                {percentOf(line.tax_rate, locale)}
              </td>
              <td className={classes.end}>
                <Money amount={line.net} currency={invoice.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A price with the places that amounts of its currency have: `45.8` as `45.80`. */
function withPlaces(price: string, amount: string): string {
  const [units = '', places = ''] = price.split('.');
  const wanted = amount.split('.')[1]?.length ?? 0;
  return wanted > places.length ? `${units}.${places.padEnd(wanted, '0')}` : price;
}

function Discount({ invoice }: { invoice: Invoice }) {
  const { t } = useT('billing');
  const locale = useLocale();
  if (!invoice.discount_until || isZero(invoice.discount)) return null;
  return (
    <p className={classes.small} style={{ textAlign: 'right' }}>
      {t('doc.discountUntil', {
        amount: formatMoney(invoice.discount, invoice.currency, locale),
        day: formatDay(invoice.discount_until, locale),
      })}
    </p>
  );
}
