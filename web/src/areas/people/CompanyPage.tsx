import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useT } from '@/i18n';
import { useCan, useSession } from '@/shell/session';
import { Page, PageHeader } from '@/ui/Page';
import { UrlTabs } from '@/ui/UrlTabs';
import { CompanySettings } from './CompanySettings';
import { TaxesTab } from './TaxesTab';
import { TermsTab } from './TermsTab';

const Holidays = lazy(() => import('./Holidays').then((m) => ({ default: m.Holidays })));

/** The company's settings, its calendar, and what invoices are made with. */
export function CompanyPage() {
  const { t } = useT('people');
  const can = useCan();
  const { company } = useSession();
  const tabs = [
    { id: 'settings', label: t('company.settings'), content: <CompanySettings /> },
    {
      id: 'calendar',
      label: t('company.calendar'),
      content: (
        <Suspense fallback={<Skeleton height={420} />}>
          <Holidays mayEdit={can('company.manage')} />
        </Suspense>
      ),
    },
    { id: 'terms', label: t('company.terms'), content: <TermsTab mayEdit={can('ledger.setup')} /> },
    { id: 'taxes', label: t('company.taxes'), content: <TaxesTab mayEdit={can('ledger.setup')} /> },
  ];
  return (
    <Page>
      <PageHeader title={t('company.title')} subtitle={company.legal_name} />
      <UrlTabs tabs={tabs} label={t('company.tabs')} />
    </Page>
  );
}
