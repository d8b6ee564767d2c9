import { Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { useT } from '@/i18n';
import { kept, useOwnTeams, type View, type ViewState, type Visibility, views } from '@/lib/views';
import { FormDialog } from '../FormDialog';
import { sentence } from '../problem-text';

interface Props {
  list: string;
  state: ViewState;
  /** The one to rename or share; a new one without. */
  view: View | undefined;
  onClose: () => void;
  onSaved: (view: View) => void;
}

const VISIBILITIES: readonly Visibility[] = ['private', 'team', 'company'];

/** A view's name, and who sees it. */
export function ViewForm({ list, state, view, onClose, onSaved }: Props) {
  const { t } = useT('ui');
  const teams = useOwnTeams();
  const [name, setName] = useState(view?.name ?? '');
  const [visibility, setVisibility] = useState<Visibility>(view?.visibility ?? 'private');
  const [team, setTeam] = useState<string | null>(view?.team_id ?? null);
  const [pinned, setPinned] = useState(view?.pinned ?? false);
  const save = useChange({
    run: (input: Pick<View, 'name' | 'visibility' | 'team_id' | 'pinned'>, attempt) =>
      view
        ? views.change(view, input)
        : views.create(
            { list, state: kept(state), ...input, team_id: input.team_id ?? null },
            attempt.key,
          ),
    touches: ['view'],
    done: t('views.saved'),
    fields: ['name', 'team_id'],
    onDone: (saved) => {
      onSaved(saved);
      onClose();
    },
  });
  const submit = () => {
    const team_id = visibility === 'team' ? (team ?? teams[0]?.id ?? null) : null;
    void save.send({ name: name.trim(), visibility, team_id, pinned });
  };
  const at = (field: string) => save.fieldErrors[field] && sentence(save.fieldErrors[field]);
  const offered = VISIBILITIES.filter(
    (value) => value !== 'team' || teams.length > 0 || view?.visibility === 'team',
  );
  return (
    <FormDialog
      title={view ? t('views.edit') : t('views.saveAs')}
      change={save}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t('views.name')}
        data-autofocus
        maxLength={80}
        autoComplete="off"
        value={name}
        error={at('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t('views.visibility')}
        allowDeselect={false}
        value={visibility}
        onChange={(value) => setVisibility((value ?? 'private') as Visibility)}
        data={offered.map((value) => ({ value, label: t(`views.${value}`) }))}
      />
      {visibility === 'team' && teams.length > 0 && (
        <Select
          label={t('views.whichTeam')}
          allowDeselect={false}
          value={team ?? teams[0]?.id ?? null}
          error={at('team_id')}
          onChange={setTeam}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <Checkbox
        label={t('views.pinHint')}
        checked={pinned}
        onChange={(event) => setPinned(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
