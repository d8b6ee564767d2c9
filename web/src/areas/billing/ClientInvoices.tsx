import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import { useCan } from '@/shell/session';
import { EmptyState } from '@/ui/EmptyState';
import { useInvoiceBatch } from './batch/invoice-batch';
import { InvoiceList } from './InvoiceList';

/** A client's invoices and credit notes, in its file. */
export function ClientInvoices({ clientId }: { clientId: string }) {
  const { t } = useT('billing');
  const mayWrite = useCan()('invoices.write');
  const { bulk, dialog } = useInvoiceBatch();
  return (
    <>
      <InvoiceList
        bulk={bulk}
        list="client-invoices"
        embedded
        ofClient
        fixed={{ client: clientId }}
        empty={
          <EmptyState title={t('list.emptyClient')} hint={t('list.emptyClientHint')}>
            {mayWrite && (
              <Button
                component={Link}
                to={'/invoices/new' as '/'}
                search={{ client: clientId } as never}
              >
                {t('actions.new')}
              </Button>
            )}
          </EmptyState>
        }
      />
      {dialog}
    </>
  );
}
