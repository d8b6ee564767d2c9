import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useT } from '@/i18n';
import { compareDecimals, negated } from '@/lib/decimal';
import { formatMoney, isZero } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { explainItem } from '../reports/explain-item';
import classes from './Apply.module.css';
import type { Drag } from './drag';
import { Grip } from './Grip';

interface Props {
  /** The receipt or credit note that it is of. */
  credit: string;
  left: string;
  free: string;
  currency: string;
  onGrip: Drag['begin'];
}

/** How much there is, and what becomes of what is left, in words; it can be dragged to an invoice. */
export function Remainder({ credit, left, free, currency, onGrip }: Props) {
  const { t } = useT('payments');
  const locale = useLocale();
  const queries = useQueryClient();
  const sign = compareDecimals(left, '0');
  const money = (amount: string) => formatMoney(amount, currency, locale);
  return (
    <div className={classes.left}>
      <Grip onGrip={onGrip} amount={left} />
      <div aria-live="polite">
        <Text size="xs" c="dimmed">
          {t('apply.free')}{' '}
          <ExplainAmount
            quiet
            amount={free}
            currency={currency}
            explanation={explainItem(queries, credit)}
          />
        </Text>
        <Text fw={600} c={sign < 0 ? 'var(--negative)' : undefined}>
          {isZero(left)
            ? t('apply.leftNone')
            : sign < 0
              ? t('apply.leftOver', { amount: money(negated(left)) })
              : t('apply.leftCredit', { amount: money(left) })}
        </Text>
      </div>
    </div>
  );
}
