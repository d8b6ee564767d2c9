import { Button, Center, Group } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { isForbidden, isNotFound, OfflineError, ProblemError } from '@/api/problem';
import { useT } from '@/i18n';
import { EmptyState } from '@/ui/EmptyState';
import { ProblemAlert } from '@/ui/ProblemAlert';

function WayBack() {
  const { t } = useT('shell');
  return (
    <Group gap="xs">
      <Button variant="default" onClick={() => window.history.back()}>
        {t('ui:back')}
      </Button>
      <Button component={Link} to="/">
        {t('errors.home')}
      </Button>
    </Group>
  );
}

export function NotFoundPage() {
  const { t } = useT('shell');
  return (
    <EmptyState title={t('errors.notFound')} hint={t('errors.notFoundDetail')}>
      <WayBack />
    </EmptyState>
  );
}

export function ForbiddenPage() {
  const { t } = useT('shell');
  return (
    <EmptyState title={t('errors.forbidden')} hint={t('errors.forbiddenDetail')}>
      <WayBack />
    </EmptyState>
  );
}

/** A chunk of an older build is gone once a newer one is served. */
const isOldBuild = (error: unknown) =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);

/** For any page that threw: a refusal of the API becomes its own page. */
export function CrashedPage({ error, reset }: ErrorComponentProps) {
  const { t } = useT('shell');
  if (isForbidden(error)) return <ForbiddenPage />;
  if (isNotFound(error)) return <NotFoundPage />;
  if (isOldBuild(error)) {
    return (
      <EmptyState title={t('errors.newVersion')} hint={t('errors.newVersionDetail')}>
        <Button onClick={() => window.location.reload()}>{t('errors.reload')}</Button>
      </EmptyState>
    );
  }
  const isKnown = error instanceof ProblemError || error instanceof OfflineError;
  return (
    <EmptyState title={t('errors.crashed')} hint={t('errors.crashedDetail')}>
      <ProblemAlert error={error} retry={isKnown ? reset : undefined} />
      <WayBack />
    </EmptyState>
  );
}

/** Before anybody is known: the server does not answer. */
export function StartFailedPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <ProblemAlert error={error} retry={retry} />
    </Center>
  );
}
