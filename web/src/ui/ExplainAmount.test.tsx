// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { ExplainAmount } from './ExplainAmount';

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
afterEach(() => {
  document.body.replaceChildren();
});

const show = (children: ReactNode) =>
  act(async () =>
    createRoot(document.body.appendChild(document.createElement('div'))).render(
      <QueryClientProvider client={new QueryClient()}>
        <MantineProvider env="test">{children}</MantineProvider>
      </QueryClientProvider>,
    ),
  );

const amount = () => document.querySelector<HTMLElement>('[data-explain]') as HTMLElement;

it('reads nothing until somebody asks', async () => {
  const parts = vi.fn(async () => [{ key: 'line', label: 'The line', amount: '12.50' }]);
  await show(<ExplainAmount amount="12.50" explanation={{ key: ['test'], parts }} />);
  expect(parts).not.toHaveBeenCalled();
  expect(amount().textContent).toBe('12.50');
  await act(async () => amount().click());
  expect(parts).toHaveBeenCalledTimes(1);
  await act(async () => undefined);
  expect(document.body.textContent).toContain('The line');
});

it('is no stop of the Tab key in a grid, and gives the focus back to it', async () => {
  const parts = async () => [];
  await show(
    <div role="grid" tabIndex={0}>
      <ExplainAmount inList amount="12.50" explanation={{ key: ['test'], parts }} />
    </div>,
  );
  expect(amount().tabIndex).toBe(-1);
  await act(async () => amount().click());
  const close = document.querySelector<HTMLElement>('[role="dialog"] button') as HTMLElement;
  await act(async () => close.click());
  expect(document.activeElement?.getAttribute('role')).toBe('grid');
});
