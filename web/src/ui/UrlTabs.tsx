import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useGo, useSearchWords } from '@/lib/go';

export interface UrlTab {
  id: string;
  label: string;
  /** Beside the label: a count. */
  aside?: ReactNode;
  content: ReactNode;
}

interface Props {
  tabs: readonly UrlTab[];
  label: string;
  /** The word in the address. */
  param?: string;
}

/** Tabs whose choice stands in the address; the first is meant where it names none. */
export function UrlTabs({ tabs, label, param = 'tab' }: Props) {
  const [words] = useSearchWords();
  const go = useGo();
  const first = tabs[0]?.id;
  const value = tabs.find((tab) => tab.id === words[param])?.id ?? first ?? null;
  // Another tab shows other rows: only the day stays.
  const choose = (id: string | null) =>
    go('.', { as_of: words.as_of, [param]: id === first ? undefined : (id ?? undefined) });
  return (
    <Tabs
      value={value}
      onChange={choose}
      style={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }}
    >
      <Tabs.List
        aria-label={label}
        style={{ flexWrap: 'nowrap', overflowX: 'auto', overflowY: 'hidden', flex: 'none' }}
      >
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.id} value={tab.id} rightSection={tab.aside}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.id} value={tab.id} pt="md" style={{ flex: 1, minHeight: 0 }}>
          {tab.content}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
