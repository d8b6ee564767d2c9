import type { Page } from '@playwright/test';

/** Each answer of the API is held back so long: what comes late moves what is there already. */
const HELD_MS = 150;

/** No live stream: a connection that stays open is never at rest. */
const SILENCE = { contentType: 'text/event-stream', body: 'retry: 600000\n\n' };

export interface Shift {
  value: number;
  /** What moved, and from where to where. */
  moved: string[];
}

/** From here on the API answers late, and what moves on the page is noted. */
export async function watchShifts(page: Page): Promise<void> {
  await page.route('**/api/v1/**', async (route) => {
    if (route.request().url().endsWith('/events')) return route.fulfill(SILENCE);
    await new Promise((resolve) => setTimeout(resolve, HELD_MS));
    await route.continue();
  });
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
