import { Input, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { LANGUAGES, type Language, useT } from '@/i18n';
import { formatDay, formatDecimal } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { type Density, type Preferences, usePreferences } from '@/lib/preferences';
import { Page, PageHeader } from '@/ui/Page';
import { showDone, showProblem } from '@/ui/toasts';
import { OwnPassword } from './OwnPassword';
import { useSession } from './session';
import { ThemeSwitch } from './UserMenu';

const LOCALES = ['en-US', 'en-GB', 'en-CA', 'es-ES', 'es-MX', 'es-US', 'de-DE', 'fr-FR', 'pt-BR'];

const nameOfLanguage = (tag: string) =>
  new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;

export function SettingsPage() {
  const { t, language } = useT('shell');
  const { preferences, onServer, change } = usePreferences();
  const { user, company } = useSession();
  const locale = useLocale();
  const set = (part: Partial<Preferences>) =>
    change(part).then(() => showDone(t('settings.saved')), showProblem);
  const today = formatDay(company.today, locale, 'long');
  const number = formatDecimal('1000.50', locale);
  return (
    <Page>
      <PageHeader title={t('settings.title')} subtitle={user.email} />
      <Stack gap="lg" maw={420}>
        <Input.Wrapper label={t('settings.language')} labelElement="div">
          <SegmentedControl
            fullWidth
            aria-label={t('settings.language')}
            value={language}
            onChange={(value) => void set({ language: value as Language })}
            data={LANGUAGES.map((tag) => ({ value: tag, label: nameOfLanguage(tag) }))}
          />
        </Input.Wrapper>
        <Select
          label={t('settings.locale')}
          description={t('settings.localeHint', { day: today, number })}
          placeholder={t('settings.auto')}
          clearable
          value={preferences.locale ?? null}
          onChange={(value) => void set({ locale: value ?? undefined } as Partial<Preferences>)}
          data={LOCALES.map((tag) => ({ value: tag, label: nameOfLanguage(tag) }))}
        />
        <Select
          label={t('settings.timeZone')}
          searchable
          limit={60}
          value={preferences.time_zone ?? user.time_zone}
          onChange={(value) => value && void set({ time_zone: value })}
          data={Intl.supportedValuesOf('timeZone')}
        />
        <Input.Wrapper label={t('settings.density')} labelElement="div">
          <SegmentedControl
            fullWidth
            aria-label={t('settings.density')}
            value={preferences.density ?? 'normal'}
            onChange={(value) => void set({ density: value as Density })}
            data={(['compact', 'normal', 'roomy'] as const).map((value) => ({
              value,
              label: t(`ui:list.${value}`),
            }))}
          />
        </Input.Wrapper>
        <Input.Wrapper label={t('settings.theme')} labelElement="div">
          <ThemeSwitch />
        </Input.Wrapper>
        <OwnPassword />
        {!onServer && (
          <Text size="xs" c="dimmed">
            {t('settings.here')}
          </Text>
        )}
      </Stack>
    </Page>
  );
}
