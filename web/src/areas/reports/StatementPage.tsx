import { Button, Group, Select, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { api, body } from '@/api/client';
import { queryKey, resourceOf } from '@/api/keys';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { InLanguage } from '@/i18n/InLanguage';
import { shifted } from '@/lib/day';
import { useSearchWords } from '@/lib/go';
import { useToday } from '@/shell/session';
import { useShortcuts } from '@/shell/shortcuts';
import { DayInput } from '@/ui/DayInput';
import { Page, useTitle } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { StatementLetter } from './StatementLetter';
import classes from './statement.module.css';

const HISTORY = '/api/v1/clients/{id}/history';
const USUAL_DAYS = 90;
const PAGE = 500;

interface Range {
  from: string;
  until: string;
  currency: string | undefined;
}

/** All movements of the range: a letter has no second page to load. */
async function wholeHistory(id: string, range: Range): Promise<Schema<'ClientHistory'>> {
  const page = async (after: string | undefined) => {
    const query = { ...range, limit: PAGE, after } as never;
    const answer = await body(api.GET(HISTORY, { params: { path: { id }, query } }));
    return answer as Schema<'ClientHistory'>; // asked for as JSON, never as a file
  };
  const history = await page(undefined);
  for (let next = history.next; next; ) {
    const more = await page(next);
    history.items.push(...more.items);
    next = more.next;
  }
  return history;
}

/** A client's account as a letter: on screen as on paper, printed without the frame around it. */
export function StatementPage() {
  const { t } = useT('reports');
  const { id } = useParams({ from: '/clients/$id/statement' });
  const [words] = useSearchWords();
  const today = useToday();
  const until = words.until ?? today;
  const range = {
    from: words.from ?? shifted(until, -USUAL_DAYS),
    until,
    currency: words.currency,
  };
  const client = useRead('/api/v1/clients/{id}', { path: { id } }, { keep: false });
  const aging = useRead(
    '/api/v1/reports/aging',
    { query: { client: id, as_of: until, currency: words.currency } },
    { keep: false },
  );
  const history = useQuery({
    queryKey: [resourceOf(HISTORY), ...queryKey(HISTORY, { id, range }), 'whole'],
    queryFn: () => wholeHistory(id, range),
  });
  useTitle(t('statement.title'));
  const print = () => window.print();
  useShortcuts([{ keys: 'p', label: t('statement.print'), group: 'here', run: print }]);
  const error = client.error ?? history.error ?? aging.error;
  return (
    <Page>
      <Tools id={id} range={range} onPrint={print} history={history.data} />
      {error ? (
        <ProblemAlert error={error} retry={() => void history.refetch()} />
      ) : client.data && history.data && aging.data ? (
        <InLanguage language={client.data.language} fallback={<Skeleton height={700} maw={800} />}>
          <StatementLetter client={client.data} history={history.data} aging={aging.data} />
        </InLanguage>
      ) : (
        <Skeleton height={700} maw={800} />
      )}
    </Page>
  );
}

interface ToolsProps {
  id: string;
  range: Range;
  onPrint: () => void;
  history: Schema<'ClientHistory'> | undefined;
}

function Tools({ id, range, onPrint, history }: ToolsProps) {
  const { t } = useT('reports');
  const [, change] = useSearchWords();
  const currencies = new Set([
    ...(history?.opening.map((owed) => owed.currency) ?? []),
    ...(history?.items.map((movement) => movement.currency) ?? []),
    ...(range.currency ? [range.currency] : []),
  ]);
  return (
    <Group gap="xs" align="flex-end" className={classes.tools}>
      <Button
        variant="default"
        component={Link}
        to={`/clients/${id}` as '/'}
        search={{ tab: 'history' } as never}
        leftSection={<IconArrowLeft size={16} aria-hidden />}
      >
        {t('statement.back')}
      </Button>
      <DayInput
        size="xs"
        w={145}
        label={t('account.from')}
        clearable={false}
        whole
        value={range.from}
        onChange={(day) => change({ from: day ?? undefined })}
      />
      <DayInput
        size="xs"
        w={145}
        label={t('account.until')}
        clearable={false}
        whole
        value={range.until}
        onChange={(day) => change({ until: day ?? undefined })}
      />
      <Select
        size="xs"
        w={110}
        label={t('items.currency')}
        placeholder={t('ui:all')}
        clearable
        clearButtonProps={{ 'aria-label': t('ui:clear') }}
        value={range.currency ?? null}
        onChange={(currency) => change({ currency: currency ?? undefined })}
        data={[...currencies]}
      />
      <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={onPrint}>
        {t('statement.print')}
      </Button>
    </Group>
  );
}
