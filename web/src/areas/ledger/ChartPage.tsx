import { useT } from '@/i18n';
import { Page, PageHeader } from '@/ui/Page';

export function ChartPage() {
  const { t } = useT('shell');
  return (
    <Page>
      <PageHeader title={t('nav.chart')} />
    </Page>
  );
}
