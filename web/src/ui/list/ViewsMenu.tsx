import { Button, Checkbox, Group, Menu, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark, IconPin, IconPinnedOff, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useChange, useQuickChange } from '@/api/change';
import { useT } from '@/i18n';
import { useViews, type View, type Visibility, views } from '@/lib/views';
import { ProblemAlert } from '../ProblemAlert';
import { type ListState, viewState } from './list-state';

interface Props {
  list: string;
  state: ListState;
  onChoose: (view: View | undefined) => void;
}

/** Saved views of the list; nothing where the server keeps none. */
export function ViewsMenu({ list, state, onChoose }: Props) {
  const { t } = useT('ui');
  const known = useViews(list);
  const [isSaving, saving] = useDisclosure(false);
  const change = useQuickChange({
    run: ({ view, part }: { view: View; part: Parameters<typeof views.change>[1] }) =>
      views.change(view, part),
    touches: ['view'],
    done: t('views.saved'),
  });
  const remove = useQuickChange({
    run: (view: View) => views.remove(view),
    touches: ['view'],
    done: t('views.deleted'),
    undo: (_, view) => views.create(view, crypto.randomUUID()),
    onDone: () => onChoose(undefined),
  });
  if (!known) return null;
  const current = known.find((view) => view.id === state.view);
  const inOrder = [...known].sort((a, b) => Number(b.pinned) - Number(a.pinned));
  return (
    <>
      <Menu width={280}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={14} aria-hidden />}>
            {current?.name ?? t('views.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onChoose(undefined)}>{t('views.usual')}</Menu.Item>
          {inOrder.map((view) => (
            <Menu.Item
              key={view.id}
              fw={view.id === current?.id ? 600 : undefined}
              leftSection={view.pinned ? <IconPin size={14} /> : undefined}
              onClick={() => onChoose(view)}
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={saving.open}>{t('views.saveAs')}</Menu.Item>
          {current?.mine && (
            <>
              <Menu.Item
                onClick={() => void change({ view: current, part: { state: viewState(state) } })}
              >
                {t('views.update', { name: current.name })}
              </Menu.Item>
              <Menu.Item
                leftSection={current.pinned ? <IconPinnedOff size={14} /> : <IconPin size={14} />}
                onClick={() => void change({ view: current, part: { pinned: !current.pinned } })}
              >
                {current.pinned ? t('views.unpin') : t('views.pin')}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={14} />} onClick={() => void remove(current)}>
                {t('views.delete', { name: current.name })}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {isSaving && <SaveView list={list} state={state} onClose={saving.close} onSaved={onChoose} />}
    </>
  );
}

interface SaveProps {
  list: string;
  state: ListState;
  onClose: () => void;
  onSaved: (view: View) => void;
}

const VISIBILITIES: readonly Visibility[] = ['private', 'team', 'company'];

function SaveView({ list, state, onClose, onSaved }: SaveProps) {
  const { t } = useT('ui');
  const [name, setName] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('private');
  const [pinned, setPinned] = useState(false);
  const save = useChange({
    run: (view: Parameters<typeof views.create>[0], { key }) => views.create(view, key),
    touches: ['view'],
    done: t('views.saved'),
    fields: ['name'],
    onDone: (view) => {
      onSaved(view);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    void save.send({ list, name: name.trim(), state: viewState(state), visibility, pinned });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('views.saveAs')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t('views.name')}
            data-autofocus
            required
            withAsterisk={false}
            value={name}
            error={save.fieldErrors.name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t('views.visibility')}
            allowDeselect={false}
            value={visibility}
            onChange={(value) => setVisibility((value ?? 'private') as Visibility)}
            data={VISIBILITIES.map((value) => ({ value, label: t(`views.${value}`) }))}
          />
          <Checkbox
            label={t('views.pin')}
            checked={pinned}
            onChange={(event) => setPinned(event.currentTarget.checked)}
          />
          {save.problem && <ProblemAlert error={save.problem} retry={() => void save.retry()} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={save.pending}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
