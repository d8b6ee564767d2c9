import { Button, Group, Stack } from '@mantine/core';
import { type FormEvent, useEffect, useRef } from 'react';
import type { Change } from '@/api/change';
import { useT } from '@/i18n';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { sentence } from '@/ui/problem-text';
import { isReadable } from '@/ui/readable';
import { AddressFields } from './AddressFields';
import type { Draft } from './draft';
import { IdentityFields } from './IdentityFields';
import { CustomFields, TagFields, TaxFields } from './MoreFields';
import { TermFields } from './TermFields';

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
  save: Change<never, unknown>;
  onSave: () => void;
  onLeave: () => void;
  /** The button's words. */
  submit: string;
}

/** What each part of the form is given. */
export interface PartProps {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  /** What is wrong at a path, such as `addresses/0/country`. */
  at: (path: string) => string | undefined;
}

/** All fields of a client. */
export function ClientForm({ draft, onChange, save, onSave, onLeave, submit }: Props) {
  const { t } = useT('clients');
  const form = useRef<HTMLFormElement>(null);
  const part: PartProps = {
    draft,
    set: (part) => onChange({ ...draft, ...part }),
    at: (path) => {
      const error = save.fieldErrors[path];
      return error && sentence(error);
    },
  };
  const wrong = Object.keys(save.fieldErrors).join();
  useEffect(() => {
    if (wrong) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [wrong]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isReadable(form.current)) onSave();
  };
  return (
    <form ref={form} onSubmit={send} noValidate>
      <Stack gap="xl" maw={920}>
        <IdentityFields {...part} />
        <TermFields {...part} />
        <AddressFields {...part} />
        <TaxFields {...part} />
        <TagFields {...part} />
        <CustomFields {...part} />
        {save.problem && <ProblemAlert error={save.problem} retry={() => void save.retry()} />}
        <Group gap="xs">
          <Button type="submit" loading={save.pending}>
            {submit}
          </Button>
          <Button variant="default" onClick={onLeave}>
            {t('ui:cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
