import { Box, NativeSelect, Popover, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, type SyntheticEvent, useRef, useState } from 'react';
import { invalidateKinds } from '@/api/keys';
import { isConflict } from '@/api/problem';
import { useT } from '@/i18n';
import { AmountInput } from '../AmountInput';
import { ConflictDialog } from '../ConflictDialog';
import { messageOf } from '../problem-text';
import { showDone } from '../toasts';
import type { CellEdit } from './definition';
import classes from './ListPage.module.css';

interface Props<Row> {
  row: Row;
  edit: CellEdit<Row>;
  name: string;
  onEnd: () => void;
}

/**
 * Edits a cell in place: Enter or leaving it saves, Escape leaves it as it was. It saves over the row as it
 * was when editing began; where somebody else changed the cell meanwhile, it asks what shall stand.
 */
export function CellEditor<Row>({ onEnd, ...props }: Props<Row>) {
  const { t } = useT('ui');
  const queries = useQueryClient();
  // The row is read again under an open editor, and another may come to stand in its place.
  const [{ row, edit, name }] = useState(props);
  const before = edit.value(row);
  const [value, setValue] = useState(before);
  const [error, setError] = useState<string>();
  const [saving, setSaving] = useState(false);
  const [theirs, setTheirs] = useState<Row>();
  const isBusy = useRef(false);
  const input = useRef<HTMLInputElement & HTMLSelectElement>(null);

  const refresh = () => invalidateKinds(queries, edit.touches);
  const end = () => {
    isBusy.current = true;
    onEnd();
  };
  /** Saves over a row; answers the newer one where the cell itself was changed meanwhile. */
  const saveOver = async (base: Row): Promise<Row | undefined> => {
    try {
      const after = await edit.save(base, value);
      await refresh();
      const changed = { ...base, ...versionOf(after) };
      const undo = () => edit.save(changed, edit.value(base)).then(refresh);
      showDone(t('list.saved', { what: name }), undo);
      return undefined;
    } catch (problem) {
      if (!isConflict(problem)) throw problem;
      const now = await edit.latest(base);
      // What they changed elsewhere in the row stays; only the cell is at issue.
      return edit.value(now) === edit.value(base) ? saveOver(now) : now;
    }
  };
  const save = async (base: Row = row) => {
    if (isBusy.current) return;
    if (base === row && value === before) return end();
    isBusy.current = true;
    setSaving(true);
    setError(undefined);
    try {
      const newer = await saveOver(base);
      if (newer === undefined) return end();
      setTheirs(newer); // busy until it is decided
    } catch (problem) {
      isBusy.current = false;
      setTheirs(undefined);
      setError(messageOf(problem, t).detail);
    }
    setSaving(false);
  };
  const keepMine = () => {
    isBusy.current = false;
    void save(theirs);
  };
  const takeTheirs = () => {
    void refresh();
    end();
  };
  /** Back to what was typed. */
  const goBack = () => {
    setTheirs(undefined);
    isBusy.current = false;
    requestAnimationFrame(() => input.current?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') void save();
    if (event.key === 'Escape') end();
  };
  const given = {
    ref: input,
    size: 'xs' as const,
    autoFocus: true,
    'aria-label': name,
    readOnly: saving,
    error: error !== undefined,
    onKeyDown,
    onBlur: () => void save(),
  };
  const words = (value: string) =>
    edit.options?.find((option) => option.value === value)?.label || value || '–';
  return (
    <>
      <Popover
        opened={error !== undefined}
        position="bottom-start"
        withArrow
        shadow="md"
        trapFocus={false}
        returnFocus={false}
        withRoles={false}
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        <Popover.Target>
          <div className={classes.editor}>{inputOf(edit, given, value, setValue)}</div>
        </Popover.Target>
        <Popover.Dropdown role="alert" maw={340} p="xs" c="var(--mantine-color-error)" fz="sm">
          {error}
        </Popover.Dropdown>
      </Popover>
      {theirs !== undefined && (
        // The grid has keys and clicks of its own, and events come to it from the dialog too.
        <Box component="span" onKeyDown={stop} onClick={stop} onDoubleClick={stop}>
          <ConflictDialog
            opened
            pending={saving}
            onClose={goBack}
            onTakeTheirs={takeTheirs}
            onKeepMine={keepMine}
            fields={[
              {
                name,
                before: words(before),
                theirs: words(edit.value(theirs)),
                yours: words(value),
              },
            ]}
          />
        </Box>
      )}
    </>
  );
}

const stop = (event: SyntheticEvent) => event.stopPropagation();

interface Given {
  ref: RefObject<(HTMLInputElement & HTMLSelectElement) | null>;
  size: 'xs';
  autoFocus: boolean;
  'aria-label': string;
  readOnly: boolean;
  error: boolean;
  onKeyDown: (event: KeyboardEvent) => void;
  onBlur: () => void;
}

function inputOf<Row>(
  edit: CellEdit<Row>,
  given: Given,
  value: string,
  setValue: (value: string) => void,
) {
  if (edit.input === 'select') {
    const { readOnly, ...select } = given;
    return (
      <NativeSelect
        {...select}
        disabled={readOnly}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        data={edit.options?.map(({ value, label }) => ({ value, label })) ?? []}
      />
    );
  }
  if (edit.input === 'amount') return <AmountInput {...given} value={value} onChange={setValue} />;
  return (
    <TextInput
      {...given}
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
