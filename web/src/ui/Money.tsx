import { formatDecimal, formatMoney, isNegative } from '@/lib/format';
import { useLocale } from '@/lib/locale';

interface Props {
  /** A decimal string of the API, shown exactly; nothing for null. */
  amount: string | null | undefined;
  /** Without it the bare number, for columns whose currency stands elsewhere. */
  currency?: string | null | undefined;
  /** Says with colour that it is below nought. */
  coloured?: boolean;
}

export function Money({ amount, currency, coloured = true }: Props) {
  const locale = useLocale();
  if (amount === null || amount === undefined) return null;
  const text = currency ? formatMoney(amount, currency, locale) : formatDecimal(amount, locale);
  const tone = coloured && isNegative(amount) ? 'numeric nowrap negative' : 'numeric nowrap';
  return <span className={tone}>{text}</span>;
}

/** A quantity, a price or a rate, with the places it has. */
export function Decimal({ value }: { value: string | null | undefined }) {
  const locale = useLocale();
  if (value === null || value === undefined) return null;
  return <span className="numeric nowrap">{formatDecimal(value, locale)}</span>;
}
