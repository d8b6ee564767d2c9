import { Badge } from '@mantine/core';
import { useCallback } from 'react';
import { useT } from '@/i18n';

const TONES: Record<string, string> = {
  applied: 'teal',
  applying: 'harbour',
  undoing: 'orange',
  undone: 'gray',
};

export const IMPORT_STATUSES = ['applying', 'applied', 'undoing', 'undone'] as const;
export const IMPORT_KINDS = ['receivables', 'clients', 'contacts'] as const;

const isOneOf = <T extends string>(known: readonly T[], word: string): word is T =>
  (known as readonly string[]).includes(word);

/** What an import brings, in words. */
export function useKindName() {
  const { t } = useT('imports');
  return useCallback(
    (kind: string) => (isOneOf(IMPORT_KINDS, kind) ? t(`kinds.${kind}`) : kind),
    [t],
  );
}

export function ImportBadge({ status }: { status: string }) {
  const { t } = useT('imports');
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
      {isOneOf(IMPORT_STATUSES, status) ? t(`status.${status}`) : status}
    </Badge>
  );
}
