import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useT } from '@/i18n';
import { formatMoney } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import type { Step } from './history';

interface Props {
  step: Step;
  currency: string;
  onClose: () => void;
}

/** Takes an application, a discount or a small balance back. */
export function TakeBackDialog({ step, currency, onClose }: Props) {
  const { t } = useT('billing');
  const locale = useLocale();
  const taking = useChange({
    run: (reason: string, { key }) =>
      body(
        api.POST('/api/v1/applications/{entry_no}/reversal', {
          params: { path: { entry_no: step.entry_no }, header: { 'Idempotency-Key': key } },
          body: { reason },
        }),
      ),
    touches: ['settlement', 'open_item'],
    done: t('history.takenBack', { number: String(step.entry_no) }),
    onDone: onClose,
    fields: ['reason'],
  });
  const what = [
    t(`step.${step.kind}`),
    step.counter_number,
    formatMoney(step.amount, currency, locale),
  ];
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('history.takeBackTitle')}
      confirm={t('history.takeBack')}
      reason="required"
      change={taking}
      onConfirm={(reason) => void taking.send(reason)}
    >
      <strong>{what.filter(Boolean).join(' · ')}</strong>
      <br />
      {t('history.takeBackDetail')}
    </ConfirmDialog>
  );
}
