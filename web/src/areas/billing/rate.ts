import { shiftedPoint } from '@/lib/decimal';
import { formatDecimal } from '@/lib/format';

/** `0.0825` as `8.25 %`. */
export const percentOf = (rate: string, locale: { locale: string }) =>
  `${formatDecimal(shiftedPoint(rate, 2), locale)} %`;
