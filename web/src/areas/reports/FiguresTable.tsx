import { Table } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { shifted } from '@/lib/day';
import { useSearchWords } from '@/lib/go';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { Money } from '@/ui/Money';
import { explainAging } from './explain-aging';

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
  amount: string;
  currency: string;
  isBase: boolean;
  from: string;
  until: string;
}

/** A part of a measure, leading to what it is made of. */
export function MeasurePart({ part, amount, currency, isBase, from, until }: PartProps) {
  const [words] = useSearchWords();
  const queries = useQueryClient();
  const { client } = words;
  const owner = client ? undefined : words.owner;
  if (part === 'sales') {
    const search = {
      issued_from: from,
      issued_until: until,
      currency: isBase ? undefined : currency,
      client,
      owner,
    };
    return (
      <Link to="/invoices" search={search as never} className="plain">
        <Money amount={amount} />
      </Link>
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
      id={`${part}.${isBase ? 'base' : currency}`}
      amount={amount}
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
