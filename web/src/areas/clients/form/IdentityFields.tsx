import { Input, SegmentedControl, TextInput } from '@mantine/core';
import { useT } from '@/i18n';
import { useFieldNames } from '../client-fields';
import type { PartProps } from './ClientForm';
import type { Draft } from './draft';
import { Part } from './Part';

type TextField =
  | 'legal_name'
  | 'trading_name'
  | 'given_name'
  | 'family_name'
  | 'number'
  | 'client_type';

/** What the client is called. */
export function IdentityFields({ draft, set, at }: PartProps) {
  const { t } = useT('clients');
  const names = useFieldNames();
  const isPerson = draft.kind === 'person';
  const text = (field: TextField) => ({
    label: names[field],
    autoComplete: 'off',
    value: draft[field],
    error: at(field),
    onChange: (event: { currentTarget: HTMLInputElement }) =>
      set({ [field]: event.currentTarget.value } as Partial<Draft>),
  });
  return (
    <Part title={t('file.identity')}>
      <Input.Wrapper label={names.kind} labelElement="div" error={at('kind')}>
        <SegmentedControl
          fullWidth
          aria-label={names.kind}
          value={draft.kind}
          onChange={(kind) => set({ kind: kind as Draft['kind'] })}
          data={(['organisation', 'person'] as const).map((value) => ({
            value,
            label: t(`list.${value}`),
          }))}
        />
      </Input.Wrapper>
      {isPerson && <TextInput {...text('given_name')} />}
      {isPerson && <TextInput {...text('family_name')} />}
      <TextInput
        {...text('legal_name')}
        required={!isPerson}
        withAsterisk={false}
        autoFocus={!isPerson}
        placeholder={isPerson ? t('form.madeOfNames') : ''}
      />
      <TextInput {...text('trading_name')} />
      <TextInput {...text('number')} placeholder={t('form.nextNumber')} />
      <TextInput {...text('client_type')} placeholder={t('form.typeHint')} />
    </Part>
  );
}
