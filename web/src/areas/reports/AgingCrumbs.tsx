import { Group, Text } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import { useSession } from '@/shell/session';
import { ClientName } from '@/ui/ClientLink';
import { NOBODY } from '@/ui/UserPicker';
import type { Drill } from './figures';
import { DrillLink } from './links';

interface Props {
  drill: Drill;
  ownerId: string | undefined;
  ownerName: string | null | undefined;
}

/** A client's name takes a line of its own where it is narrow. */
const ROOM = { base: 43, sm: 0 };

/** Company › owner › client: where one is, and the ways back. */
export function AgingCrumbs({ drill, ownerId, ownerName }: Props) {
  const { t } = useT('reports');
  const { company } = useSession();
  const { client } = drill.query;
  const owner = ownerId === NOBODY ? t('aging.nobody') : (ownerName ?? t('aging.oneOwner'));
  return (
    <Group
      component="nav"
      aria-label={t('aging.where')}
      gap={4}
      mih={client && ROOM}
      style={{ alignContent: 'flex-start' }}
    >
      {drill.level === 'company' ? (
        <Text span size="sm">
          {company.legal_name}
        </Text>
      ) : (
        <DrillLink query={drill.query} to={{ owner: undefined }}>
          {company.legal_name}
        </DrillLink>
      )}
      {ownerId && (
        <>
          <Arrow />
          {client ? (
            <DrillLink query={drill.query} to={{ owner: ownerId }}>
              {owner}
            </DrillLink>
          ) : (
            <Text span size="sm">
              {owner}
            </Text>
          )}
        </>
      )}
      {client && (
        <>
          <Arrow />
          <Text span size="sm">
            <ClientName id={client} />
          </Text>
          <Link to={`/clients/${client}` as '/'} className="plain">
            {t('aging.openFile')}
          </Link>
        </>
      )}
    </Group>
  );
}

const Arrow = () => <IconChevronRight size={14} aria-hidden />;
