import { Alert, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatMoney, isZero } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useSession } from '@/shell/session';
import { Below } from '@/ui/Below';
import { ClientLink } from '@/ui/ClientLink';
import { Day, Instant } from '@/ui/Day';
import { DescriptionList } from '@/ui/DescriptionList';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemPage } from '@/ui/ProblemPage';
import { StatusBadge } from '@/ui/StatusBadge';
import { EntryLink } from '../billing/EntryLink';
import { ItemHistory } from '../billing/ItemHistory';
import { explainItem } from '../reports/explain-item';
import { PostedAmount } from '../reports/PostedAmount';
import classes from './Payments.module.css';
import { ReceiptActions } from './ReceiptActions';
import { ReceiptDocument } from './ReceiptDocument';

/** Money received: what is known of it, where it went, what is left. */
export function ReceiptPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { t } = useT('payments');
  const locale = useLocale();
  const { data, error, refetch } = useRead(
    '/api/v1/receipts/{id}',
    { path: { id } },
    { keep: false },
  );
  if (error && !data) {
    return <ProblemPage error={error} retry={() => void refetch()} />;
  }
  const isLeft = data !== undefined && data.status === 'posted' && !isZero(data.unapplied);
  return (
    <Page>
      <PageHeader
        title={data ? t('receipt.title', { number: data.number }) : ' '}
        aside={data && <StatusBadge kind="receipt" status={data.status} />}
        subtitle={data ? <ClientLink id={data.client} name={data.client_name} /> : ' '}
        actions={data && <ReceiptActions receipt={data} />}
      />
      <Below isPlaced={data !== undefined}>
        <div className={classes.columns}>
          <section className={classes.section} aria-labelledby="receipt-facts">
            <Title order={2} size="h3" id="receipt-facts" mb="xs">
              {t('receipt.facts')}
            </Title>
            {data && <Facts receipt={data} />}
          </section>
          <section className={classes.section} aria-labelledby="receipt-history">
            <Title order={2} size="h3" id="receipt-history" mb="xs">
              {t('billing:history.title')}
            </Title>
            {isLeft && (
              <Alert color="harbour" variant="light" mb="sm" p="xs">
                {t('receipt.keptAsCredit', {
                  amount: formatMoney(data.unapplied, data.currency, locale),
                })}
              </Alert>
            )}
            <ItemHistory id={id} />
          </section>
        </div>
      </Below>
      {data && <ReceiptDocument receipt={data} />}
    </Page>
  );
}

function Facts({ receipt }: { receipt: Schema<'Receipt'> }) {
  const { t } = useT('payments');
  const { company } = useSession();
  const queries = useQueryClient();
  const { currency } = receipt;
  return (
    <DescriptionList
      facts={[
        {
          term: t('receipt.amount'),
          value: (
            <PostedAmount
              id="amount"
              amount={receipt.amount}
              currency={currency}
              entryNo={receipt.entry_no}
            />
          ),
        },
        {
          term: t('receipt.unapplied'),
          value: (
            <ExplainAmount
              id="unapplied"
              amount={receipt.unapplied}
              currency={currency}
              explanation={explainItem(queries, receipt.id)}
            />
          ),
        },
        { term: t('list.received'), value: <Day value={receipt.received_on} /> },
        { term: t('list.method'), value: t(`method.${receipt.method}`) },
        { term: t('list.reference'), value: receipt.reference, always: true },
        { term: t('list.deposit'), value: receipt.deposit && t('receipt.deposit') },
        { term: t('receipt.reason'), value: receipt.reason },
        {
          term: t('billing:facts.rate'),
          value:
            currency !== company.base_currency &&
            t('billing:facts.rateOf', {
              from: currency,
              rate: receipt.rate,
              to: company.base_currency,
            }),
        },
        { term: t('receipt.entry'), value: <EntryLink entryNo={receipt.entry_no} /> },
        {
          term: t('receipt.entered'),
          value: (
            <>
              {receipt.created_by}
              <br />
              <Instant value={receipt.created_at} />
            </>
          ),
        },
      ]}
    />
  );
}
