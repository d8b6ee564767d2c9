import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { shifted } from '@/lib/day';
import { useSearchWords } from '@/lib/go';
import { Money } from '@/ui/Money';

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
  part: 'beginning' | 'receivable' | 'sales';
  amount: string;
  currency: string;
  isBase: boolean;
  from: string;
  until: string;
}

/** A part of a measure, leading to what it is made of. */
export function PartLink({ part, amount, currency, isBase, from, until }: PartProps) {
  const [words] = useSearchWords();
  const money = <Money amount={amount} />;
  const scope = isBase ? { in_base: 'true' } : { currency };
  if (part === 'sales') {
    const search = {
      issued_from: from,
      issued_until: until,
      currency: isBase ? undefined : currency,
      owner: words.owner,
    };
    return (
      <Link to="/invoices" search={search as never} className="plain">
        {money}
      </Link>
    );
  }
  const as_of = part === 'beginning' ? shifted(from, -1) : until;
  return (
    <Link to="/aging" search={{ ...scope, as_of, owner: words.owner }} className="plain">
      {money}
    </Link>
  );
}
