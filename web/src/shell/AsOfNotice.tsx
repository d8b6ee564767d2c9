import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useT } from '@/i18n';
import { formatDay } from '@/lib/format';
import { useSearchWords } from '@/lib/go';
import { useLocale } from '@/lib/locale';

/** Reminds that the page shows a past day, and leads back to today. */
export function AsOfNotice() {
  const { t } = useT();
  const locale = useLocale();
  const [words, change] = useSearchWords();
  if (!words.as_of) return null;
  return (
    <Button
      variant="light"
      color="orange"
      c="var(--warning)"
      leftSection={<IconHistory size={16} aria-hidden />}
      title={t('asOf.back')}
      onClick={() => change({ as_of: undefined }, { replace: false })}
    >
      {t('asOf.past', { day: formatDay(words.as_of, locale) })}
    </Button>
  );
}
