import { SegmentedControl, Skeleton, Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { isNegative, isZero } from '@/lib/format';
import { useSearchWords } from '@/lib/go';
import { AsOfPicker, useAsOf } from '@/ui/AsOfPicker';
import { EmptyState } from '@/ui/EmptyState';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { ReportFiles } from '../reports/ReportFiles';
import { AccountAmount } from './AccountAmount';
import { KnownAt } from './KnownAt';
import classes from './ledger.module.css';
import { TotalAmount } from './TotalAmount';

type Balance = Schema<'Balance'>;

/** The balances of all accounts on a day, as they were known at an instant. */
export function TrialBalancePage() {
  const { t } = useT('ledger');
  const [words, change] = useSearchWords();
  const { asOf } = useAsOf();
  const { data, error, refetch } = useRead('/api/v1/trial-balance', {
    query: { as_of: asOf, known_at: words.known_at },
  });
  const currencies = [...new Set(data?.items.map((balance) => balance.currency))].sort();
  return (
    <Page>
      <PageHeader
        title={t('trial.title')}
        actions={
          <>
            <AsOfPicker />
            <KnownAt />
            <ReportFiles
              path="/api/v1/trial-balance"
              query={{ as_of: asOf, known_at: words.known_at }}
              name="trial-balance"
            />
          </>
        }
      />
      {currencies.length > 1 && (
        <SegmentedControl
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          aria-label={t('entry.currency')}
          value={words.currency ?? 'all'}
          onChange={(choice) => change({ currency: choice === 'all' ? undefined : choice })}
          data={[
            { value: 'all', label: t('trial.allCurrencies') },
            ...currencies.map((currency) => ({ value: currency, label: currency })),
          ]}
        />
      )}
      {error && <ProblemAlert error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={420} />}
      {data?.items.length === 0 && (
        <EmptyState title={t('trial.empty')} hint={t('trial.emptyHint')} />
      )}
      {data && data.items.length > 0 && (
        <Balances
          balances={data}
          currency={words.currency}
          words={{ as_of: asOf, known_at: words.known_at }}
        />
      )}
    </Page>
  );
}

interface BalancesProps {
  balances: Schema<'Balances'>;
  currency: string | undefined;
  words: { as_of: string | undefined; known_at: string | undefined };
}

function Balances({ balances, currency, words }: BalancesProps) {
  const { t } = useT('ledger');
  const base = balances.base_currency;
  const rows = balances.items.filter((row) => !currency || row.currency === currency);
  return (
    <Table.ScrollContainer
      minWidth="var(--trial-width)"
      type="native"
      tabIndex={0}
      className={classes.trialBox}
    >
      <Table verticalSpacing={5} highlightOnHover className={classes.trial}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('journal.account')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('chart.kind')}</Table.Th>
            <Table.Th>{t('entry.currency')}</Table.Th>
            <Table.Th ta="right">{t('journal.debit')}</Table.Th>
            <Table.Th ta="right">{t('journal.credit')}</Table.Th>
            <Table.Th ta="right">{t('trial.debitIn', { currency: base })}</Table.Th>
            <Table.Th ta="right">{t('trial.creditIn', { currency: base })}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={`${row.account_id} ${row.currency}`}>
              <Table.Td>
                <Link
                  to={`/chart/${row.account_id}` as '/'}
                  search={words as never}
                  className="plain"
                >
                  <span className="numeric">{row.account_number}</span> {row.account_name}
                </Link>
              </Table.Td>
              <Table.Td visibleFrom="sm" className={classes.quiet}>
                {t(`kind.${row.kind}`)}
              </Table.Td>
              <Table.Td>{row.currency}</Table.Td>
              <Sides balance={row} baseCurrency={base} />
              <Sides balance={row} baseCurrency={base} inBase />
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Totals balances={balances} currency={currency} />
      </Table>
    </Table.ScrollContainer>
  );
}

interface SidesProps {
  balance: Balance;
  baseCurrency: string;
  inBase?: boolean;
}

/** A balance on the side where it stands. */
function Sides({ balance, baseCurrency, inBase = false }: SidesProps) {
  const amount = inBase ? balance.base_balance : balance.balance;
  const shown = isZero(amount) ? null : (
    <AccountAmount
      balance={balance}
      amount={isNegative(amount) ? amount.slice(1) : amount}
      baseCurrency={baseCurrency}
      inBase={inBase}
    />
  );
  return (
    <>
      <Table.Td ta="right">{!isNegative(amount) && shown}</Table.Td>
      <Table.Td ta="right">{isNegative(amount) && shown}</Table.Td>
    </>
  );
}

/** The sums of both sides, as the server gives them: in each currency, and of all in base currency. */
function Totals({ balances, currency }: Omit<BalancesProps, 'words'>) {
  const { t } = useT('ledger');
  const totals = balances.totals.filter((total) => !currency || total.currency === currency);
  const base = balances.base_totals;
  return (
    <Table.Tfoot>
      {totals.map((total) => (
        <Table.Tr key={total.currency}>
          <Table.Th>{t('trial.sum')}</Table.Th>
          <Table.Td visibleFrom="sm" />
          <Table.Th>{total.currency}</Table.Th>
          <Total amount={total.debits} side="debit" balances={balances} currency={total.currency} />
          <Total
            amount={total.credits}
            side="credit"
            balances={balances}
            currency={total.currency}
          />
          <Table.Td colSpan={2} />
        </Table.Tr>
      ))}
      {!currency && (
        <Table.Tr>
          <Table.Th>{t('trial.sumBase')}</Table.Th>
          <Table.Td visibleFrom="sm" />
          <Table.Th>{base.currency}</Table.Th>
          <Table.Td colSpan={2} />
          <Total amount={base.debits} side="debit" balances={balances} />
          <Total amount={base.credits} side="credit" balances={balances} />
        </Table.Tr>
      )}
    </Table.Tfoot>
  );
}

const Total = (props: ComponentProps<typeof TotalAmount>) => (
  <Table.Th ta="right">
    <TotalAmount {...props} />
  </Table.Th>
);
