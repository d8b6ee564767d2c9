import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import { useCan } from '@/shell/session';

/** Leads to taking a receipt, for who may. */
export function TakeButton({ client }: { client?: string }) {
  const { t } = useT('payments');
  if (!useCan()('receipts.take')) return null;
  return (
    <Button
      component={Link}
      to={'/receipts/new' as '/'}
      search={(client ? { client } : {}) as never}
      leftSection={<IconPlus size={15} aria-hidden />}
    >
      {t('actions.take')}
    </Button>
  );
}
