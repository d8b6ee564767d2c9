import { Badge, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { countryName } from '@/lib/country';
import { useLocale } from '@/lib/locale';
import { useCan } from '@/shell/session';
import { Instant } from '@/ui/Day';
import { DescriptionList, type Fact } from '@/ui/DescriptionList';
import { EditInPlace } from '@/ui/EditInPlace';
import { Money } from '@/ui/Money';
import { StatusBadge } from '@/ui/StatusBadge';
import { useUserNames } from '@/ui/UserPicker';
import { useClientEdit } from './client-edit';
import { STATUSES, useFieldNames } from './client-fields';

type Client = Schema<'Client'>;
type TextField =
  | 'legal_name'
  | 'trading_name'
  | 'given_name'
  | 'family_name'
  | 'number'
  | 'client_type';

/** Who the client is and on what terms; every field is edited where it stands. */
export function ClientOverview({ client }: { client: Client }) {
  const { t } = useT('clients');
  const names = useFieldNames();
  const { save, dialog } = useClientEdit(client, names);
  const mayEdit = useCan()('clients.write', client.owner_id);
  const text = (field: TextField): Fact => ({
    term: names[field],
    value: (
      <EditInPlace
        label={names[field]}
        value={client[field] ?? ''}
        disabled={!mayEdit}
        onSave={(value) => save({ [field]: value || null })}
      />
    ),
  });
  const isPerson = client.kind === 'person';
  return (
    <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="xl">
      <Section title={t('file.identity')}>
        <DescriptionList
          facts={[
            text('legal_name'),
            text('trading_name'),
            ...(isPerson ? [text('given_name'), text('family_name')] : []),
            text('number'),
            { term: t('list.kind'), value: t(`list.${client.kind}`) },
            text('client_type'),
            ...client.tax_numbers.map((tax) => ({
              term: `${t('file.taxNumbers')} (${tax.kind})`,
              value: <span className="numeric">{tax.value}</span>,
            })),
            { term: t('file.opened'), value: <Instant value={client.created_at} /> },
            { term: t('file.changed'), value: <Instant value={client.updated_at} /> },
          ]}
        />
      </Section>
      <Section title={t('file.terms')}>
        <Terms client={client} mayEdit={mayEdit} save={save} names={names} />
      </Section>
      <Section title={t('file.addresses')}>
        {client.addresses.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('file.noAddress')}
          </Text>
        )}
        {client.addresses.map((address, index) => (
          <Address key={index} address={address} />
        ))}
        {client.tags.length > 0 && (
          <Group gap={6}>
            {client.tags.map((tag) => (
              <Badge key={tag} variant="default" tt="none" fw={500} radius="sm">
                {tag}
              </Badge>
            ))}
          </Group>
        )}
        <DescriptionList
          facts={Object.entries(client.custom as Record<string, unknown>).map(([term, value]) => ({
            term,
            value: String(value),
          }))}
        />
      </Section>
      {dialog}
    </SimpleGrid>
  );
}

interface TermsProps {
  client: Client;
  mayEdit: boolean;
  save: ReturnType<typeof useClientEdit>['save'];
  names: ReturnType<typeof useFieldNames>;
}

function Terms({ client, mayEdit, save, names }: TermsProps) {
  const { t } = useT('clients');
  // What there is to choose from is read when somebody chooses.
  const [isChoosing, setChoosing] = useState(false);
  const users = useUserNames(isChoosing).filter((user) => user.id !== client.owner_id);
  const terms = useRead(
    '/api/v1/payment-terms',
    {},
    { enabled: isChoosing, staleTime: 300_000 },
  ).data?.items.map((term) => term.code);
  const owner = client.owner_name ?? client.owner_id;
  const languages = [
    { value: 'en', label: t('file.english') },
    { value: 'es', label: t('file.spanish') },
  ];
  const choice = (
    field: 'status' | 'owner_id' | 'payment_term' | 'language',
    options: { value: string; label: string }[],
    shown?: ReactNode,
  ): Fact => ({
    term: names[field],
    value: (
      <EditInPlace
        label={names[field]}
        input="select"
        options={options}
        value={client[field] ?? ''}
        disabled={!mayEdit}
        onBegin={() => setChoosing(true)}
        onSave={(value) => save({ [field]: value || null })}
      >
        {shown ?? options.find((option) => option.value === client[field])?.label ?? client[field]}
      </EditInPlace>
    ),
  });
  return (
    <DescriptionList
      facts={[
        choice(
          'status',
          STATUSES.map((value) => ({ value, label: t(`ui:status.client.${value}`) })),
          <StatusBadge kind="client" status={client.status} />,
        ),
        choice('owner_id', [
          { value: '', label: t('ui:nobody') },
          ...(client.owner_id ? [{ value: client.owner_id, label: owner ?? '' }] : []),
          ...users.map((user) => ({ value: user.id, label: user.name })),
        ]),
        choice(
          'payment_term',
          [...new Set([client.payment_term, ...(terms ?? [])])]
            .filter((code) => code !== null && code !== undefined)
            .map((code) => ({ value: code, label: code })),
        ),
        { term: names.currency, value: client.currency },
        {
          term: names.credit_limit,
          value: (
            <EditInPlace
              label={names.credit_limit}
              input="amount"
              currency={client.currency}
              value={client.credit_limit ?? ''}
              disabled={!mayEdit}
              onSave={(value) => save({ credit_limit: value || null })}
            >
              {client.credit_limit && (
                <Money amount={client.credit_limit} currency={client.currency} />
              )}
            </EditInPlace>
          ),
        },
        choice('language', languages),
      ]}
    />
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h3">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function Address({ address }: { address: Schema<'Address'> }) {
  const { t } = useT('clients');
  const { locale } = useLocale();
  const town = [address.postal_code, address.city].filter(Boolean).join(' ');
  return (
    <div>
      <Text size="xs" c="dimmed">
        {t(`address.${address.kind}`)}
      </Text>
      <Text size="sm" component="address" fs="normal" style={{ whiteSpace: 'pre-line' }}>
        {[address.street, town, address.region, countryName(address.country, locale)]
          .filter(Boolean)
          .join('\n')}
      </Text>
    </div>
  );
}
