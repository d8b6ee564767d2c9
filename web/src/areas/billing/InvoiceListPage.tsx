import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useQuickChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useCan } from '@/shell/session';
import { EmptyState } from '@/ui/EmptyState';
import { InvoiceList } from './InvoiceList';

type Row = Schema<'InvoiceSummary'>;

/** Every invoice and credit note in reach. */
export function InvoiceListPage() {
  const { t } = useT('billing');
  const mayWrite = useCan()('invoices.write');
  const button = mayWrite && (
    <Button
      component={Link}
      to={'/invoices/new' as '/'}
      leftSection={<IconPlus size={15} aria-hidden />}
    >
      {t('actions.new')}
    </Button>
  );
  return (
    <InvoiceList
      list="invoices"
      actions={button}
      {...(mayWrite
        ? {
            bulk: (rows: readonly Row[], clear: () => void) => (
              <IssueAll rows={rows} clear={clear} />
            ),
          }
        : {})}
      empty={
        <EmptyState title={t('list.empty')} hint={t('list.emptyHint')}>
          {button}
        </EmptyState>
      }
    />
  );
}

/** Issues the drafts among the selected rows, one after the other. */
function IssueAll({ rows, clear }: { rows: readonly Row[]; clear: () => void }) {
  const { t } = useT('billing');
  const drafts = rows.filter((row) => row.status === 'draft');
  const issue = useQuickChange({
    run: async (some: readonly Row[]) => {
      for (const { id } of some) {
        await body(
          api.POST('/api/v1/invoices/{id}/issue', {
            params: { path: { id } },
            body: {},
          }),
        );
      }
      return some.length;
    },
    touches: ['invoice', 'open_item'],
    done: (count) => t('list.issuedMany', { count }),
    onDone: clear,
  });
  return (
    <Button
      disabled={drafts.length === 0}
      title={drafts.length === 0 ? t('list.notDrafts') : undefined}
      onClick={() => void issue(drafts)}
    >
      {`${t('list.issueAll')} (${drafts.length})`}
    </Button>
  );
}
