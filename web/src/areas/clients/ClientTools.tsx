import { Button, Group } from '@mantine/core';
import { IconPencil, IconPrinter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { useCan } from '@/shell/session';
import { useShortcuts } from '@/shell/shortcuts';
import { AsOfPicker } from '@/ui/AsOfPicker';
import './print.css';

/** What can be done with a client as a whole. */
export function ClientTools({ client }: { client: Schema<'Client'> | undefined }) {
  const { t } = useT('clients');
  const go = useGo();
  const can = useCan();
  const mayEdit = client !== undefined && can('clients.write', client.owner_id);
  const edit = () => mayEdit && go(`/clients/${client.id}/edit`);
  useShortcuts([{ keys: 'e', label: t('form.edit'), group: 'here', run: edit }]);
  return (
    <Group gap="xs" justify="space-between" data-no-print>
      {can('receivables.read') ? <AsOfPicker /> : <span />}
      <Group gap="xs">
        {mayEdit && (
          <Button
            component={Link}
            to={`/clients/${client.id}/edit` as '/'}
            variant="default"
            leftSection={<IconPencil size={16} aria-hidden />}
          >
            {t('form.edit')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => window.print()}
        >
          {t('file.print')}
        </Button>
      </Group>
    </Group>
  );
}
