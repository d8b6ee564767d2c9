import { Code, Stack, Table, Text, Title } from '@mantine/core';
import type { Schema } from '@/api/schemas';
import { isKey, useT } from '@/i18n';

type Profile = Schema<'ImportProfile'>;

/** A field's name in the user's language; one that is not known here by the API's own word. */
export function useFieldName() {
  const { t } = useT('imports');
  return (name: string) => {
    const key = `imports:fields.${name}`;
    return isKey(key) ? t(key) : name;
  };
}

interface Props {
  profile: Profile;
  /** The file, where it is known: says which columns it lacks. */
  preview?: Schema<'ImportPreview'> | undefined;
}

/** Which column of the file becomes which field. */
export function ProfileColumns({ profile, preview }: Props) {
  const { t } = useT('imports');
  const fieldName = useFieldName();
  const headers = preview && new Set(preview.columns.map((column) => column.header));
  const known = profile.fields.map((field) => field.name);
  const extra = Object.keys(profile.columns).filter((name) => !known.includes(name));
  const isMust = new Set(profile.fields.filter((f) => f.required).map((f) => f.name));
  const used = [...known, ...extra].filter(
    (name) => profile.columns[name] !== undefined || profile.constants[name] !== undefined,
  );
  return (
    <Stack gap="xs">
      <Title order={2} size="h3">
        {t('profile.columns')}
      </Title>
      <Table.ScrollContainer minWidth={420} type="native" tabIndex={0}>
        <Table verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="40%">{t('profile.field')}</Table.Th>
              <Table.Th>{t('profile.column')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {used.map((name) => (
              <Table.Tr key={name}>
                <Table.Td>
                  {fieldName(name)}{' '}
                  {(isMust.has(name) || profile.optional.includes(name)) && (
                    <Text span size="xs" c="dimmed">
                      {t(isMust.has(name) ? 'profile.required' : 'profile.optional')}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  {profile.columns[name]?.map((column) => (
                    <span key={column}>
                      <Code mr={6}>{column}</Code>
                      {headers && !headers.has(column) && (
                        <Text
                          span
                          size="xs"
                          c={profile.optional.includes(name) ? 'dimmed' : 'var(--warning)'}
                        >
                          {t('profile.notMapped')}
                        </Text>
                      )}
                    </span>
                  )) ?? t('profile.constant', { value: profile.constants[name] })}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
