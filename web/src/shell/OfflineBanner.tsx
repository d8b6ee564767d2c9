import { Alert } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useT } from '@/i18n';
import classes from './Frame.module.css';

export function OfflineBanner() {
  const { t } = useT('shell');
  const { online } = useNetwork();
  if (online) return null;
  return (
    <Alert color="orange" role="status" className={classes.offline}>
      {t('offline')}
    </Alert>
  );
}
