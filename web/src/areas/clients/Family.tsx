import { Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { ClientLink } from '@/ui/ClientLink';
import { StatusBadge } from '@/ui/StatusBadge';
import classes from './Family.module.css';
import { Panel } from './summary/Panel';

const CHILDREN_MAX = 8;

interface Props {
  clientId: string;
  /** Undefined while it is being read. */
  client: Schema<'Client'> | undefined;
}

/** The first of those that belong to a client. */
export const useChildren = (clientId: string) =>
  useRead(
    '/api/v1/clients',
    { query: { parent: clientId, archived: true, limit: CHILDREN_MAX } },
    { keep: false },
  );

/** To which client it belongs, and which belong to it. */
export function Family({ clientId, client }: Props) {
  const { t } = useT('clients');
  const locale = useLocale();
  const { data } = useChildren(clientId);
  const total = data?.total ?? 0;
  return (
    <Panel title={t('family.title')}>
      {client?.parent_id && (
        <Text size="sm">
          {t('family.parent')} <ClientLink id={client.parent_id} name={client.parent_name} />
        </Text>
      )}
      {!data && <Skeleton height={60} />}
      {data && client && total === 0 && !client.parent_id && (
        <Text size="sm" c="dimmed">
          {t('family.none')}
        </Text>
      )}
      {total > 0 && (
        <>
          <Text size="sm" c="dimmed">
            {t('family.children', { count: total, formatted: formatCount(total, locale) })}
          </Text>
          <ul className={classes.children}>
            {data?.items.map((child) => (
              <li key={child.id}>
                <span className="numeric">{child.number}</span>
                <ClientLink id={child.id} name={child.trading_name ?? child.legal_name} />
                {child.status !== 'active' && <StatusBadge kind="client" status={child.status} />}
              </li>
            ))}
          </ul>
          {total > CHILDREN_MAX && (
            <Link to="/clients" search={{ parent: clientId, archived: 'true' }} className="plain">
              {t('family.all')}
            </Link>
          )}
        </>
      )}
    </Panel>
  );
}
