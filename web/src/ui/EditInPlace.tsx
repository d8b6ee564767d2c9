import { NativeSelect, TextInput, UnstyledButton } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useT } from '@/i18n';
import { AmountInput } from './AmountInput';
import classes from './EditInPlace.module.css';
import { messageOf } from './problem-text';

interface Props {
  /** The field's name, for who cannot see where it stands. */
  label: string;
  value: string;
  /** How it is shown; the value where not said. */
  children?: ReactNode;
  input?: 'text' | 'amount' | 'select';
  options?: readonly { value: string; label: string }[];
  currency?: string;
  disabled?: boolean;
  /** Editing begins: the moment to read what there is to choose from. */
  onBegin?: () => void;
  /**
   * Throws what goes wrong: it is said at the field, which stays open. The one of the render in which
   * editing began is called: what others change meanwhile is a conflict, not what was edited.
   */
  onSave: (value: string) => Promise<unknown>;
}

/** A value that becomes its own input: click or Enter edits, Enter saves, Escape leaves it. */
export function EditInPlace(props: Props) {
  const { t } = useT();
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    // The input had the focus and is gone: it goes on from where it stood, unless it went elsewhere before.
    if (wasEditing.current && !editing && document.activeElement === document.body) {
      button.current?.focus();
    }
    wasEditing.current = editing;
  }, [editing]);
  const begin = () => {
    props.onBegin?.();
    setEditing(true);
  };
  const shown = props.children ?? props.value;
  if (props.disabled) return <>{shown || '–'}</>;
  if (!editing) {
    return (
      <UnstyledButton ref={button} className={classes.value} onClick={begin}>
        <span>{shown || '–'}</span>
        <span className="visually-hidden">{`${t('edit')}: ${props.label}`}</span>
        <IconPencil size={13} aria-hidden />
      </UnstyledButton>
    );
  }
  return <Editor {...props} onEnd={() => setEditing(false)} />;
}

function Editor({ label, onEnd, ...props }: Props & { onEnd: () => void }) {
  const { t } = useT();
  const [{ before, onSave }] = useState({ before: props.value, onSave: props.onSave });
  const [value, setValue] = useState(before);
  const [error, setError] = useState<string>();
  const [saving, setSaving] = useState(false);
  const isOver = useRef(false);

  const save = async () => {
    if (isOver.current) return;
    if (value === before) return onEnd();
    isOver.current = true;
    setSaving(true);
    try {
      await onSave(value);
      onEnd();
    } catch (problem) {
      isOver.current = false;
      setError(messageOf(problem, t).detail);
      setSaving(false);
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
    'aria-label': label,
    readOnly: saving,
    error,
    onKeyDown,
    onBlur: () => void save(),
  };
  if (props.input === 'select') {
    const { readOnly, ...select } = input;
    return (
      <NativeSelect
        {...select}
        disabled={readOnly}
        value={value}
        data={props.options?.map((option) => ({ ...option })) ?? []}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
    );
  }
  if (props.input === 'amount') {
    return (
      <AmountInput
        {...input}
        value={value}
        onChange={setValue}
        {...(props.currency ? { currency: props.currency } : {})}
      />
    );
  }
  return (
    <TextInput
      {...input}
      value={value}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setValue(event.currentTarget.value)}
    />
  );
}
