import { Alert, Button, FileButton, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconFileCheck, IconFileSpreadsheet } from '@tabler/icons-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { api } from '@/api/client';
import { useT } from '@/i18n';
import { formatBytes } from '@/lib/bytes';
import { useLocale } from '@/lib/locale';
import { Instant } from '@/ui/Day';
import { DescriptionList } from '@/ui/DescriptionList';
import { ProblemAlert } from '@/ui/ProblemAlert';
import { percentOf } from '../measures';
import { faultOf, sendFile } from './upload';
import type { StepProps } from './WizardPage';
import classes from './WizardPage.module.css';

interface Sending {
  file: File;
  sent: number;
  stop: AbortController;
}

/** A file is chosen or dropped, and sent. */
export function FileStep({ state, to }: StepProps) {
  const [sending, setSending] = useState<Sending>();
  const [fault, setFault] = useState<string>();
  const [unsent, setUnsent] = useState<{ file: File; problem: unknown }>();
  const explain = useFaults();

  const stop = sending?.stop;
  useEffect(() => () => stop?.abort(), [stop]);

  const send = async (file: File) => {
    setUnsent(undefined);
    setFault(explain(file));
    if (explain(file)) return;
    const controller = new AbortController();
    setSending({ file, sent: 0, stop: controller });
    try {
      const upload = await sendFile(file, {
        signal: controller.signal,
        onProgress: (sent) => setSending((now) => now && { ...now, sent }),
      });
      if (state.upload) throwAway(state.upload);
      to('profile', {
        upload: upload.id,
        file: upload.file_name,
        bytes: String(upload.bytes),
        until: upload.expires_at,
        profile: undefined,
        fingerprint: undefined,
        job: undefined,
      });
    } catch (error) {
      if (!controller.signal.aborted) setUnsent({ file, problem: error });
    } finally {
      setSending(undefined);
    }
  };

  return (
    <Stack gap="md" maw={720}>
      {sending ? (
        <SendingFile sending={sending} />
      ) : (
        <>
          {state.upload && <Received state={state} onNext={() => to('profile')} />}
          <DropZone onFile={(file) => void send(file)} isAgain={state.upload !== undefined} />
        </>
      )}
      {fault && (
        <Alert color="red" variant="light" role="alert">
          <Text size="sm">{fault}</Text>
        </Alert>
      )}
      {unsent && <ProblemAlert error={unsent.problem} retry={() => void send(unsent.file)} />}
    </Stack>
  );
}

/** A file that nobody needs any more goes at once, not after a day. */
const throwAway = (id: string) =>
  void api
    .DELETE('/api/v1/import-uploads/{id}', { params: { path: { id } } })
    .catch(() => undefined);

function useFaults() {
  const { t } = useT('imports');
  const locale = useLocale();
  return (file: File) => {
    const fault = faultOf(file);
    return fault && t(`upload.${fault}`, { size: formatBytes(file.size, locale) });
  };
}

function DropZone({ onFile, isAgain }: { onFile: (file: File) => void; isAgain: boolean }) {
  const { t } = useT('imports');
  const [isOver, setOver] = useState(false);
  const choose = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isAgain) choose.current?.focus();
  }, [isAgain]);
  const drag = (over: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(over);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <section
      className={classes.drop}
      aria-label={t('upload.drop')}
      data-over={isOver || undefined}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={drop}
    >
      <IconFileSpreadsheet size={32} stroke={1.3} aria-hidden />
      <Text>{t('upload.drop')}</Text>
      <Group gap="xs">
        <Text c="dimmed" size="sm">
          {t('upload.or')}
        </Text>
        <FileButton onChange={(file) => file && onFile(file)} accept=".csv,.tsv,.tab,.txt,.xlsx">
          {(props) => (
            <Button {...props} ref={choose} variant={isAgain ? 'default' : 'filled'}>
              {t(isAgain ? 'upload.another' : 'upload.choose')}
            </Button>
          )}
        </FileButton>
      </Group>
      <Text size="xs" c="dimmed" maw={400}>
        {t('upload.accepts')}
      </Text>
    </section>
  );
}

function SendingFile({ sending: { file, sent, stop } }: { sending: Sending }) {
  const { t } = useT('imports');
  const locale = useLocale();
  const label = t('upload.sending', { file: file.name });
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" fw={600} truncate>
            {label}
          </Text>
          <Button variant="default" onClick={() => stop.abort()} autoFocus>
            {t('upload.cancel')}
          </Button>
        </Group>
        <Progress value={percentOf(sent, file.size) ?? 0} size="sm" aria-label={label} />
        <Text size="sm" c="dimmed" className="numeric" aria-live="polite">
          {t('upload.progress', {
            sent: formatBytes(sent, locale),
            total: formatBytes(file.size, locale),
          })}
        </Text>
      </Stack>
    </Paper>
  );
}

function Received({ state, onNext }: { state: StepProps['state']; onNext: () => void }) {
  const { t } = useT('imports');
  const locale = useLocale();
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group gap="sm" wrap="nowrap">
          <IconFileCheck size={22} stroke={1.5} aria-hidden />
          <Text fw={600} truncate>
            {t('upload.stored', { file: state.file })}
          </Text>
        </Group>
        <DescriptionList
          facts={[
            { term: t('upload.size'), value: state.bytes > 0 && formatBytes(state.bytes, locale) },
            {
              term: t('upload.expires'),
              value: state.until && <Instant value={state.until} />,
            },
          ]}
        />
        <Group>
          <Button onClick={onNext} autoFocus>
            {t('wizard.next')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
