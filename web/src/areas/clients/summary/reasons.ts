import { useCallback } from 'react';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatCount } from '@/lib/format';
import { useLocale } from '@/lib/locale';

const RULES = ['oldest_overdue', 'late_payer', 'days_late', 'over_limit', 'bounced'] as const;
type Rule = (typeof RULES)[number];

const isRule = (word: string): word is Rule => (RULES as readonly string[]).includes(word);

/** A reason of a risk as a sentence; a rule that is new here by its own word. */
export function useReasonWords() {
  const { t } = useT('clients');
  const locale = useLocale();
  return useCallback(
    ({ rule, figure }: Schema<'RiskReason'>): string =>
      isRule(rule)
        ? t(`risk.rules.${rule}`, { count: figure, figure: formatCount(figure, locale) })
        : `${rule.replaceAll('_', ' ')}: ${formatCount(figure, locale)}`,
    [t, locale],
  );
}
