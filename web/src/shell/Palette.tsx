import { Highlight, Kbd, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconBuildingStore, IconCash, IconFileInvoice, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { read } from '@/api/read';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { StatusBadge } from '@/ui/StatusBadge';
import { actions, screens } from './actions';
import { paletteStore } from './palette-store';
import { holds, useCan, useSession } from './session';

interface Hit {
  id: string;
  label: string;
  hint?: string | undefined;
  icon: ReactNode;
  keys?: string | undefined;
  end?: ReactNode;
  to: string;
  search?: Record<string, string> | undefined;
}

const HITS_MAX = 8;

/** Jump to any screen, client or document, or begin an action. */
export function Palette() {
  const { t } = useT('shell');
  const go = useGo();
  const [text, setText] = useState('');
  const clients = useClientHits(text);
  const documents = useDocumentHits(text);
  const fixed = useFixedHits(text);
  const groups = [
    { label: t('palette.documents'), hits: documents },
    { label: t('palette.clients'), hits: clients },
    { label: t('palette.actions'), hits: fixed.actions },
    { label: t('palette.screens'), hits: fixed.screens },
  ].filter((group) => group.hits.length > 0);

  const open = (hit: Hit) => go(hit.to, hit.search);

  return (
    <Spotlight.Root
      store={paletteStore}
      query={text}
      onQueryChange={setText}
      shortcut="mod + K"
      scrollable
      maxHeight={460}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('header.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label}>
            {group.hits.map((hit) => (
              <Spotlight.Action key={hit.id} onClick={() => open(hit)}>
                <HitLine hit={hit} text={text} />
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
      <Spotlight.Footer>
        <Text size="xs" c="dimmed">
          {t('palette.hint')}
        </Text>
      </Spotlight.Footer>
    </Spotlight.Root>
  );
}

function HitLine({ hit, text }: { hit: Hit; text: string }) {
  return (
    <div style={{ display: 'flex', alignItems: 'center', gap: 12, width: '100%' }}>
      {hit.icon}
      <div style={{ flex: 1, minWidth: 0 }}>
        <Highlight highlight={text} size="sm" truncate>
          {hit.label}
        </Highlight>
        {hit.hint && (
          <Text size="xs" c="dimmed" truncate>
            {hit.hint}
          </Text>
        )}
      </div>
      {hit.end}
      {hit.keys && <Kbd size="xs">{hit.keys}</Kbd>}
    </div>
  );
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function useFixedHits(text: string): { screens: Hit[]; actions: Hit[] } {
  const { t } = useT('shell');
  const session = useSession();
  const wanted = plain(text.trim());
  const hitsOf = (
    entries: readonly (ReturnType<typeof screens>[number] | ReturnType<typeof actions>[number])[],
  ) =>
    entries
      .filter((entry) => holds(session, entry.permission))
      .map((entry) => ({
        id: entry.id,
        label: entry.label(t),
        icon: <entry.icon size={18} stroke={1.6} />,
        keys: entry.keys,
        to: entry.to,
        search: 'search' in entry ? entry.search : undefined,
      }))
      .filter((hit) => plain(hit.label).includes(wanted));
  return { screens: hitsOf(screens()), actions: hitsOf(actions()) };
}

function useClientHits(text: string): Hit[] {
  const [search] = useDebouncedValue(text.trim(), 120);
  const can = useCan();
  const { data } = useQuery({
    ...read('/api/v1/clients', { query: { search, limit: HITS_MAX } }),
    enabled: search.length > 0 && can('clients.read'),
    placeholderData: keepPreviousData,
  });
  if (!search) return [];
  return (data?.items ?? []).map((client) => ({
    id: client.id,
    label: client.trading_name ?? client.legal_name,
    hint: [client.number, client.owner_name].filter(Boolean).join(' · '),
    icon: <IconBuildingStore size={18} stroke={1.6} />,
    end: <StatusBadge kind="client" status={client.status} />,
    to: `/clients/${client.id}`,
  }));
}

/** Documents are found by their whole number, in whatever case it is typed. */
function useDocumentHits(text: string): Hit[] {
  const { t } = useT('shell');
  const can = useCan();
  const [typed] = useDebouncedValue(text.trim(), 120);
  const number = typed.toUpperCase();
  const enabled = /\d/.test(number) && can('receivables.read');
  const invoices = useQuery({
    ...read('/api/v1/invoices', { query: { number, limit: HITS_MAX } }),
    enabled,
  });
  const receipts = useQuery({
    ...read('/api/v1/receipts', { query: { number, limit: HITS_MAX } }),
    enabled,
  });
  if (!enabled) return [];
  return [
    ...(invoices.data?.items ?? []).map((invoice) => ({
      id: invoice.id,
      label: invoice.number ?? '',
      hint: invoice.kind === 'credit_note' ? t('palette.creditNote') : t('palette.invoice'),
      icon: <IconFileInvoice size={18} stroke={1.6} />,
      to: `/invoices/${invoice.id}`,
    })),
    ...(receipts.data?.items ?? []).map((receipt) => ({
      id: receipt.id,
      label: receipt.number,
      hint: t('palette.receipt'),
      icon: <IconCash size={18} stroke={1.6} />,
      to: `/receipts/${receipt.id}`,
    })),
  ];
}
