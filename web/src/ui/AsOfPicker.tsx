import { Group, Text } from '@mantine/core';
import { useT } from '@/i18n';
import { useSearchWords } from '@/lib/go';
import { useToday } from '@/shell/session';
import { DayInput } from './DayInput';

/** The day that a page shows, from the address; today where it names none. */
export function useAsOf(): { asOf: string | undefined; day: string } {
  const [words] = useSearchWords();
  const today = useToday();
  return { asOf: words.as_of, day: words.as_of ?? today };
}

/** Picks the day of which a page tells; it stands as `as_of` in the address. */
export function AsOfPicker() {
  const { t } = useT();
  const { asOf, day } = useAsOf();
  const today = useToday();
  const [, change] = useSearchWords();
  const set = (next: string | null) =>
    change({ as_of: next && next !== today ? next : undefined }, { replace: false });
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" c="dimmed" component="label" htmlFor="as-of">
        {t('asOf.label')}
      </Text>
      <DayInput
        id="as-of"
        w={150}
        size="xs"
        value={day}
        whole
        onChange={set}
        clearable={asOf !== undefined}
        clearButtonProps={{ 'aria-label': t('asOf.back') }}
      />
    </Group>
  );
}
