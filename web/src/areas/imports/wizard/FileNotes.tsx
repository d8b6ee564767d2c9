import { Alert, Text } from '@mantine/core';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';

/** What the file was found to be, and what makes it unlikely that it is meant. */
export function FileNotes({ preview }: { preview: Schema<'ImportPreview'> }) {
  const { t } = useT('imports');
  const { format, encoding, delimiter, sheet } = preview;
  const isText = format === 'csv';
  const detected = isText
    ? t('file.text', { encoding, mark: markOf(delimiter, t('file.tab')) })
    : t('file.workbook', { sheet: sheet ?? '' });
  const isNamedWorkbook = /\.xlsx$/i.test(preview.file_name);
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('map.detected', { detected })}
      </Text>
      {isText && isNamedWorkbook && (
        <Alert color="orange" variant="light" role="alert">
          <Text size="sm">{t('file.noWorkbook', { encoding })}</Text>
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

const markOf = (delimiter: string | null | undefined, tab: string) =>
  delimiter === '\t' ? tab : (delimiter ?? ',');
