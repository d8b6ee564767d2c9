import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, body } from '@/api/client';
import { isProblem } from '@/api/problem';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { ProblemDetail } from '@/ui/ProblemDetail';
import { ProfileColumns } from './ProfileColumns';
import { keepText, keptText, OWN } from './words';

interface Props {
  upload: string;
  /** What the text begins with where nothing was written yet. */
  template: string;
  onCorrect: (profile: Schema<'ImportProfile'>) => void;
}

const SETTLE_MS = 400;

/** One's own profile as a text, checked by the server while it is written. */
export function OwnProfile({ upload, template, onCorrect }: Props) {
  const { t } = useT('imports');
  const [text, setText] = useState(() => keptText(upload, OWN) || template);
  const [toml] = useDebouncedValue(text, SETTLE_MS);
  const write = (next: string) => {
    setText(next);
    keepText(upload, OWN, next);
  };
  const check = useQuery({
    queryKey: ['import-profiles', 'check', toml],
    queryFn: ({ signal }) =>
      body(api.POST('/api/v1/import-profiles/check', { body: { toml }, signal })),
    enabled: toml.trim() !== '',
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  const profile = check.data;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each text that is right
  useEffect(() => {
    if (!profile || check.isPlaceholderData) return;
    keepText(upload, OWN, toml);
    onCorrect(profile);
  }, [profile, check.isPlaceholderData]);
  const isWrong = isProblem(check.error) && check.error.status === 422;
  return (
    <Stack gap="md">
      <Textarea
        label={t('profile.text')}
        autosize
        minRows={14}
        maxRows={28}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={text}
        error={isWrong && <ProblemDetail error={check.error} />}
        onChange={(event) => write(event.currentTarget.value)}
      />
      <Group gap="sm">
        <FileButton
          accept=".toml,text/plain"
          onChange={(file) => void file?.text().then((content) => write(content))}
        >
          {(props) => (
            <Button {...props} variant="default">
              {t('profile.open')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed" aria-live="polite">
          {check.isFetching ? t('profile.checking') : profile && !isWrong && t('profile.correct')}
        </Text>
      </Group>
      {check.error && !isWrong && (
        <ProblemAlert error={check.error} retry={() => void check.refetch()} />
      )}
      {profile && !isWrong && <ProfileColumns profile={profile} />}
    </Stack>
  );
}
