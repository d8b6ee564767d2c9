import { useMemo } from 'react';
import { useRead } from '@/api/read';
import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { shiftedPoint } from '@/lib/decimal';
import { formatMoney } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useUserNames } from '@/ui/UserPicker';

export const STATUSES = [
  'prospect',
  'active',
  'on_hold',
  'closed',
  'archived',
] as const satisfies Schema<'ClientStatus'>[];

/** What the fields of a client are called. */
export function useFieldNames() {
  const { t } = useT('clients');
  return useMemo(
    () => ({
      legal_name: t('list.legalName'),
      trading_name: t('list.tradingName'),
      given_name: t('file.givenName'),
      family_name: t('file.familyName'),
      number: t('list.number'),
      kind: t('list.kind'),
      client_type: t('list.type'),
      status: t('list.status'),
      owner_id: t('list.owner'),
      parent_id: t('file.partOf'),
      payment_term: t('file.paymentTerm'),
      currency: t('list.currency'),
      credit_limit: t('list.creditLimit'),
      language: t('file.language'),
      addresses: t('file.addresses'),
      tax_numbers: t('file.taxNumbers'),
      tags: t('file.tags'),
      custom: t('file.custom'),
    }),
    [t],
  );
}

const NOTHING = '–';

type Address = Schema<'Address'>;

export const addressInWords = ({ street, postal_code, city, region, country }: Address) =>
  [street, [postal_code, city].filter(Boolean).join(' '), region, country]
    .filter(Boolean)
    .join(', ');

/** Places behind the point of a currency, to show what is recorded in its smallest units. */
const placesOf = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

/** Fields of a client and what stands in them, in words; as rehearsals and the audit trail record them. */
export function useFieldWords(currency = 'USD') {
  const { t } = useT('clients');
  const names = useFieldNames();
  const users = useUserNames();
  const terms = useRead('/api/v1/payment-terms', {}, { staleTime: 300_000 }).data?.items;
  const locale = useLocale();
  return useMemo(() => {
    const list = (value: unknown, one: (entry: never) => string) =>
      Array.isArray(value) && value.length > 0
        ? value.map((e) => one(e as never)).join('; ')
        : NOTHING;
    const value = (field: string, value: unknown): string => {
      if (value === null || value === undefined || value === '') {
        return field === 'owner_id' ? t('ui:nobody') : NOTHING;
      }
      const text = String(value);
      switch (field) {
        case 'owner_id':
          return users.find((user) => user.id === value)?.name ?? t('file.somebody');
        case 'status':
          return t(`ui:status.client.${value as Schema<'ClientStatus'>}`);
        case 'kind':
          return t(`list.${value as Schema<'ClientKind'>}`);
        case 'payment_term':
          return terms?.find((term) => term.code === value)?.name ?? text;
        case 'language':
          return text === 'es' ? t('file.spanish') : t('file.english');
        case 'credit_limit_minor': {
          const places = placesOf(currency);
          const [whole = '0', part = ''] = shiftedPoint(text, -places).split('.');
          return formatMoney(
            places ? `${whole}.${part.padEnd(places, '0')}` : whole,
            currency,
            locale,
          );
        }
        case 'tags':
          return list(value, (tag: string) => tag);
        case 'addresses':
          return list(value, addressInWords);
        case 'tax_numbers':
          return list(value, (tax: Schema<'TaxNumber'>) => `${tax.kind} ${tax.value}`);
        case 'custom': {
          const facts = Object.entries(value as Record<string, unknown>);
          return facts.map(([name, fact]) => `${name}: ${String(fact)}`).join('; ') || NOTHING;
        }
        default:
          return text;
      }
    };
    const name = (field: string) =>
      field === 'credit_limit_minor'
        ? names.credit_limit
        : (names[field as keyof typeof names] ?? field.replaceAll('_', ' '));
    return { name, value };
  }, [t, names, users, terms, currency, locale]);
}
