import { Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useT } from '@/i18n';
import { useGo } from '@/lib/go';
import { useToday } from '@/shell/session';
import { DayInput } from '@/ui/DayInput';
import { EmptyState } from '@/ui/EmptyState';
import { useLeaveGuard } from '@/ui/LeaveGuard';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { sentence } from '@/ui/problem-text';
import classes from './Apply.module.css';
import type { Credit } from './ApplyFrame';
import { ApplyRow } from './ApplyRow';
import { useApplyKeys } from './apply-keys';
import {
  discounted,
  fitting,
  invoiceAt,
  oldestFirst,
  remaining,
  type Shares,
  shareOf,
  type Target,
  toSend,
  withShare,
} from './applying';
import { DragGhost } from './DragGhost';
import { dropped, useDrag } from './drag';
import { Remainder } from './Remainder';
import { useApplying } from './sending';
import { useSmallBalance } from './small-balance';

interface Props {
  credit: Credit;
  targets: readonly Target[];
  /** What the server suggests, where it does. */
  suggestion?: Shares;
  start: Shares;
  on: string | null;
  onDay: (day: string | null) => void;
}

/** Who gets how much of a credit: typed, or by single keys. */
export function ApplyForm({ credit, targets, suggestion, start, on, onDay }: Props) {
  const { t } = useT('payments');
  const go = useGo();
  const today = useToday();
  const [shares, setShares] = useState(start);
  const rows = useRef<HTMLTableSectionElement>(null);
  const isSmall = useSmallBalance(credit.currency);
  const { list, ids } = toSend(targets, shares);
  const [initial] = useState(start);
  const guard = useLeaveGuard(shares !== initial);
  const applying = useApplying(credit, ids.length, () => {
    guard.release();
    go(credit.to);
  });
  const left = remaining(credit.free, shares);
  const set = (next: Shares) => {
    setShares(next);
    applying.reset();
  };
  const wrongAt = Object.entries(applying.fieldErrors).map(([field, message]) => ({
    id: invoiceAt(field, ids),
    message: sentence(message),
  }));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (list.length > 0) void applying.send({ list, on });
  };
  const keys = useApplyKeys({ rows, targets, shares, set, free: credit.free, suggestion });
  const find = (id: string | undefined) => targets.find((target) => target.id === id);
  const drag = useDrag({
    fits: ({ amount }, id) => {
      const target = find(id);
      return target ? fitting(target, shareOf(shares, id), amount) : '0';
    },
    onDrop: (dragged, id) => {
      const to = find(id);
      if (to) set(dropped(shares, find(dragged.from), to, credit.free, dragged.amount));
      const input = rows.current?.querySelector<HTMLInputElement>(`[data-target="${id}"]`);
      input?.focus();
      requestAnimationFrame(() => input?.select());
    },
  });

  if (targets.length === 0) {
    return (
      <EmptyState title={t('apply.none')} hint={t('apply.noneHint')}>
        <Button onClick={() => go(credit.to)}>
          {t('apply.toDocument', { number: credit.number })}
        </Button>
      </EmptyState>
    );
  }
  const hasMany = targets.some((target) => target.client !== credit.client);
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Group gap="xs" align="flex-end">
          {suggestion && (
            <Button
              variant="default"
              onClick={() => set(suggestion)}
              rightSection={<Kbd size="xs">s</Kbd>}
            >
              {t('apply.suggested')}
            </Button>
          )}
          <Button
            variant="default"
            onClick={() => set(oldestFirst(targets, credit.free))}
            rightSection={<Kbd size="xs">o</Kbd>}
          >
            {t('apply.oldest')}
          </Button>
          <Button variant="default" onClick={() => set({})} rightSection={<Kbd size="xs">x</Kbd>}>
            {t('apply.clear')}
          </Button>
          <Group gap={6} ml="auto">
            <Text size="sm" c="dimmed" component="label" htmlFor="apply-on">
              {t('apply.on')}
            </Text>
            <DayInput
              id="apply-on"
              size="xs"
              w={130}
              value={on ?? today}
              clearable={false}
              onChange={onDay}
              error={applying.fieldErrors.on && sentence(applying.fieldErrors.on)}
            />
          </Group>
        </Group>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th>{t('apply.invoice')}</th>
              {hasMany && <th className={classes.wide}>{t('apply.client')}</th>}
              <th className={classes.wide}>{t('apply.issued')}</th>
              <th>{t('apply.due')}</th>
              <th className={classes.end}>{t('apply.open')}</th>
              {suggestion && <th className={classes.suggested}>{t('apply.suggestion')}</th>}
              <th className={classes.end}>{t('apply.amount')}</th>
              <th className={`${classes.end} ${classes.wide}`}>{t('apply.rest')}</th>
              <th>{t('apply.more')}</th>
            </tr>
          </thead>
          <tbody ref={rows} onKeyDown={keys}>
            {targets.map((target, index) => (
              <ApplyRow
                key={target.id}
                target={target}
                share={shareOf(shares, target.id)}
                currency={credit.currency}
                withClient={hasMany}
                withSuggestion={suggestion !== undefined}
                isOver={drag.over?.id === target.id}
                onGrip={drag.begin}
                isFirst={index === 0}
                isSmall={isSmall}
                error={wrongAt.find((wrong) => wrong.id === target.id)?.message}
                onShare={(change) => set(withShare(shares, target.id, change))}
                onDiscount={() => set(discounted(shares, target, credit.free))}
              />
            ))}
          </tbody>
        </table>
        <Text size="xs" c="dimmed" visibleFrom="md">
          {t('apply.keys')}
        </Text>
        {applying.problem && (
          <ProblemAlert error={applying.problem} retry={() => void applying.retry()} />
        )}
        <Group justify="flex-end" gap="md" className={classes.foot}>
          <Remainder
            credit={credit.id}
            left={left}
            free={credit.free}
            currency={credit.currency}
            onGrip={drag.begin}
          />
          <Button variant="default" onClick={() => go(credit.to)}>
            {t('apply.skip')}
          </Button>
          <Button type="submit" loading={applying.pending} disabled={list.length === 0}>
            {t('apply.submit')}
          </Button>
        </Group>
      </Stack>
      {guard.dialog}
      <DragGhost drag={drag} currency={credit.currency} />
    </form>
  );
}
