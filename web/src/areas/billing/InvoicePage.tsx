import { Skeleton, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatDay, isZero } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useSession } from '@/shell/session';
import { ClientLink } from '@/ui/ClientLink';
import { Instant } from '@/ui/Day';
import { DescriptionList } from '@/ui/DescriptionList';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemPage } from '@/ui/ProblemPage';
import { explainItem } from '../reports/explain-item';
import { EntryLink } from './EntryLink';
import { explainDiscount } from './explain-document';
import classes from './Invoice.module.css';
import { InvoiceActions } from './InvoiceActions';
import { InvoiceDocument } from './InvoiceDocument';
import { InvoiceState } from './InvoiceState';
import { ItemHistory } from './ItemHistory';

/** An invoice or credit note: the document itself, where it stands, and what became of it. */
export function InvoicePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { t } = useT('billing');
  const { data, error, refetch } = useRead(
    '/api/v1/invoices/{id}',
    { path: { id } },
    { keep: false },
  );
  if (error && !data) {
    return <ProblemPage error={error} retry={() => void refetch()} />;
  }
  if (!data) {
    return (
      <Page>
        <PageHeader title=" " subtitle=" " />
        <Skeleton height={420} />
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader
        title={`${t(`kind.${data.kind}`)} ${data.number || t('state.draft')}`}
        aside={<InvoiceState invoice={data} />}
        subtitle={<ClientLink id={data.client} name={data.client_name} />}
        actions={<InvoiceActions invoice={data} />}
      />
      <div className={classes.layout}>
        <InvoiceDocument invoice={data} />
        <div className={classes.aside}>
          <section className={classes.section} aria-labelledby="facts">
            <Title order={2} size="h3" id="facts" mb="xs">
              {t('facts.title')}
            </Title>
            <Facts invoice={data} />
          </section>
        </div>
      </div>
      {data.status !== 'draft' && (
        <section className={classes.section} aria-labelledby="history">
          <Title order={2} size="h3" id="history" mb="xs">
            {t('history.title')}
          </Title>
          <ItemHistory id={id} />
        </section>
      )}
    </Page>
  );
}

function Facts({ invoice }: { invoice: Schema<'Invoice'> }) {
  const { t } = useT('billing');
  const locale = useLocale();
  const { company } = useSession();
  const queries = useQueryClient();
  const { open, currency } = invoice;
  return (
    <DescriptionList
      facts={[
        {
          term: t('facts.open'),
          value: open != null && (
            <ExplainAmount
              id="open"
              amount={open}
              currency={currency}
              explanation={explainItem(queries, invoice.id)}
            />
          ),
        },
        {
          term: t('state.disputed'),
          value: invoice.disputed_on && (
            <>
              {t('facts.disputed', { day: formatDay(invoice.disputed_on, locale) })}
              <br />
              {invoice.dispute_reason}
            </>
          ),
        },
        {
          term: t('facts.discount'),
          value: invoice.discount_until && !isZero(invoice.discount) && (
            <>
              <ExplainAmount
                quiet
                id="discount"
                amount={invoice.discount}
                currency={currency}
                explanation={explainDiscount({ queries, id: invoice.id, locale })}
              />
              {' · '}
              {formatDay(invoice.discount_until, locale)}
            </>
          ),
        },
        { term: t('facts.reason'), value: invoice.reason },
        {
          term: t('facts.entry'),
          value: invoice.entry_no != null && <EntryLink entryNo={invoice.entry_no} />,
        },
        {
          term: t('facts.rate'),
          value:
            invoice.status !== 'draft' &&
            currency !== company.base_currency &&
            t('facts.rateOf', { from: currency, rate: invoice.rate, to: company.base_currency }),
        },
        {
          term: t('facts.written'),
          value: (
            <>
              {invoice.created_by}
              <br />
              <Instant value={invoice.created_at} />
            </>
          ),
        },
      ]}
    />
  );
}
