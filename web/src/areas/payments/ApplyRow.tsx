import { Checkbox, Group, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useT } from '@/i18n';
import { formatMoney } from '@/lib/format';
import { useLocale } from '@/lib/locale';
import { AmountInput } from '@/ui/AmountInput';
import { ClientLink } from '@/ui/ClientLink';
import { Day } from '@/ui/Day';
import { ExplainAmount } from '@/ui/ExplainAmount';
import { Money } from '@/ui/Money';
import { DocumentLink } from '../billing/DocumentLink';
import { explainItem } from '../reports/explain-item';
import classes from './Apply.module.css';
import { isAmount, isSet, restOf, type Share, type Target, tooMuch } from './applying';
import type { Drag } from './drag';
import { Grip } from './Grip';

interface Props {
  target: Target;
  share: Share;
  currency: string;
  withClient: boolean;
  withSuggestion: boolean;
  /** Something is held over it that it can take. */
  isOver: boolean;
  onGrip: Drag['begin'];
  isFirst: boolean;
  isSmall: (rest: string) => boolean;
  error: string | undefined;
  onShare: (change: Partial<Share>) => void;
  onDiscount: () => void;
}

/** One open invoice, and what it gets. */
export function ApplyRow({ target, share, currency, ...props }: Props) {
  const { t } = useT('payments');
  const locale = useLocale();
  const queries = useQueryClient();
  const rest = restOf(target, share);
  const { number } = target;
  const error = props.error ?? (tooMuch(target, share) ? t('apply.tooMuch') : undefined);
  const movable = isAmount(share.amount) ? share.amount : (target.suggested ?? '');
  const canClose = share.closeRest || (isSet(share) && props.isSmall(rest));
  return (
    <tr
      data-row={target.id}
      data-set={isSet(share) || undefined}
      data-over={props.isOver || undefined}
    >
      <td>
        <DocumentLink id={target.id} number={number} kind="invoice" />
      </td>
      {props.withClient && (
        <td className={classes.wide}>
          <ClientLink id={target.client} />
        </td>
      )}
      <td className={classes.wide}>
        <Day value={target.issued_on} />
      </td>
      <td>
        <Day value={target.due_on} />
      </td>
      <td className={classes.end}>
        <ExplainAmount
          inList
          amount={target.open}
          currency={currency}
          explanation={explainItem(queries, target.id)}
        />
      </td>
      {props.withSuggestion && (
        <td className={classes.suggested} data-label={t('apply.suggestion')}>
          <Suggested target={target} currency={currency} />
        </td>
      )}
      <td className={classes.amount}>
        <Group gap={2} wrap="nowrap" align="flex-start">
          <Grip onGrip={props.onGrip} from={target.id} amount={movable} />
          <AmountInput
            size="xs"
            aria-label={t('apply.amountOf', { number })}
            data-target={target.id}
            autoFocus={props.isFirst}
            value={share.amount}
            onChange={(amount) => props.onShare({ amount })}
            error={error}
          />
        </Group>
      </td>
      <td className={`${classes.end} ${classes.wide}`}>
        {isSet(share) && <Money amount={rest} currency={currency} />}
      </td>
      <td className={classes.more}>
        <Stack gap={2}>
          {target.discount && (
            <Checkbox
              size="xs"
              aria-label={t('apply.discountOf', { number })}
              label={t('apply.discount', {
                amount: formatMoney(target.discount, currency, locale),
              })}
              checked={share.withDiscount}
              onChange={props.onDiscount}
            />
          )}
          {canClose && (
            <Checkbox
              size="xs"
              aria-label={t('apply.closeRestOf', { number })}
              label={t('apply.closeRest')}
              checked={share.closeRest}
              onChange={(event) => props.onShare({ closeRest: event.currentTarget.checked })}
            />
          )}
        </Stack>
      </td>
    </tr>
  );
}

/** What the server would put to it, and why to this one. */
function Suggested({ target, currency }: Pick<Props, 'target' | 'currency'>) {
  const { t } = useT('payments');
  if (!isAmount(target.suggested)) {
    return target.named && <span className={classes.reason}>{t('apply.named')}</span>;
  }
  return (
    <>
      <Money amount={target.suggested} currency={currency} />
      <span className={classes.reason}>{t(target.named ? 'apply.named' : 'apply.dueFirst')}</span>
    </>
  );
}
