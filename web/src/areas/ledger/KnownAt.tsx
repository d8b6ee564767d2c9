import { Group, Text } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';

/** By what was recorded up to an instant: what was known then. It stands as `known_at` in the address. */
export function KnownAt() {
  const { t } = useT('ledger');
  const [words, change] = useSearchWords();
  const shown = words.known_at ? new Date(words.known_at) : null;
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" c="dimmed" component="label" htmlFor="known-at" className="nowrap">
        {t('knownAt.label')}
      </Text>
      <DateTimePicker
        id="known-at"
        size="xs"
        w={185}
        clearable
        placeholder={t('knownAt.now')}
        title={t('knownAt.hint')}
        valueFormat="YYYY-MM-DD HH:mm"
        clearButtonProps={{ 'aria-label': t('ui:clear') }}
        value={shown}
        onChange={(value) =>
          change(
            { known_at: value ? new Date(value.replace(' ', 'T')).toISOString() : undefined },
            { replace: false },
          )
        }
      />
    </Group>
  );
}
