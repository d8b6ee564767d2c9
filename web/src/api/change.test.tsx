// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Change, type ChangeOptions, useChange } from './change';
import { OfflineError, ProblemError } from './problem';

vi.mock('@/ui/toasts', () => ({ showDone: vi.fn(), showProblem: vi.fn() }));
(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const refusal = new ProblemError({
  status: 422,
  code: 'field-too-long',
  detail: 'the name is too long',
  field: 'name',
});

const keys: string[] = [];
const run = vi.fn<ChangeOptions<{ name: string }, string>['run']>();
beforeEach(() => {
  keys.length = 0;
  run.mockReset();
});

type Options = Partial<ChangeOptions<{ name: string }, string>>;
interface Seen {
  change: Change<{ name: string }, string>;
}

function Probe({ seen, options }: { seen: Seen; options: Options }) {
  seen.change = useChange({
    touches: ['client'],
    ...options,
    run: (input, context) => {
      keys.push(context.key);
      return run(input, context);
    },
  });
  return null;
}

function mount(options: Options = {}) {
  const seen: Seen = { change: null as never };
  const queries = new QueryClient();
  const root = createRoot(document.createElement('div'));
  act(() =>
    root.render(
      <QueryClientProvider client={queries}>
        <Probe seen={seen} options={options} />
      </QueryClientProvider>,
    ),
  );
  return { seen, queries };
}

describe('useChange', () => {
  it('repeats a try without an answer under the same key', async () => {
    run.mockRejectedValueOnce(new OfflineError()).mockResolvedValueOnce('done');
    const { seen } = mount();
    await act(() => seen.change.send({ name: 'Vale' }));
    expect(seen.change.problem).toBeInstanceOf(OfflineError);
    await act(() => seen.change.retry());
    expect(seen.change.problem).toBeUndefined();
    expect(keys[0]).toBe(keys[1]);
  });

  it('takes a new key for other words, and after a refusal', async () => {
    run
      .mockRejectedValueOnce(new OfflineError())
      .mockRejectedValueOnce(refusal)
      .mockResolvedValueOnce('done');
    const { seen } = mount();
    await act(() => seen.change.send({ name: 'a' }));
    await act(() => seen.change.send({ name: 'b' }));
    await act(() => seen.change.send({ name: 'b' }));
    expect(new Set(keys).size).toBe(3);
  });

  it('puts a problem at its field where the form has it', async () => {
    run.mockRejectedValue(refusal);
    const { seen } = mount({ fields: ['name'] });
    await act(() => seen.change.send({ name: 'x' }));
    expect(seen.change.fieldErrors).toEqual({ name: 'the name is too long' });
    expect(seen.change.problem).toBeUndefined();
    const other = mount({ fields: ['city'] });
    await act(() => other.seen.change.send({ name: 'x' }));
    expect(other.seen.change.problem).toBe(refusal);
  });

  it('has what it touched read again', async () => {
    run.mockResolvedValueOnce('done');
    const { seen, queries } = mount();
    queries.setQueryData(['clients', '/api/v1/clients'], []);
    queries.setQueryData(['periods', '/api/v1/periods'], []);
    await act(() => seen.change.send({ name: 'Vale' }));
    expect(queries.getQueryState(['clients', '/api/v1/clients'])?.isInvalidated).toBe(true);
    expect(queries.getQueryState(['periods', '/api/v1/periods'])?.isInvalidated).toBe(false);
  });
});
