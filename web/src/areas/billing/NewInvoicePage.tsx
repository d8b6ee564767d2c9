import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { Page, PageHeader } from '@/ui/Page';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { formOf } from './draft';
import { EditorSkeleton, InvoiceEditor } from './InvoiceEditor';
import { emptyLine } from './lines';
import { useTaxes } from './taxes';

/** A new invoice: empty, for a client, or like another one. */
export function NewInvoicePage() {
  const { t } = useT('billing');
  const [{ client, like }] = useSearchWords();
  const { taxes, usualTax, error } = useTaxes();
  const model = useRead(
    '/api/v1/invoices/{id}',
    { path: { id: like ?? '' } },
    { enabled: like !== undefined, keep: false },
  );
  const start = model.data
    ? { ...formOf(model.data), issued_on: null, purchase_order: '' }
    : {
        client: client ?? null,
        currency: '',
        term: null,
        issued_on: null,
        due_on: null,
        purchase_order: '',
        lines: [emptyLine(usualTax)],
      };
  const isReady = taxes && (like === undefined || model.data);
  return (
    <Page>
      <PageHeader title={t('edit.new')} />
      {error || model.error ? (
        <ProblemAlert error={error ?? model.error} />
      ) : isReady ? (
        <InvoiceEditor key={like ?? client ?? ''} start={start} taxes={taxes} usualTax={usualTax} />
      ) : (
        <EditorSkeleton />
      )}
    </Page>
  );
}
