import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { useCan, useSession } from '@/shell/session';
import { useShortcuts } from '@/shell/shortcuts';
import { Day } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import type { Column } from '@/ui/list/definition';
import { ListGrid } from '@/ui/list/ListGrid';
import { Decimal } from '@/ui/Money';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { RateForm } from './RateForm';

type Rate = Schema<'ExchangeRate'>;

const CHOICE_PX = 30;

/** Exchange rates by day; the one of a day is corrected by entering it again. */
export function RatesPage() {
  const { t } = useT('ledger');
  const { company } = useSession();
  const mayEdit = useCan()('ledger.setup');
  const [words, change] = useSearchWords();
  const [isAdding, adding] = useDisclosure(false);
  const [edited, setEdited] = useState<Rate>();
  const { data, error, refetch } = useRead('/api/v1/exchange-rates', { query: {} });
  const currencies = [...new Set(data?.items.map((rate) => rate.currency))];
  const rows = useMemo(
    () =>
      (data?.items ?? [])
        .filter((rate) => !words.currency || rate.currency === words.currency)
        .toSorted((one, other) => other.on.localeCompare(one.on)),
    [data, words.currency],
  );
  const columns = useColumns();
  useShortcuts(
    mayEdit ? [{ keys: 'n', label: t('rates.add'), group: 'here', run: adding.open }] : [],
  );
  const add = mayEdit && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={adding.open}>
      {t('rates.add')}
    </Button>
  );
  return (
    <Page fill>
      <PageHeader
        title={t('rates.title')}
        subtitle={t('rates.hint', { currency: company.base_currency })}
        actions={add}
      />
      {!data && !error && <Skeleton height={CHOICE_PX} width={180} style={{ flex: 'none' }} />}
      {currencies.length > 1 && (
        <SegmentedControl
          size="xs"
          style={{ alignSelf: 'flex-start', flex: 'none' }}
          aria-label={t('entry.currency')}
          value={words.currency ?? 'all'}
          onChange={(choice) => change({ currency: choice === 'all' ? undefined : choice })}
          data={[
            { value: 'all', label: t('ui:all') },
            ...currencies.map((currency) => ({ value: currency, label: currency })),
          ]}
        />
      )}
      {error && <ProblemAlert error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 ? (
        <EmptyState title={t('rates.empty')} hint={t('rates.emptyHint')}>
          {add}
        </EmptyState>
      ) : (
        <ListGrid
          name={t('rates.title')}
          columns={columns}
          rows={rows}
          total={data ? rows.length : undefined}
          sort={undefined}
          onSort={() => undefined}
          rowKey={(row) => `${row.currency} ${row.on}`}
          rowName={(row) => `${row.currency} ${row.on}`}
          onOpen={mayEdit ? setEdited : undefined}
          hasMore={false}
          isReading={false}
          readMore={() => undefined}
          isStale={false}
        />
      )}
      {isAdding && <RateForm currency={words.currency} onClose={adding.close} />}
      {edited && <RateForm rate={edited} onClose={() => setEdited(undefined)} />}
    </Page>
  );
}

function useColumns(): readonly Column<Rate>[] {
  const { t } = useT('ledger');
  return useMemo(
    () => [
      { id: 'on', header: t('rates.day'), width: 130, cell: (row) => <Day value={row.on} /> },
      { id: 'currency', header: t('entry.currency'), width: 90, cell: (row) => row.currency },
      {
        id: 'rate',
        header: t('rates.rate'),
        width: 120,
        align: 'end',
        cell: (row) => <Decimal value={row.rate} />,
      },
      {
        id: 'source',
        header: t('rates.source'),
        width: 260,
        cell: (row) => <span>{row.source}</span>,
      },
    ],
    [t],
  );
}
