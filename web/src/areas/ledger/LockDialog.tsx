import { Alert, Checkbox, Radio, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatDay } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Instant } from '@/ui/Day';
import type { Month } from './months';

type Lock = Schema<'PeriodLock'>;

const LOCKS: readonly Lock[] = ['open', 'soft', 'hard', 'sealed'];

/** Sets how firmly a month is closed. A seal cannot be taken off, so it is asked for twice. */
export function LockDialog({ month, onClose }: { month: Month; onClose: () => void }) {
  const { t } = useT('ledger');
  const locale = useLocale();
  const [lock, setLock] = useState<Lock>(month.lock);
  const [isSure, setSure] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const name = formatDay(month.name, locale, 'month');
  const save = useChange({
    run: (input: Schema<'NewLock'>) =>
      body(
        api.PUT('/api/v1/periods/{month}', {
          params: { path: { month: month.name } },
          body: input,
        }),
      ),
    touches: ['period'],
    done: (after) => t('periods.done', { month: name, lock: t(`ui:status.period.${after.lock}`) }),
    onDone: onClose,
    fields: ['reason', 'lock'],
  });
  const confirm = (reason: string) => {
    if (lock === 'sealed' && !isSure) setAsked(true);
    else void save.send({ lock, reason });
  };
  return (
    <ConfirmDialog
      onClose={onClose}
      title={name}
      confirm={t(`periods.set.${lock}`)}
      danger={lock === 'sealed'}
      reason="required"
      change={save}
      onConfirm={confirm}
    >
      <Stack gap="md">
        {month.period && (
          <Text size="xs" c="dimmed">
            {month.period.reason} · {month.period.changed_by} ·{' '}
            <Instant value={month.period.changed_at} />
          </Text>
        )}
        <Radio.Group
          label={t('periods.lock')}
          value={lock}
          error={save.fieldErrors.lock}
          onChange={(value) => setLock(value as Lock)}
        >
          <Stack gap="xs" mt="xs">
            {LOCKS.map((value) => (
              <Radio
                key={value}
                size="xs"
                value={value}
                label={t(`ui:status.period.${value}`)}
                description={t(`periods.meaning.${value}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {lock === 'sealed' && (
          <Alert
            color="red"
            variant="light"
            icon={<IconAlertTriangle size={18} aria-hidden />}
            title={t('periods.forEver')}
            styles={{ title: { color: 'var(--mantine-color-text)' } }}
          >
            <Text size="sm" mb="xs">
              {t('periods.forEverHint')}
            </Text>
            <Checkbox
              size="xs"
              label={t('periods.sure')}
              checked={isSure}
              error={isAsked && !isSure ? t('periods.tick') : undefined}
              onChange={(event) => setSure(event.currentTarget.checked)}
            />
          </Alert>
        )}
      </Stack>
    </ConfirmDialog>
  );
}
