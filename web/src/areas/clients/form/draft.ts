import type { Schema } from '@/api/schemas';

type Address = Schema<'Address'>;
type Client = Schema<'Client'>;

/** A custom field as it is typed. What was a number or yes/no stays one unless it is typed anew. */
export interface CustomDraft {
  name: string;
  text: string;
  was?: unknown;
}

/** A client as the form has it: nothing is missing, and what is empty is ''. */
export interface Draft {
  kind: Client['kind'];
  legal_name: string;
  trading_name: string;
  given_name: string;
  family_name: string;
  number: string;
  client_type: string;
  status: Client['status'];
  owner_id: string | null;
  parent_id: string | null;
  payment_term: string | null;
  currency: string;
  credit_limit: string;
  language: string | null;
  addresses: Address[];
  tax_numbers: Schema<'TaxNumber'>[];
  tags: string[];
  custom: CustomDraft[];
}

export const EMPTY_ADDRESS: Address = {
  kind: 'billing',
  street: '',
  city: '',
  region: '',
  postal_code: '',
  country: '',
};

export const EMPTY: Draft = {
  kind: 'organisation',
  legal_name: '',
  trading_name: '',
  given_name: '',
  family_name: '',
  number: '',
  client_type: '',
  status: 'active',
  owner_id: null,
  parent_id: null,
  payment_term: null,
  currency: '',
  credit_limit: '',
  language: null,
  addresses: [],
  tax_numbers: [],
  tags: [],
  custom: [],
};

export const draftOf = (client: Client): Draft => ({
  kind: client.kind,
  legal_name: client.legal_name,
  trading_name: client.trading_name ?? '',
  given_name: client.given_name ?? '',
  family_name: client.family_name ?? '',
  number: client.number,
  client_type: client.client_type,
  status: client.status,
  owner_id: client.owner_id ?? null,
  parent_id: client.parent_id ?? null,
  payment_term: client.payment_term,
  currency: client.currency,
  credit_limit: client.credit_limit ?? '',
  language: client.language,
  addresses: client.addresses.map((address) => ({ ...EMPTY_ADDRESS, ...address })),
  tax_numbers: client.tax_numbers,
  tags: client.tags,
  custom: Object.entries(client.custom as Record<string, unknown>).map(([name, was]) => ({
    name,
    text: String(was),
    was,
  })),
});

const orNull = (text: string) => text.trim() || null;

const addressOf = (address: Address): Address => ({
  ...address,
  country: address.country.trim().toUpperCase(),
  region: orNull(address.region ?? ''),
  postal_code: orNull(address.postal_code ?? ''),
});

const isBlank = ({ street, city, region, postal_code, country }: Address) =>
  ![street, city, region, postal_code, country].some((text) => text?.trim());

const customOf = (custom: readonly CustomDraft[]) =>
  Object.fromEntries(
    custom
      .filter(({ name }) => name.trim())
      .map(({ name, text, was }) => [
        name.trim(),
        was !== undefined && String(was) === text ? was : text,
      ]),
  ) as Client['custom'];

/** All fields as the API wants them; rows that nobody filled in are left out. */
export function fieldsOf(draft: Draft) {
  const isPerson = draft.kind === 'person';
  return {
    kind: draft.kind,
    legal_name: draft.legal_name.trim(),
    trading_name: orNull(draft.trading_name),
    given_name: isPerson ? orNull(draft.given_name) : null,
    family_name: isPerson ? orNull(draft.family_name) : null,
    client_type: draft.client_type.trim(),
    status: draft.status,
    owner_id: draft.owner_id,
    parent_id: draft.parent_id,
    payment_term: draft.payment_term ?? '',
    credit_limit: orNull(draft.credit_limit),
    addresses: draft.addresses.filter((address) => !isBlank(address)).map(addressOf),
    tax_numbers: draft.tax_numbers.filter(({ kind, value }) => kind.trim() || value.trim()),
    tags: draft.tags,
    custom: customOf(draft.custom),
  };
}

/** A new client: what is empty follows from the company and the number series. */
export function newClientOf(draft: Draft): Schema<'NewClient'> {
  const { owner_id, ...fields } = fieldsOf(draft);
  return {
    ...fields,
    ...(owner_id ? { owner_id } : {}),
    number: orNull(draft.number),
    currency: orNull(draft.currency),
    language: draft.language,
  };
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Only what differs from the client as it was read. */
export function changeOf(client: Client, draft: Draft): Schema<'ClientChange'> {
  const wide = (draft: Draft) => ({
    ...fieldsOf(draft),
    number: draft.number.trim(),
    currency: draft.currency.trim(),
    language: draft.language ?? client.language,
  });
  const before = wide(draftOf(client)) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(wide(draft)).filter(([field, value]) => !same(value, before[field])),
  );
}

/** The paths at which the form shows what is wrong. */
export const pathsOf = (draft: Draft): string[] => [
  ...Object.keys(EMPTY),
  ...draft.addresses.flatMap((_, at) =>
    Object.keys(EMPTY_ADDRESS).map((field) => `addresses/${at}/${field}`),
  ),
  ...draft.tax_numbers.flatMap((_, at) => [`tax_numbers/${at}/kind`, `tax_numbers/${at}/value`]),
  ...draft.tags.map((_, at) => `tags/${at}`),
  ...draft.custom.map(({ name }) => `custom/${name.trim()}`),
];
