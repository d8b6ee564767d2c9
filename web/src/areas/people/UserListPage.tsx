import { useT } from '@/i18n';
import { Page, PageHeader } from '@/ui/Page';

export function UserListPage() {
  const { t } = useT('shell');
  return (
    <Page>
      <PageHeader title={t('nav.users')} />
    </Page>
  );
}
