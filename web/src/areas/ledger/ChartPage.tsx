import { Button, Group, Skeleton, Switch, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useQuickChange } from '@/api/change';
import { api, body, ifMatch } from '@/api/client';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useCan } from '@/shell/session';
import { useShortcuts } from '@/shell/shortcuts';
import { EditInPlace } from '@/ui/EditInPlace';
import { EmptyState } from '@/ui/EmptyState';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { ChartImport } from './ChartImport';
import classes from './ledger.module.css';
import { NewAccount } from './NewAccount';

type Account = Schema<'GlAccount'>;

export const KINDS = ['asset', 'liability', 'equity', 'income', 'expense'] as const;

/** The chart of accounts; names are changed where they stand. */
export function ChartPage() {
  const { t } = useT('ledger');
  const mayEdit = useCan()('ledger.setup');
  const [isAdding, adding] = useDisclosure(false);
  const [isImporting, importing] = useDisclosure(false);
  const chart = useRead('/api/v1/gl-accounts', {});
  useShortcuts(
    mayEdit ? [{ keys: 'n', label: t('chart.add'), group: 'here', run: adding.open }] : [],
  );
  const buttons = mayEdit && (
    <>
      <Button
        variant="default"
        leftSection={<IconFileImport size={16} aria-hidden />}
        onClick={importing.open}
      >
        {t('chart.import')}
      </Button>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={adding.open}>
        {t('chart.add')}
      </Button>
    </>
  );
  return (
    <Page>
      <PageHeader title={t('chart.title')} actions={buttons} />
      {chart.error && <ProblemAlert error={chart.error} retry={() => void chart.refetch()} />}
      {!chart.data && !chart.error && <Skeleton height={400} />}
      {chart.data?.items.length === 0 && (
        <EmptyState title={t('chart.empty')} hint={t('chart.emptyHint')}>
          <Group>{buttons}</Group>
        </EmptyState>
      )}
      {chart.data && chart.data.items.length > 0 && (
        <Accounts accounts={chart.data.items} mayEdit={mayEdit} />
      )}
      {isAdding && <NewAccount onClose={adding.close} />}
      {isImporting && <ChartImport onClose={importing.close} />}
    </Page>
  );
}

const patch = (account: Account, change: Schema<'GlAccountChange'>) =>
  body(
    api.PATCH('/api/v1/gl-accounts/{id}', {
      params: { path: { id: account.id }, header: { 'If-Match': ifMatch(account.version) } },
      body: change,
    }),
  );

function useAccountChange() {
  const { t } = useT('ledger');
  return useQuickChange({
    run: ({ account, change }: { account: Account; change: Schema<'GlAccountChange'> }) =>
      patch(account, change),
    touches: ['gl_account'],
    done: (after) => t('chart.saved', { name: after.name }),
    undo: (after, { account }) => patch(after, { name: account.name, active: account.active }),
  });
}

function Accounts({ accounts, mayEdit }: { accounts: Account[]; mayEdit: boolean }) {
  const { t } = useT('ledger');
  const change = useAccountChange();
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table verticalSpacing={5} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={110}>{t('chart.number')}</Table.Th>
            <Table.Th>{t('chart.name')}</Table.Th>
            <Table.Th w={220}>{t('chart.role')}</Table.Th>
            <Table.Th w={130}>{t('chart.active')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {KINDS.map((kind) => {
            const own = accounts.filter((account) => account.kind === kind);
            if (own.length === 0) return null;
            return (
              <Fragment key={kind}>
                <Table.Tr className={classes.kind}>
                  <Table.Th colSpan={4} scope="rowgroup">
                    {t(`kind.${kind}`)}
                  </Table.Th>
                </Table.Tr>
                {own.map((account) => (
                  <Table.Tr key={account.id}>
                    <Table.Td>
                      <Link to={`/chart/${account.id}` as '/'} className="plain numeric">
                        {account.number}
                      </Link>
                    </Table.Td>
                    <Table.Td className={account.active ? undefined : classes.inactive}>
                      <EditInPlace
                        label={`${t('chart.name')} ${account.number}`}
                        value={account.name}
                        disabled={!mayEdit}
                        onSave={(name) => change({ account, change: { name } })}
                      />
                    </Table.Td>
                    <Table.Td>{account.role && t(`role.${account.role}`)}</Table.Td>
                    <Table.Td>
                      <Switch
                        size="xs"
                        checked={account.active}
                        disabled={!mayEdit}
                        aria-label={t('chart.activeOf', { number: account.number })}
                        onChange={(event) =>
                          void change({ account, change: { active: event.currentTarget.checked } })
                        }
                      />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Fragment>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
