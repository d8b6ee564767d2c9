import { Alert, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { useLeaveGuard } from '@/ui/LeaveGuard';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { isReadable } from '@/ui/readable';
import { type Form, useDraftSaving } from './draft';
import classes from './Editor.module.css';
import { type CellProblem, useFigures } from './figures';
import { HeadFields } from './HeadFields';
import { LineGrid } from './LineGrid';
import { linesToSend, placeOf } from './lines';
import { Totals } from './Totals';

interface Props {
  /** The draft that is changed; none for a new invoice. */
  draft?: Schema<'Invoice'>;
  start: Form;
  taxes: readonly Schema<'Tax'>[];
  usualTax: string;
}

/** Writes an invoice: head, lines, and what they come to as the server figures it. */
export function InvoiceEditor({ draft, start, taxes, usualTax }: Props) {
  const { t } = useT('billing');
  const [form, setForm] = useState(start);
  const [initial] = useState(start);
  const formElement = useRef<HTMLFormElement>(null);
  const guard = useLeaveGuard(form !== initial);
  const saving = useDraftSaving(draft, form, guard.release);
  const client = useRead(
    '/api/v1/clients/{id}',
    { path: { id: form.client ?? '' } },
    { enabled: form.client !== null, keep: false },
  ).data;
  const currency = form.currency || client?.currency || '';
  const figured = useFigures(currency, form.lines);
  const set = (change: Partial<Form>) => {
    setForm((before) => ({ ...before, ...change }));
    saving.reset();
  };
  const save = (issue: boolean) => {
    if (isReadable(formElement.current)) void saving.send({ form, issue });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key !== 's' && event.key !== 'Enter') return;
    event.preventDefault();
    save(event.key === 'Enter');
  };

  return (
    <form ref={formElement} onSubmit={submit} onKeyDown={onKeyDown}>
      <Stack gap="lg">
        <HeadFields form={form} client={client} errors={saving.fieldErrors} onChange={set} />
        <section aria-labelledby="lines-title">
          <Title order={2} size="h3" id="lines-title" mb={6}>
            {t('edit.lines')}
          </Title>
          <LineGrid
            autoFocus={start.client !== null}
            lines={form.lines}
            onChange={(lines) => set({ lines })}
            currency={currency}
            taxes={taxes}
            usualTax={usualTax}
            nets={figured.nets}
            isStale={figured.isStale}
            problems={problemsOf(saving.fieldErrors, form, figured.problem)}
          />
        </section>
        <div className={classes.foot}>
          <Stack gap="sm">
            {saving.isKept && saving.problem && (
              <Alert color="orange" role="status">
                {t('edit.keptAsDraft')}
              </Alert>
            )}
            {saving.problem && (
              <ProblemAlert error={saving.problem} retry={() => void saving.retry()} />
            )}
            {figured.error && <ProblemAlert error={figured.error} />}
          </Stack>
          <div className={classes.totals}>
            {figured.figures ? (
              <Totals figures={figured.figures} isStale={figured.isStale} />
            ) : (
              <Text size="sm" c="dimmed" ta="right">
                {t('edit.nothing')}
              </Text>
            )}
          </div>
        </div>
        <Group justify="flex-end" gap="xs" className={classes.buttons}>
          <Text size="xs" c="dimmed" visibleFrom="sm">
            {t('edit.saveKeys')}
          </Text>
          <Button variant="default" disabled={saving.pending} onClick={() => save(false)}>
            {t('edit.save')}
          </Button>
          <Button type="submit" loading={saving.pending}>
            {t('edit.issue')}
          </Button>
        </Group>
      </Stack>
      {guard.dialog}
    </form>
  );
}

/** Problems of the last save and of the last figuring, at their cells. */
function problemsOf(
  errors: Record<string, string>,
  form: Form,
  figuring: CellProblem | undefined,
): CellProblem[] {
  const refused = Object.entries(errors);
  const { keys } = linesToSend(refused.length > 0 ? form.lines : []);
  const saving = refused.flatMap(([field, message]) => {
    const place = placeOf(field, keys);
    return place ? [{ ...place, message }] : [];
  });
  return figuring ? [...saving, figuring] : saving;
}

export function EditorSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton height={64} />
      <Skeleton height={180} />
    </Stack>
  );
}
