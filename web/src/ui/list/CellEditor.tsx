import { NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import { invalidateKinds } from '@/api/keys';
import { isConflict } from '@/api/problem';
import { useT } from '@/i18n';
import { AmountInput } from '../AmountInput';
import { messageOf } from '../problem-text';
import { showDone, showProblem } from '../toasts';
import type { CellEdit } from './definition';
import classes from './ListPage.module.css';

interface Props<Row> {
  row: Row;
  edit: CellEdit<Row>;
  name: string;
  onEnd: () => void;
}

/** Edits a cell in place: Enter or leaving it saves, Escape leaves it as it was. */
export function CellEditor<Row>({ row, edit, name, onEnd }: Props<Row>) {
  const { t } = useT('ui');
  const queries = useQueryClient();
  const before = edit.value(row);
  const [value, setValue] = useState(before);
  const [error, setError] = useState<string>();
  const [saving, setSaving] = useState(false);
  const isOver = useRef(false);

  const save = async () => {
    if (isOver.current || saving) return;
    if (value === before) return onEnd();
    setSaving(true);
    setError(undefined);
    const refresh = () => invalidateKinds(queries, edit.touches);
    try {
      const after = await edit.save(row, value);
      await refresh();
      isOver.current = true;
      onEnd();
      const changed = { ...row, ...versionOf(after) };
      showDone(t('list.saved', { what: name }), () => edit.save(changed, before).then(refresh));
    } catch (problem) {
      if (!isConflict(problem)) {
        setError(messageOf(problem, t).detail);
        setSaving(false);
        return;
      }
      showProblem(problem);
      await refresh();
      onEnd();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') void save();
    if (event.key === 'Escape') {
      isOver.current = true;
      onEnd();
    }
  };
  const input = {
    size: 'xs' as const,
    autoFocus: true,
    className: classes.editor,
    'aria-label': name,
    disabled: saving,
    error,
    onKeyDown,
    onBlur: () => void save(),
  };
  if (edit.input === 'select') {
    return (
      <NativeSelect
        {...input}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        data={edit.options?.map(({ value, label }) => ({ value, label })) ?? []}
      />
    );
  }
  if (edit.input === 'amount') return <AmountInput {...input} value={value} onChange={setValue} />;
  return (
    <TextInput
      {...input}
      type={edit.input === 'day' ? 'date' : 'text'}
      value={value}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setValue(event.currentTarget.value)}
    />
  );
}

const versionOf = (after: unknown) =>
  typeof after === 'object' && after !== null && 'version' in after
    ? { version: after.version as number }
    : {};
