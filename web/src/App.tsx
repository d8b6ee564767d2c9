import { MantineProvider, useMantineColorScheme } from '@mantine/core';
import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { queryClient } from './api/query-client';
import { sessionGate } from './api/session-gate';
import { isLanguage, setLanguage, useT } from './i18n';
import { useAtRest, useLater } from './lib/later';
import { LocaleContext, usualLocale } from './lib/locale';
import { localPreferences, type Theme, usePreferences } from './lib/preferences';
import { router } from './router';
import { StartFailedPage } from './shell/ErrorPages';
import { SignInPage } from './shell/SignInPage';
import { type Session, SessionContext, sessionQuery } from './shell/session';
import { resolver, theme } from './theme';
import { useToasts } from './ui/toasts';

const loadToasts = () => import('./ui/ToastRegion').then((module) => module.ToastRegion);
const loadSignIn = () => import('./shell/SignInAgain').then((module) => module.SignInAgain);

const nonce = () =>
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
setNonce(nonce()); // for the style sheet that stops a page under a dialog from scrolling

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      defaultColorScheme={schemeOf(localPreferences().theme)}
      getStyleNonce={nonce}
    >
      <QueryClientProvider client={queryClient}>
        <Gate />
      </QueryClientProvider>
    </MantineProvider>
  );
}

const schemeOf = (theme: Theme | undefined) =>
  theme === undefined || theme === 'system' ? 'auto' : theme;

/** The program for who is signed in, else the sign-in page. */
function Gate() {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const queries = useQueryClient();
  if (session) return <SignedIn session={session} />;
  if (session === null) {
    return (
      <SignInPage onSignedIn={(session) => queries.setQueryData(sessionQuery.queryKey, session)} />
    );
  }
  return error ? <StartFailedPage error={error} retry={() => void refetch()} /> : null;
}

function SignedIn({ session }: { session: Session }) {
  const { language: shown } = useT();
  const { preferences } = usePreferences();
  const language = preferences.language ?? session.user.language;
  useEffect(() => {
    if (isLanguage(language)) void setLanguage(language);
  }, [language]);
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (preferences.theme) setColorScheme(schemeOf(preferences.theme));
  }, [preferences.theme, setColorScheme]);
  useEffect(() => {
    document.documentElement.dataset.density = preferences.density ?? 'comfortable';
  }, [preferences.density]);

  const locale = useMemo(
    () => ({
      locale: preferences.locale || usualLocale(shown),
      timeZone: preferences.time_zone || session.user.time_zone,
    }),
    [preferences.locale, preferences.time_zone, shown, session.user.time_zone],
  );
  return (
    <SessionContext value={session}>
      <LocaleContext value={locale}>
        <RouterProvider router={router} />
        <Later email={session.user.email} />
      </LocaleContext>
    </SessionContext>
  );
}

/** What is over the page now and then: loaded when it is needed, or when the page is at rest. */
function Later({ email }: { email: string }) {
  const isAtRest = useAtRest();
  const isClosed = useSyncExternalStore(sessionGate.subscribe, sessionGate.isClosed);
  const hasToasts = useToasts();
  const ToastRegion = useLater(loadToasts, isAtRest || hasToasts);
  const SignInAgain = useLater(loadSignIn, isAtRest || isClosed);
  return (
    <>
      {ToastRegion && <ToastRegion />}
      {SignInAgain && <SignInAgain email={email} isOpen={isClosed} />}
    </>
  );
}
