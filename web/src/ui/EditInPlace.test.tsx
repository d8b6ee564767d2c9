// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ProblemError } from '@/api/problem';
import { EditInPlace } from './EditInPlace';
import { CellEditor } from './list/CellEditor';
import type { CellEdit } from './list/definition';

vi.mock('@/ui/toasts', () => ({ showDone: vi.fn(), showProblem: vi.fn() }));
(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

beforeAll(() => {
  window.matchMedia = (media) =>
    ({ media, matches: false, addEventListener() {}, removeEventListener() {} }) as never;
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});
const roots: Root[] = [];
afterEach(async () => {
  await act(async () => {
    for (const root of roots.splice(0)) root.unmount();
  });
  document.body.replaceChildren();
});

function mount() {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  roots.push(root);
  const queries = new QueryClient();
  const show = (children: ReactNode) =>
    act(async () =>
      root.render(
        <QueryClientProvider client={queries}>
          <MantineProvider env="test">{children}</MantineProvider>
        </QueryClientProvider>,
      ),
    );
  return { show, input: () => place.querySelector('input') as HTMLInputElement };
}

const press = (element: Element, key: string) =>
  act(async () => {
    element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  });

const type = (input: HTMLInputElement, text: string) =>
  act(async () => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    set?.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });

const button = (text: string) =>
  [...document.querySelectorAll('button')].find((each) => each.textContent === text);

interface Row {
  version: number;
  name: string;
}
const mine: Row = { version: 1, name: 'before' };
const theirs: Row = { version: 2, name: 'theirs' };
const conflict = new ProblemError({ status: 412, code: 'http-412', detail: 'you had version 1' });

describe('EditInPlace', () => {
  it('saves over what was there when editing began', async () => {
    const { show, input } = mount();
    const save = vi.fn().mockResolvedValue(undefined);
    const field = (row: Row) => (
      <EditInPlace label="Name" value={row.name} onSave={(value) => save(row, value)} />
    );
    await show(field(mine));
    await act(async () => document.querySelector('button')?.click());
    await show(field(theirs)); // the live stream reads it again under the open editor
    await type(input(), 'typed');
    await press(input(), 'Enter');
    expect(save).toHaveBeenCalledExactlyOnceWith(mine, 'typed');
  });
});

describe('CellEditor', () => {
  const editOf = (save: CellEdit<Row>['save'], latest = theirs): CellEdit<Row> => ({
    input: 'text',
    value: (row) => row.name,
    save,
    latest: async () => latest,
    touches: [],
  });
  const open = async (edit: CellEdit<Row>) => {
    const { show, input } = mount();
    const onEnd = vi.fn();
    const cell = (row: Row) => <CellEditor row={row} edit={edit} name="Name" onEnd={onEnd} />;
    await show(cell(mine));
    await show(cell(theirs));
    await type(input(), 'typed');
    await press(input(), 'Enter');
    return { input, onEnd };
  };
  const once = () => vi.fn().mockRejectedValueOnce(conflict).mockResolvedValue({ version: 3 });

  it('shows theirs and mine, and saves mine over theirs when told to', async () => {
    const save = once();
    const { onEnd } = await open(editOf(save));
    expect(save).toHaveBeenCalledExactlyOnceWith(mine, 'typed');
    const dialog = document.querySelector('[role="dialog"]');
    expect(dialog?.textContent).toContain('theirs');
    expect(dialog?.textContent).toContain('typed');
    expect(onEnd).not.toHaveBeenCalled();
    await act(async () => button('conflict.keepMine')?.click());
    expect(save).toHaveBeenLastCalledWith(theirs, 'typed');
    expect(onEnd).toHaveBeenCalledOnce();
  });

  it('keeps theirs when told to', async () => {
    const save = once();
    const { onEnd } = await open(editOf(save));
    await act(async () => button('conflict.takeTheirs')?.click());
    expect(save).toHaveBeenCalledOnce();
    expect(onEnd).toHaveBeenCalledOnce();
  });

  it('goes back to what was typed when the question is left', async () => {
    const { input, onEnd } = await open(editOf(once()));
    await act(async () => document.querySelector<HTMLElement>('[aria-label="close"]')?.click());
    expect(onEnd).not.toHaveBeenCalled();
    expect(input().value).toBe('typed');
  });

  it('does not ask where they changed something else in the row', async () => {
    const save = once();
    const elsewhere = { ...mine, version: 2 };
    const { onEnd } = await open(editOf(save, elsewhere));
    expect(save).toHaveBeenLastCalledWith(elsewhere, 'typed');
    expect(onEnd).toHaveBeenCalledOnce();
  });

  it('says what is wrong outside of the row, and keeps what was typed', async () => {
    const refusal = new ProblemError({ status: 422, code: 'http-422', detail: 'too long a name' });
    const { input, onEnd } = await open(editOf(vi.fn().mockRejectedValue(refusal)));
    const alert = document.querySelector('[role="alert"]');
    expect(alert?.textContent).toContain('oo long a name');
    expect(input().closest('div[class]')?.contains(alert)).toBe(false);
    expect(input().value).toBe('typed');
    expect(onEnd).not.toHaveBeenCalled();
  });
});
