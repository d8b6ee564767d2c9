import { Code, FileInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/api/change';
import { api, body } from '@/api/client';
import { useT } from '@/i18n';
import { FormDialog } from '@/ui/FormDialog';

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
  const submit = async () => {
    if (file) await send.send(await file.text());
  };
  return (
    <FormDialog
      title={t('chart.import')}
      submit={t('chart.import')}
      disabled={!file}
      change={send}
      onClose={onClose}
      onSubmit={submit}
    >
      <Text size="sm">{t('chart.importHint')}</Text>
      <Code block>{EXAMPLE}</Code>
      <FileInput
        label={t('chart.file')}
        placeholder={t('chart.filePick')}
        accept=".csv,text/csv"
        value={file}
        onChange={setFile}
      />
    </FormDialog>
  );
}
