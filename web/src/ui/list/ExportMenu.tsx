import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react';
import type { ListQuery } from '@/api/read';
import { useT } from '@/i18n';
import type { Column } from './definition';

interface Props<Row> {
  path: string;
  pathParams?: Record<string, string> | undefined;
  query: ListQuery;
  columns: readonly Column<Row>[];
  /** The file's name without its ending. */
  name: string;
}

/** The address under which the API gives the same rows and columns as a file. */
export function exportAddress<Row>(
  { path, pathParams = {}, query, columns }: Omit<Props<Row>, 'name'>,
  format: 'csv' | 'xlsx',
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(pathParams[name] ?? ''),
  );
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') words.set(name, String(value));
  }
  words.set('format', format);
  const names = columns.map((column) => (column.csv === undefined ? column.id : column.csv));
  words.set('columns', names.filter((name) => name !== null).join(','));
  return `${filled}?${words.toString().replaceAll('%2C', ',')}`;
}

/** All rows under the same filters, in the same order and columns, as a file. */
export function ExportMenu<Row>({ name, ...list }: Props<Row>) {
  const { t } = useT('ui');
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={t('list.export')}>
          <ActionIcon aria-label={t('list.export')} variant="default">
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component="a"
          href={exportAddress(list, 'csv')}
          download={`${name}.csv`}
          leftSection={<IconFileTypeCsv size={16} />}
        >
          {t('list.exportCsv')}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={exportAddress(list, 'xlsx')}
          download={`${name}.xlsx`}
          leftSection={<IconFileSpreadsheet size={16} />}
        >
          {t('list.exportXlsx')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
