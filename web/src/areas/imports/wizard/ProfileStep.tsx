import { Button, Group, Radio, Skeleton, Stack, Text } from '@mantine/core';
import { useRef } from 'react';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useShortcuts } from '@/shell/shortcuts';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { IMPORT_KINDS } from '../ImportBadge';
import { OwnProfile } from './OwnProfile';
import { ProfileColumns } from './ProfileColumns';
import type { StepProps } from './WizardPage';
import classes from './WizardPage.module.css';
import { keptText, OWN } from './words';

type Profile = Schema<'ImportProfile'>;

/** What the file brings, and which of its columns is what. */
export function ProfileStep({ state, to, note }: StepProps) {
  const { t } = useT('imports');
  const profiles = useRead('/api/v1/import-profiles', {}, { staleTime: 60_000 });
  const rehearse = useRef<HTMLButtonElement>(null);
  const offered = profiles.data?.items.filter((profile) => profile.kind === state.kind) ?? [];
  const chosen = state.profile ?? offered[0]?.name;
  const profile = offered.find((one) => one.name === chosen);
  const isOwn = chosen === OWN;
  const isReady = profile !== undefined || (isOwn && keptText(state.upload ?? '', OWN) !== '');
  const next = () => isReady && to('check', { profile: chosen, fingerprint: undefined });
  useShortcuts([{ keys: 'r', label: t('profile.rehearse'), group: 'here', run: next }]);
  if (profiles.error && !profiles.data) {
    return <ProblemAlert error={profiles.error} retry={() => void profiles.refetch()} />;
  }
  return (
    <>
      <div className={classes.columns}>
        <Stack gap="lg">
          <Radio.Group
            label={t('profile.kind')}
            value={state.kind}
            onChange={(kind) => note({ kind, profile: undefined })}
          >
            <Stack gap="xs" mt="xs">
              {IMPORT_KINDS.map((kind) => (
                <Choice
                  key={kind}
                  value={kind}
                  label={t(`kinds.${kind}`)}
                  hint={t(`kindHints.${kind}`)}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Radio.Group
            label={t('profile.which')}
            value={chosen ?? null}
            onChange={(name) => note({ profile: name })}
          >
            <Stack gap="xs" mt="xs">
              {!profiles.data && <Skeleton height={120} />}
              {offered.map((one) => (
                <Choice
                  key={one.name}
                  value={one.name}
                  label={one.name}
                  hint={t('profile.shipped')}
                />
              ))}
              {profiles.data && (
                <Choice value={OWN} label={t('profile.own')} hint={t('profile.ownHint')} />
              )}
            </Stack>
          </Radio.Group>
        </Stack>
        {isOwn && state.upload ? (
          <OwnProfile
            upload={state.upload}
            template={templateOf(offered[0])}
            onCorrect={(own) => note({ kind: own.kind, profile: OWN })}
          />
        ) : (
          profile && <ProfileColumns profile={profile} />
        )}
      </div>
      <Group className={classes.bar} gap="sm">
        <Button ref={rehearse} onClick={next} disabled={!isReady}>
          {t('profile.rehearse')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('profile.rehearseHint')}
        </Text>
      </Group>
    </>
  );
}

function Choice({ value, label, hint }: { value: string; label: string; hint: string }) {
  return (
    <label className={classes.card} htmlFor={`choice-${value}`}>
      <Radio id={`choice-${value}`} value={value} label={label} description={hint} size="xs" />
    </label>
  );
}

const quoted = (text: string) => JSON.stringify(text);

/** A shipped profile as a text to begin one's own from. */
function templateOf(profile: Profile | undefined): string {
  if (!profile) return '';
  const columns = Object.entries(profile.columns).map(([field, names]) => {
    const key = /^[\w-]+$/.test(field) ? field : quoted(field);
    const value = names.length === 1 ? quoted(names[0] ?? '') : `[${names.map(quoted).join(', ')}]`;
    return `${key} = ${value}`;
  });
  const constants = Object.entries(profile.constants).map(
    ([field, value]) => `${field} = ${quoted(value)}`,
  );
  return [
    'name = "old-books"',
    `kind = ${quoted(profile.kind)}`,
    'source = "old-books"',
    'date_format = "%m/%d/%Y"',
    'decimal_separator = "."',
    'thousands_separator = ","',
    ...(profile.optional.length > 0
      ? [`optional = [${profile.optional.map(quoted).join(', ')}]`]
      : []),
    '',
    '[columns]',
    ...columns,
    ...(constants.length > 0 ? ['', '[constants]', ...constants] : []),
    '',
  ].join('\n');
}
