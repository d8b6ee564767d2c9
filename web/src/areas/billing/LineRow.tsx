import { ActionIcon, Menu, NativeSelect, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCopy, IconDots, IconTrash } from '@tabler/icons-react';
import { memo } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { AmountInput } from '@/ui/AmountInput';
import { Money } from '@/ui/Money';
import { sentence } from '@/ui/problem-text';
import type { CellProblem } from './figures';
import classes from './LineGrid.module.css';
import type { Line } from './lines';

interface Props {
  line: Line;
  number: number;
  currency: string;
  taxes: readonly Schema<'Tax'>[];
  net: string | undefined;
  problem: CellProblem | undefined;
  isFirst: boolean;
  isLast: boolean;
  acts: LineActs;
  /** Where only the lines in sight are drawn, each says how high it is. */
  measure: ((body: HTMLElement | null) => void) | undefined;
}

/** What can be done with a line; the same functions for all, so that only a line that changed renders. */
export interface LineActs {
  change: (key: number, change: Partial<Line>) => void;
  remove: (key: number) => void;
  move: (key: number, by: -1 | 1) => void;
  copy: (key: number) => void;
}

export const LineRow = memo(function LineRow({ line, number, problem, acts, ...props }: Props) {
  const { t } = useT('billing');
  const onChange = (change: Partial<Line>) => acts.change(line.key, change);
  const input = (cell: keyof Line, name: string) => ({
    size: 'xs' as const,
    'aria-label': `${name}, ${t('edit.lineNo', { number })}`,
    'data-line': line.key,
    'data-cell': cell,
    error: problem?.cell === cell,
    ...(problem?.cell === cell ? { 'aria-describedby': `problem-${line.key}` } : {}),
  });
  const label = (name: string) => (
    <span className={classes.label} aria-hidden>
      {name}
    </span>
  );
  return (
    <tbody ref={props.measure} data-index={number - 1} data-row={line.key}>
      <tr aria-rowindex={props.measure && number + 1}>
        <td className={`${classes.no} numeric`}>{number}</td>
        <td className={classes.description}>
          <TextInput
            {...input('description', t('edit.description'))}
            autoComplete="off"
            placeholder={t('edit.description')}
            value={line.description}
            onChange={(event) => onChange({ description: event.currentTarget.value })}
          />
        </td>
        <td className={classes.quantity}>
          {label(t('edit.quantity'))}
          <AmountInput
            {...input('quantity', t('edit.quantity'))}
            value={line.quantity}
            onChange={(quantity) => onChange({ quantity })}
          />
        </td>
        <td className={classes.price}>
          {label(t('edit.price'))}
          <AmountInput
            {...input('price', t('edit.price'))}
            value={line.price}
            onChange={(price) => onChange({ price })}
          />
        </td>
        <td className={classes.percent}>
          {label(t('edit.percent'))}
          <AmountInput
            {...input('percent', t('edit.percent'))}
            value={line.percent}
            onChange={(percent) => onChange({ percent })}
          />
        </td>
        <td className={classes.tax}>
          {label(t('edit.tax'))}
          <NativeSelect
            {...input('tax', t('edit.tax'))}
            value={line.tax}
            onChange={(event) => onChange({ tax: event.currentTarget.value })}
            data={props.taxes.map((tax) => ({ value: tax.code, label: tax.name }))}
          />
        </td>
        <td className={classes.net}>
          {label(t('edit.net'))}
          <Money amount={props.net} currency={props.currency} />
        </td>
        <td className={classes.buttons}>
          <Menu>
            <Menu.Target>
              <ActionIcon size="sm" aria-label={t('edit.more', { number })} tabIndex={-1}>
                <IconDots size={15} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                disabled={props.isFirst}
                leftSection={<IconArrowUp size={15} />}
                onClick={() => acts.move(line.key, -1)}
              >
                {t('edit.up')}
              </Menu.Item>
              <Menu.Item
                disabled={props.isLast}
                leftSection={<IconArrowDown size={15} />}
                onClick={() => acts.move(line.key, 1)}
              >
                {t('edit.down')}
              </Menu.Item>
              <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => acts.copy(line.key)}>
                {t('edit.copy')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconTrash size={15} />}
                onClick={() => acts.remove(line.key)}
              >
                {t('edit.remove', { number })}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </td>
      </tr>
      {problem && (
        <tr className={classes.problem}>
          <td colSpan={8} id={`problem-${line.key}`} role="alert">
            {messageOf(problem)}
          </td>
        </tr>
      )}
    </tbody>
  );
});

/** The row says which line it is; the server counts only those that were sent. */
const messageOf = ({ message }: CellProblem) => sentence(message.replace(/^line \d+: /, ''));
