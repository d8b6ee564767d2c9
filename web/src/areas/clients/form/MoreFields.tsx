import { ActionIcon, Button, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useT } from '@/i18n';
import type { PartProps } from './ClientForm';
import classes from './form.module.css';
import { Part } from './Part';

const replaced = <T extends object>(list: readonly T[], index: number, part: Partial<T>): T[] =>
  list.map((one, place) => (place === index ? { ...one, ...part } : one));

/** Numbers that tax authorities gave. */
export function TaxFields({ draft, set, at }: PartProps) {
  const { t } = useT('clients');
  const list = draft.tax_numbers;
  const change = (index: number, part: object) => set({ tax_numbers: replaced(list, index, part) });
  return (
    <Part title={t('file.taxNumbers')}>
      {list.map((tax, index) => (
        <Entry
          key={index}
          remove={t('form.removeTax', { number: index + 1 })}
          onRemove={() => set({ tax_numbers: list.filter((_, place) => place !== index) })}
        >
          <TextInput
            label={t('form.taxKind')}
            placeholder={t('form.taxKindHint')}
            autoComplete="off"
            value={tax.kind}
            error={at(`tax_numbers/${index}/kind`)}
            onChange={(event) => change(index, { kind: event.currentTarget.value })}
          />
          <TextInput
            label={t('list.number')}
            autoComplete="off"
            value={tax.value}
            error={at(`tax_numbers/${index}/value`)}
            onChange={(event) => change(index, { value: event.currentTarget.value })}
          />
        </Entry>
      ))}
      <Add onClick={() => set({ tax_numbers: [...list, { kind: '', value: '' }] })}>
        {t('form.addTax')}
      </Add>
    </Part>
  );
}

export function TagFields({ draft, set, at }: PartProps) {
  const { t } = useT('clients');
  const wrong = ['tags', ...draft.tags.map((_, index) => `tags/${index}`)].map(at).find(Boolean);
  return (
    <Part title={t('file.tags')}>
      <TagsInput
        aria-label={t('file.tags')}
        description={t('form.tagsHint')}
        className={classes.wide}
        value={draft.tags}
        error={wrong}
        onChange={(tags) => set({ tags })}
      />
    </Part>
  );
}

/** Whatever else the company keeps of its clients. */
export function CustomFields({ draft, set, at }: PartProps) {
  const { t } = useT('clients');
  const list = draft.custom;
  const change = (index: number, part: object) => set({ custom: replaced(list, index, part) });
  return (
    <Part title={t('file.custom')}>
      {list.map((field, index) => (
        <Entry
          key={index}
          remove={t('form.removeCustom', { number: index + 1 })}
          onRemove={() => set({ custom: list.filter((_, place) => place !== index) })}
        >
          <TextInput
            label={t('form.customName')}
            autoComplete="off"
            value={field.name}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <TextInput
            label={t('form.customValue')}
            autoComplete="off"
            value={field.text}
            error={at(`custom/${field.name.trim()}`)}
            onChange={(event) => change(index, { text: event.currentTarget.value })}
          />
        </Entry>
      ))}
      <Add onClick={() => set({ custom: [...list, { name: '', text: '' }] })}>
        {t('form.addCustom')}
      </Add>
    </Part>
  );
}

interface EntryProps {
  remove: string;
  onRemove: () => void;
  children: ReactNode;
}

function Entry({ remove, onRemove, children }: EntryProps) {
  return (
    <div className={classes.entry}>
      <div className={classes.fields}>{children}</div>
      <ActionIcon size={30} aria-label={remove} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </div>
  );
}

function Add({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <div className={classes.wide}>
      <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={onClick}>
        {children}
      </Button>
    </div>
  );
}
