import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { api, body } from '@/api/client';
import { isProblem, messageAtField } from '@/api/problem';
import type { Schema } from '@/api/schemas';
import { type Line, linesToFigure, placeOf } from './lines';

const TYPING_MS = 180;

interface Figured {
  figures: Schema<'InvoiceFigures'>;
  keys: number[];
}

/** What is wrong in one cell of the lines. */
export interface CellProblem {
  key: number;
  cell: keyof Line;
  message: string;
}

/** What the lines come to, figured by the server as the invoice would be. The last answer stays meanwhile. */
export function useFigures(currency: string, lines: readonly Line[]) {
  const written = useMemo(
    () => JSON.stringify({ currency, ...linesToFigure(lines) }),
    [currency, lines],
  );
  const [asked] = useDebouncedValue(written, TYPING_MS);
  const { lines: input, keys } = useMemo(
    () => JSON.parse(asked) as ReturnType<typeof linesToFigure>,
    [asked],
  );
  const hasLines = input.length > 0 && currency !== '';
  const { data, error, isFetching } = useQuery({
    queryKey: ['figures', asked],
    enabled: hasLines,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
    queryFn: async ({ signal }): Promise<Figured> => ({
      keys,
      figures: await body(
        api.POST('/api/v1/invoices/preview', { body: { currency, lines: input }, signal }),
      ),
    }),
  });
  const last = useRef<Figured>(undefined);
  if (data) last.current = data;
  if (!hasLines) last.current = undefined;
  const figured = data ?? last.current;
  const nets = useMemo(
    () =>
      new Map(figured?.figures.lines.map((line, index) => [figured.keys[index] ?? 0, line.net])),
    [figured],
  );
  const problem = useMemo(() => problemIn(error, keys), [error, keys]);
  return {
    figures: figured?.figures,
    nets,
    problem,
    /** A problem that is at no line, such as a currency that is none. */
    error: problem ? undefined : error,
    isStale: isFetching || error !== null,
  };
}

function problemIn(error: Error | null, keys: readonly number[]): CellProblem | undefined {
  const place = isProblem(error) ? placeOf(error.field, keys) : undefined;
  return place && isProblem(error) ? { ...place, message: messageAtField(error) } : undefined;
}
