import { ActionIcon, Button, Group, Kbd, Radio, Skeleton, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { useQuickChange } from '@/api/change';
import { api, body } from '@/api/client';
import { isNotFound } from '@/api/problem';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useShortcuts } from '@/shell/shortcuts';
import { EmptyState } from '@/ui/EmptyState';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { IMPORT_KINDS } from '../ImportBadge';
import { FileNotes } from './FileNotes';
import { MapColumns } from './MapColumns';
import { fitOf, suits } from './mapping';
import { OwnProfile } from './OwnProfile';
import { ProfileColumns } from './ProfileColumns';
import { templateOf } from './template';
import { type StepProps, useStartOver } from './WizardPage';
import classes from './WizardPage.module.css';
import { keptText, MAPPED, OWN } from './words';

type Named = Schema<'NamedImportProfile'>;
type Kind = Schema<'ImportKind'>;

/** What the file brings, and which of its columns is what. */
export function ProfileStep({ state, to, note }: StepProps) {
  const { t } = useT('imports');
  const startOver = useStartOver();
  const upload = state.upload ?? '';
  const kind = state.kind as Kind;
  const [isComposed, setComposed] = useState(false);
  const rehearse = useRef<HTMLButtonElement>(null);
  const profiles = useRead('/api/v1/import-profiles', {}, { staleTime: 60_000 });
  const preview = useRead(
    '/api/v1/import-uploads/{id}/preview',
    { path: { id: upload }, query: { kind } },
    { keep: false, staleTime: Number.POSITIVE_INFINITY },
  );
  const offered = profiles.data?.items.filter((profile) => profile.kind === kind) ?? [];
  const chosen = state.profile ?? usualChoice(offered, preview.data);
  const profile = offered.find((one) => one.code === chosen);
  const isReady =
    profile !== undefined ||
    (chosen === OWN && keptText(upload, OWN) !== '') ||
    (chosen === MAPPED && isComposed);
  const next = () => isReady && to('check', { profile: chosen, fingerprint: undefined });
  useShortcuts([{ keys: 'r', label: t('profile.rehearse'), group: 'here', run: next }]);
  if (preview.error && isNotFound(preview.error)) {
    return (
      <EmptyState title={t('upload.expired')} hint={t('upload.expiredDetail')}>
        <Button onClick={startOver}>{t('upload.choose')}</Button>
      </EmptyState>
    );
  }
  const error = profiles.error ?? preview.error;
  const fields = offered[0]?.fields ?? [];
  return (
    <>
      <div className={classes.columns}>
        <Stack gap="lg">
          <KindChoice
            value={kind}
            onChange={(other) => note({ kind: other, profile: undefined })}
          />
          <Radio.Group
            label={t('profile.which')}
            value={chosen ?? null}
            onChange={(code) => note({ profile: code })}
          >
            <Stack gap="xs" mt="xs">
              {profiles.data ? (
                <Profiles
                  profiles={offered}
                  preview={preview.data}
                  onRemoved={() => note({ profile: undefined })}
                />
              ) : (
                <Skeleton height={120} />
              )}
            </Stack>
          </Radio.Group>
        </Stack>
        <Stack gap="md" style={{ minWidth: 0 }}>
          {error && (
            <ProblemAlert
              error={error}
              retry={() => void (profiles.error ? profiles.refetch() : preview.refetch())}
            />
          )}
          {preview.data && <FileNotes preview={preview.data} />}
          {chosen === OWN && (
            <OwnProfile
              upload={upload}
              template={templateOf(offered[0])}
              onCorrect={(own) => note({ kind: own.kind, profile: OWN })}
            />
          )}
          {chosen === MAPPED && preview.data && (
            <MapColumns
              key={kind}
              upload={upload}
              kind={kind}
              preview={preview.data}
              fields={fields}
              onComposed={setComposed}
              onSaved={(code) => {
                note({ profile: code });
                rehearse.current?.focus(); // the columns go away, and the focus would with them
              }}
            />
          )}
          {profile && <ProfileColumns profile={profile} preview={preview.data} />}
        </Stack>
      </div>
      <Group className={classes.bar} gap="sm">
        <Button
          ref={rehearse}
          onClick={next}
          // Not `disabled`: the focus would be lost while a profile is being read.
          aria-disabled={!isReady}
          data-disabled={!isReady || undefined}
          rightSection={<Kbd size="xs">r</Kbd>}
        >
          {t('profile.rehearse')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('profile.rehearseHint')}
        </Text>
      </Group>
    </>
  );
}

/** The profile whose columns the file has, the one that knows most of them; else they are matched here. */
function usualChoice(
  profiles: readonly Named[],
  preview: Schema<'ImportPreview'> | undefined,
): string | undefined {
  if (!preview) return undefined;
  const suiting = profiles
    .filter((profile) => suits(profile, preview))
    .sort((a, b) => fitOf(b, preview) - fitOf(a, preview));
  return suiting[0]?.code ?? MAPPED;
}

function KindChoice({ value, onChange }: { value: Kind; onChange: (kind: string) => void }) {
  const { t } = useT('imports');
  return (
    <Radio.Group label={t('profile.kind')} value={value} onChange={onChange}>
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
  );
}

interface ProfilesProps {
  profiles: readonly Named[];
  preview: Schema<'ImportPreview'> | undefined;
  onRemoved: () => void;
}

function Profiles({ profiles, preview, onRemoved }: ProfilesProps) {
  const { t } = useT('imports');
  const locale = useLocale();
  const remove = useRemoval(onRemoved);
  const hintOf = (profile: Named) => {
    const origin = t(profile.shipped ? 'profile.shipped' : 'profile.saved');
    if (!preview) return origin;
    const count = fitOf(profile, preview);
    return `${origin} · ${t('profile.fits', { count, formatted: formatCount(count, locale) })}`;
  };
  return (
    <>
      {profiles.map((profile) => (
        <Choice
          key={profile.code}
          value={profile.code}
          label={profile.code}
          hint={hintOf(profile)}
          aside={
            !profile.shipped && (
              <ActionIcon
                aria-label={t('map.remove', { name: profile.code })}
                onClick={() => void remove(profile)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            )
          }
        />
      ))}
      <Choice value={MAPPED} label={t('profile.map')} hint={t('profile.mapHint')} />
      <Choice value={OWN} label={t('profile.own')} hint={t('profile.ownHint')} />
    </>
  );
}

/** Removing asks nothing, and can be undone: its text is read first. */
function useRemoval(onRemoved: () => void) {
  const { t } = useT('imports');
  return useQuickChange({
    run: async ({ code }: Named) => {
      const path = { path: { code } };
      const before = await body(api.GET('/api/v1/import-profiles/{code}', { params: path }));
      await api.DELETE('/api/v1/import-profiles/{code}', { params: path });
      return before.toml;
    },
    touches: ['import_profile'],
    done: (_, { code }) => t('map.removed', { name: code }),
    undo: (toml, { code }) => body(api.POST('/api/v1/import-profiles', { body: { code, toml } })),
    onDone: onRemoved,
  });
}

interface ChoiceProps {
  value: string;
  label: string;
  hint: string;
  aside?: ReactNode;
}

function Choice({ value, label, hint, aside }: ChoiceProps) {
  return (
    <div className={classes.card}>
      <Radio value={value} label={label} description={hint} size="xs" flex={1} />
      {aside}
    </div>
  );
}
