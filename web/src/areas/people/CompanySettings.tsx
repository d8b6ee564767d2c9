import { Alert, Button, Checkbox, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useChange } from '@/api/change';
import { api, body, ifMatch } from '@/api/client';
import { isConflict } from '@/api/problem';
import { read, useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatDay } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useCan } from '@/shell/session';
import { AmountInput } from '@/ui/AmountInput';
import { DescriptionList } from '@/ui/DescriptionList';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { LanguageSelect, ZoneSelect } from './UserFields';
import { useWeekdays } from './weekdays';

type Company = Schema<'Company'>;

export function CompanySettings() {
  const { data, error, refetch } = useRead('/api/v1/company');
  if (error && !data) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={420} maw={480} />;
  return <Form key={data.version} company={data} />;
}

/** Only what was changed is sent. */
function changesOf(before: Company, after: Company): Schema<'CompanyChange'> {
  const changed: Record<string, unknown> = {};
  const fields = [
    'legal_name',
    'time_zone',
    'language',
    'write_off_limit',
    'small_balance',
    'working_days',
  ] as const;
  for (const field of fields) {
    if (String(before[field]) !== String(after[field])) changed[field] = after[field];
  }
  return changed;
}

function Form({ company }: { company: Company }) {
  const { t } = useT('people');
  const locale = useLocale();
  const weekdays = useWeekdays();
  const mayEdit = useCan()('company.manage');
  const [draft, setDraft] = useState(company);
  const set = (part: Partial<Company>) => setDraft((before) => ({ ...before, ...part }));
  const save = useSaving(company);
  const changes = changesOf(company, draft);
  const isChanged = Object.keys(changes).length > 0;
  const errors = save.fieldErrors;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) void save.send(changes);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg" maw={480}>
        <DescriptionList
          facts={[
            { term: t('company.slug'), value: company.slug },
            {
              term: t('company.base'),
              value: (
                <>
                  {company.base_currency}{' '}
                  <Text span size="xs" c="dimmed">
                    {t('company.baseHint')}
                  </Text>
                </>
              ),
            },
          ]}
        />
        <TextInput
          label={t('company.legalName')}
          description={t('company.legalNameHint')}
          readOnly={!mayEdit}
          value={draft.legal_name}
          error={errors.legal_name}
          onChange={(event) => set({ legal_name: event.currentTarget.value })}
        />
        <ZoneSelect
          label={t('company.zone')}
          description={t('company.zoneHint', { day: formatDay(company.today, locale, 'long') })}
          readOnly={!mayEdit}
          value={draft.time_zone}
          error={errors.time_zone}
          onChange={(zone) => zone && set({ time_zone: zone })}
        />
        <LanguageSelect
          label={t('company.language')}
          description={t('company.languageHint')}
          readOnly={!mayEdit}
          value={draft.language}
          error={errors.language}
          onChange={(language) => language && set({ language })}
        />
        <AmountInput
          label={t('company.writeOffLimit')}
          description={t('company.writeOffHint')}
          currency={company.base_currency}
          readOnly={!mayEdit}
          value={draft.write_off_limit}
          error={errors.write_off_limit}
          onChange={(write_off_limit) => set({ write_off_limit })}
        />
        <AmountInput
          label={t('company.smallBalance')}
          description={t('company.smallBalanceHint')}
          currency={company.base_currency}
          readOnly={!mayEdit}
          value={draft.small_balance}
          error={errors.small_balance}
          onChange={(small_balance) => set({ small_balance })}
        />
        <Checkbox.Group
          label={t('company.workingDays')}
          description={t('company.workingDaysHint')}
          value={draft.working_days}
          error={errors.working_days}
          onChange={(days) =>
            set({
              working_days: weekdays.map((day) => day.id).filter((day) => days.includes(day)),
            })
          }
        >
          <Group gap="md" mt="xs">
            {weekdays.map((day) => (
              <Checkbox
                key={day.id}
                size="xs"
                value={day.id}
                label={day.name}
                disabled={!mayEdit}
              />
            ))}
          </Group>
        </Checkbox.Group>
        {save.problem &&
          (isConflict(save.problem) ? (
            <Alert color="orange" variant="light" role="alert">
              {t('ui:conflict.title')}
            </Alert>
          ) : (
            <ProblemAlert error={save.problem} retry={() => void save.retry()} />
          ))}
        {mayEdit && (
          <Group gap="xs">
            <Button type="submit" loading={save.pending} disabled={!isChanged}>
              {t('ui:save')}
            </Button>
            {isChanged && (
              <Button variant="default" onClick={() => setDraft(company)}>
                {t('roles.discard')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </form>
  );
}

function useSaving(company: Company) {
  const { t } = useT('people');
  const queries = useQueryClient();
  return useChange({
    run: (change: Schema<'CompanyChange'>) =>
      body(
        api.PATCH('/api/v1/company', {
          params: { header: { 'If-Match': ifMatch(company.version) } },
          body: change,
        }),
      ),
    touches: ['company'],
    done: t('company.saved'),
    onDone: (after) => queries.setQueryData(read('/api/v1/company').queryKey, after),
    fields: [
      'legal_name',
      'time_zone',
      'language',
      'write_off_limit',
      'small_balance',
      'working_days',
    ],
  });
}
