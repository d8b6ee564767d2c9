import { useT } from '@/i18n';
import { formatDay, formatDecimal } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import type { Search } from '@/lib/search';
import { ClientName } from '../ClientLink';
import { NOBODY, useUserNames } from '../UserPicker';
import type { Filter } from './definition';

/** What a filter is set to, in words. */
export function FilterWords({ filter, set }: { filter: Filter; set: Search }) {
  const { t } = useT('ui');
  const locale = useLocale();
  if ('from' in filter) {
    const show = (word: string | undefined) =>
      word &&
      (filter.kind === 'days' ? formatDay(word, locale, 'short') : formatDecimal(word, locale));
    const [from, until] = [show(set[filter.from]), show(set[filter.until])];
    return <>{from && until ? `${from} – ${until}` : from ? `≥ ${from}` : `≤ ${until}`}</>;
  }
  const word = set[filter.param] ?? '';
  switch (filter.kind) {
    case 'select':
    case 'multi':
      return (
        <>
          {word
            .split(',')
            .map((one) => labelOf(filter.options, one))
            .join(', ')}
        </>
      );
    case 'boolean':
      return <>{word === 'true' ? t('yes') : t('no')}</>;
    case 'client':
      return <ClientName id={word} />;
    case 'user':
      return word === NOBODY ? (filter.nobody ?? word) : <UserName id={word} />;
    case 'day':
      return <>{formatDay(word, locale, 'short')}</>;
    default:
      return <>{word}</>;
  }
}

const labelOf = (options: readonly { value: string; label: string }[], value: string) =>
  options.find((option) => option.value === value)?.label ?? value;

function UserName({ id }: { id: string }) {
  const users = useUserNames();
  return <>{users.find((user) => user.id === id)?.name ?? '…'}</>;
}
