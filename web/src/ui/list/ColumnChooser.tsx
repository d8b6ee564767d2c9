import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Text, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns } from '@tabler/icons-react';
import { useT } from '@/i18n';
import { type Density, usePreferences } from '@/lib/preferences';
import type { Column } from './definition';

interface Props<Row> {
  columns: readonly Column<Row>[];
  shown: readonly Column<Row>[];
  onChange: (ids: readonly string[] | undefined) => void;
}

const DENSITIES: readonly Density[] = ['compact', 'comfortable'];

/** Which columns there are, in which order, and how high the rows are. */
export function ColumnChooser<Row>({ columns, shown, onChange }: Props<Row>) {
  const { t } = useT('ui');
  const ids = shown.map((column) => column.id);
  const rest = columns.filter((column) => !ids.includes(column.id));
  const move = (index: number, by: -1 | 1) => {
    const next = [...ids];
    const [id] = next.splice(index, 1);
    if (id) next.splice(index + by, 0, id);
    onChange(next);
  };
  return (
    <Popover position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Tooltip label={t('list.columns')}>
          <ActionIcon aria-label={t('list.columns')} variant="default">
            <IconColumns size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={2} miw={240}>
          {shown.map((column, index) => (
            <Group key={column.id} justify="space-between" wrap="nowrap" gap="xs">
              <Checkbox
                size="xs"
                label={column.header}
                checked
                disabled={shown.length === 1}
                onChange={() => onChange(ids.filter((id) => id !== column.id))}
              />
              <Group gap={0} wrap="nowrap">
                <ActionIcon
                  size="sm"
                  disabled={index === 0}
                  aria-label={t('list.moveUp', { name: column.header })}
                  onClick={() => move(index, -1)}
                >
                  <IconArrowUp size={14} />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  disabled={index === shown.length - 1}
                  aria-label={t('list.moveDown', { name: column.header })}
                  onClick={() => move(index, 1)}
                >
                  <IconArrowDown size={14} />
                </ActionIcon>
              </Group>
            </Group>
          ))}
          {rest.map((column) => (
            <Checkbox
              key={column.id}
              size="xs"
              py={5}
              label={column.header}
              checked={false}
              onChange={() => onChange([...ids, column.id])}
            />
          ))}
          <Button variant="subtle" onClick={() => onChange(undefined)}>
            {t('list.columnsReset')}
          </Button>
          <DensityChoice />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function DensityChoice() {
  const { t } = useT('ui');
  const { preferences, change } = usePreferences();
  const current = preferences.density ?? 'comfortable';
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <Text component="legend" size="xs" c="dimmed">
        {t('list.density')}
      </Text>
      <Button.Group>
        {DENSITIES.map((density) => (
          <Button
            key={density}
            variant={density === current ? 'filled' : 'default'}
            aria-pressed={density === current}
            onClick={() => change({ density })}
          >
            {t(`list.${density}`)}
          </Button>
        ))}
      </Button.Group>
    </fieldset>
  );
}
