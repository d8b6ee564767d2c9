// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { act, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { setLanguage } from '@/i18n';
import { LocaleContext } from '@/lib/locale';
import { type Session, SessionContext } from '@/shell/session';
import { DayInput } from './DayInput';
import { isReadable } from './readable';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const session = { company: { today: '2026-11-21' } } as Session;
let root: Root;
let put: (string | null)[];

beforeAll(async () => {
  await setLanguage('en');
  window.matchMedia = (media) =>
    ({ media, matches: false, addEventListener() {}, removeEventListener() {} }) as never;
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
});

function Field({ whole }: { whole: boolean }) {
  const [day, setDay] = useState<string | null>('2026-11-20');
  const change = (next: string | null) => {
    put.push(next);
    setDay(next);
  };
  return (
    <form>
      <DayInput label="Day" value={day} onChange={change} whole={whole} />
      <button type="button">elsewhere</button>
    </form>
  );
}

async function show(locale: string, { whole = false } = {}) {
  put = [];
  root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(async () =>
    root.render(
      <MantineProvider env="test">
        <SessionContext value={session}>
          <LocaleContext value={{ locale, timeZone: 'UTC' }}>
            <Field whole={whole} />
          </LocaleContext>
        </SessionContext>
      </MantineProvider>,
    ),
  );
  const input = document.querySelector('input') as HTMLInputElement;
  await act(async () => input.focus());
  return input;
}

const type = (input: HTMLInputElement, text: string) =>
  act(async () => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    set?.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });

const leave = () => act(async () => document.querySelector('button')?.focus());
const form = () => document.querySelector('form');

describe('DayInput', () => {
  it.each([
    ['en-US', '11/20/2026', 'MM/DD/YYYY'],
    ['en-GB', '20/11/2026', 'DD/MM/YYYY'],
  ])('shows a day as %s writes it', async (locale, shown, pattern) => {
    const input = await show(locale);
    expect(input.value).toBe(shown);
    expect(input.placeholder).toBe(pattern);
  });

  it('hands on ISO days, however they are typed, and shows them as the locale writes them', async () => {
    const input = await show('en-GB');
    await type(input, '2/12/2026');
    expect(put).toEqual(['2026-12-02']);
    await type(input, '+30');
    await leave();
    expect(put.at(-1)).toBe('2026-12-21');
    expect(input.value).toBe('21/12/2026');
    expect(isReadable(form())).toBe(true);
  });

  it('keeps what it cannot read, says so, and keeps the form from being sent', async () => {
    const input = await show('en-US');
    await type(input, '22/11/2026');
    expect(document.body.textContent).not.toContain('Not a day');
    await leave();
    expect(input.value).toBe('22/11/2026');
    expect(document.body.textContent).toContain('Not a day. For example 11/20/2026');
    expect(await act(async () => isReadable(form()))).toBe(false);
    expect(document.activeElement).toBe(input);
    expect(put).toEqual([]);
    await type(input, '11/22/2026');
    expect(document.body.textContent).not.toContain('Not a day');
    expect(put).toEqual(['2026-11-22']);
    expect(isReadable(form())).toBe(true);
    await type(input, '11/22/202');
    expect(document.body.textContent).not.toContain('Not a day'); // it is not done yet
  });

  it('waits until a day stands whole where each one is read from the server', async () => {
    const input = await show('en-US', { whole: true });
    await type(input, '1/1');
    expect(put).toEqual([]);
    await type(input, '1/12');
    await leave();
    expect(put).toEqual(['2026-01-12']);
    await act(async () => input.focus());
    await type(input, '1/13/2025');
    expect(put.at(-1)).toBe('2025-01-13');
  });
});
