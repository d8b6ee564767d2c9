import { Button, Kbd } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencilBolt } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useShortcuts } from '@/shell/shortcuts';

const ChangeManyDialog = lazy(() =>
  import('./ChangeManyDialog').then((m) => ({ default: m.ChangeManyDialog })),
);

interface Props {
  rows: readonly Schema<'ClientRow'>[];
  onDone: () => void;
}

/** Opens the change of all selected clients. */
export function ChangeMany({ rows, onDone }: Props) {
  const { t } = useT('clients');
  const [opened, { open, close }] = useDisclosure(false);
  useShortcuts([{ keys: 'e', label: t('bulk.open'), group: 'here', run: open }]);
  return (
    <>
      <Button
        onClick={open}
        leftSection={<IconPencilBolt size={16} aria-hidden />}
        rightSection={<Kbd size="xs">e</Kbd>}
      >
        {t('bulk.open')}
      </Button>
      {opened && (
        <Suspense>
          <ChangeManyDialog
            clients={rows.map((row) => row.id)}
            onClose={close}
            onDone={() => {
              close();
              onDone();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
