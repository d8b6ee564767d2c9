import { Button, CloseButton, Group, Menu, Popover, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useT } from '@/i18n';
import { useLater } from '@/lib/later';
import type { Search } from '@/lib/search';
import { useShortcuts } from '@/shell/shortcuts';
import { type Filter, filterId, paramsOf } from './definition';
import { FilterWords } from './FilterWords';
import classes from './ListPage.module.css';

const loadControl = () => import('./FilterControl').then((module) => module.FilterControl);

interface Props {
  filters: readonly Filter[];
  set: Search;
  onChange: (change: Search) => void;
}

const TYPING_MS = 250;

/** The filters that are set as chips, the pinned ones always, and a menu for the rest. */
export function FilterBar({ filters, set, onChange }: Props) {
  const { t } = useT('ui');
  const [opened, setOpened] = useState<string>();
  const isSet = (filter: Filter) => paramsOf(filter).some((param) => set[param]);
  const texts = filters.filter((filter) => filter.kind === 'text' && filter.pinned);
  const others = filters.filter((filter) => !texts.includes(filter));
  const chips = others.filter(
    (filter) => filter.pinned || isSet(filter) || opened === filterId(filter),
  );
  const rest = others.filter((filter) => !chips.includes(filter));
  const clear = (some: readonly Filter[]) =>
    onChange(Object.fromEntries(some.flatMap(paramsOf).map((param) => [param, undefined])));
  return (
    <Group gap={6} role="search" aria-label={t('list.filters')}>
      {texts.map((filter, index) => (
        <TypedFilter
          key={filterId(filter)}
          filter={filter}
          set={set}
          onChange={onChange}
          isFirst={index === 0}
        />
      ))}
      {chips.map((filter) => (
        <Chip
          key={filterId(filter)}
          filter={filter}
          set={set}
          isSet={isSet(filter)}
          opened={opened === filterId(filter)}
          onOpen={(open) => setOpened(open ? filterId(filter) : undefined)}
          onChange={onChange}
          onClear={() => clear([filter])}
        />
      ))}
      {rest.length > 0 && (
        <Menu position="bottom-start" returnFocus={false}>
          <Menu.Target>
            <Button
              variant="subtle"
              color="gray"
              c="dimmed"
              leftSection={<IconFilter size={14} aria-hidden />}
            >
              {t('list.addFilter')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((filter) => (
              <Menu.Item key={filterId(filter)} onClick={() => setOpened(filterId(filter))}>
                {filter.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {filters.filter(isSet).length > 1 && (
        <Button variant="subtle" color="gray" c="dimmed" onClick={() => clear(filters)}>
          {t('list.clearFilters')}
        </Button>
      )}
    </Group>
  );
}

interface TypedProps {
  filter: Filter;
  set: Search;
  onChange: (change: Search) => void;
}

/** Searches while one types, a moment after the last letter; `/` leads to the first one of a list. */
function TypedFilter({ filter, set, onChange, isFirst }: TypedProps & { isFirst: boolean }) {
  const { t } = useT('ui');
  const box = useRef<HTMLInputElement>(null);
  const focus = () => {
    box.current?.focus();
    box.current?.select();
  };
  useShortcuts(
    isFirst ? [{ keys: '/', label: t('shell:keys.filter'), group: 'here', run: focus }] : [],
  );
  const param = paramsOf(filter)[0] ?? '';
  const current = set[param] ?? '';
  const [typed, setTyped] = useState(current);
  const send = useDebouncedCallback((text: string) => {
    onChange({ [param]: text.trim() || undefined });
  }, TYPING_MS);
  useEffect(() => setTyped(current), [current]);
  const type = (text: string) => {
    setTyped(text);
    send(text);
  };
  const text = filter.kind === 'text' ? filter : undefined;
  return (
    <TextInput
      size="xs"
      w={text?.width ?? 230}
      ref={box}
      type="search"
      aria-label={filter.label}
      placeholder={text?.placeholder ?? filter.label}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        typed ? (
          <CloseButton size="xs" aria-label={t('clear')} onClick={() => type('')} />
        ) : undefined
      }
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}

interface ChipProps extends TypedProps {
  isSet: boolean;
  opened: boolean;
  onOpen: (open: boolean) => void;
  onClear: () => void;
}

function Chip({ filter, set, isSet, opened, onOpen, onChange, onClear }: ChipProps) {
  const { t } = useT('ui');
  const FilterControl = useLater(loadControl, opened);
  return (
    <Popover opened={opened} onChange={onOpen} position="bottom-start" trapFocus withinPortal>
      <span className={classes.chip} data-set={isSet || undefined}>
        <Popover.Target>
          <button type="button" onClick={() => onOpen(!opened)}>
            {filter.label}
            {isSet && (
              <>
                {': '}
                <strong>
                  <FilterWords filter={filter} set={set} />
                </strong>
              </>
            )}
          </button>
        </Popover.Target>
        {isSet && (
          <CloseButton
            size="xs"
            aria-label={t('list.removeFilter', { name: filter.label })}
            onClick={onClear}
          />
        )}
      </span>
      <Popover.Dropdown>
        {FilterControl ? (
          <FilterControl
            filter={filter}
            set={set}
            onChange={onChange}
            onDone={() => onOpen(false)}
          />
        ) : (
          <Skeleton w={220} h={56} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
