import { useRead } from '@/api/read';

/** The company's taxes, and the one that a new line begins with: the standard rate where there is one. */
export function useTaxes() {
  const { data, error } = useRead('/api/v1/taxes', undefined, { staleTime: 5 * 60_000 });
  const taxes = data?.items;
  const usual = taxes?.find((tax) => tax.category === 'S') ?? taxes?.[0];
  return { taxes, usualTax: usual?.code ?? '', error };
}
