import { ActionIcon, Select, Table, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { shownDecimal } from '@/lib/decimal';
import { useLocale } from '@/lib/locale';
import { useSession } from '@/shell/session';
import { AmountInput } from '@/ui/AmountInput';
import { ClientPicker } from '@/ui/ClientPicker';
import type { DraftLine } from './draft';

interface GridProps {
  lines: DraftLine[];
  /** The rate that a line is reckoned with, where the server told it. */
  rateOf: (line: DraftLine) => string | undefined;
  put: (key: number, part: Partial<DraftLine>) => void;
  remove: (key: number) => void;
  errorAt: (line: DraftLine, field: string) => string | undefined;
}

/** The lines of an entry as they are typed. */
export function EntryGrid({ lines, rateOf, put, remove, errorAt }: GridProps) {
  const { t } = useT('ledger');
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table verticalSpacing={4} withRowBorders={false} style={{ verticalAlign: 'top' }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={250}>{t('journal.account')}</Table.Th>
            <Table.Th w={140} ta="right">
              {t('journal.debit')}
            </Table.Th>
            <Table.Th w={140} ta="right">
              {t('journal.credit')}
            </Table.Th>
            <Table.Th w={90}>{t('entry.currency')}</Table.Th>
            <Table.Th w={110} ta="right">
              {t('entry.rate')}
            </Table.Th>
            <Table.Th>{t('journal.client')}</Table.Th>
            <Table.Th w={40} aria-label={t('entry.removeLine', { no: '' })} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line, at) => (
            <GridLine
              key={line.key}
              no={at + 1}
              line={line}
              rate={rateOf(line)}
              put={(part) => put(line.key, part)}
              remove={lines.length > 2 ? () => remove(line.key) : undefined}
              error={(field) => errorAt(line, field)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface LineProps {
  no: number;
  line: DraftLine;
  rate: string | undefined;
  put: (part: Partial<DraftLine>) => void;
  remove: (() => void) | undefined;
  error: (field: string) => string | undefined;
}

/** Control accounts are left out: invoices and receipts post to them, nobody does so by hand. */
function usePostable() {
  const { data } = useRead('/api/v1/gl-accounts', {}, { staleTime: 60_000 });
  return (data?.items ?? [])
    .filter(({ active, role }) => active && role !== 'receivable' && role !== 'unapplied')
    .map(({ id, number, name }) => ({ value: id, label: `${number} ${name}` }));
}

function GridLine({ no, line, rate, put, remove, error }: LineProps) {
  const { t } = useT('ledger');
  const { company } = useSession();
  const { locale } = useLocale();
  const accounts = usePostable();
  const named = (what: string) => t('entry.inLine', { what, no });
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        <Select
          searchable
          aria-label={named(t('journal.account'))}
          data={accounts}
          value={line.account}
          error={error('account_id')}
          onChange={(account) => put({ account })}
        />
      </Table.Td>
      <Table.Td>
        <AmountInput
          aria-label={named(t('journal.debit'))}
          value={line.debit}
          error={line.debit ? error('amount') : undefined}
          onChange={(debit) => put(debit ? { debit, credit: '' } : { debit })}
        />
      </Table.Td>
      <Table.Td>
        <AmountInput
          aria-label={named(t('journal.credit'))}
          value={line.credit}
          error={line.debit ? undefined : error('amount')}
          onChange={(credit) => put(credit ? { credit, debit: '' } : { credit })}
        />
      </Table.Td>
      <Table.Td>
        <TextInput
          aria-label={named(t('entry.currency'))}
          placeholder={company.base_currency}
          maxLength={3}
          value={line.currency}
          error={error('currency')}
          onChange={(event) => put({ currency: event.currentTarget.value })}
        />
      </Table.Td>
      <Table.Td>
        <AmountInput
          aria-label={named(t('entry.rate'))}
          placeholder={rate ? shownDecimal(rate, locale) : t('entry.rateOfDay')}
          disabled={!line.currency || line.currency.toUpperCase() === company.base_currency}
          value={line.rate}
          error={error('rate')}
          onChange={(rate) => put({ rate })}
        />
      </Table.Td>
      <Table.Td>
        <ClientPicker
          name={named(t('journal.client'))}
          value={line.client}
          error={error('client_id')}
          onChange={(client) => put({ client })}
        />
      </Table.Td>
      <Table.Td>
        <ActionIcon
          mt={3}
          aria-label={t('entry.removeLine', { no })}
          disabled={!remove}
          onClick={remove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
