import { Highlight, Kbd, type ScrollAreaProps, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import {
  IconAddressBook,
  IconBuildingStore,
  IconCash,
  IconFileInvoice,
  IconSearch,
} from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { read } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatDay } from '@/lib/format';
import { useGo } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { Money } from '@/ui/Money';
import { StatusBadge } from '@/ui/StatusBadge';
import { actions, screens } from './actions';
import { paletteStore } from './palette-store';
import { holds, useSession } from './session';

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
  const { clients, contacts, documents } = useFound(text);
  const fixed = useFixedHits(text);
  const groups = [
    { label: t('palette.documents'), hits: documents },
    { label: t('palette.clients'), hits: clients },
    { label: t('palette.contacts'), hits: contacts },
    { label: t('palette.actions'), hits: fixed.actions },
    { label: t('palette.screens'), hits: fixed.screens },
  ].filter((group) => group.hits.length > 0);

  useFirstSelected(groups.flatMap((group) => group.hits.map((hit) => hit.id)).join(' '));

  const open = (hit: Hit) => go(hit.to, hit.search);

  return (
    <Spotlight.Root
      store={paletteStore}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      scrollable
      maxHeight={460}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
    >
      <Spotlight.Search
        placeholder={t('palette.placeholder')}
        aria-label={t('header.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList {...scrolled(t('palette.found'))}>
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

/** What scrolls is reached by Tab, too. The list is a ScrollArea underneath; its type does not say so. */
const scrolled = (label: string): Pick<ScrollAreaProps, 'viewportProps'> => ({
  viewportProps: { tabIndex: 0, role: 'group', 'aria-label': label },
});

/** Enter opens the first hit also where hits come after the text: the palette itself selects only as one types. */
function useFirstSelected(hits: string) {
  useEffect(() => {
    const { listId } = paletteStore.getState();
    const list = hits === '' ? null : document.getElementById(listId);
    if (!list || list.querySelector('[data-selected]')) return;
    list.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
    paletteStore.updateState((state) => ({ ...state, selected: 0 }));
  }, [hits]);
}

function HitLine({ hit, text }: { hit: Hit; text: string }) {
  return (
    <div style={{ display: 'flex', alignItems: 'center', gap: 12, width: '100%' }}>
      {hit.icon}
      <div style={{ flex: 1, width: 0 }}>
        <Highlight highlight={text} size="sm" truncate>
          {hit.label}
        </Highlight>
        {hit.hint && (
          <Text size="xs" opacity={0.9} truncate>
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

const ICONS: Record<string, typeof IconCash> = {
  client: IconBuildingStore,
  contact: IconAddressBook,
  receipt: IconCash,
};

/** What the server finds: clients and contacts by name, documents by number, contacts by e-mail too. */
function useFound(text: string): Record<'clients' | 'contacts' | 'documents', Hit[]> {
  const { t } = useT('shell');
  const locale = useLocale();
  const [q] = useDebouncedValue(text.trim(), 120);
  const { data } = useQuery({
    ...read('/api/v1/search', { query: { q, limit: HITS_MAX } }),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });
  const found = { clients: [] as Hit[], contacts: [] as Hit[], documents: [] as Hit[] };
  if (!q) return found;
  for (const one of data?.items ?? []) {
    const Icon = ICONS[one.kind] ?? IconFileInvoice;
    const hit = { id: `${one.kind} ${one.id}`, icon: <Icon size={18} stroke={1.6} /> };
    if (one.kind === 'client') {
      const status = one.status as Schema<'ClientStatus'> | null | undefined;
      found.clients.push({
        ...hit,
        label: one.client_name,
        hint: one.number ?? undefined,
        end: status && <StatusBadge kind="client" status={status} />,
        to: `/clients/${one.id}`,
      });
    } else if (one.kind === 'contact') {
      found.contacts.push({
        ...hit,
        label: one.name ?? '',
        hint: one.client_name,
        to: `/clients/${one.client}`,
        search: { tab: 'contacts' },
      });
    } else {
      const kind =
        one.kind === 'receipt' ? 'receipt' : one.kind === 'credit_note' ? 'creditNote' : 'invoice';
      const day = one.on ? formatDay(one.on, locale) : undefined;
      found.documents.push({
        ...hit,
        label: one.number ?? '',
        hint: [t(`palette.${kind}`), one.client_name, day].filter(Boolean).join(' · '),
        end: one.amount && one.currency && <Money amount={one.amount} currency={one.currency} />,
        to: `/${kind === 'receipt' ? 'receipts' : 'invoices'}/${one.id}`,
      });
    }
  }
  return found;
}
