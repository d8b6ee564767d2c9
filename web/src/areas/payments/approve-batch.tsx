import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useT } from '@/i18n';
import { useCan, useSession } from '@/shell/session';
import { Money } from '@/ui/Money';
import { type Batch, BatchDialog } from '../billing/batch/BatchDialog';
import type { BatchColumn } from '../billing/batch/BatchTable';
import { decideWriteOff, type WriteOff } from './write-off';

/** Books the proposals of others among the selected rows: what stands in the list's bar, and the dialog. */
export function useApproveBatch() {
  const { t } = useT('payments');
  const mayApprove = useCan()('write_offs.approve');
  const { user } = useSession();
  const [chosen, setChosen] = useState<{ rows: readonly WriteOff[]; clear: () => void }>();
  if (!mayApprove) return { bulk: undefined, dialog: null };
  const bulk = (rows: readonly WriteOff[], clear: () => void) => {
    const theirs = rows.filter((row) => row.status === 'proposed' && row.requested_by !== user.id);
    return (
      <Button
        disabled={theirs.length === 0}
        title={theirs.length === 0 ? t('writeOffs.approveNone') : undefined}
        onClick={() => setChosen({ rows: theirs, clear })}
      >
        {`${t('writeOffs.approveMany')} (${theirs.length})`}
      </Button>
    );
  };
  const dialog = chosen && (
    <ApproveBatch {...chosen} onDone={chosen.clear} onClose={() => setChosen(undefined)} />
  );
  return { bulk, dialog };
}

interface Props {
  rows: readonly WriteOff[];
  onDone: () => void;
  onClose: () => void;
}

function ApproveBatch({ rows, ...props }: Props) {
  const { t } = useT('payments');
  const columns = useMemo<readonly BatchColumn<WriteOff>[]>(
    () => [
      { id: 'client', header: t('writeOffs.client'), cell: (row) => row.client_name },
      { id: 'by', header: t('writeOffs.requestedBy'), cell: (row) => row.requested_by_name },
      { id: 'reason', header: t('writeOffs.reason'), cell: (row) => row.reason },
      {
        id: 'amount',
        header: t('writeOffs.amount'),
        align: 'end',
        cell: (row) => <Money amount={row.amount} currency={row.currency} />,
      },
    ],
    [t],
  );
  const batch: Batch<WriteOff> = {
    title: t('writeOffs.approveTitle', { count: rows.length }),
    detail: t('writeOffs.approveDetail'),
    confirm: t('writeOffs.approveMany'),
    again: (count) => t('writeOffs.approveAgain', { count }),
    rest: (count) => t('writeOffs.approveRest', { count }),
    rows,
    columns,
    touches: ['write_off', 'open_item'],
    run: async ({ id }) => t(`ui:status.write_off.${(await decideWriteOff(id, true)).status}`),
  };
  return <BatchDialog batch={batch} {...props} />;
}
