import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The rules of WCAG 2.0 and 2.1, A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** Those whose answer depends on colours. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong, a line for each place. */
export async function violations(page: Page, only?: 'colours', within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (within !== undefined) axe.include(within);
  const found = await (only === 'colours' ? axe.withRules(COLOURS) : axe.withTags(RULES)).analyze();
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.html.slice(0, 160)}`),
  );
}
