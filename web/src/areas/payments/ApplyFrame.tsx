import { Button, Group, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '@/i18n';
import { isZero } from '@/lib/format';
import { useGo } from '@/lib/go';
import { ClientLink } from '@/ui/ClientLink';
import { EmptyState } from '@/ui/EmptyState';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';

/** A receipt or credit note with something left to apply. */
export interface Credit {
  id: string;
  number: string;
  client: string;
  clientName: string;
  currency: string;
  free: string;
  reference: string;
  /** Its page. */
  to: string;
}

interface Props {
  credit: Credit | undefined;
  isRead: boolean;
  error: unknown;
  children: ReactNode;
}

export function ApplyFrame({ credit, isRead, error, children }: Props) {
  const { t } = useT('payments');
  const go = useGo();
  const isSpent = credit !== undefined && isZero(credit.free);
  return (
    <Page>
      <PageHeader
        title={credit ? t('apply.title', { number: credit.number }) : ' '}
        subtitle={
          credit ? (
            <Group gap="md">
              <ClientLink id={credit.client} name={credit.clientName} />
              <span>{credit.reference}</span>
            </Group>
          ) : (
            ' '
          )
        }
      />
      {error ? (
        <ProblemAlert error={error} />
      ) : isSpent ? (
        <EmptyState title={t('apply.nothingLeft', { number: credit.number })}>
          <Button onClick={() => go(credit.to)}>
            {t('apply.toDocument', { number: credit.number })}
          </Button>
        </EmptyState>
      ) : credit && isRead ? (
        children
      ) : (
        <Skeleton height={260} />
      )}
    </Page>
  );
}
