import { ENGINES } from '../support/engines.ts';
import { keepSessions } from '../support/people.ts';
import { serve } from '../support/program.ts';
import { enrich } from '../support/sample.ts';
import { plainTest as test } from '../support/test.ts';

test('make the sample company and sign everybody in', async ({ engine }) => {
  test.setTimeout(120_000);
  await ENGINES[engine].make(async (books) => {
    const rapport = await serve(books);
    try {
      const sessions = await keepSessions(engine, rapport.url);
      await enrich(rapport.url, sessions.administrator);
    } finally {
      await rapport.stop();
    }
  });
});
