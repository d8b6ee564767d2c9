import { Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useT } from '@/i18n';
import { useOwnFact } from '@/lib/preferences';
import { Day } from '@/ui/Day';
import { Page, PageHeader } from '@/ui/Page';
import { CHANGES } from './changes';

/** What changed in the program, in the words of who uses it. */
export function ChangesPage() {
  const { t, language } = useT('shell');
  const [seen, setSeen] = useOwnFact<string>('changes_seen');
  const newest = CHANGES[0]?.id;
  useEffect(() => {
    if (newest && seen !== newest) setSeen(newest);
  }, [newest, seen, setSeen]);
  return (
    <Page>
      <PageHeader title={t('changes.title')} />
      <Stack gap="lg" maw={680}>
        {CHANGES.map((entry) => (
          <article key={entry.id}>
            <Text size="xs" c="dimmed">
              <Day value={entry.day} />
            </Text>
            <Title order={2} size="h3">
              {entry.words[language].title}
            </Title>
            <Text size="sm">{entry.words[language].detail}</Text>
          </article>
        ))}
        <Text size="sm" c="dimmed">
          {t('changes.seen')}
        </Text>
      </Stack>
    </Page>
  );
}
