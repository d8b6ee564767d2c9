import { Button, Group, Select, Skeleton, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { AmountInput } from '@/ui/AmountInput';
import { EmptyState } from '@/ui/EmptyState';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { FormDialog } from './FormDialog';

type Purpose = Schema<'SeriesPurpose'>;

const PURPOSES: readonly Purpose[] = [
  'invoice',
  'credit_note',
  'receipt',
  'refund',
  'client',
  'journal',
];

/** What the next number of a series looks like. */
const shownNumber = (prefix: string, digits: number, next: number) =>
  prefix + String(next).padStart(digits, '0');

/** The number series: what they number, and where they are. */
export function SeriesTab({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useT('people');
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useRead('/api/v1/number-series');
  if (error && !data) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        {mayEdit && <Button onClick={() => setAdding(true)}>{t('series.new')}</Button>}
        <Text size="sm" c="dimmed">
          {t('series.note')}
        </Text>
      </Group>
      {data.items.length === 0 && <EmptyState title={t('series.empty')} />}
      {data.items.length > 0 && (
        <Table.ScrollContainer minWidth={480} type="native" tabIndex={0}>
          <Table verticalSpacing={6} maw={760}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('series.code')}</Table.Th>
                <Table.Th>{t('series.purpose')}</Table.Th>
                <Table.Th>{t('series.next')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((series) => (
                <Table.Tr key={series.code}>
                  <Table.Td>{series.code}</Table.Td>
                  <Table.Td>{t(`series.purposes.${series.purpose}`)}</Table.Td>
                  <Table.Td className="numeric">
                    {shownNumber(series.prefix, series.digits, series.next_no)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {isAdding && <SeriesForm onClose={() => setAdding(false)} />}
    </Stack>
  );
}

const DIGITS = 6;

function SeriesForm({ onClose }: { onClose: () => void }) {
  const { t } = useT('people');
  const [code, setCode] = useState('');
  const [purpose, setPurpose] = useState<Purpose>('invoice');
  const [prefix, setPrefix] = useState('');
  const [digits, setDigits] = useState(String(DIGITS));
  const [next, setNext] = useState('');
  const save = useChange({
    run: (input: Schema<'NewNumberSeries'>, { key }) =>
      body(
        api.POST('/api/v1/number-series', {
          params: { header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['number_series'],
    done: (after) => t('series.saved', { code: after.code }),
    onDone: onClose,
    fields: ['code', 'purpose', 'prefix', 'digits', 'next_no'],
  });
  const errors = save.fieldErrors;
  const input: Schema<'NewNumberSeries'> = {
    code: code.trim(),
    purpose,
    prefix,
    digits: Number(digits) || 0,
    ...(next ? { next_no: Number(next) || 0 } : {}),
  };
  return (
    <FormDialog
      title={t('series.new')}
      change={save}
      onClose={onClose}
      onSubmit={() => void save.send(input)}
    >
      <Select
        label={t('series.purpose')}
        allowDeselect={false}
        data-autofocus
        value={purpose}
        error={errors.purpose}
        onChange={(value) => value && setPurpose(value as Purpose)}
        data={PURPOSES.map((value) => ({ value, label: t(`series.purposes.${value}`) }))}
      />
      <TextInput
        label={t('series.code')}
        description={t('terms.codeHint')}
        value={code}
        error={errors.code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <TextInput
        label={t('series.prefix')}
        description={t('series.prefixHint')}
        value={prefix}
        error={errors.prefix}
        onChange={(event) => setPrefix(event.currentTarget.value)}
      />
      <Group grow align="flex-start">
        <AmountInput
          label={t('series.digits')}
          value={digits}
          error={errors.digits}
          onChange={setDigits}
        />
        <AmountInput
          label={t('series.next')}
          placeholder="1"
          value={next}
          error={errors.next_no}
          onChange={setNext}
        />
      </Group>
      <Text size="sm" c="dimmed" className="numeric">
        {t('series.example', {
          number: shownNumber(prefix, Math.min(input.digits, 12), input.next_no ?? 1),
        })}
      </Text>
    </FormDialog>
  );
}
