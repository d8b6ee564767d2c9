import { Code, Table, Text } from '@mantine/core';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { reason, sentence } from '@/ui/problem-text';
import classes from './Refusals.module.css';

interface Props {
  refusals: readonly Schema<'ImportRefusal'>[];
  total: number;
}

/** Which rows are refused, where in them, and why. */
export function Refusals({ refusals, total }: Props) {
  const { t } = useT('imports');
  const locale = useLocale();
  if (total === 0) return <Text size="sm">{t('plan.nothingRefused')}</Text>;
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('plan.refusalsHint')}{' '}
        {refusals.length < total &&
          t('plan.showing', {
            shown: formatCount(refusals.length, locale),
            total: formatCount(total, locale),
          })}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className={classes.scroll} aria-label={t('plan.refusals')} tabIndex={0}>
        <Table verticalSpacing={5} stickyHeader highlightOnHover className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={80} ta="right">
                {t('plan.row')}
              </Table.Th>
              <Table.Th w={170}>{t('plan.column')}</Table.Th>
              <Table.Th w={200}>{t('plan.value')}</Table.Th>
              <Table.Th>{t('plan.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {refusals.map((refusal, index) => (
              <Table.Tr key={index}>
                <Table.Td ta="right" className="numeric">
                  {formatCount(refusal.row, locale)}
                </Table.Td>
                <Table.Td>
                  {refusal.column || (
                    <Text span size="sm" c="dimmed">
                      {t('plan.wholeRow')}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  {refusal.value && <Code>{refusal.value}</Code>}
                </Table.Td>
                <Table.Td className={classes.why} title={sentence(refusal.why)}>
                  {reason(refusal.code, refusal.why)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </>
  );
}
