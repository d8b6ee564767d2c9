import type { Page } from '@playwright/test';

/** An answer of the API is held back so long at the most: what comes late moves what is there already. */
const HELD_MS = 400;

/** How long the answers of an address are held back: each its own time, so that they come as nobody foresaw. */
const heldOf = (path: string): number =>
  [...path.replace(/[0-9a-f-]{36}/g, '')].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973,
    7,
  ) % HELD_MS;

/** No live stream: a connection that stays open is never at rest. */
const SILENCE = { contentType: 'text/event-stream', body: 'retry: 600000\n\n' };

export interface Shift {
  value: number;
  /** What moved, and from where to where. */
  moved: string[];
}

/** From here on the API answers late, and in an order of its own, or in the opposite one. */
export async function holdAnswers(page: Page, isReversed: boolean): Promise<void> {
  await page.unroute('**/api/v1/**');
  await page.route('**/api/v1/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.endsWith('/events')) return route.fulfill(SILENCE);
    const held = isReversed ? HELD_MS - heldOf(pathname) : heldOf(pathname);
    await new Promise((resolve) => setTimeout(resolve, held));
    await route.continue();
  });
}

/** From here on what moves on the page is noted. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: Shift[] = [];
    Object.assign(window, { noted });
    const nameOf = (node: Node | null) => {
      const element = node instanceof Element ? node : node?.parentElement;
      if (!element) return String(node?.nodeName ?? 'gone');
      const classes = Array.from(element.classList, (name) => name.replace(/^mantine-/, ''))
        .filter((name) => !name.startsWith('m_'))
        .join('.');
      const text = element.textContent?.trim().slice(0, 40) ?? '';
      return `<${element.tagName.toLowerCase()} ${classes}> “${text}”`;
    };
    const at = ({ x, y, width, height }: DOMRectReadOnly) =>
      [x, y, width, height].map(Math.round).join(' ');
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: {
          node: Node | null;
          previousRect: DOMRectReadOnly;
          currentRect: DOMRectReadOnly;
        }[];
      })[]) {
        if (entry.hadRecentInput) continue;
        noted.push({
          value: entry.value,
          moved: entry.sources.map(
            ({ node, previousRect, currentRect }) =>
              `${nameOf(node)}: ${at(previousRect)} → ${at(currentRect)}`,
          ),
        });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** What moved since the page was loaded. */
export const shiftsOf = (page: Page): Promise<Shift[]> =>
  page.evaluate(() => (window as unknown as { noted: Shift[] }).noted);

export const sumOf = (shifts: readonly Shift[]): number =>
  shifts.reduce((sum, { value }) => sum + value, 0);
