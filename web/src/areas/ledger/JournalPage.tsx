import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import { useCan } from '@/shell/session';
import { Journal } from './Journal';

/** The journal of the company. */
export function JournalPage() {
  const { t } = useT('ledger');
  const can = useCan();
  return (
    <Journal
      list="journal"
      title={t('journal.title')}
      by={['account', 'client']}
      actions={
        can('ledger.post') && (
          <Button
            component={Link}
            to={'/journal/new' as '/'}
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            {t('entry.new')}
          </Button>
        )
      }
    />
  );
}
