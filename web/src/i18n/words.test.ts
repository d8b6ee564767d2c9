import { expect, it } from 'vitest';
import { words as english } from './en';
import { words as spanish } from './es';

const GAP = /\{\{\s*(\w+)\s*\}\}/g;

function* texts(words: object, path = ''): Generator<[string, string]> {
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') yield [path + key, value];
    else yield* texts(value as object, `${path}${key}.`);
  }
}

it('says the same values in both languages', () => {
  const gaps = (text: string) => [...text.matchAll(GAP)].map(([, name]) => name).sort();
  const translated = new Map(texts(spanish));
  for (const [key, text] of texts(english)) {
    expect(gaps(translated.get(key) ?? ''), key).toEqual(gaps(text));
  }
});
