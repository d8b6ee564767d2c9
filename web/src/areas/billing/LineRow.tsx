import { ActionIcon, Menu, NativeSelect, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCopy, IconDots, IconTrash } from '@tabler/icons-react';
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
  isStale: boolean;
  problem: CellProblem | undefined;
  isFirst: boolean;
  isLast: boolean;
  onChange: (change: Partial<Line>) => void;
  onRemove: () => void;
  onMove: (by: -1 | 1) => void;
  onCopy: () => void;
}

export function LineRow({ line, number, problem, onChange, ...props }: Props) {
  const { t } = useT('billing');
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
    <>
      <tr>
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
        <td className={classes.net} data-stale={props.isStale || undefined}>
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
                onClick={() => props.onMove(-1)}
              >
                {t('edit.up')}
              </Menu.Item>
              <Menu.Item
                disabled={props.isLast}
                leftSection={<IconArrowDown size={15} />}
                onClick={() => props.onMove(1)}
              >
                {t('edit.down')}
              </Menu.Item>
              <Menu.Item leftSection={<IconCopy size={15} />} onClick={props.onCopy}>
                {t('edit.copy')}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={15} />} onClick={props.onRemove}>
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
    </>
  );
}

/** The row says which line it is; the server counts only those that were sent. */
const messageOf = ({ message }: CellProblem) => sentence(message.replace(/^line \d+: /, ''));
