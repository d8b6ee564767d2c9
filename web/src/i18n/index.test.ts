// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { isKey, say, setLanguage } from '.';

it('tells what there are words for, in the language that is spoken', async () => {
  await setLanguage('es');
  const key = 'people:audit.kinds.invoice';
  expect(isKey(key) && say(key)).toBe('Factura');
  for (const other of ['newer', '', 'constructor', 'invoice.more']) {
    expect(isKey(`people:audit.kinds.${other}`), other).toBe(false);
  }
});
