import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { words as english } from './en';
import type { KeyOf } from './words';

export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

type English = typeof english;
export type Namespace = keyof English;

/** A key with its namespace: `shell:signIn.title`. */
export type Key = { [N in Namespace]: `${N}:${KeyOf<English[N]>}` }[Namespace];

export type Values = Record<string, string | number | undefined>;

/** Says a key in the user's language. */
export type T<N extends Namespace = never> = (
  key: Key | (N extends Namespace ? KeyOf<English[N]> : never),
  values?: Values,
) => string;

/** `const { t } = useT('clients')`: `t('list.title')`, or another namespace's `t('ui:save')`. */
export function useT<N extends Namespace = 'ui'>(namespace?: N): { t: T<N>; language: Language } {
  const { t, i18n } = useTranslation(namespace ?? 'ui');
  return { t: t as unknown as T<N>, language: isLanguage(i18n.language) ? i18n.language : 'en' };
}

/** Outside of components, such as in a toast. */
export const say: T = (key, values) => i18next.t(key, values ?? {});

/** Whether there are words for what the API says, which may know more than this program. */
export const isKey = (key: string): key is Key => i18next.exists(key);

/** What a code of the API's problems means; nothing in the language that the API speaks itself. */
export function sayProblem(code: string): string | undefined {
  const key = `problems:${code.startsWith('http-') ? 'http' : code}`;
  return i18next.exists(key) ? i18next.t(key) : undefined;
}

const LOAD: Record<Language, () => Promise<{ words: object }>> = {
  en: () => import('./en'),
  es: () => import('./es'),
};

const REMEMBERED = 'rapport.language';

export const isLanguage = (value: unknown): value is Language =>
  LANGUAGES.includes(value as Language);

/** The language before anybody is known: the last one used here, else the browser's. */
export function guessedLanguage(): Language {
  const remembered = localStorage.getItem(REMEMBERED);
  if (isLanguage(remembered)) return remembered;
  return navigator.language.startsWith('es') ? 'es' : 'en';
}

/** Brings another language's words, without changing to it. */
export async function addWords(language: Language): Promise<void> {
  const { words } = await LOAD[language]();
  for (const [namespace, texts] of Object.entries(words)) {
    i18next.addResourceBundle(language, namespace, texts, true, true);
  }
}

export async function setLanguage(language: Language): Promise<void> {
  if (i18next.isInitialized && i18next.language === language) return;
  if (!i18next.isInitialized) {
    const { words } = await LOAD[language]();
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      ns: Object.keys(words),
      defaultNS: 'ui',
      resources: { [language]: words as Record<string, object> },
      interpolation: { escapeValue: false }, // React escapes
    });
  } else {
    await addWords(language);
    await i18next.changeLanguage(language);
  }
  document.documentElement.lang = language;
  localStorage.setItem(REMEMBERED, language);
}
