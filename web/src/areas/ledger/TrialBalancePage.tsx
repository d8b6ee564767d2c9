import { SegmentedControl, Skeleton, Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { isNegative, isZero } from '@/lib/format';
import { useSearchWords } from '@/lib/go';
import { AsOfPicker, useAsOf } from '@/ui/AsOfPicker';
import { EmptyState } from '@/ui/EmptyState';
import { Money } from '@/ui/Money';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { KnownAt } from './KnownAt';
import classes from './ledger.module.css';

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
          rows={data.items.filter((row) => !words.currency || row.currency === words.currency)}
          baseCurrency={data.base_currency}
          words={{ as_of: asOf, known_at: words.known_at }}
        />
      )}
    </Page>
  );
}

interface BalancesProps {
  rows: Balance[];
  baseCurrency: string;
  words: { as_of: string | undefined; known_at: string | undefined };
}

function Balances({ rows, baseCurrency, words }: BalancesProps) {
  const { t } = useT('ledger');
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing={5} highlightOnHover>
        <Table.Caption>{t('trial.sums')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('journal.account')}</Table.Th>
            <Table.Th>{t('chart.kind')}</Table.Th>
            <Table.Th>{t('entry.currency')}</Table.Th>
            <Table.Th ta="right">{t('journal.debit')}</Table.Th>
            <Table.Th ta="right">{t('journal.credit')}</Table.Th>
            <Table.Th ta="right">{t('trial.inBase', { currency: baseCurrency })}</Table.Th>
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
              <Table.Td className={classes.quiet}>{t(`kind.${row.kind}`)}</Table.Td>
              <Table.Td>{row.currency}</Table.Td>
              <Table.Td ta="right">
                {!isNegative(row.balance) && !isZero(row.balance) && <Money amount={row.balance} />}
              </Table.Td>
              <Table.Td ta="right">
                {isNegative(row.balance) && <Money amount={row.balance.slice(1)} />}
              </Table.Td>
              <Table.Td ta="right">
                <Money amount={row.base_balance} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
