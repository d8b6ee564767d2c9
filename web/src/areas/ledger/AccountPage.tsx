import { Badge, Skeleton } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { AsOfPicker, useAsOf } from '@/ui/AsOfPicker';
import { Below } from '@/ui/Below';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { ProblemPage } from '@/ui/ProblemPage';
import { AccountAmount } from './AccountAmount';
import { Journal } from './Journal';
import { KnownAt } from './KnownAt';
import classes from './ledger.module.css';

/** An account of the chart: its balances, and what was posted to it. */
export function AccountPage() {
  const { t } = useT('ledger');
  const { id } = useParams({ from: '/chart/$id' });
  const account = useRead('/api/v1/gl-accounts/{id}', { path: { id } }, { keep: false });
  const balances = useBalances(id);
  const isOwn = useCallback((line: Schema<'JournalLine'>) => line.account_id === id, [id]);
  if (account.error && !account.data) {
    return <ProblemPage error={account.error} retry={() => void account.refetch()} />;
  }
  const { data } = account;
  return (
    <Page fill>
      <PageHeader
        title={data ? `${data.number} ${data.name}` : ' '}
        aside={
          data && !data.active ? (
            <Badge variant="default" tt="none" fw={500} radius="sm">
              {t('chart.inactive')}
            </Badge>
          ) : undefined
        }
        subtitle={
          data
            ? [t(`kind.${data.kind}`), data.role && t(`role.${data.role}`)]
                .filter(Boolean)
                .join(' · ')
            : ' '
        }
        actions={
          <>
            <AsOfPicker />
            <KnownAt />
          </>
        }
      />
      <Balances balances={balances} />
      <Below isPlaced={data !== undefined && !balances.isPending}>
        <div style={{ flex: 1, minHeight: 0 }}>
          <Journal
            list="account-journal"
            title={t('journal.title')}
            embedded
            fixed={{ account: id }}
            lines={isOwn}
            by={['client']}
          />
        </div>
      </Below>
    </Page>
  );
}

function useBalances(id: string) {
  const [words] = useSearchWords();
  const { asOf } = useAsOf();
  return useRead('/api/v1/gl-accounts/{id}/balance', {
    path: { id },
    query: { as_of: asOf, known_at: words.known_at },
  });
}

function Balances({ balances: { data, error } }: { balances: ReturnType<typeof useBalances> }) {
  const { t } = useT('ledger');
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton height={38} width={320} />;
  if (data.items.length === 0) return <span className={classes.quiet}>{t('trial.nothing')}</span>;
  return (
    <dl className={classes.balances}>
      {data.items.map((balance) => (
        <div key={balance.currency}>
          <dt>{t('trial.balanceIn', { currency: balance.currency })}</dt>
          <dd>
            <AccountAmount balance={balance} baseCurrency={data.base_currency} withCurrency />
            {balance.currency !== data.base_currency && (
              <span className={classes.quiet}>
                {' '}
                ={' '}
                <AccountAmount
                  balance={balance}
                  baseCurrency={data.base_currency}
                  inBase
                  withCurrency
                />
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
