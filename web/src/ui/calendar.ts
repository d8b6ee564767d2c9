/** Names of days and months in the locale's own words, for the calendars. */
export function calendarWords(locale: string) {
  const words = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (day: string) => format.format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
  };
  return {
    monthLabelFormat: words({ month: 'long', year: 'numeric' }),
    monthsListFormat: words({ month: 'short' }),
    weekdayFormat: words({ weekday: 'short' }),
    styles: { calendarHeaderLevel: { textTransform: 'none' as const } }, // not “Junio De 2025”
    getDayAriaLabel: words({ dateStyle: 'long' }),
  };
}

export function firstDayOf(locale: string): 0 | 1 | 6 {
  const info = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  const first = (info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1;
  return first === 7 ? 0 : first === 6 ? 6 : 1;
}
