import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { EmptyState } from '@/ui/EmptyState';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { formOf } from './draft';
import { EditorSkeleton, InvoiceEditor } from './InvoiceEditor';
import { useTaxes } from './taxes';

/** Changes a draft. */
export function EditDraftPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { t } = useT('billing');
  const { taxes, usualTax, error } = useTaxes();
  const invoice = useRead('/api/v1/invoices/{id}', { path: { id } }, { keep: false });
  const draft = invoice.data;
  const problem = invoice.error ?? error;
  return (
    <Page>
      <PageHeader title={draft ? t('edit.draft', { client: draft.client_name }) : ' '} />
      {problem ? (
        <ProblemAlert error={problem} retry={() => void invoice.refetch()} />
      ) : !draft || !taxes ? (
        <EditorSkeleton />
      ) : draft.status === 'draft' ? (
        <InvoiceEditor
          key={draft.id}
          draft={draft}
          start={formOf(draft)}
          taxes={taxes}
          usualTax={usualTax}
        />
      ) : (
        <EmptyState
          title={t('edit.notDraft', { number: draft.number })}
          hint={t('edit.notDraftHint')}
        >
          <Button component={Link} to={`/invoices/${draft.id}` as '/'}>
            {t('edit.toInvoice')}
          </Button>
        </EmptyState>
      )}
    </Page>
  );
}
