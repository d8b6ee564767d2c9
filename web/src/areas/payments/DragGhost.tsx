import { Money } from '@/ui/Money';
import classes from './Apply.module.css';
import type { Drag } from './drag';

/** Goes with the pointer: what is dragged, or what of it the invoice below would take. */
export function DragGhost({
  drag: { dragged, over, ghost },
  currency,
}: {
  drag: Drag;
  currency: string;
}) {
  if (!dragged) return null;
  return (
    <div ref={ghost} className={classes.ghost} data-fits={over !== undefined || undefined}>
      {over && '+ '}
      <Money amount={over?.amount ?? dragged.amount} currency={currency} />
    </div>
  );
}
