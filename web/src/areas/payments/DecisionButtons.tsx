import { Button, Group, Text } from '@mantine/core';
import { useQuickChange } from '@/api/change';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatMoney } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useCan, useSession } from '@/shell/session';
import { decideWriteOff } from './write-off';

interface Props {
  writeOff: Schema<'WriteOff'>;
  onReverse: () => void;
}

/** Yes or no to somebody else's proposal; taking back what is booked. */
export function DecisionButtons({ writeOff, onReverse }: Props) {
  const { t } = useT('payments');
  const locale = useLocale();
  const can = useCan();
  const { user } = useSession();
  const amount = formatMoney(writeOff.amount, writeOff.currency, locale);
  const client = writeOff.client_name;
  const decide = useQuickChange({
    run: (approve: boolean) => decideWriteOff(writeOff.id, approve),
    touches: ['write_off', 'open_item'],
    done: (_, approve) => t(approve ? 'writeOffs.approved' : 'writeOffs.rejected', { amount }),
  });
  if (writeOff.status === 'booked' && can('write_offs.request')) {
    return (
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t('writeOffs.reverseOf', { client })}
        onClick={onReverse}
      >
        {t('writeOffs.reverse')}
      </Button>
    );
  }
  if (writeOff.status !== 'proposed' || !can('write_offs.approve')) return null;
  if (writeOff.requested_by === user.id) {
    return (
      <Text size="xs" c="dimmed" title={t('writeOffs.own')}>
        {t('writeOffs.own')}
      </Text>
    );
  }
  return (
    <Group gap={6} wrap="nowrap">
      <Button
        size="compact-xs"
        aria-label={t('writeOffs.approveOf', { client })}
        onClick={() => void decide(true)}
      >
        {t('writeOffs.approve')}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t('writeOffs.rejectOf', { client })}
        onClick={() => void decide(false)}
      >
        {t('writeOffs.reject')}
      </Button>
    </Group>
  );
}
