import { Group, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body, ifMatch } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { FormDialog } from '@/ui/FormDialog';
import { sentence } from '@/ui/problem-text';
import { fullName } from './ClientContacts';

interface Props {
  clientId: string;
  /** The one to change; a new one without. */
  contact?: Schema<'Contact'>;
  onClose: () => void;
}

const lines = (text: string) =>
  text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter(Boolean);

export function ContactForm({ clientId, contact, onClose }: Props) {
  const { t } = useT('clients');
  const [given, setGiven] = useState(contact?.given_name ?? '');
  const [family, setFamily] = useState(contact?.family_name ?? '');
  const [emails, setEmails] = useState(contact?.emails.join('\n') ?? '');
  const [phones, setPhones] = useState(contact?.phones.join('\n') ?? '');
  const [roles, setRoles] = useState(contact?.roles.join(', ') ?? '');
  const [language, setLanguage] = useState<string | null>(contact?.language ?? null);
  const [zone, setZone] = useState<string | null>(contact?.time_zone ?? null);
  const save = useSaving(clientId, contact, onClose);

  const submit = () => {
    void save.send({
      given_name: given.trim(),
      family_name: family.trim(),
      emails: lines(emails),
      phones: lines(phones),
      roles: lines(roles),
      language,
      time_zone: zone,
    });
  };
  const errorAt = (field: string) =>
    Object.entries(save.fieldErrors)
      .filter(([path]) => path.split('/')[0] === field)
      .map(([, error]) => sentence(error))[0];

  return (
    <FormDialog
      title={contact ? t('contacts.edit', { name: fullName(contact) }) : t('contacts.add')}
      change={save}
      onClose={onClose}
      onSubmit={submit}
    >
      <Group grow align="flex-start">
        <TextInput
          label={t('contacts.given')}
          data-autofocus
          value={given}
          error={errorAt('given_name')}
          onChange={(event) => setGiven(event.currentTarget.value)}
        />
        <TextInput
          label={t('contacts.family')}
          value={family}
          error={errorAt('family_name')}
          onChange={(event) => setFamily(event.currentTarget.value)}
        />
      </Group>
      <Textarea
        label={t('contacts.email')}
        description={t('contacts.oneALine')}
        autosize
        value={emails}
        error={errorAt('emails')}
        onChange={(event) => setEmails(event.currentTarget.value)}
      />
      <Textarea
        label={t('contacts.phone')}
        description={t('contacts.oneALine')}
        autosize
        value={phones}
        error={errorAt('phones')}
        onChange={(event) => setPhones(event.currentTarget.value)}
      />
      <TextInput
        label={t('contacts.roles')}
        description={t('contacts.rolesHint')}
        value={roles}
        error={errorAt('roles')}
        onChange={(event) => setRoles(event.currentTarget.value)}
      />
      <Select
        label={t('contacts.language')}
        placeholder={t('contacts.asClient')}
        clearable
        clearButtonProps={{ 'aria-label': t('ui:clear') }}
        value={language}
        error={errorAt('language')}
        onChange={setLanguage}
        data={[
          { value: 'en', label: t('file.english') },
          { value: 'es', label: t('file.spanish') },
        ]}
      />
      <Select
        label={t('contacts.timeZone')}
        placeholder={t('contacts.notKnown')}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('ui:clear') }}
        limit={60}
        value={zone}
        error={errorAt('time_zone')}
        onChange={setZone}
        data={Intl.supportedValuesOf('timeZone')}
      />
    </FormDialog>
  );
}

const ENTRIES_MAX = 20;
const LISTS = ['emails', 'phones', 'roles'];
const FIELDS = [
  ...['given_name', 'family_name', 'language', 'time_zone', ...LISTS],
  ...LISTS.flatMap((list) => Array.from({ length: ENTRIES_MAX }, (_, at) => `${list}/${at}`)),
];

function useSaving(clientId: string, contact: Props['contact'], onClose: () => void) {
  const { t } = useT('clients');
  return useChange({
    run: (input: Schema<'NewContact'> & Schema<'ContactChange'>, attempt) =>
      contact
        ? body(
            api.PATCH('/api/v1/clients/{id}/contacts/{contact_id}', {
              params: {
                path: { id: clientId, contact_id: contact.id },
                header: { 'If-Match': ifMatch(contact.version) },
              },
              body: input,
            }),
          )
        : body(
            api.POST('/api/v1/clients/{id}/contacts', {
              params: { path: { id: clientId }, header: { 'Idempotency-Key': attempt.key } },
              body: input,
            }),
          ),
    touches: ['contact'],
    done: (after) => t(contact ? 'contacts.saved' : 'contacts.added', { name: fullName(after) }),
    fields: FIELDS,
    onDone: onClose,
  });
}
