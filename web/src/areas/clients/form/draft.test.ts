import { describe, expect, it } from 'vitest';
import { changeOf, draftOf, EMPTY, EMPTY_ADDRESS, newClientOf, pathsOf } from './draft';

const client = {
  id: '1',
  number: 'C-1',
  kind: 'organisation',
  legal_name: 'Ardent Mill Ltd.',
  client_type: 'mill',
  status: 'active',
  currency: 'EUR',
  payment_term: 'net30',
  language: 'en',
  custom: { visits: 3, note: 'x' },
  addresses: [{ kind: 'billing', street: 'Calle 1', city: 'Madrid', country: 'ES' }],
  tax_numbers: [],
  tags: ['north'],
  created_at: '',
  updated_at: '',
  version: 2,
} as never;

describe('the form of a client', () => {
  it('leaves to the server what nobody filled in', () => {
    const sent = newClientOf({
      ...EMPTY,
      legal_name: ' Ardent Mill ',
      addresses: [EMPTY_ADDRESS],
      tax_numbers: [{ kind: '', value: ' ' }],
      custom: [{ name: '', text: 'x' }],
    });
    expect(sent).toMatchObject({ legal_name: 'Ardent Mill', number: null, currency: null });
    expect(sent).toMatchObject({ addresses: [], tax_numbers: [], custom: {} });
    expect('owner_id' in sent).toBe(false);
  });

  it('sends nothing where nothing is changed', () => {
    expect(changeOf(client, draftOf(client))).toEqual({});
  });

  it('sends only what is changed; numbers stay numbers', () => {
    const draft = draftOf(client);
    const custom = draft.custom.map((field) =>
      field.name === 'note' ? { ...field, text: 'y' } : field,
    );
    expect(changeOf(client, { ...draft, legal_name: 'Ardent', custom })).toEqual({
      legal_name: 'Ardent',
      custom: { visits: 3, note: 'y' },
    });
  });

  it('knows where to show what is wrong', () => {
    const paths = pathsOf(draftOf(client));
    expect(paths).toContain('addresses/0/country');
    expect(paths).toContain('custom/visits');
    expect(paths).toContain('payment_term');
  });
});
