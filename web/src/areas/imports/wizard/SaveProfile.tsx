import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '@/api/change';
import { api, body, ifMatch } from '@/api/client';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { codeOf } from './mapping';

interface Props {
  toml: string;
  usualName: string;
  onSaved: (code: string) => void;
}

/** Keeps a profile in the company under a name; one of that name gets the new text. */
export function SaveProfile({ toml, usualName, onSaved }: Props) {
  const { t } = useT('imports');
  const [name, setName] = useState(usualName);
  const { data } = useRead('/api/v1/import-profiles', {}, { staleTime: 60_000 });
  const save = useChange({
    run: (code: string, attempt) => {
      const known = data?.items.find((profile) => profile.code === code && !profile.shipped);
      return known
        ? body(
            api.PUT('/api/v1/import-profiles/{code}', {
              params: { path: { code }, header: { 'If-Match': ifMatch(known.version ?? 1) } },
              body: { toml },
            }),
          )
        : body(
            api.POST('/api/v1/import-profiles', {
              params: { header: { 'Idempotency-Key': attempt.key } },
              body: { code, toml },
            }),
          );
    },
    touches: ['import_profile'],
    done: (after) => t('map.saved', { name: after.code }),
    onDone: (after) => onSaved(after.code),
    fields: ['code'],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.send(codeOf(name));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Group gap="xs" align="flex-end">
        <TextInput
          label={t('map.saveAs')}
          aria-label={t('map.name')}
          style={{ flex: '1 1 260px', maxWidth: 380 }}
          value={name}
          error={save.fieldErrors.code}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={save.pending}>
          {t('map.save')}
        </Button>
      </Group>
      {save.problem && <ProblemAlert error={save.problem} retry={() => void save.retry()} />}
    </form>
  );
}
