import { ready } from '../support/ready.ts';
import { type Ids, idsOf, SCREENS } from '../support/screens.ts';
import { holdAnswers, shiftsOf, sumOf, watchShifts } from '../support/shifts.ts';
import { expect, test } from '../support/test.ts';

/** Cumulative layout shift: a line of text that jumps on a large screen is more. */
const MOST = 0.02;

const SIZES = [
  { width: 1440, height: 900, isReversed: false },
  { width: 400, height: 800, isReversed: true },
];

let ids: Ids | undefined;
test.beforeEach(async ({ apiOf }) => {
  ids ??= await idsOf(apiOf('administrator'));
});

for (const [name, screen] of Object.entries(SCREENS)) {
  test(`nothing jumps while it loads: ${name}`, async ({ page }) => {
    if (!ids) throw new Error('no ids');
    await watchShifts(page);
    for (const { isReversed, ...size } of SIZES) {
      await holdAnswers(page, isReversed);
      await page.setViewportSize(size);
      await page.goto(screen.path(ids));
      await ready(page);
      await page.waitForLoadState('networkidle');
      const shifts = await shiftsOf(page);
      const told = shifts.map(({ value, moved }) => `${value.toFixed(4)} ${moved.join(' | ')}`);
      expect(sumOf(shifts), `${size.width}: ${told.join('\n')}`).toBeLessThan(MOST);
    }
  });
}
