import { ActionIcon, Skeleton, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type QueryKey, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { say, useT } from '@/i18n';
import { formatDecimal, formatMoney } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import type { Search } from '@/lib/search';
import classes from './ExplainAmount.module.css';
import { Money } from './Money';
import { ProblemAlert } from './ProblemAlert';
import { SidePanel } from './SidePanel';

/** One of the things that an amount is made of; `children` explain it in turn. */
export interface Part {
  key: string;
  label: ReactNode;
  hint?: ReactNode;
  amount: string;
  currency?: string;
  explain?: Explanation;
}

export interface Explanation {
  key: QueryKey;
  /** Reads what the amount is made of, when somebody asks. */
  parts: () => Promise<Part[]>;
  /** A link to the same as a list. */
  list?: ReactNode;
}

interface Props {
  amount: string;
  currency?: string | undefined;
  explanation: Explanation;
  /** Over the parts; "Where … comes from" where not said. */
  title?: string;
  /** Names the amount in the address, so that the way back leads to what was open. */
  id?: string;
  /** Looks like any amount until it is pointed at or has the focus. */
  quiet?: boolean;
  /** Among rows that have keys of their own: quiet, and reached by these, not by Tab. */
  inList?: boolean;
}

/** What was unfolded of an explanation: it is still so when somebody comes back to it. */
const unfolded = new Set<string>();
const wordOf = (key: QueryKey) => JSON.stringify(key);

/** Whether an amount is being explained, as the address says. */
function useNamed(id: string): [boolean, (isOpen: boolean) => void] {
  const isNamed = useSearch({ strict: false, select: (words: Search) => words.explain === id });
  const navigate = useNavigate() as unknown as (target: {
    to: string;
    search: (before: Search) => Search;
  }) => Promise<void>;
  const set = (wish: boolean) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, explain: wish ? id : undefined }),
    });
  return [isNamed, set];
}

/**
 * The focus comes back to the amount, also where the way back closed the panel. In a list, whose own keys lead to
 * amounts, it comes back to where it was.
 */
function useFocusBack(opened: boolean, inList: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  const from = useRef<Element>(null);
  const before = useRef(opened);
  useEffect(() => {
    if (before.current && !opened) {
      const grid = button.current?.closest('[role="grid"]');
      const list = inList ? (grid ?? from.current) : undefined;
      if (list instanceof HTMLElement) list.focus();
      else button.current?.focus();
    }
    before.current = opened;
  }, [opened, inList]);
  const remember = () => {
    from.current = document.activeElement;
  };
  return { button, remember };
}

/** An amount that can be asked where it comes from. Nothing is read until then. */
export function ExplainAmount({ id, ...props }: Props) {
  return id === undefined ? <Unnamed {...props} /> : <Named id={id} {...props} />;
}

function Named({ id, ...props }: Omit<Props, 'id'> & { id: string }) {
  const [opened, setOpened] = useNamed(id);
  return <Explained {...props} opened={opened} setOpened={setOpened} />;
}

function Unnamed(props: Omit<Props, 'id'>) {
  const [opened, setOpened] = useState(false);
  return <Explained {...props} opened={opened} setOpened={setOpened} />;
}

type ExplainedProps = Omit<Props, 'id'> & {
  opened: boolean;
  setOpened: (isOpen: boolean) => void;
};

function Explained({ amount, currency, opened, setOpened, ...props }: ExplainedProps) {
  const { explanation, title, inList = false, quiet = inList } = props;
  const locale = useLocale();
  const close = () => {
    unfolded.clear();
    setOpened(false);
  };
  // A table has hundreds of amounts: a panel is only made for those that were asked.
  const wasOpened = useRef(false);
  wasOpened.current ||= opened;
  const { button, remember } = useFocusBack(opened, inList);
  const text = currency ? formatMoney(amount, currency, locale) : formatDecimal(amount, locale);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes.amount}
        data-explain
        data-quiet={quiet || undefined}
        tabIndex={inList ? -1 : undefined}
        onClick={() => {
          remember();
          setOpened(true);
        }}
        aria-label={say('ui:explain.open', { amount: text })}
        aria-haspopup="dialog"
      >
        <Money amount={amount} currency={currency} />
      </button>
      {wasOpened.current && (
        <SidePanel
          opened={opened}
          onClose={close}
          returnFocus={false}
          title={title ?? say('ui:explain.title', { amount: text })}
        >
          {opened && <Parts explanation={explanation} />}
        </SidePanel>
      )}
    </>
  );
}

function Parts({ explanation }: { explanation: Explanation }) {
  const { t } = useT();
  const { data, error, refetch } = useQuery({
    queryKey: explanation.key,
    queryFn: explanation.parts,
  });
  if (error) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={120} />;
  if (data.length === 0) return <Text size="sm">{t('explain.empty')}</Text>;
  return (
    <Stack gap={0} component="ul" className={classes.parts}>
      {data.map((part) => (
        <li key={part.key} className={classes.part}>
          {part.explain ? (
            <Nested part={part} explanation={part.explain} />
          ) : (
            <PartLine part={part} />
          )}
        </li>
      ))}
      {explanation.list && <li className={classes.list}>{explanation.list}</li>}
    </Stack>
  );
}

/** The arrow opens it, not the line: the line has links of its own. */
function Nested({ part, explanation }: { part: Part; explanation: Explanation }) {
  const { t } = useT();
  const locale = useLocale();
  const word = wordOf(explanation.key);
  const [isOpen, setOpen] = useState(unfolded.has(word));
  const toggle = () => {
    if (isOpen) unfolded.delete(word);
    else unfolded.add(word);
    setOpen(!isOpen);
  };
  const amount = part.currency
    ? formatMoney(part.amount, part.currency, locale)
    : formatDecimal(part.amount, locale);
  return (
    <>
      <div className={classes.nested}>
        <ActionIcon
          size="xs"
          aria-label={t('explain.open', { amount })}
          aria-expanded={isOpen}
          onClick={toggle}
        >
          {isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        </ActionIcon>
        <PartLine part={part} />
      </div>
      {isOpen && (
        <div className={classes.inner}>
          <Parts explanation={explanation} />
        </div>
      )}
    </>
  );
}

function PartLine({ part }: { part: Part }) {
  return (
    <span className={classes.line}>
      <span>
        {part.label}
        {part.hint && (
          <Text span size="xs" c="dimmed" display="block" className={classes.hint}>
            {part.hint}
          </Text>
        )}
      </span>
      <Money amount={part.amount} currency={part.currency} />
    </span>
  );
}
