import { ActionIcon, Skeleton, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { ClientLink } from '@/ui/ClientLink';
import { Day } from '@/ui/Day';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { DocumentLink } from '../billing/DocumentLink';
import { explainItem } from '../reports/explain-item';
import classes from './Payments.module.css';

interface Props {
  payer: string | null;
  currency: string;
  reference: string;
  onAdd: (number: string) => void;
}

const SHOWN_MAX = 30;

/** The open invoices of the payer and the clients below it, to see while the receipt is typed. */
export function OpenAtPayer({ payer, currency, reference, onAdd }: Props) {
  const { t } = useT('payments');
  const queries = useQueryClient();
  const { data, error, refetch } = useRead(
    '/api/v1/reports/open-items',
    {
      query: {
        client: payer ?? '',
        include_children: true,
        kind: 'invoice',
        currency,
        sort: 'due_on',
        limit: SHOWN_MAX,
      },
    },
    { enabled: payer !== null, keep: false },
  );
  if (payer === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('take.openPick')}
      </Text>
    );
  }
  if (error) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={160} />;
  if (data.total === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('take.openNone')}
      </Text>
    );
  }
  const hasMany = data.items.some((item) => item.client !== payer);
  const isNamed = (number: string) => reference.toLowerCase().includes(number.toLowerCase());
  return (
    <div style={{ overflowX: 'auto' }}>
      <table className={classes.open}>
        <thead>
          <tr>
            <th>{t('apply.invoice')}</th>
            {hasMany && <th>{t('apply.client')}</th>}
            <th>{t('apply.due')}</th>
            <th className={classes.end}>{t('apply.open')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {data.items.map((item) => (
            <tr key={item.id} data-named={isNamed(item.number) || undefined}>
              <td>
                <DocumentLink id={item.id} number={item.number} kind="invoice" />
              </td>
              {hasMany && (
                <td>
                  <ClientLink id={item.client} name={item.client_name} />
                </td>
              )}
              <td>
                <Day value={item.due_on} />
              </td>
              <td className={classes.end}>
                <ExplainAmount
                  quiet
                  amount={item.open}
                  currency={item.currency}
                  explanation={explainItem(queries, item.id, { asOf: data.as_of })}
                />
              </td>
              <td className={classes.end}>
                <ActionIcon
                  size="sm"
                  aria-label={t('take.addNumber', { number: item.number })}
                  title={t('take.addNumber', { number: item.number })}
                  disabled={isNamed(item.number)}
                  onClick={() => onAdd(item.number)}
                >
                  <IconPlus size={14} />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.total > data.items.length && (
        <Text size="xs" c="dimmed" mt="xs">
          {t('take.openMore', { count: data.total - data.items.length })}
        </Text>
      )}
    </div>
  );
}
