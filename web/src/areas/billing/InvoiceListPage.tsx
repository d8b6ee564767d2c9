import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import { useCan } from '@/shell/session';
import { EmptyState } from '@/ui/EmptyState';
import { useInvoiceBatch } from './batch/invoice-batch';
import { InvoiceList } from './InvoiceList';

/** Every invoice and credit note in reach. */
export function InvoiceListPage() {
  const { t } = useT('billing');
  const mayWrite = useCan()('invoices.write');
  const { bulk, dialog } = useInvoiceBatch();
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
    <>
      <InvoiceList
        list="invoices"
        actions={button}
        bulk={bulk}
        empty={
          <EmptyState title={t('list.empty')} hint={t('list.emptyHint')}>
            {button}
          </EmptyState>
        }
      />
      {dialog}
    </>
  );
}
