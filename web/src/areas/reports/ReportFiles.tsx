import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react';
import type { ListQuery } from '@/api/read';
import { useT } from '@/i18n';

interface Props {
  /** The address of the report, filled in. */
  path: string;
  query: ListQuery;
  /** The file's name without its ending. */
  name: string;
}

export function fileAddress(path: string, query: ListQuery, format: 'csv' | 'xlsx'): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') words.set(name, String(value));
  }
  words.set('format', format);
  return `${path}?${words.toString().replaceAll('%2C', ',')}`;
}

/** The whole report as a file, by the same words. */
export function ReportFiles({ path, query, name }: Props) {
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
          href={fileAddress(path, query, 'csv')}
          download={`${name}.csv`}
          leftSection={<IconFileTypeCsv size={16} />}
        >
          {t('list.exportCsv')}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={fileAddress(path, query, 'xlsx')}
          download={`${name}.xlsx`}
          leftSection={<IconFileSpreadsheet size={16} />}
        >
          {t('list.exportXlsx')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
