import { createContext, useContext } from 'react';
import type { Locale } from './format';

/** How the signed-in user reads numbers, days and instants. */
export const LocaleContext = createContext<Locale>({ locale: 'en-US', timeZone: 'UTC' });

export const useLocale = () => useContext(LocaleContext);
