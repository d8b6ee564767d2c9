import { lazy, type ReactNode, Suspense } from 'react';
import { BalanceOverTime } from './BalanceOverTime';
import { Behaviour } from './Behaviour';
import { RecentMovements } from './RecentMovements';
import classes from './summary.module.css';

const Ageing = lazy(() =>
  import('../../reports/ClientStanding').then((m) => ({ default: m.ClientStanding })),
);

const AGEING_PX = 90;

/** How a client stands and pays, at the end of the day that the page shows. */
export function Summary({ clientId, children }: { clientId: string; children?: ReactNode }) {
  return (
    <>
      <div style={{ minHeight: AGEING_PX }}>
        <Suspense>
          <Ageing clientId={clientId} />
        </Suspense>
      </div>
      <div className={classes.grid}>
        <Behaviour clientId={clientId} />
        <BalanceOverTime clientId={clientId} />
        <RecentMovements clientId={clientId} />
        {children}
      </div>
    </>
  );
}
