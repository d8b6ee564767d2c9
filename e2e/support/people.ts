import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { placeOf } from './engines.ts';
import type { EngineName } from './environment.ts';

/** The people of the sample company, by what they do. */
export const PEOPLE = {
  administrator: { name: 'Odile Fenwarren', email: 'odile.fenwarren@harbour-vale.example.com' },
  manager: { name: 'Ingrid Marlowick', email: 'ingrid.marlowick@harbour-vale.example.com' },
  accountant: { name: 'Tobias Quennelby', email: 'tobias.quennelby@harbour-vale.example.com' },
  representative: { name: 'Nora Pellingray', email: 'nora.pellingray@harbour-vale.example.com' },
} as const;

export type Person = keyof typeof PEOPLE;
export const PASSWORD = 'harbour-and-vale';

type Sessions = Record<Person, string>;

const fileOf = (engine: EngineName) => join(placeOf(engine), 'sessions.json');

/** Signs somebody in over the API: the session's secret. */
export async function signIn(url: string, person: Person): Promise<string> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Rapport-Request': '1' },
    body: JSON.stringify({ email: PEOPLE[person].email, password: PASSWORD }),
  });
  const secret = /rapport_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1];
  if (secret === undefined) throw new Error(`${person} cannot sign in: ${await answer.text()}`);
  return secret;
}

/** Everybody's session, once: it stays good in every copy of the books. */
export async function keepSessions(engine: EngineName, url: string): Promise<Sessions> {
  const sessions = {} as Sessions;
  for (const person of Object.keys(PEOPLE) as Person[])
    sessions[person] = await signIn(url, person);
  await writeFile(fileOf(engine), JSON.stringify(sessions));
  return sessions;
}

export const readSessions = async (engine: EngineName): Promise<Sessions> =>
  JSON.parse(await readFile(fileOf(engine), 'utf8'));

export const cookieOf = (secret: string) => ({
  name: 'rapport_session',
  value: secret,
  domain: '127.0.0.1',
  path: '/',
  httpOnly: true,
  sameSite: 'Strict' as const,
  secure: false,
  expires: -1,
});
