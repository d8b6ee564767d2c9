import { Button, Group, Stack, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import type { Permission } from '@/shell/session';
import { useCan } from '@/shell/session';

type Place = 'clients' | 'contacts' | 'invoices' | 'aging' | 'proof';

const PLACES: Record<Place, { to: string; permission: Permission }> = {
  clients: { to: '/clients', permission: 'clients.read' },
  contacts: { to: '/contacts', permission: 'clients.read' },
  invoices: { to: '/invoices', permission: 'receivables.read' },
  aging: { to: '/aging', permission: 'receivables.read' },
  proof: { to: '/proof', permission: 'ledger.read' },
};

const AFTER: Record<string, readonly Place[]> = {
  receivables: ['aging', 'invoices', 'clients', 'proof'],
  clients: ['clients'],
  contacts: ['contacts'],
};

/** Where people go after an import of this kind. */
export function NextSteps({ kind }: { kind: string }) {
  const { t } = useT('imports');
  const can = useCan();
  const places = (AFTER[kind] ?? ['clients']).filter((place) => can(PLACES[place].permission));
  if (places.length === 0) return null;
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h3">
        {t('next.title')}
      </Title>
      <Group gap="xs">
        {places.map((place, index) => (
          <Button
            key={place}
            component={Link}
            to={PLACES[place].to as '/'}
            variant={index === 0 ? 'filled' : 'default'}
          >
            {t(`next.${place}`)}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
