import { useChange } from '@/api/change';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { discardDraft } from './draft';

export function DiscardDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useT('billing');
  const go = useGo();
  const discarding = useChange({
    run: () => discardDraft(id),
    touches: ['invoice'],
    done: t('act.discarded'),
    onDone: () => go('/invoices'),
  });
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('discarding.title')}
      confirm={t('act.discard')}
      danger
      change={discarding}
      onConfirm={() => void discarding.send(undefined)}
    >
      {t('discarding.detail')}
    </ConfirmDialog>
  );
}
