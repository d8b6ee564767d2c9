import { ActionIcon, Anchor, Button, Group, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuickChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useCan } from '@/shell/session';
import { EmptyState } from '@/ui/EmptyState';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { ContactForm } from './ContactForm';

type Contact = Schema<'Contact'>;

export const fullName = (contact: Pick<Contact, 'given_name' | 'family_name'>) =>
  [contact.given_name, contact.family_name].filter(Boolean).join(' ');

/** The people at a client. */
export function ClientContacts({ clientId }: { clientId: string }) {
  const { t } = useT('clients');
  const mayEdit = useCan()('clients.write');
  const { data, error, refetch } = useRead('/api/v1/clients/{id}/contacts', {
    path: { id: clientId },
  });
  const [isAdding, adding] = useDisclosure(false);
  const [edited, setEdited] = useState<Contact>();
  const remove = useRemoval(clientId);
  if (error) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={160} />;
  const add = mayEdit && <Button onClick={adding.open}>{t('contacts.add')}</Button>;
  return (
    <Stack gap="sm">
      {data.items.length === 0 ? (
        <EmptyState title={t('contacts.empty')} hint={t('contacts.emptyHint')}>
          {add}
        </EmptyState>
      ) : (
        <>
          <Group>{add}</Group>
          <Table.ScrollContainer minWidth={620}>
            <Table verticalSpacing={6} highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('contacts.name')}</Table.Th>
                  <Table.Th>{t('contacts.roles')}</Table.Th>
                  <Table.Th>{t('contacts.email')}</Table.Th>
                  <Table.Th>{t('contacts.phone')}</Table.Th>
                  <Table.Th aria-label={t('ui:moreActions')} />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.items.map((contact) => (
                  <ContactLine
                    key={contact.id}
                    contact={contact}
                    mayEdit={mayEdit}
                    onEdit={() => setEdited(contact)}
                    onRemove={() => void remove(contact)}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </>
      )}
      {isAdding && <ContactForm clientId={clientId} onClose={adding.close} />}
      {edited && (
        <ContactForm clientId={clientId} contact={edited} onClose={() => setEdited(undefined)} />
      )}
    </Stack>
  );
}

/** Removing asks nothing, and can be undone: the contact is added again as it was. */
function useRemoval(clientId: string) {
  const { t } = useT('clients');
  return useQuickChange({
    run: async (contact: Contact) => {
      await api.DELETE('/api/v1/clients/{id}/contacts/{contact_id}', {
        params: { path: { id: clientId, contact_id: contact.id } },
      });
    },
    touches: ['contact'],
    done: (_, contact) => t('contacts.removed', { name: fullName(contact) }),
    undo: (_, { given_name, family_name, emails, phones, roles, language, time_zone }) =>
      body(
        api.POST('/api/v1/clients/{id}/contacts', {
          params: { path: { id: clientId } },
          body: { given_name, family_name, emails, phones, roles, language, time_zone },
        }),
      ),
  });
}

interface LineProps {
  contact: Contact;
  mayEdit: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function ContactLine({ contact, mayEdit, onEdit, onRemove }: LineProps) {
  const { t } = useT('clients');
  const name = fullName(contact);
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      <Table.Td>
        <Text size="sm" c="dimmed">
          {contact.roles.join(', ')}
        </Text>
      </Table.Td>
      <Table.Td>
        {contact.emails.map((email) => (
          <Anchor key={email} href={`mailto:${email}`} size="sm" display="block">
            {email}
          </Anchor>
        ))}
      </Table.Td>
      <Table.Td className="numeric">
        {contact.phones.map((phone) => (
          <Anchor key={phone} href={`tel:${phone}`} size="sm" display="block">
            {phone}
          </Anchor>
        ))}
      </Table.Td>
      <Table.Td>
        {mayEdit && (
          <Group gap={2} wrap="nowrap" justify="flex-end">
            <ActionIcon aria-label={t('contacts.edit', { name })} onClick={onEdit}>
              <IconPencil size={16} />
            </ActionIcon>
            <ActionIcon aria-label={t('contacts.remove', { name })} onClick={onRemove}>
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
