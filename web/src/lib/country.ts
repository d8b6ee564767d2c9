/** `MX` as `Mexico`; what is no code as it stands. */
export function countryName(code: string | null | undefined, locale: string) {
  if (!code || !/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
}
