import { ActionIcon, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type QueryKey, useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { useT } from '@/i18n';
import { formatDecimal, formatMoney } from '@/lib/format';
import { useLocale } from '@/lib/locale';
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
}

interface Props {
  amount: string;
  currency?: string | undefined;
  explanation: Explanation;
  /** Over the parts; "Where … comes from" where not said. */
  title?: string;
}

/** An amount that can be asked where it comes from. */
export function ExplainAmount({ amount, currency, explanation, title }: Props) {
  const { t } = useT();
  const locale = useLocale();
  const [opened, { open, close }] = useDisclosure(false);
  // A table has hundreds of amounts: a panel is only made for those that were asked.
  const wasOpened = useRef(false);
  wasOpened.current ||= opened;
  const text = currency ? formatMoney(amount, currency, locale) : formatDecimal(amount, locale);
  return (
    <>
      <UnstyledButton
        className={classes.amount}
        onClick={open}
        aria-label={t('explain.open', { amount: text })}
        aria-haspopup="dialog"
      >
        <Money amount={amount} currency={currency} />
      </UnstyledButton>
      {wasOpened.current && (
        <SidePanel
          opened={opened}
          onClose={close}
          title={title ?? t('explain.title', { amount: text })}
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
    </Stack>
  );
}

/** The arrow opens it, not the line: the line has links of its own. */
function Nested({ part, explanation }: { part: Part; explanation: Explanation }) {
  const { t } = useT();
  const locale = useLocale();
  const [isOpen, { toggle }] = useDisclosure(false);
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
