import { Badge } from '@mantine/core';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import type { words } from '@/i18n/en';

type Words = (typeof words)['ui']['status'];
export type StatusKind = keyof Words;

/** The statuses of each kind of thing, by the API's own words. */
export interface Statuses {
  client: Schema<'ClientStatus'>;
  invoice: Schema<'InvoiceStatus'>;
  receipt: Schema<'ReceiptStatus'>;
  write_off: Schema<'WriteOffStatus'>;
  job: Schema<'JobStatus'>;
  period: Schema<'PeriodLock'>;
  open_item: Schema<'OpenItemKind'>;
}

const TONES: Record<string, string> = {
  active: 'teal',
  prospect: 'harbour',
  on_hold: 'orange',
  issued: 'teal',
  posted: 'teal',
  booked: 'teal',
  done: 'teal',
  running: 'harbour',
  proposed: 'orange',
  failed: 'red',
  bounced: 'red',
  rejected: 'red',
  soft: 'orange',
};

/** A status in words; colour only helps, and is never the only sign. */
export function StatusBadge<K extends keyof Statuses>({
  kind,
  status,
}: {
  kind: K;
  status: Statuses[K];
}) {
  const { t } = useT();
  const words = t(`ui:status.${kind}.${status}` as Parameters<typeof t>[0]);
  return (
    <Badge
      variant="light"
      size="sm"
      radius="sm"
      tt="none"
      fw={500}
      color={TONES[status] ?? 'gray'}
      c="var(--mantine-color-text)"
    >
      {words}
    </Badge>
  );
}
