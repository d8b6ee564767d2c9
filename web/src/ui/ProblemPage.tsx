import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useT } from '@/i18n';
import { Page, PageHeader } from './Page';
import { ProblemAlert } from './ProblemAlert';
import { messageOf } from './problem-text';

interface Props {
  error: unknown;
  retry: () => void;
}

/** Stands in for a page whose subject cannot be read, with a way on. */
export function ProblemPage({ error, retry }: Props) {
  const { t } = useT();
  return (
    <Page>
      <PageHeader
        title={messageOf(error, t).title}
        actions={
          <Button component={Link} to="/" variant="default">
            {t('shell:errors.home')}
          </Button>
        }
      />
      <ProblemAlert error={error} retry={retry} />
    </Page>
  );
}
