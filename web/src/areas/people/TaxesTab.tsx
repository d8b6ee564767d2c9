import {
  ActionIcon,
  Button,
  Group,
  Select,
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
import { formatDecimal } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { AmountInput } from '@/ui/AmountInput';
import { EmptyState } from '@/ui/EmptyState';
import { FormDialog } from '@/ui/FormDialog';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { asFraction, asPercent } from './percent';

type Tax = Schema<'Tax'>;

const CATEGORIES = ['S', 'AA', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M'] as const;

function useCategoryName() {
  const { t } = useT('people');
  return (category: string) => {
    const known = CATEGORIES.find((one) => one === category);
    return known ? `${known} · ${t(`taxes.categories.${known}`)}` : category;
  };
}

/** The taxes that invoice lines can have. */
export function TaxesTab({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useT('people');
  const locale = useLocale();
  const categoryName = useCategoryName();
  const [edited, setEdited] = useState<Tax | 'new'>();
  const { data, error, refetch } = useRead('/api/v1/taxes');
  if (error && !data) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        {mayEdit && <Button onClick={() => setEdited('new')}>{t('taxes.new')}</Button>}
        <Text size="sm" c="dimmed">
          {t('taxes.forNew')}
        </Text>
      </Group>
      {data.items.length === 0 && <EmptyState title={t('taxes.empty')} />}
      {data.items.length > 0 && (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing={6} highlightOnHover maw={860}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('taxes.code')}</Table.Th>
                <Table.Th>{t('taxes.name')}</Table.Th>
                <Table.Th>{t('taxes.category')}</Table.Th>
                <Table.Th ta="right">{t('taxes.rate')}</Table.Th>
                {mayEdit && <Table.Th aria-label={t('ui:moreActions')} w={50} />}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((tax) => (
                <Table.Tr key={tax.code}>
                  <Table.Td>{tax.code}</Table.Td>
                  <Table.Td>{tax.name}</Table.Td>
                  <Table.Td>{categoryName(tax.category)}</Table.Td>
                  <Table.Td ta="right" className="numeric">
                    {formatDecimal(asPercent(tax.rate), locale)} %
                  </Table.Td>
                  {mayEdit && (
                    <Table.Td>
                      <ActionIcon
                        aria-label={t('taxes.edit', { name: tax.name })}
                        onClick={() => setEdited(tax)}
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
      )}
      {edited && (
        <TaxForm tax={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </Stack>
  );
}

function TaxForm({ tax, onClose }: { tax: Tax | undefined; onClose: () => void }) {
  const { t } = useT('people');
  const categoryName = useCategoryName();
  const [code, setCode] = useState('');
  const [name, setName] = useState(tax?.name ?? '');
  const [category, setCategory] = useState(tax?.category ?? 'S');
  const [percent, setPercent] = useState(tax ? asPercent(tax.rate) : '');
  const save = useChange({
    run: (input: { name: string; category: string; rate: string }, attempt) =>
      tax
        ? body(
            api.PATCH('/api/v1/taxes/{code}', {
              params: { path: { code: tax.code }, header: { 'If-Match': ifMatch(tax.version) } },
              body: input,
            }),
          )
        : body(
            api.POST('/api/v1/taxes', {
              params: { header: { 'Idempotency-Key': attempt.key } },
              body: { code: code.trim(), ...input },
            }),
          ),
    touches: ['tax'],
    done: (after) => t('taxes.saved', { name: after.name }),
    onDone: onClose,
    fields: ['code', 'name', 'category', 'rate'],
  });
  const errors = save.fieldErrors;
  return (
    <FormDialog
      title={tax ? t('taxes.edit', { name: tax.name }) : t('taxes.new')}
      change={save}
      onClose={onClose}
      onSubmit={() => void save.send({ name: name.trim(), category, rate: asFraction(percent) })}
    >
      {!tax && (
        <TextInput
          label={t('taxes.code')}
          description={t('terms.codeHint')}
          data-autofocus
          value={code}
          error={errors.code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t('taxes.name')}
        data-autofocus={tax ? true : undefined}
        value={name}
        error={errors.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t('taxes.category')}
        description={t('taxes.categoryHint')}
        allowDeselect={false}
        value={category}
        error={errors.category}
        onChange={(value) => value && setCategory(value)}
        data={CATEGORIES.map((value) => ({ value, label: categoryName(value) }))}
      />
      <AmountInput
        label={t('taxes.rate')}
        description={t('taxes.rateHint')}
        currency="%"
        value={percent}
        error={errors.rate}
        onChange={setPercent}
      />
    </FormDialog>
  );
}
