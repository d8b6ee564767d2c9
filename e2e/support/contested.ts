import type { Locator } from '@playwright/test';
import type { Answer, Api } from './api.ts';
import { test as base } from './test.ts';

export { expect } from './test.ts';

export const MINE = 'Mine & Co.';
export const THEIRS = 'Theirs & Co.';

/** A client whom two people change. */
export interface Contested {
  api: Api;
  client: Answer;
  /** A colleague gives the client another trading name, and changes what else is said. */
  changedByThem: (more?: object) => Promise<void>;
  /** Who shows both changes on the page, and asks what shall stand. */
  dialog: Locator;
  tradingName: () => Promise<string>;
}

export const test = base.extend<{ contested: Contested }>({
  contested: async ({ page, apiOf, watch }, use) => {
    watch.expect(/412/); // saving over the other's change is refused at first
    const api = apiOf('administrator');
    const client = await api.client();
    await use({
      api,
      client,
      changedByThem: (more = {}) =>
        apiOf('manager').patch(`/clients/${client.id}`, client.version, {
          trading_name: THEIRS,
          ...more,
        }),
      dialog: page.getByRole('dialog', { name: 'Somebody else changed this meanwhile' }),
      tradingName: async () => (await api.get(`/clients/${client.id}`)).trading_name,
    });
  },
});
