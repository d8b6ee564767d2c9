import { Alert } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useT } from '@/i18n';

export function OfflineBanner() {
  const { t } = useT('shell');
  const { online } = useNetwork();
  if (online) return null;
  return (
    <Alert color="orange" variant="light" radius={0} py={6} role="status" flex="none">
      {t('offline')}
    </Alert>
  );
}
