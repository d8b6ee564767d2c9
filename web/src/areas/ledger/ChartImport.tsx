import { Button, Code, FileInput, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useT } from '@/i18n';
import { ProblemAlert } from '@/ui/ProblemAlert';

const EXAMPLE = 'number,name,kind,role\n1000,Bank,asset,bank\n4010,Sales of services,income,';

/** Adds the accounts of a CSV file, all or none. */
export function ChartImport({ onClose }: { onClose: () => void }) {
  const { t } = useT('ledger');
  const [file, setFile] = useState<File | null>(null);
  const send = useChange({
    run: (text: string, { key }) =>
      body(
        api.POST('/api/v1/gl-accounts/import', {
          params: { header: { 'Idempotency-Key': key } },
          headers: { 'Content-Type': 'text/csv' },
          body: text as never,
          bodySerializer: (text: unknown) => text as string,
        }),
      ),
    touches: ['gl_account'],
    done: (imported) => t('chart.imported', { count: imported.rows }),
    onDone: onClose,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (file) await send.send(await file.text());
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('chart.import')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Text size="sm">{t('chart.importHint')}</Text>
          <Code block>{EXAMPLE}</Code>
          <FileInput
            label={t('chart.file')}
            placeholder={t('chart.filePick')}
            accept=".csv,text/csv"
            value={file}
            onChange={setFile}
          />
          {send.problem && <ProblemAlert error={send.problem} retry={() => void send.retry()} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui:cancel')}
            </Button>
            <Button type="submit" loading={send.pending} disabled={!file}>
              {t('chart.import')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
