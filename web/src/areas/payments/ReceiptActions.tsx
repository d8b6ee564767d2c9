import { Button, Menu } from '@mantine/core';
import { IconDots, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { isZero } from '@/lib/format';
import { useGo } from '@/lib/go';
import { useCan } from '@/shell/session';
import { useShortcuts } from '@/shell/shortcuts';
import { BounceDialog } from './BounceDialog';
import { RefundDialog } from './RefundDialog';
import { VoidReceiptDialog } from './VoidReceiptDialog';

type Dialog = 'refund' | 'bounce' | 'void';

/** What can be done with a receipt. */
export function ReceiptActions({ receipt }: { receipt: Schema<'Receipt'> }) {
  const { t } = useT('payments');
  const can = useCan();
  const go = useGo();
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const isLeft = receipt.status === 'posted' && !isZero(receipt.unapplied);
  const mayTake = can('receipts.take');
  const canApply = isLeft && mayTake;
  const canRefund = isLeft && can('refunds.pay');
  const canEnd = receipt.status === 'posted' && mayTake;
  const apply = () => go(`/receipts/${receipt.id}/apply`);
  const print = () => window.print();
  useShortcuts([
    ...(canApply
      ? [{ keys: 'a', label: t('receipt.apply'), group: 'here' as const, run: apply }]
      : []),
    { keys: 'p', label: t('billing:act.print'), group: 'here', run: print },
  ]);
  return (
    <>
      <Button variant="default" onClick={print} leftSection={<IconPrinter size={15} aria-hidden />}>
        {t('billing:act.print')}
      </Button>
      {(canRefund || canEnd) && (
        <Menu>
          <Menu.Target>
            <Button variant="default" rightSection={<IconDots size={15} aria-hidden />}>
              {t('receipt.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {canRefund && (
              <Menu.Item onClick={() => setDialog('refund')}>{t('receipt.refund')}</Menu.Item>
            )}
            {canEnd && (
              <Menu.Item onClick={() => setDialog('bounce')}>{t('receipt.bounce')}</Menu.Item>
            )}
            {canEnd && <Menu.Item onClick={() => setDialog('void')}>{t('receipt.void')}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
      {mayTake && (
        <Button variant="default" onClick={() => go('/receipts/new')}>
          {t('receipt.takeNext')}
        </Button>
      )}
      {canApply && <Button onClick={apply}>{t('receipt.apply')}</Button>}
      {dialog === 'refund' && (
        <RefundDialog
          credit={{
            id: receipt.id,
            number: receipt.number,
            free: receipt.unapplied,
            currency: receipt.currency,
            method: receipt.method,
          }}
          onClose={close}
        />
      )}
      {dialog === 'bounce' && <BounceDialog receipt={receipt} onClose={close} />}
      {dialog === 'void' && <VoidReceiptDialog receipt={receipt} onClose={close} />}
    </>
  );
}
