import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body, ifMatch } from '@/api/client';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount, formatDecimal, isZero } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { AmountInput } from '@/ui/AmountInput';
import { EmptyState } from '@/ui/EmptyState';
import { FormDialog } from '@/ui/FormDialog';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { asFraction, asPercent } from './percent';

type Term = Schema<'PaymentTerm'>;

/** Payment terms: when invoices are due, and what discount there is before. */
export function TermsTab({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useT('people');
  const [edited, setEdited] = useState<Term | 'new'>();
  const { data, error, refetch } = useRead('/api/v1/payment-terms');
  if (error && !data) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  const add = mayEdit && <Button onClick={() => setEdited('new')}>{t('terms.new')}</Button>;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        {add}
        <Text size="sm" c="dimmed">
          {t('terms.forNew')}
        </Text>
      </Group>
      {data.items.length === 0 && <EmptyState title={t('terms.empty')} />}
      {data.items.length > 0 && (
        <Terms terms={data.items} onEdit={mayEdit ? setEdited : undefined} />
      )}
      {edited && (
        <TermForm
          term={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Stack>
  );
}

function Terms(props: { terms: readonly Term[]; onEdit: ((term: Term) => void) | undefined }) {
  const { t } = useT('people');
  const locale = useLocale();
  const days = (count: number) => t('terms.days', { count, formatted: formatCount(count, locale) });
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing={6} highlightOnHover maw={980}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('terms.code')}</Table.Th>
            <Table.Th>{t('terms.name')}</Table.Th>
            <Table.Th>{t('terms.net')}</Table.Th>
            <Table.Th>{t('terms.discount')}</Table.Th>
            {props.onEdit && <Table.Th aria-label={t('ui:moreActions')} w={50} />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.terms.map((term) => (
            <Table.Tr key={term.code}>
              <Table.Td className="nowrap">{term.code}</Table.Td>
              <Table.Td>{term.name}</Table.Td>
              <Table.Td>
                {term.net_days === 0 && !term.end_of_month
                  ? t('terms.atOnce')
                  : days(term.net_days)}
                {term.end_of_month && (
                  <Text span size="xs" c="dimmed">
                    {' '}
                    {t('terms.endOfMonthShort')}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                {!isZero(term.discount) &&
                  t('terms.discountWords', {
                    rate: `${formatDecimal(asPercent(term.discount), locale)} %`,
                    days: days(term.discount_days),
                  })}
              </Table.Td>
              {props.onEdit && (
                <Table.Td>
                  <ActionIcon
                    aria-label={t('terms.edit', { name: term.name })}
                    onClick={() => props.onEdit?.(term)}
                  >
                    <IconPencil size={16} />
                  </ActionIcon>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function TermForm({ term, onClose }: { term: Term | undefined; onClose: () => void }) {
  const { t } = useT('people');
  const [code, setCode] = useState('');
  const [name, setName] = useState(term?.name ?? '');
  const [net, setNet] = useState(String(term?.net_days ?? 30));
  const [endOfMonth, setEndOfMonth] = useState(term?.end_of_month ?? false);
  const [percent, setPercent] = useState(
    term && !isZero(term.discount) ? asPercent(term.discount) : '',
  );
  const [within, setWithin] = useState(term?.discount_days ? String(term.discount_days) : '');
  const save = useChange({
    run: (input: Schema<'PaymentTermChange'> & { name: string; net_days: number }, attempt) =>
      term
        ? body(
            api.PATCH('/api/v1/payment-terms/{code}', {
              params: { path: { code: term.code }, header: { 'If-Match': ifMatch(term.version) } },
              body: input,
            }),
          )
        : body(
            api.POST('/api/v1/payment-terms', {
              params: { header: { 'Idempotency-Key': attempt.key } },
              body: { code: code.trim(), ...input },
            }),
          ),
    touches: ['payment_term'],
    done: (after) => t('terms.saved', { name: after.name }),
    onDone: onClose,
    fields: ['code', 'name', 'net_days', 'discount', 'discount_days'],
  });
  const errors = save.fieldErrors;
  return (
    <FormDialog
      title={term ? t('terms.edit', { name: term.name }) : t('terms.new')}
      change={save}
      onClose={onClose}
      onSubmit={() =>
        void save.send({
          name: name.trim(),
          net_days: Number(net) || 0,
          end_of_month: endOfMonth,
          discount: asFraction(percent),
          discount_days: Number(within) || 0,
        })
      }
    >
      {!term && (
        <TextInput
          label={t('terms.code')}
          description={t('terms.codeHint')}
          data-autofocus
          value={code}
          error={errors.code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t('terms.name')}
        data-autofocus={term ? true : undefined}
        value={name}
        error={errors.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <AmountInput
        label={t('terms.net')}
        description={t('terms.netHint')}
        value={net}
        error={errors.net_days}
        onChange={setNet}
      />
      <Checkbox
        size="xs"
        label={t('terms.endOfMonth')}
        checked={endOfMonth}
        onChange={(event) => setEndOfMonth(event.currentTarget.checked)}
      />
      <Group grow align="flex-start">
        <AmountInput
          label={t('terms.discount')}
          description={t('terms.discountHint')}
          currency="%"
          value={percent}
          error={errors.discount}
          onChange={setPercent}
        />
        <AmountInput
          label={t('terms.discountDays')}
          description={t('terms.discountDaysHint')}
          value={within}
          error={errors.discount_days}
          onChange={setWithin}
        />
      </Group>
    </FormDialog>
  );
}
