import { Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { isZero } from '@/lib/format';
import { useAsOf } from '@/ui/AsOfPicker';
import { ExplainAmount } from '@/ui/ExplainAmount';
import {
  explainBalance,
  explainCreditLeft,
  explainOnAccount,
  explainOverdue,
} from '../reports/explain-client';

interface Props {
  clientId: string;
  /** None where it is refused. */
  balance: Schema<'ClientBalance'> | undefined;
}

/** What a client owes and has, a line for each currency, and what is left of its credit. */
export function BalanceStrip({ clientId, balance: data }: Props) {
  const { t } = useT('clients');
  const { asOf } = useAsOf();
  const queries = useQueryClient();
  const client = { queries, client: clientId, asOf };
  const asked = (sums: Schema<'BalanceSums'>) => ({ ...client, sums });
  if (!data) return null;
  return (
    <Group gap="lg" align="flex-start">
      {data.currencies.length === 0 && (
        <Figure label={t('file.balance')}>{t('file.nothingOpen')}</Figure>
      )}
      {data.currencies.map(({ own }) => (
        <Group key={own.currency} gap="lg" wrap="nowrap">
          <Figure label={t('file.balance')}>
            <ExplainAmount
              id={`balance.${own.currency}`}
              amount={own.balance}
              currency={own.currency}
              explanation={explainBalance(asked(own))}
            />
          </Figure>
          <Figure label={t('file.overdue')} warn={!isZero(own.overdue)}>
            <ExplainAmount
              id={`overdue.${own.currency}`}
              amount={own.overdue}
              currency={own.currency}
              explanation={explainOverdue(asked(own))}
            />
          </Figure>
          {!isZero(own.on_account) && (
            <Figure label={t('file.onAccount')}>
              <ExplainAmount
                id={`on_account.${own.currency}`}
                amount={own.on_account}
                currency={own.currency}
                explanation={explainOnAccount(asked(own))}
              />
            </Figure>
          )}
        </Group>
      ))}
      {data.credit_limit_left != null && (
        <Figure label={t('file.creditLeft')}>
          <ExplainAmount
            id="credit_left"
            amount={data.credit_limit_left}
            currency={data.currency}
            explanation={explainCreditLeft(client, data)}
          />
        </Figure>
      )}
    </Group>
  );
}

interface FigureProps {
  label: string;
  warn?: boolean;
  children: ReactNode;
}

function Figure({ label, warn = false, children }: FigureProps) {
  return (
    <div style={{ textAlign: 'right' }}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={600} c={warn ? 'var(--warning)' : undefined}>
        {children}
      </Text>
    </div>
  );
}
