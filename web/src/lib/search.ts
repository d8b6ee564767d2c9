import { isDay } from './day';

/** What a list or a page keeps in the address: plain words, readable and easy to send to somebody. */
export type Search = Record<string, string | undefined>;

export function parseSearch(text: string): Search {
  const words: Search = Object.fromEntries(new URLSearchParams(text));
  // A day that there never was tells of no day.
  if (words.as_of && !isDay(words.as_of)) delete words.as_of;
  return words;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') words.set(name, String(value));
  }
  const text = words.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return text ? `?${text}` : '';
}

/** For a route's `validateSearch`: keeps these words and drops everything else. */
export function searchOf<const Name extends string>(...names: readonly Name[]) {
  return (raw: Record<string, unknown>): { [N in Name]?: string } => {
    const kept: { [N in Name]?: string } = {};
    for (const name of names) {
      const value = raw[name];
      if (value !== undefined && value !== null && value !== '') kept[name] = String(value);
    }
    return kept;
  };
}

/** As `searchOf`, with what every list keeps: `sort`, its columns `cols`, its `view`. */
export const listSearch = <const Name extends string>(...filters: readonly Name[]) =>
  searchOf<Name | 'sort' | 'cols' | 'view'>(...filters, 'sort', 'cols', 'view');
