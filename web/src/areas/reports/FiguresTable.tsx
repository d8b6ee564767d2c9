import { Table } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Schema } from '@/api/schemas';
import { shifted } from '@/lib/day';
import { useSearchWords } from '@/lib/go';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { Money } from '@/ui/Money';
import { explainAging } from './explain-aging';
import { explainAllSales, explainSales } from './explain-sales';

interface Props {
  caption: string;
  heads: string[];
  rows: { name: string; cells: ReactNode[] }[];
}

/** Figures by currency, the parts of a measure beside it. */
export function FiguresTable({ caption, heads, rows }: Props) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing={6}>
        <Table.Caption>{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            {heads.map((head) => (
              <Table.Th key={head} ta="right">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.name}>
              <Table.Th scope="row">{row.name}</Table.Th>
              {row.cells.map((cell, at) => (
                <Table.Td key={at} ta="right">
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface PartProps {
  part: 'beginning' | 'receivable' | 'current' | 'sales';
  /** The period's figures in each currency and in base currency. */
  of: Measured;
  figures: Sold;
  amount: string;
  /** Where it stands, when not in the table: two amounts of a page have not one name. */
  place?: string;
}

type Sold = Pick<Schema<'DsoFigures'>, 'currency' | 'credit_sales'>;

interface Measured {
  from: string;
  until: string;
  currencies: readonly Sold[];
  base: Sold;
}

/** A part of a measure, leading to what it is made of. */
export function MeasurePart({ part, of, figures, amount, place }: PartProps) {
  const [words] = useSearchWords();
  const queries = useQueryClient();
  const { client } = words;
  const owner = client ? undefined : words.owner;
  const { from, until } = of;
  const { currency } = figures;
  const isBase = figures === of.base;
  const shown = { amount, currency: place ? currency : undefined };
  if (part === 'sales') {
    // No list of documents is of one owner's clients.
    if (owner) return <Money {...shown} />;
    const period = { queries, from, until, client };
    return (
      <ExplainAmount
        {...shown}
        id={idOf(place, part, isBase ? 'base' : currency)}
        explanation={
          isBase ? explainAllSales(period, of.currencies) : explainSales(period, currency)
        }
      />
    );
  }
  const query = {
    as_of: part === 'beginning' ? shifted(from, -1) : until,
    owner,
    client,
    currency: isBase ? undefined : currency,
    in_base: isBase || undefined,
  };
  return (
    <ExplainAmount
      {...shown}
      id={idOf(place, part, isBase ? 'base' : currency)}
      explanation={explainAging({
        queries,
        query,
        column: part === 'current' ? 'not_due' : 'open',
        bounds: [],
        currency,
      })}
    />
  );
}

const idOf = (...words: (string | undefined)[]) => words.filter(Boolean).join('.');
