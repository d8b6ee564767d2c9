import { IconGripVertical } from '@tabler/icons-react';
import { useT } from '@/i18n';
import classes from './Apply.module.css';
import { isAmount } from './applying';
import type { Drag } from './drag';

interface Props {
  onGrip: Drag['begin'];
  from?: string;
  amount: string;
}

/** Where an amount is taken hold of. By keyboard the same is done with single keys in the amounts. */
export function Grip({ onGrip, from, amount }: Props) {
  const { t } = useT('payments');
  return (
    <span
      className={classes.grip}
      title={t('apply.drag')}
      aria-hidden
      data-none={!isAmount(amount) || undefined}
      onPointerDown={(event) => onGrip(event, { from, amount })}
    >
      <IconGripVertical size={16} stroke={1.6} />
    </span>
  );
}
