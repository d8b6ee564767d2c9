// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Change, type ChangeOptions, useChange } from './change';
import { OfflineError, ProblemError, SignedOutError, UnknownOutcomeError } from './problem';

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

type Options = Partial<ChangeOptions<{ name: string }, string>> & { isVersioned?: boolean };
interface Seen {
  change: Change<{ name: string }, string>;
}

function Probe({ seen, options }: { seen: Seen; options: Options }) {
  seen.change = useChange({
    touches: ['client'],
    ...options,
    run: (input, context) => {
      if (!options.isVersioned) keys.push(context.key);
      return run(input, { key: '' });
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

  it('sends nothing else before it knows what became of the first', async () => {
    run.mockRejectedValueOnce(new OfflineError()).mockResolvedValue('done');
    const onDone = vi.fn();
    const { seen } = mount({ onDone });
    await act(() => seen.change.send({ name: 'a' }));
    act(() => seen.change.reset());
    await act(() => seen.change.send({ name: 'b' }));
    expect(seen.change.problem).toBeInstanceOf(UnknownOutcomeError);
    expect(run).toHaveBeenCalledTimes(1);
    await act(() => seen.change.retry());
    expect(run.mock.calls.map(([input]) => input.name)).toEqual(['a', 'a']);
    expect(keys[1]).toBe(keys[0]);
    expect(onDone).toHaveBeenCalledExactlyOnceWith('done', { name: 'a' });
    await act(() => seen.change.send({ name: 'b' }));
    expect(keys[2]).not.toBe(keys[0]);
  });

  it.each([
    ['a proxy without a server', new ProblemError({ status: 502, code: 'http-502', detail: '' })],
    ['no session', new SignedOutError()],
  ])('still does not know after %s', async (_, answer) => {
    run.mockRejectedValueOnce(new OfflineError()).mockRejectedValueOnce(answer);
    const { seen } = mount();
    await act(() => seen.change.send({ name: 'a' }));
    await act(() => seen.change.retry());
    await act(() => seen.change.send({ name: 'b' }));
    expect(seen.change.problem).toBeInstanceOf(UnknownOutcomeError);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('takes a new key after a refusal', async () => {
    run
      .mockRejectedValueOnce(new OfflineError())
      .mockRejectedValueOnce(refusal)
      .mockResolvedValueOnce('done');
    const { seen } = mount();
    await act(() => seen.change.send({ name: 'a' }));
    await act(() => seen.change.retry());
    await act(() => seen.change.send({ name: 'b' }));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('sends other words at once where nothing is made: a version guards it', async () => {
    run.mockRejectedValueOnce(new OfflineError()).mockResolvedValueOnce('done');
    const { seen } = mount({ touches: [], isVersioned: true });
    await act(() => seen.change.send({ name: 'a' }));
    await act(() => seen.change.send({ name: 'b' }));
    expect(run.mock.calls.map(([input]) => input.name)).toEqual(['a', 'b']);
    expect(seen.change.problem).toBeUndefined();
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
