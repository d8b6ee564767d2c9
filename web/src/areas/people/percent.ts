/** Moves a decimal's point, exactly: `0.0825` by 2 is `8.25`, `8.25` by -2 is `0.0825`. */
export function shiftedPoint(decimal: string, places: number): string {
  const match = /^(-?)(\d*)\.?(\d*)$/.exec(decimal.trim());
  if (!match || (match[2] === '' && match[3] === '')) return decimal;
  const [, sign = '', whole = '', part = ''] = match;
  const digits = whole + part;
  const point = whole.length + places;
  const padded = point < 0 ? '0'.repeat(-point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 0);
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const after = padded.slice(at).replace(/0+$/, '');
  return sign + (after ? `${before}.${after}` : before);
}

/** A fraction of the API as people write it in per cent. */
export const asPercent = (fraction: string) => shiftedPoint(fraction, 2);

/** And back: what is no number stays as it is, for the server to refuse. */
export const asFraction = (percent: string) => (percent === '' ? '0' : shiftedPoint(percent, -2));
