import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatDecimal, formatMoney } from '@/lib/format';
import { useSearchWords } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { Money } from '@/ui/Money';
import { useDso } from './collection';
import { FiguresTable, MeasurePart } from './FiguresTable';
import { MonthFigures } from './MonthFigures';
import classes from './reports.module.css';

type Figures = Schema<'DsoFigures'>;

/** Days sales outstanding: both ways of counting, what they are made of, and how they went. */
export function DsoPanel() {
  const { t } = useT('reports');
  const [words] = useSearchWords();
  const { period, months } = useDso();
  const latest = period.data;
  const pick = (dso: Schema<'Dso'> | undefined): Figures | undefined =>
    words.currency ? dso?.currencies.find((one) => one.currency === words.currency) : dso?.base;
  const points = (months.data?.months ?? []).map((month) => ({
    until: month.until,
    simple: pick(month)?.simple,
    count_back: pick(month)?.count_back,
  }));
  return (
    <MonthFigures
      error={period.error ?? months.error}
      isReady={latest !== undefined}
      points={points}
      series={[
        { name: 'simple', label: t('dso.simple'), color: 'harbour.5' },
        { name: 'count_back', label: t('dso.countBack'), color: 'orange.6' },
      ]}
      label={t('dso.chart')}
      unit={(value) => t('dso.daysOf', { value })}
      currencies={latest?.currencies.map((one) => one.currency)}
      baseCurrency={latest?.base.currency}
    >
      {latest && <Measures dso={latest} figures={pick(latest) ?? latest.base} />}
      {latest && (
        <FiguresTable
          caption={t('dso.byCurrency')}
          heads={[t('dso.receivable'), t('dso.sales'), t('dso.simple'), t('dso.countBack')]}
          rows={[...latest.currencies, latest.base].map((one, at, all) => {
            const isBase = at === all.length - 1;
            const link = { of: latest, figures: one };
            return {
              name: isBase ? t('collection.inBase', { currency: one.currency }) : one.currency,
              cells: [
                <MeasurePart key="r" part="receivable" amount={one.receivable} {...link} />,
                <MeasurePart key="s" part="sales" amount={one.credit_sales} {...link} />,
                <Money key="d" amount={one.simple ?? null} />,
                <Money key="c" amount={one.count_back ?? null} />,
              ],
            };
          })}
        />
      )}
    </MonthFigures>
  );
}

function Measures({ dso, figures }: { dso: Schema<'Dso'>; figures: Figures }) {
  const { t } = useT('reports');
  const locale = useLocale();
  const money = (amount: string) => formatMoney(amount, figures.currency, locale);
  const link = { of: dso, figures };
  const days = (value: string | null | undefined) => (value ? formatDecimal(value, locale) : '–');
  return (
    <div className={classes.measures}>
      <section className={classes.measure}>
        <h2>{t('dso.simple')}</h2>
        <div className={classes.big}>{t('dso.daysOf', { value: days(figures.simple) })}</div>
        <p>{t('dso.simpleWords')}</p>
        <p className={classes.formula}>
          <MeasurePart part="receivable" amount={figures.receivable} place="of" {...link} /> ÷{' '}
          <MeasurePart part="sales" amount={figures.credit_sales} place="by" {...link} /> ×{' '}
          {dso.days} = {days(figures.simple)}
        </p>
      </section>
      <section className={classes.measure}>
        <h2>{t('dso.countBack')}</h2>
        <div className={classes.big}>{t('dso.daysOf', { value: days(figures.count_back) })}</div>
        <p>{t('dso.countBackWords')}</p>
        <p className={classes.formula}>
          {t('dso.countBackFrom', { amount: money(figures.receivable) })}
        </p>
      </section>
    </div>
  );
}
