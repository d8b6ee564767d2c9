import {
  Button,
  Checkbox,
  Group,
  Popover,
  SegmentedControl,
  Select,
  TextInput,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useRead } from '@/api/read';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { type Drill, typedBounds } from './figures';

interface Props {
  drill: Drill;
  bounds: readonly number[] | undefined;
  boundsError: string | undefined;
}

/** By what the balance ages, in which buckets and currency. All of it stands in the address. */
export function AgingTools({ drill, bounds, boundsError }: Props) {
  const { t } = useT('reports');
  const [words, change] = useSearchWords();
  const everything = useRead('/api/v1/reports/aging', { query: { as_of: words.as_of } });
  const currencies = [...new Set(everything.data?.rows.map((row) => row.currency))];
  return (
    <Group gap="sm">
      {drill.level === 'company' && (
        <SegmentedControl
          size="xs"
          aria-label={t('aging.rowsOf')}
          value={words.by === 'client' ? 'client' : 'owner'}
          onChange={(by) => change({ by: by === 'client' ? by : undefined }, { replace: false })}
          data={[
            { value: 'owner', label: t('aging.byOwner') },
            { value: 'client', label: t('aging.byClient') },
          ]}
        />
      )}
      <SegmentedControl
        size="xs"
        aria-label={t('aging.basis')}
        value={drill.query.basis ?? 'due'}
        onChange={(basis) => change({ basis: basis === 'issued' ? basis : undefined })}
        data={[
          { value: 'due', label: t('aging.fromDue') },
          { value: 'issued', label: t('aging.fromIssued') },
        ]}
      />
      <Bounds bounds={bounds} error={boundsError} />
      <Select
        size="xs"
        w={150}
        aria-label={t('aging.currency')}
        allowDeselect={false}
        value={drill.query.in_base ? 'base' : (words.currency ?? 'all')}
        onChange={(choice) =>
          change({
            in_base: choice === 'base' ? 'true' : undefined,
            currency: choice && choice !== 'base' && choice !== 'all' ? choice : undefined,
          })
        }
        data={[
          { value: 'all', label: t('aging.allCurrencies') },
          { value: 'base', label: t('aging.inBase') },
          ...currencies.map((currency) => ({ value: currency, label: currency })),
        ]}
      />
      {drill.level === 'client' && (
        <Checkbox
          size="xs"
          label={t('aging.children')}
          checked={drill.query.include_children ?? false}
          onChange={(event) =>
            change({ include_children: event.currentTarget.checked ? 'true' : undefined })
          }
        />
      )}
    </Group>
  );
}

interface BoundsProps {
  bounds: readonly number[] | undefined;
  error: string | undefined;
}

function Bounds({ bounds, error }: BoundsProps) {
  const { t } = useT('reports');
  const [words, change] = useSearchWords();
  const [opened, popover] = useDisclosure(false);
  const [typed, setTyped] = useState<string>();
  const shown = words.buckets?.split(',').join(', ') ?? bounds?.join(', ') ?? '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change({ buckets: typedBounds(typed ?? shown) || undefined });
    setTyped(undefined);
  };
  return (
    <Popover
      opened={opened || error !== undefined}
      onChange={popover.toggle}
      position="bottom-start"
      trapFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          fw={400}
          onClick={popover.toggle}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {t('aging.bucketsOf', { bounds: shown })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <TextInput
            w={240}
            label={t('aging.buckets')}
            description={t('aging.bucketsHint')}
            value={typed ?? shown}
            error={error}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group mt="sm" gap="xs" justify="flex-end">
            <Button
              variant="default"
              onClick={() => {
                setTyped(undefined);
                change({ buckets: undefined });
              }}
            >
              {t('aging.bucketsUsual')}
            </Button>
            <Button type="submit">{t('aging.bucketsSet')}</Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
