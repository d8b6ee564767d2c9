import type { Schema } from '@/api/schemas';

const quoted = (text: string) => JSON.stringify(text);

const keyOf = (field: string) => (/^[\w-]+$/.test(field) ? field : quoted(field));

/** A profile as a text to begin one's own from. */
export function templateOf(profile: Schema<'ImportProfile'> | undefined): string {
  if (!profile) return '';
  const columns = Object.entries(profile.columns).map(([field, names]) => {
    const value = names.length === 1 ? quoted(names[0] ?? '') : `[${names.map(quoted).join(', ')}]`;
    return `${keyOf(field)} = ${value}`;
  });
  const constants = Object.entries(profile.constants).map(
    ([field, value]) => `${keyOf(field)} = ${quoted(value)}`,
  );
  return [
    'name = "old-books"',
    `kind = ${quoted(profile.kind)}`,
    'source = "old-books"',
    'date_format = "%m/%d/%Y"',
    'decimal_separator = "."',
    'thousands_separator = ","',
    ...(profile.optional.length > 0
      ? [`optional = [${profile.optional.map(quoted).join(', ')}]`]
      : []),
    '',
    '[columns]',
    ...columns,
    ...(constants.length > 0 ? ['', '[constants]', ...constants] : []),
    '',
  ].join('\n');
}
