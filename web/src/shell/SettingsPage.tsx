import { Input, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { LANGUAGES, type Language, useT } from '@/i18n';
import { formatDay, formatDecimal } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { type Density, usePreferences, useUnsentPreferences } from '@/lib/preferences';
import { Page, PageHeader } from '@/ui/Page';
import { OwnPassword } from './OwnPassword';
import { useSession } from './session';
import { ThemeSwitch } from './ThemeSwitch';

const LOCALES = ['en-US', 'en-GB', 'en-CA', 'es-ES', 'es-MX', 'es-US', 'de-DE', 'fr-FR', 'pt-BR'];

const nameOfLanguage = (tag: string) =>
  new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;

export function SettingsPage() {
  const { t, language } = useT('shell');
  const { preferences, change } = usePreferences();
  const isUnsent = useUnsentPreferences();
  const isOffline = !useNetwork().online;
  const { user, company } = useSession();
  const locale = useLocale();
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
            onChange={(value) => change({ language: value as Language })}
            data={LANGUAGES.map((tag) => ({ value: tag, label: nameOfLanguage(tag) }))}
          />
        </Input.Wrapper>
        <Select
          label={t('settings.locale')}
          description={t('settings.localeHint', { day: today, number })}
          placeholder={t('settings.auto')}
          clearable
          clearButtonProps={{ 'aria-label': t('ui:clear') }}
          value={preferences.locale ?? null}
          onChange={(value) => change({ locale: value })}
          data={LOCALES.map((tag) => ({ value: tag, label: nameOfLanguage(tag) }))}
        />
        <Select
          label={t('settings.timeZone')}
          searchable
          limit={60}
          value={preferences.time_zone ?? user.time_zone}
          onChange={(value) => value && change({ time_zone: value })}
          data={Intl.supportedValuesOf('timeZone')}
        />
        <Input.Wrapper label={t('settings.density')} labelElement="div">
          <SegmentedControl
            fullWidth
            aria-label={t('settings.density')}
            value={preferences.density ?? 'comfortable'}
            onChange={(value) => change({ density: value as Density })}
            data={(['compact', 'comfortable'] as const).map((value) => ({
              value,
              label: t(`ui:list.${value}`),
            }))}
          />
        </Input.Wrapper>
        <Input.Wrapper label={t('settings.theme')} labelElement="div">
          <ThemeSwitch />
        </Input.Wrapper>
        {isUnsent && isOffline && (
          <Text size="xs" c="dimmed" role="status">
            {t('settings.unsent')}
          </Text>
        )}
        <OwnPassword />
      </Stack>
    </Page>
  );
}
