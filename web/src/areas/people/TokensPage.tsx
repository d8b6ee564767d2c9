import { Badge, Button, Skeleton, Table } from '@mantine/core';
import { useState } from 'react';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { useShortcuts } from '@/shell/shortcuts';
import { Instant } from '@/ui/Day';
import { EmptyState } from '@/ui/EmptyState';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { NewToken } from './NewToken';
import { RevokeToken } from './RevokeToken';
import { TokenShown } from './TokenShown';

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
      {made && <TokenShown made={made} onClose={() => setMade(undefined)} />}
      {revoked && <RevokeToken token={revoked} onClose={() => setRevoked(undefined)} />}
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
    <Table.ScrollContainer minWidth={370}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('tokens.name')}</Table.Th>
            <Table.Th>{t('tokens.state')}</Table.Th>
            <Table.Th visibleFrom="sm">{t('tokens.created')}</Table.Th>
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
                <Table.Td visibleFrom="sm">
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
