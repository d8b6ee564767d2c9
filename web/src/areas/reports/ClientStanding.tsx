import { Skeleton, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { useAsOf } from '@/ui/AsOfPicker';
import { AgeingBar } from './AgeingBar';
import classes from './reports.module.css';

/** What is open of a client by how long it has been due, at the end of the day that the page shows. */
export function useStanding(clientId: string) {
  const { asOf } = useAsOf();
  return useRead(
    '/api/v1/reports/aging',
    { query: { client: clientId, as_of: asOf } },
    { keep: false },
  );
}

/** How a client stands, at the top of its overview: what is open by how long it has been due. */
export function ClientStanding({ clientId }: { clientId: string }) {
  const { t } = useT('reports');
  const { asOf } = useAsOf();
  const { data, error } = useStanding(clientId);
  if (error) return null;
  return (
    <section aria-labelledby="standing">
      <Title order={2} size="h3" id="standing" mb="xs">
        {t('standing.ageing')}{' '}
        <Link
          to="/aging"
          search={{ client: clientId, as_of: asOf }}
          className={`plain ${classes.quiet}`}
        >
          {t('standing.more')}
        </Link>{' '}
        <Link
          to="/collection"
          search={{ client: clientId, as_of: asOf }}
          className={`plain ${classes.quiet}`}
        >
          {t('collection.nav')}
        </Link>
      </Title>
      {!data && <Skeleton height={58} />}
      {data?.rows.length === 0 && <span className={classes.quiet}>{t('aging.emptyClient')}</span>}
      {data?.rows.map((row) => (
        <AgeingBar
          key={row.currency}
          row={row}
          bounds={data.buckets}
          query={{ client: clientId, as_of: asOf }}
        />
      ))}
    </section>
  );
}
