import { useT } from '@/i18n';
import { messageOf } from './problem-text';

/** What went wrong within a line of text: behind the user's own words what the server said, with its values. */
export function ProblemDetail({ error }: { error: unknown }) {
  const { t } = useT();
  const { detail, original } = messageOf(error, t);
  return (
    <>
      {detail}
      {original && <span lang="en"> ({original.replace(/\.$/, '')})</span>}
    </>
  );
}
