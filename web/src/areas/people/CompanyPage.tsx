import { useT } from '@/i18n';
import { Page, PageHeader } from '@/ui/Page';

export function CompanyPage() {
  const { t } = useT('shell');
  return (
    <Page>
      <PageHeader title={t('nav.company')} />
    </Page>
  );
}
