import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { isZero } from '@/lib/format';
import { useSession } from '@/shell/session';
import { Day } from '@/ui/Day';
import { Money } from '@/ui/Money';
import { takenBack, useItemHistory } from '../billing/history';
import paper from '../billing/Invoice.module.css';
import { Party } from '../billing/Party';
import '../billing/print.css';

/** A receipt as the payer gets it, on paper only: who paid how much, and what it went to. */
export function ReceiptDocument({ receipt }: { receipt: Schema<'Receipt'> }) {
  const { t } = useT('payments');
  const { company } = useSession();
  const { amount, unapplied, currency } = receipt;
  return (
    <article className={`${paper.paper} ${paper.paperOnly}`} data-print-page>
      <div className={paper.head}>
        <div className={paper.parties}>
          <div className={paper.kind}>{t('receipt.title', { number: receipt.number })}</div>
          <div>
            <div className={paper.small}>{t('paper.receivedBy')}</div>
            <strong>{company.legal_name}</strong>
          </div>
          <Party label={t('paper.from')} id={receipt.client} name={receipt.client_name} />
        </div>
        <dl className={paper.meta}>
          <dt>{t('list.received')}</dt>
          <dd>
            <Day value={receipt.received_on} />
          </dd>
          <dt>{t('list.method')}</dt>
          <dd>{t(`method.${receipt.method}`)}</dd>
          {receipt.reference && (
            <>
              <dt>{t('list.reference')}</dt>
              <dd>{receipt.reference}</dd>
            </>
          )}
          {receipt.status !== 'posted' && (
            <>
              <dt>{t('list.status')}</dt>
              <dd>
                <strong>{t(`ui:status.receipt.${receipt.status}`)}</strong>
              </dd>
            </>
          )}
        </dl>
      </div>
      <Paid receipt={receipt} />
      <dl className={paper.totals}>
        {!isZero(unapplied) && (
          <>
            <dt>{t('paper.credit')}</dt>
            <dd>
              <Money amount={unapplied} currency={currency} />
            </dd>
          </>
        )}
        <dt className={paper.grand}>{t('receipt.amount')}</dt>
        <dd className={paper.grand}>
          <Money amount={amount} currency={currency} />
        </dd>
      </dl>
    </article>
  );
}

/** The invoices that it went to, and what stands of it. */
function Paid({ receipt }: { receipt: Schema<'Receipt'> }) {
  const { t } = useT('payments');
  const { data } = useItemHistory(receipt.id);
  const undone = takenBack(data?.steps ?? []);
  const steps = data?.steps.filter(
    (step) => step.reverses_no == null && !undone.has(step.entry_no) && step.counter_number,
  );
  if (!steps || steps.length === 0) return null;
  return (
    <table className={paper.lines}>
      <thead>
        <tr>
          <th style={{ width: '100%' }}>{t('paper.paid')}</th>
          <th>{t('paper.appliedOn')}</th>
          <th className={paper.end}>{t('list.amount')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step.entry_no}>
            <td className="numeric">{step.counter_number}</td>
            <td>
              <Day value={step.applied_on} />
            </td>
            <td className={paper.end}>
              <Money amount={step.amount} currency={receipt.currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
