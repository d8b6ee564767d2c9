import { Checkbox, NativeSelect, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, body } from '@/api/client';
import { isProblem } from '@/api/problem';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useSession } from '@/shell/session';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { ProblemDetail } from '@/ui/ProblemDetail';
import { reason } from '@/ui/problem-text';
import classes from './MapColumns.module.css';
import { choiceOf, chosenAt, DATES, guessed, type Mapping } from './mapping';
import { useFieldName } from './ProfileColumns';
import { SaveProfile } from './SaveProfile';
import { keepText, keptText, MAPPED } from './words';

interface Props {
  upload: string;
  kind: Schema<'ImportKind'>;
  preview: Schema<'ImportPreview'>;
  fields: readonly Schema<'ImportField'>[];
  onSaved: (code: string) => void;
  /** Whether the columns make a profile now. */
  onComposed: (isComposed: boolean) => void;
}

const SETTLE_MS = 300;

/** The beginning of the file, with a field to choose over each column. */
export function MapColumns({ upload, kind, preview, fields, onSaved, onComposed }: Props) {
  const { t } = useT('imports');
  const { company } = useSession();
  const [mapping, set] = useMapping(`${upload}.${kind}`, () =>
    guessed(preview, company.base_currency),
  );
  const [settled] = useDebouncedValue(mapping, SETTLE_MS);
  const choice = choiceOf(settled, preview, kind);
  const composed = useQuery({
    queryKey: ['import-profiles', 'compose', choice],
    queryFn: ({ signal }) =>
      body(api.POST('/api/v1/import-profiles/compose', { body: choice, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  const isComposed = composed.isSuccess && !composed.isPlaceholderData;
  const toml = isComposed ? composed.data.toml : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each outcome
  useEffect(() => {
    keepText(upload, MAPPED, toml);
    onComposed(toml !== '');
  }, [toml, upload]);
  const fieldName = useFieldName();
  const refusal = isProblem(composed.error) && composed.error.status === 422 && composed.error;
  const named = refusal ? refusal.field?.split('/').at(-1) : undefined;
  const isMissing =
    named !== undefined &&
    fields.some((f) => f.required && f.name === named) &&
    !mapping.fields.includes(named);
  return (
    <Stack gap="md">
      <Title order={2} size="h3">
        {t('map.preview')}
      </Title>
      <PreviewTable
        preview={preview}
        fields={fields}
        chosen={mapping.fields}
        onChoose={(index, field) => set(chosenAt(mapping, preview, index, field))}
      />
      <Settings mapping={mapping} set={set} fields={fields} />
      {refusal && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {isMissing ? (
            t('map.missing', { fields: fieldName(named) })
          ) : (
            <ProblemDetail error={refusal} />
          )}
        </Text>
      )}
      {composed.error && !refusal && (
        <ProblemAlert error={composed.error} retry={() => void composed.refetch()} />
      )}
      {toml && <SaveProfile toml={toml} usualName={mapping.source} onSaved={onSaved} />}
    </Stack>
  );
}

type SetMapping = (part: Partial<Mapping>) => void;

function useMapping(key: string, begin: () => Mapping): [Mapping, SetMapping] {
  const [mapping, setMapping] = useState<Mapping>(() => {
    const kept = keptText(key, 'mapping');
    return kept ? (JSON.parse(kept) as Mapping) : begin();
  });
  const set = (part: Partial<Mapping>) => {
    const next = { ...mapping, ...part };
    setMapping(next);
    keepText(key, 'mapping', JSON.stringify(next));
  };
  return [mapping, set];
}

const ROWS_SHOWN = 6;

interface PreviewProps {
  preview: Schema<'ImportPreview'>;
  fields: Props['fields'];
  chosen: readonly string[];
  onChoose: (index: number, field: string) => void;
}

function PreviewTable({ preview, fields, chosen, onChoose }: PreviewProps) {
  const { t } = useT('imports');
  const fieldName = useFieldName();
  const options = [
    { value: '', label: t('map.pick') },
    ...fields.map(({ name, required }) => ({
      value: name,
      label: required ? `${fieldName(name)} *` : fieldName(name),
    })),
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={classes.scroll} aria-label={t('map.preview')} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {preview.columns.map((column, index) => (
              <th key={index} scope="col" data-used={Boolean(chosen[index]) || undefined}>
                <div className={classes.header}>{column.header}</div>
                <NativeSelect
                  size="xs"
                  aria-label={column.header}
                  value={chosen[index] ?? ''}
                  data={options}
                  onChange={(event) => onChoose(index, event.currentTarget.value)}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.slice(0, ROWS_SHOWN).map((row) => (
            <tr key={row.row}>
              {row.problem ? (
                <td colSpan={preview.columns.length} className={classes.problem}>
                  {reason('row-unreadable', row.problem)}
                </td>
              ) : (
                preview.columns.map((_, index) => (
                  <td key={index} data-used={Boolean(chosen[index]) || undefined}>
                    {row.cells[index]}
                  </td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface SettingsProps {
  mapping: Mapping;
  set: SetMapping;
  fields: Props['fields'];
}

/** What no column says: how days and amounts are written, and what is the same in every row. */
function Settings({ mapping, set, fields }: SettingsProps) {
  const { t } = useT('imports');
  const fieldName = useFieldName();
  const hasDays = mapping.fields.some((field) => field.endsWith('_on'));
  const hasAmounts = mapping.fields.some((field) => /amount|limit|rate/.test(field));
  const missing = fields.filter(
    (field) => field.required && !mapping.fields.includes(field.name) && field.name === 'currency',
  );
  return (
    <div className={classes.settings}>
      {hasDays && (
        <Select
          label={t('map.dates')}
          allowDeselect={false}
          value={mapping.dates}
          data={[...DATES]}
          onChange={(dates) => dates && set({ dates })}
        />
      )}
      {hasAmounts && (
        <Select
          label={t('map.separator')}
          allowDeselect={false}
          value={mapping.decimal}
          data={[
            { value: '.', label: t('map.point') },
            { value: ',', label: t('map.comma') },
          ]}
          onChange={(decimal) => decimal && set({ decimal: decimal as Mapping['decimal'] })}
        />
      )}
      {missing.map(({ name }) => (
        <TextInput
          key={name}
          label={t('map.constantLabel', { field: fieldName(name) })}
          value={mapping.constants[name] ?? ''}
          onChange={(event) =>
            set({ constants: { ...mapping.constants, [name]: event.currentTarget.value.trim() } })
          }
        />
      ))}
      <TextInput
        label={t('map.source')}
        title={t('map.sourceHint')}
        value={mapping.source}
        onChange={(event) => set({ source: event.currentTarget.value })}
      />
      {hasAmounts && (
        <Checkbox
          size="xs"
          className={classes.check}
          label={t('map.negatives')}
          checked={mapping.creditNotes}
          onChange={(event) => set({ creditNotes: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}
