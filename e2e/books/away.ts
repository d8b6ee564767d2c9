import { ENGINES } from '../support/engines.ts';
import { plainTest as test } from '../support/test.ts';

test('clear the sample company away', async ({ engine }) => {
  await ENGINES[engine].away();
});
