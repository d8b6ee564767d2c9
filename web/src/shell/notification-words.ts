import type { Schema } from '@/api/schemas';
import type { T } from '@/i18n';
import { formatCount, formatMoney, type Locale } from '@/lib/format';
import { reason } from '@/ui/problem-text';

type Notification = Schema<'Notification'>;
type Facts = Record<string, unknown>;

const text = (facts: Facts, name: string) => {
  const value = facts[name];
  return value === null || value === undefined ? '' : String(value);
};

const count = (facts: Facts, name: string) => Number(facts[name] ?? 0);

function money(facts: Facts, locale: Locale): string {
  const [amount, currency] = [text(facts, 'amount'), text(facts, 'currency')];
  return amount && currency ? formatMoney(amount, currency, locale) : amount;
}

/** The sentence that a notification's kind and facts make; a name that ends in a full stop brings no second one. */
export const sentenceOf = (...told: Parameters<typeof wordsOf>) =>
  wordsOf(...told).replace(/(?<!\.)\.\.(?=\s|$)/g, '.');

function wordsOf({ kind, args }: Notification, t: T<'shell'>, locale: Locale): string {
  const facts = args as Facts;
  const by = text(facts, 'by_name');
  const client = text(facts, 'client_name');
  switch (kind) {
    case 'import.applied':
    case 'import.undone': {
      const rows = count(facts, 'rows');
      return t(kind === 'import.applied' ? 'bell.importApplied' : 'bell.importUndone', {
        file: text(facts, 'file_name'),
        count: rows,
        formatted: formatCount(rows, locale),
      });
    }
    case 'job.failed':
      return t('bell.jobFailed', { error: reason(text(facts, 'code'), text(facts, 'error')) });
    case 'write_off.proposed':
      return t('bell.writeOffProposed', { by, client, amount: money(facts, locale) });
    case 'write_off.decided':
      return t(facts.approved === true ? 'bell.writeOffApproved' : 'bell.writeOffRejected', {
        by,
        client,
        amount: money(facts, locale),
      });
    case 'client.handed_over': {
      const clients = count(facts, 'count');
      return t('bell.handedOver', {
        by,
        client,
        count: clients,
        formatted: formatCount(clients, locale),
      });
    }
    default:
      return kind;
  }
}

/** Where a notification leads. */
export function subjectOf(
  { kind, subject_id, args }: Notification,
  me: string,
): { to: string; search?: Record<string, string> } {
  switch (kind) {
    case 'import.applied':
    case 'import.undone':
      return { to: `/imports/${subject_id}` };
    case 'job.failed':
      return { to: '/jobs', search: { status: 'failed' } };
    case 'client.handed_over':
      return count(args as Facts, 'count') > 1
        ? { to: '/clients', search: { owner: me } }
        : { to: `/clients/${subject_id}` };
    default:
      return { to: '/write-offs' };
  }
}
