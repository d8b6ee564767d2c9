import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { ConfirmDialog } from '@/ui/ConfirmDialog';

/** Asks before a token stops working. */
export function RevokeToken({ token, onClose }: { token: Schema<'Token'>; onClose: () => void }) {
  const { t } = useT('people');
  const revoke = useChange({
    run: () => body(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: token.id } } })),
    touches: ['token'],
    done: t('tokens.revokedDone', { name: token.name }),
    onDone: onClose,
  });
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('tokens.revokeTitle', { name: token.name })}
      confirm={t('tokens.revoke')}
      danger
      change={revoke}
      onConfirm={() => void revoke.send(undefined)}
    >
      {t('tokens.revokeDetail')}
    </ConfirmDialog>
  );
}
