import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { amountLines, type DraftLine, typedLine } from './draft';

const TYPING_MS = 250;

export interface EntryChecked {
  found: Schema<'EntryCheck'> | undefined;
  error: Error | null;
  /** The rate that a line is reckoned with. */
  rateOf: (line: DraftLine) => string | undefined;
}

/** What an entry comes to as far as it is typed: the server reckons, some moments after the last key. */
export function useEntryCheck(on: string | null, lines: readonly DraftLine[]): EntryChecked {
  const withAmount = amountLines(lines);
  const [typed] = useDebouncedValue(
    JSON.stringify({ effective_on: on, lines: withAmount.map(typedLine) }),
    TYPING_MS,
  );
  const hasSome = withAmount.length > 0;
  const { data, error } = useQuery({
    queryKey: ['journal-entries-check', typed],
    queryFn: ({ signal }) =>
      body(api.POST('/api/v1/journal-entries/check', { body: JSON.parse(typed), signal })),
    enabled: hasSome && on !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const found = hasSome ? data : undefined;
  return {
    found,
    error: hasSome ? error : null,
    rateOf: (line) => found?.lines[withAmount.indexOf(line)]?.rate,
  };
}
