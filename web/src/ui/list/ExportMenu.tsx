import { ActionIcon, Menu, Text, Tooltip } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react';
import { useT } from '@/i18n';
import { formatBytes } from '@/lib/bytes';
import { useLocale } from '@/lib/locale';
import { showProblem, showRunning } from '../toasts';
import { type Exported, exportAddress, type FileFormat, leftOut, saveFile } from './exporting';

interface Props<Row> extends Exported<Row> {
  /** The file's name without its ending, where the API says none. */
  name: string;
}

/** What takes longer says how far it is. */
const QUICK_MS = 400;

/** All rows under the same filters, in the same order and columns, as a file. */
export function ExportMenu<Row>({ name, ...list }: Props<Row>) {
  const { t } = useT('ui');
  const locale = useLocale();
  const missing = leftOut(list.columns).join(', ');

  const fetchFile = async (format: FileFormat) => {
    const stop = new AbortController();
    const file = `${name}.${format}`;
    const toast = showRunning({
      message: t('list.exportWaits', { file }),
      cancel: t('cancel'),
      onCancel: () => stop.abort(),
      after: QUICK_MS,
    });
    const onBytes = (bytes: number) =>
      toast.say(t('list.exportComes', { file, size: formatBytes(bytes, locale) }));
    try {
      await saveFile(exportAddress(list, format), file, { signal: stop.signal, onBytes });
    } catch (error) {
      if (!stop.signal.aborted) showProblem(error, () => void fetchFile(format));
    } finally {
      toast.end();
    }
  };

  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={t('list.export')}>
          <ActionIcon aria-label={t('list.export')} variant="default">
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown maw={320}>
        <Menu.Item
          leftSection={<IconFileTypeCsv size={16} />}
          onClick={() => void fetchFile('csv')}
        >
          {t('list.exportCsv')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFileSpreadsheet size={16} />}
          onClick={() => void fetchFile('xlsx')}
        >
          {t('list.exportXlsx')}
        </Menu.Item>
        {missing && (
          <Text size="xs" c="dimmed" px="sm" py={6}>
            {t('list.exportWithout', { columns: missing })}
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
