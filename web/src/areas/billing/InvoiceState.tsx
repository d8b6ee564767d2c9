import { Badge, Group } from '@mantine/core';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';

type State = Schema<'InvoiceState'>;
type Head = Pick<Schema<'InvoiceSummary'>, 'state' | 'disputed_on'>;

const TONES: Record<State, string> = {
  draft: 'harbour',
  void: 'gray',
  settled: 'teal',
  overdue: 'orange',
  open: 'gray',
};

/** Where a document stands, in a word, and whether it is disputed. */
export function InvoiceState({ invoice }: { invoice: Head }) {
  const { t } = useT('billing');
  const { state } = invoice;
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
