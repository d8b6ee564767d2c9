import { Button, Menu, Text } from '@mantine/core';
import {
  IconBookmark,
  IconCheck,
  IconDeviceFloppy,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconPlus,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useQuickChange } from '@/api/change';
import { newIdempotencyKey } from '@/api/client';
import { useT } from '@/i18n';
import { useLater } from '@/lib/later';
import {
  asNew,
  isSameState,
  kept,
  stateOf,
  useViews,
  type View,
  type ViewChange,
  views,
} from '@/lib/views';
import { useCan } from '@/shell/session';
import { type ListState, viewState } from './list-state';

const loadForm = () => import('./ViewForm').then((module) => module.ViewForm);

interface Props {
  list: string;
  state: ListState;
  onChoose: (view: View | undefined) => void;
}

/** Saved views of the list: choosing, saving, sharing, deleting. */
export function ViewsMenu({ list, state, onChoose }: Props) {
  const { t } = useT('ui');
  const known = useViews(list);
  const [form, setForm] = useState<'new' | 'edit'>();
  const ViewForm = useLater(loadForm, form !== undefined);
  const current = known.find((view) => view.id === state.view);
  const now = viewState(state);
  const isChanged = current !== undefined && !isSameState(now, stateOf(current));
  return (
    <>
      <Menu width={290}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={14} aria-hidden />}>
            <span style={{ maxWidth: 180, overflow: 'hidden', textOverflow: 'ellipsis' }}>
              {current?.name ?? t('views.title')}
            </span>
            {isChanged && <span title={t('views.changed')}>&nbsp;•</span>}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
          <Menu.Item
            leftSection={<Mark shown={current === undefined} />}
            onClick={() => onChoose(undefined)}
          >
            {t('views.usual')}
          </Menu.Item>
          {known.map((view) => (
            <Menu.Item
              key={view.id}
              leftSection={<Mark shown={view.id === current?.id} />}
              rightSection={<Signs view={view} />}
              onClick={() => onChoose(view)}
            >
              {view.name}
              {!view.mine && (
                <Text size="xs" c="dimmed">
                  {t('views.of', { name: view.owner_name })}
                </Text>
              )}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {current && (
            <Changes view={current} now={isChanged ? now : undefined} {...{ setForm, onChoose }} />
          )}
          <Menu.Item leftSection={<IconPlus size={14} />} onClick={() => setForm('new')}>
            {t('views.saveAs')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {form && ViewForm && (
        <ViewForm
          list={list}
          state={now}
          view={form === 'edit' ? current : undefined}
          onClose={() => setForm(undefined)}
          onSaved={(view) => form === 'new' && onChoose(view)}
        />
      )}
    </>
  );
}

const Mark = ({ shown }: { shown: boolean }) =>
  shown ? <IconCheck size={14} /> : <span style={{ display: 'block', width: 14 }} />;

function Signs({ view }: { view: View }) {
  const { t } = useT('ui');
  return (
    <>
      {view.visibility !== 'private' && (
        <IconUsers size={14} role="img" aria-label={t(`views.${view.visibility}`)} />
      )}
      {view.pinned && <IconPin size={14} role="img" aria-label={t('views.pinned')} />}
    </>
  );
}

interface ChangesProps {
  view: View;
  /** What the list shows, where that is not what the view keeps. */
  now: Record<string, string> | undefined;
  setForm: (form: 'edit') => void;
  onChoose: (view: undefined) => void;
}

/** What whoever made a view, or manages the company, may do with it. */
function Changes({ view, now, setForm, onChoose }: ChangesProps) {
  const { t } = useT('ui');
  const can = useCan();
  const change = useQuickChange({
    run: (part: ViewChange) => views.change(view, part),
    touches: ['view'],
    done: t('views.saved'),
  });
  const remove = useQuickChange({
    run: (gone: View) => views.remove(gone),
    touches: ['view'],
    done: t('views.deleted', { name: view.name }),
    undo: (_, gone) => views.create(asNew(gone), newIdempotencyKey()),
    onDone: () => onChoose(undefined),
  });
  if (!view.mine && !can('company.manage')) return null;
  return (
    <>
      {now && (
        <Menu.Item
          leftSection={<IconDeviceFloppy size={14} />}
          onClick={() => void change({ state: kept(now) })}
        >
          {t('views.update', { name: view.name })}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => setForm('edit')}>
        {t('views.edit')}
      </Menu.Item>
      <Menu.Item
        leftSection={view.pinned ? <IconPinnedOff size={14} /> : <IconPin size={14} />}
        onClick={() => void change({ pinned: !view.pinned })}
      >
        {view.pinned ? t('views.unpin') : t('views.pin')}
      </Menu.Item>
      <Menu.Item leftSection={<IconTrash size={14} />} onClick={() => void remove(view)}>
        {t('views.delete', { name: view.name })}
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}
