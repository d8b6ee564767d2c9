import { Badge, Group } from '@mantine/core';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { isZero } from '@/lib/format';
import { useToday } from '@/shell/session';

type State = 'draft' | 'void' | 'settled' | 'overdue' | 'open';
type Head = Pick<Schema<'InvoiceSummary'>, 'status' | 'open' | 'due_on' | 'kind' | 'disputed_on'>;

const TONES: Record<State, string> = {
  draft: 'harbour',
  void: 'gray',
  settled: 'teal',
  overdue: 'orange',
  open: 'gray',
};

function stateOf({ status, open, due_on, kind }: Head, today: string): State {
  if (status !== 'issued') return status;
  if (open === null || open === undefined || isZero(open)) return 'settled';
  return kind === 'invoice' && due_on < today ? 'overdue' : 'open';
}

/** Where a document stands, in a word, and whether it is disputed. */
export function InvoiceState({ invoice }: { invoice: Head }) {
  const { t } = useT('billing');
  const state = stateOf(invoice, useToday());
  return (
    <Group gap={4} wrap="nowrap" component="span">
      <Tag tone={TONES[state]}>{t(`state.${state}`)}</Tag>
      {invoice.disputed_on && state !== 'void' && <Tag tone="red">{t('state.disputed')}</Tag>}
    </Group>
  );
}

export function Tag({ tone, children }: { tone: string; children: string }) {
  return (
    <Badge
      variant="light"
      size="sm"
      radius="sm"
      tt="none"
      fw={500}
      color={tone}
      c="var(--mantine-color-text)"
      component="span"
    >
      {children}
    </Badge>
  );
}
