import { createContext, useContext } from 'react';
import type { Locale } from './format';

/** How the signed-in user reads numbers, days and instants. */
export const LocaleContext = createContext<Locale>({ locale: 'en-US', timeZone: 'UTC' });

export const useLocale = () => useContext(LocaleContext);

/** The browser's own variant of the language where it has one: `en-GB` rather than `en-US`. */
export function usualLocale(language: string): string {
  const own = navigator.languages.find((tag) => tag.startsWith(`${language}-`));
  return own ?? (language === 'es' ? 'es-ES' : 'en-US');
}
