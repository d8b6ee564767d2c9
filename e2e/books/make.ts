import { ENGINES } from '../support/engines.ts';
import { keepSessions } from '../support/people.ts';
import { serve } from '../support/program.ts';
import { plainTest as test } from '../support/test.ts';

test('make the sample company and sign everybody in', async ({ engine }) => {
  test.setTimeout(120_000);
  await ENGINES[engine].make(async (books) => {
    const rapport = await serve(books);
    try {
      await keepSessions(engine, rapport.url);
    } finally {
      await rapport.stop();
    }
  });
});
