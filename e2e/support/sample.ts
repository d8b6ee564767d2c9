import { Api } from './api.ts';

/** What the sample company has none of, and screens show: a draft, and a file that was imported. */
export async function enrich(url: string, secret: string): Promise<void> {
  const api = new Api(url, secret);
  const client = await api.client();
  await api.post('/invoices', {
    client: client.id,
    lines: [{ description: 'Samples', quantity: '2', unit_price: '40.00', tax_code: 'none' }],
  });
  await importFile(
    api,
    'clients',
    'number,legal_name,currency\nE2E-0001,Alderquill Test Ltd.,USD\n',
  );
}

const TRIES = 100;

/** Imports a text under a profile that the program ships, and waits for the end of it. */
export async function importFile(api: Api, profile: string, text: string): Promise<void> {
  const upload = await api.upload(`${profile}.csv`, text);
  const plan = await api.post('/imports/plan', { upload: upload.id, profile });
  const { fingerprint } = plan;
  const { job } = await api.post('/imports', { upload: upload.id, profile, fingerprint });
  for (let left = TRIES; left > 0; left -= 1) {
    const { status, error } = await api.get(`/jobs/${job}`);
    if (status === 'done') return;
    if (status === 'failed') throw new Error(`the import failed: ${error}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error('the import does not end');
}
