import {
  Badge,
  Button,
  Code,
  CopyButton,
  Group,
  Modal,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
} from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { useShortcuts } from '@/shell/shortcuts';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Instant } from '@/ui/Day';
import { DayInput } from '@/ui/DayInput';
import { EmptyState } from '@/ui/EmptyState';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { FormDialog } from './FormDialog';
import { endOfDay } from './instants';

type Token = Schema<'Token'>;

/** One's own API tokens: made, told once, revoked. */
export function TokensPage() {
  const { t } = useT('people');
  const [words, change] = useSearchWords();
  const [revoked, setRevoked] = useState<Token>();
  const [made, setMade] = useState<Schema<'NewlyMadeToken'>>();
  const { data, error, refetch } = useRead('/api/v1/tokens');
  const add = () => change({ new: '1' }, { replace: false });
  useShortcuts([{ keys: 'n', label: t('tokens.new'), group: 'here', run: add }]);
  const button = <Button onClick={add}>{t('tokens.new')}</Button>;
  const close = () => change({ new: undefined });
  return (
    <Page>
      <PageHeader title={t('tokens.title')} subtitle={t('tokens.hint')} actions={button} />
      {error && !data && <ProblemAlert error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={160} />}
      {data?.items.length === 0 && (
        <EmptyState title={t('tokens.empty')} hint={t('tokens.emptyHint')}>
          {button}
        </EmptyState>
      )}
      {data && data.items.length > 0 && <Tokens tokens={data.items} onRevoke={setRevoked} />}
      {words.new && (
        <NewToken
          onClose={close}
          onMade={(token) => {
            close();
            setMade(token);
          }}
        />
      )}
      {made && <ShownOnce made={made} onClose={() => setMade(undefined)} />}
      {revoked && <Revoke token={revoked} onClose={() => setRevoked(undefined)} />}
    </Page>
  );
}

type TokenState = 'live' | 'over' | 'revoked';

const stateOf = (token: Token): TokenState => {
  if (token.revoked_at) return 'revoked';
  return token.expires_at && new Date(token.expires_at) < new Date() ? 'over' : 'live';
};

function Tokens({ tokens, onRevoke }: { tokens: readonly Token[]; onRevoke: (t: Token) => void }) {
  const { t } = useT('people');
  return (
    <Table.ScrollContainer minWidth={600}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('tokens.name')}</Table.Th>
            <Table.Th>{t('tokens.state')}</Table.Th>
            <Table.Th>{t('tokens.created')}</Table.Th>
            <Table.Th>{t('tokens.expires')}</Table.Th>
            <Table.Th aria-label={t('ui:moreActions')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => {
            const state = stateOf(token);
            return (
              <Table.Tr key={token.id}>
                <Table.Td fw={600}>{token.name}</Table.Td>
                <Table.Td>
                  <Badge
                    variant="light"
                    size="sm"
                    radius="sm"
                    tt="none"
                    fw={500}
                    color={state === 'live' ? 'teal' : 'gray'}
                    c="var(--mantine-color-text)"
                  >
                    {t(`tokens.${state}`)}
                  </Badge>
                </Table.Td>
                <Table.Td>
                  <Instant value={token.created_at} />
                </Table.Td>
                <Table.Td>
                  {token.expires_at ? <Instant value={token.expires_at} /> : t('tokens.never')}
                </Table.Td>
                <Table.Td ta="right">
                  {state === 'live' && (
                    <Button variant="default" onClick={() => onRevoke(token)}>
                      {t('tokens.revoke')}
                      <span className="visually-hidden"> {token.name}</span>
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface NewTokenProps {
  onClose: () => void;
  onMade: (token: Schema<'NewlyMadeToken'>) => void;
}

function NewToken({ onClose, onMade }: NewTokenProps) {
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

interface ShownProps {
  made: Schema<'NewlyMadeToken'>;
  onClose: () => void;
}

/** The token's text, which nobody tells again. It closes only by its button. */
function ShownOnce({ made, onClose }: ShownProps) {
  const { t } = useT('people');
  const text = made.token;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('tokens.shownTitle')}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="md">
        <Text size="sm">{t(text ? 'tokens.shownOnce' : 'tokens.gone')}</Text>
        {text && (
          <>
            <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {text}
            </Code>
            <Text size="sm" c="dimmed">
              {t('tokens.usage')} <Code>Authorization: Bearer …</Code>
            </Text>
          </>
        )}
        <Group justify="flex-end" gap="xs">
          {text && (
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button
                  data-autofocus
                  onClick={copy}
                  leftSection={
                    copied ? (
                      <IconCheck size={16} aria-hidden />
                    ) : (
                      <IconCopy size={16} aria-hidden />
                    )
                  }
                >
                  {t(copied ? 'ui:copied' : 'ui:copy')}
                </Button>
              )}
            </CopyButton>
          )}
          <Button variant="default" onClick={onClose}>
            {t('tokens.doneWith')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Revoke({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useT('people');
  const revoke = useChange({
    run: () => body(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: token.id } } })),
    touches: ['token'],
    done: t('tokens.revokedDone', { name: token.name }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('tokens.revokeTitle', { name: token.name })}
      confirm={t('tokens.revoke')}
      danger
      pending={revoke.pending}
      problem={revoke.problem}
      onConfirm={() => void revoke.send(undefined)}
    >
      {t('tokens.revokeDetail')}
    </ConfirmDialog>
  );
}
