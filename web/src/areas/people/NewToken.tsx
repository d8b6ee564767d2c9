import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useLocale } from '@/lib/locale';
import { DayInput } from '@/ui/DayInput';
import { FormDialog } from '@/ui/FormDialog';
import { endOfDay } from './instants';

interface NewTokenProps {
  onClose: () => void;
  onMade: (token: Schema<'NewlyMadeToken'>) => void;
}

/** Asks how a token is called and until when it works. */
export function NewToken({ onClose, onMade }: NewTokenProps) {
  const { t } = useT('people');
  const { timeZone } = useLocale();
  const [name, setName] = useState('');
  const [until, setUntil] = useState<string | null>(null);
  const make = useChange({
    run: (input: Schema<'NewToken'>, { key }) =>
      body(
        api.POST('/api/v1/tokens', {
          params: { header: { 'Idempotency-Key': key } },
          body: input,
        }),
      ),
    touches: ['token'],
    onDone: onMade,
    fields: ['name', 'expires_at'],
  });
  return (
    <FormDialog
      title={t('tokens.new')}
      submit={t('tokens.make')}
      change={make}
      onClose={onClose}
      onSubmit={() =>
        void make.send({
          name: name.trim(),
          ...(until ? { expires_at: endOfDay(until, timeZone) } : {}),
        })
      }
    >
      <TextInput
        label={t('tokens.name')}
        description={t('tokens.nameHint')}
        data-autofocus
        value={name}
        error={make.fieldErrors.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <DayInput
        label={t('tokens.expires')}
        description={t('tokens.expiresHint')}
        value={until}
        error={make.fieldErrors.expires_at}
        onChange={setUntil}
      />
    </FormDialog>
  );
}
