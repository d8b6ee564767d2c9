import { Alert, Text } from '@mantine/core';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';

type Preview = Schema<'ImportPreview'>;

/** What the file was found to be, in words. */
export function useDetected(preview: Preview | undefined): string {
  const { t } = useT('imports');
  if (!preview) return '';
  const { format, encoding, delimiter, sheet } = preview;
  return format === 'csv'
    ? t('file.text', { encoding, mark: delimiter === '\t' ? t('file.tab') : (delimiter ?? ',') })
    : t('file.workbook', { sheet: sheet ?? '' });
}

/** What the file was found to be, and what makes it unlikely that it is meant. */
export function FileNotes({ preview }: { preview: Preview }) {
  const { t } = useT('imports');
  const detected = useDetected(preview);
  const isDisguised = preview.format === 'csv' && /\.xlsx$/i.test(preview.file_name);
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('map.detected', { detected })}
      </Text>
      {isDisguised && (
        <Alert color="orange" variant="light" role="alert">
          <Text size="sm">{t('file.noWorkbook')}</Text>
        </Alert>
      )}
      {preview.rows.length === 0 && (
        <Alert color="orange" variant="light" role="alert">
          <Text size="sm">{t('file.noRows')}</Text>
        </Alert>
      )}
    </>
  );
}
