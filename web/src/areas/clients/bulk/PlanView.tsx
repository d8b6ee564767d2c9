import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Change } from '@/api/change';
import { isProblem } from '@/api/problem';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import type { Column } from '@/ui/list/definition';
import { ListGrid } from '@/ui/list/ListGrid';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { useFieldWords } from '../client-fields';
import classes from './ChangeMany.module.css';
import { comingAndGoing, difference, differing } from './wish';

type Planned = Schema<'PlannedClient'>;

interface Props {
  plan: Schema<'ClientsPlan'>;
  apply: Change<never, unknown>;
  onApply: () => void;
  /** Looks again, where somebody changed one of them meanwhile. */
  onRehearse: () => void;
  onBack: () => void;
}

/** What each client is and would be; nothing is saved yet. */
export function PlanView({ plan, apply, onApply, onRehearse, onBack }: Props) {
  const { t } = useT('clients');
  const locale = useLocale();
  const columns = usePlanColumns(plan.changes);
  const changed = plan.changes.length;
  const hasMoved = isProblem(apply.problem, 'facts-moved');
  return (
    <Stack gap="md">
      <Text size="sm" role="status">
        <strong>
          {t('bulk.wouldChange', { count: changed, formatted: formatCount(changed, locale) })}
        </strong>{' '}
        {plan.unchanged > 0 &&
          t('bulk.unchanged', {
            count: plan.unchanged,
            formatted: formatCount(plan.unchanged, locale),
          })}
      </Text>
      {changed > 0 && (
        <div className={classes.plan}>
          <ListGrid
            name={t('bulk.plan')}
            columns={columns}
            rows={plan.changes}
            total={changed}
            sort={undefined}
            onSort={() => undefined}
            rowKey={(row) => row.id}
            rowName={(row) => row.legal_name}
            hasMore={false}
            isReading={false}
            readMore={() => undefined}
            isStale={false}
          />
        </div>
      )}
      {apply.problem && (
        <ProblemAlert
          error={apply.problem}
          retry={hasMoved ? onRehearse : () => void apply.retry()}
        />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onBack}>
          {t('ui:back')}
        </Button>
        <Button data-autofocus onClick={onApply} loading={apply.pending} disabled={changed === 0}>
          {t('bulk.apply', { count: changed, formatted: formatCount(changed, locale) })}
        </Button>
      </Group>
    </Stack>
  );
}

const WIDTHS: Record<string, number> = { owner_id: 290, status: 170 };

function Tags({ coming, going }: { coming: string[]; going: string[] }) {
  return (
    <span className={classes.change}>
      {coming.length > 0 && <ins>+ {coming.join(', ')}</ins>}
      {going.length > 0 && <del>− {going.join(', ')}</del>}
    </span>
  );
}

/** A column for each field that differs. */
function usePlanColumns(changes: readonly Planned[]): readonly Column<Planned>[] {
  const { t } = useT('clients');
  const words = useFieldWords();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('list.name'),
        width: 180,
        cell: (row) => <span>{row.legal_name}</span>,
      },
      ...differing(changes).map(
        (field): Column<Planned> => ({
          id: field,
          header: words.name(field),
          width: WIDTHS[field] ?? 240,
          cell: (row) => {
            const [before, after] = difference(row, field);
            if (before === undefined && after === undefined) return null;
            if (field === 'tags') return <Tags {...comingAndGoing(before, after)} />;
            return (
              <span className={classes.change}>
                <del>{words.value(field, before)}</del>
                <IconArrowRight size={13} aria-hidden />
                <ins>{words.value(field, after)}</ins>
              </span>
            );
          },
        }),
      ),
      {
        id: 'number',
        header: t('list.number'),
        width: 110,
        cell: (row) => <span className="numeric">{row.number}</span>,
      },
    ],
    [changes, t, words],
  );
}
