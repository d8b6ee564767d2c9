import i18next, { type i18n } from 'i18next';
import { type ReactNode, useEffect, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { LocaleContext, useLocale, usualLocale } from '@/lib/locale';
import { addWords, isLanguage, useT } from '.';

interface Props {
  /** As the API says it; the user's own where it is none that is spoken here. */
  language: string;
  fallback: ReactNode;
  children: ReactNode;
}

/** What goes to somebody else speaks their language, not that of who looks at it. */
export function InLanguage({ language, fallback, children }: Props) {
  const { language: own } = useT();
  const locale = useLocale();
  const [other, setOther] = useState<i18n>();
  const wanted = isLanguage(language) && language !== own ? language : undefined;
  useEffect(() => {
    if (!wanted) return;
    let isMeant = true;
    void addWords(wanted).then(() => {
      if (isMeant) setOther(i18next.cloneInstance({ lng: wanted }));
    });
    return () => {
      isMeant = false;
    };
  }, [wanted]);
  if (!wanted) return children;
  if (other?.language !== wanted) return fallback;
  return (
    <I18nextProvider i18n={other}>
      <LocaleContext value={{ ...locale, locale: usualLocale(wanted) }}>{children}</LocaleContext>
    </I18nextProvider>
  );
}
