import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { isZero, type Locale } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { useSession } from '@/shell/session';
import { Day } from '@/ui/Day';
import { Money } from '@/ui/Money';
import { columnWords } from './bucket-words';
import { amountIn } from './explain-aging';
import type { AgingColumn } from './figures';
import { isInternal, movementWords } from './movement';
import '../billing/print.css';
import classes from './statement.module.css';

interface Props {
  client: Schema<'Client'>;
  history: Schema<'ClientHistory'>;
  aging: Schema<'AgedBalance'>;
}

/** The statement of account, as it goes to the client. */
export function StatementLetter({ client, history, aging }: Props) {
  const { t, language } = useT('reports');
  const { company } = useSession();
  const locale = useLocale();
  const currencies = [
    ...new Set([
      ...history.opening.map((owed) => owed.currency),
      ...history.items.map((movement) => movement.currency),
    ]),
  ].sort();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by keyboard
    <article className={classes.letter} data-print-page lang={language} tabIndex={0}>
      <header className={classes.head}>
        <p className={classes.company}>{company.legal_name}</p>
        <address className={classes.client}>{addressOf(client, locale).join('\n')}</address>
        <dl className={classes.facts}>
          <dt>{t('statement.date')}</dt>
          <dd>
            <Day value={history.until} style="long" />
          </dd>
          <dt>{t('statement.account')}</dt>
          <dd>{client.number}</dd>
          <dt>{t('statement.range')}</dt>
          <dd>
            <Day value={history.from} /> – <Day value={history.until} />
          </dd>
        </dl>
      </header>
      <h1>{t('statement.title')}</h1>
      {currencies.length === 0 && <p>{t('statement.nothing')}</p>}
      {currencies.map((currency) => (
        <Account key={currency} currency={currency} history={history} />
      ))}
      {aging.rows.map((row) => (
        <Ageing key={row.currency} row={row} bounds={aging.buckets} />
      ))}
      <p className={classes.closing}>{t('statement.closing')}</p>
    </article>
  );
}

function addressOf(client: Schema<'Client'>, { locale }: Locale): string[] {
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const address =
    client.addresses.find((one) => one.kind === 'billing') ?? client.addresses[0] ?? undefined;
  return [
    client.legal_name,
    client.trading_name === client.legal_name ? '' : (client.trading_name ?? ''),
    ...(address
      ? [
          ...(address.street ?? '').split('\n'),
          [[address.postal_code, address.city].filter(Boolean).join(' '), address.region]
            .filter(Boolean)
            .join(', '),
          address.country ? (countries.of(address.country) ?? address.country) : '',
        ]
      : []),
  ].filter(Boolean);
}

interface AccountProps {
  currency: string;
  history: Schema<'ClientHistory'>;
}

function Account({ currency, history }: AccountProps) {
  const { t } = useT('reports');
  const own = history.items.filter((movement) => movement.currency === currency);
  const opening = history.opening.find((owed) => owed.currency === currency)?.balance ?? '0.00';
  const closing = history.closing.find((owed) => owed.currency === currency)?.balance ?? opening;
  return (
    <table className={classes.account}>
      <caption>{t('statement.in', { currency })}</caption>
      <thead>
        <tr>
          <th>{t('account.day')}</th>
          <th>{t('account.what')}</th>
          <th>{t('statement.amount')}</th>
          <th>{t('account.balance')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>
            <Day value={history.from} />
          </td>
          <td>{t('statement.opening')}</td>
          <td />
          <td>
            <Money amount={opening} coloured={false} />
          </td>
        </tr>
        {own
          .filter((movement) => !isInternal(movement))
          .map((movement) => (
            <tr key={movement.entry_no}>
              <td>
                <Day value={movement.effective_on} />
              </td>
              <td>{movementWords(movement, t)}</td>
              <td>
                <Money amount={movement.amount} coloured={false} />
              </td>
              <td>
                <Money amount={movement.balance} coloured={false} />
              </td>
            </tr>
          ))}
      </tbody>
      <tfoot>
        <tr>
          <td>
            <Day value={history.until} />
          </td>
          <td>{t('statement.balance')}</td>
          <td />
          <td>
            <Money amount={closing} currency={currency} coloured={false} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function Ageing({ row, bounds }: { row: Schema<'AgedRow'>; bounds: readonly number[] }) {
  const { t } = useT('reports');
  const columns: AgingColumn[] = ['not_due', ...bounds.map((_, at) => at), bounds.length, 'open'];
  if (isZero(row.open)) return null;
  return (
    <table className={classes.ageing}>
      <caption>{t('statement.ageing', { currency: row.currency })}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column}>{columnWords(column, bounds, t)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          {columns.map((column) => (
            <td key={column}>
              <Money amount={amountIn(row, column)} coloured={false} />
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
