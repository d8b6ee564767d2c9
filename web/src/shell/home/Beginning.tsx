import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import { EmptyState } from '@/ui/EmptyState';
import { useCan } from '../session';

/** A company without a single client. */
export function Beginning() {
  const { t } = useT('shell');
  const can = useCan();
  return (
    <EmptyState title={t('home.empty')} hint={t('home.emptyHint')}>
      <Group gap="xs" justify="center">
        {can('imports.run') && (
          <Button component={Link} to="/imports">
            {t('clients:list.import')}
          </Button>
        )}
        {can('clients.write') && (
          <Button component={Link} to="/clients/new" variant="default">
            {t('clients:list.new')}
          </Button>
        )}
        {can('company.manage') && (
          <Button component={Link} to="/company" variant="default">
            {t('home.company')}
          </Button>
        )}
      </Group>
    </EmptyState>
  );
}
