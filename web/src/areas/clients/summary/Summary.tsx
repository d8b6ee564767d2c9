import { type ReactNode, useState } from 'react';
import type { Schema } from '@/api/schemas';
import { Below } from '@/ui/Below';
import { ClientStanding, useStanding } from '../../reports/ClientStanding';
import { Family, useChildren } from '../Family';
import { BalanceOverTime } from './BalanceOverTime';
import { Behaviour } from './Behaviour';
import { RecentMovements, useRecent } from './RecentMovements';
import classes from './summary.module.css';
import { useSummary } from './useSummary';

interface Props {
  clientId: string;
  /** Undefined while it is being read. */
  client: Schema<'Client'> | undefined;
  /** What stands below it. */
  children: ReactNode;
}

/**
 * How a client stands and pays, at the end of the day that the page shows. How tall the parts are only their
 * answers tell; they are shown together, so that none pushes another away.
 */
export function Summary({ clientId, client, children }: Props) {
  const reads = [
    useStanding(clientId),
    useSummary(clientId),
    useRecent(clientId),
    useChildren(clientId),
  ];
  const isRead = client !== undefined && reads.every((read) => !read.isPending);
  const [isPlaced, setPlaced] = useState(isRead);
  if (isRead && !isPlaced) setPlaced(true);
  return (
    <Below isPlaced={isPlaced}>
      <ClientStanding clientId={clientId} />
      <div className={classes.grid}>
        <Behaviour clientId={clientId} />
        <BalanceOverTime clientId={clientId} />
        <RecentMovements clientId={clientId} />
        <Family clientId={clientId} client={client} />
      </div>
      {children}
    </Below>
  );
}
