import type { Schema } from '@/api/schemas';
import { useT } from '@/i18n';
import { formatDecimal } from '@/lib/format';
import { useSearchWords } from '@/lib/go';
import { useLocale } from '@/lib/locale';
import { Money } from '@/ui/Money';
import { useCei } from './collection';
import { FiguresTable, MeasurePart } from './FiguresTable';
import { MonthFigures } from './MonthFigures';
import classes from './reports.module.css';

type Figures = Schema<'CeiFigures'>;

const ALL = 100;

/** The collection effectiveness index: what it is made of, and how it went. */
export function CeiPanel() {
  const { t } = useT('reports');
  const [words] = useSearchWords();
  const { period, months } = useCei();
  const latest = period.data;
  const pick = (cei: Schema<'Cei'> | undefined): Figures | undefined =>
    words.currency ? cei?.currencies.find((one) => one.currency === words.currency) : cei?.base;
  const points = (months.data?.months ?? []).map((month) => ({
    until: month.until,
    index: pick(month)?.index,
  }));
  return (
    <MonthFigures
      error={period.error ?? months.error}
      isReady={latest !== undefined}
      points={points}
      series={[{ name: 'index', label: t('cei.title'), color: 'harbour.5' }]}
      label={t('cei.chart')}
      unit={(value) => `${value} %`}
      top={ALL}
      currencies={latest?.currencies.map((one) => one.currency)}
      baseCurrency={latest?.base.currency}
    >
      {latest && <Measure cei={latest} figures={pick(latest) ?? latest.base} />}
      {latest && (
        <FiguresTable
          caption={t('cei.byCurrency')}
          heads={[
            t('cei.beginning'),
            t('dso.sales'),
            t('cei.endingTotal'),
            t('cei.endingCurrent'),
            t('cei.index'),
          ]}
          rows={[...latest.currencies, latest.base].map((one, at, all) => {
            const isBase = at === all.length - 1;
            const link = { of: latest, figures: one };
            return {
              name: isBase ? t('collection.inBase', { currency: one.currency }) : one.currency,
              cells: [
                <MeasurePart key="b" part="beginning" amount={one.beginning} {...link} />,
                <MeasurePart key="s" part="sales" amount={one.credit_sales} {...link} />,
                <MeasurePart key="e" part="receivable" amount={one.ending_total} {...link} />,
                <MeasurePart key="c" part="current" amount={one.ending_current} {...link} />,
                <Money key="i" amount={one.index ?? null} />,
              ],
            };
          })}
        />
      )}
    </MonthFigures>
  );
}

function Measure({ cei, figures }: { cei: Schema<'Cei'>; figures: Figures }) {
  const { t } = useT('reports');
  const locale = useLocale();
  const link = { of: cei, figures };
  const { beginning, credit_sales: sales, ending_total: total, ending_current: current } = figures;
  const index = figures.index ? `${formatDecimal(figures.index, locale)} %` : '–';
  return (
    <section className={classes.measure}>
      <h2>{t('cei.title')}</h2>
      <div className={classes.big}>{index}</div>
      <p>{t('cei.words')}</p>
      <p className={classes.formula}>
        <span className="nowrap">
          (<MeasurePart part="beginning" amount={beginning} place="of" {...link} />
        </span>{' '}
        + <MeasurePart part="sales" amount={sales} place="of" {...link} /> −{' '}
        <span className="nowrap">
          <MeasurePart part="receivable" amount={total} place="of" {...link} />)
        </span>{' '}
        ÷{' '}
        <span className="nowrap">
          (<MeasurePart part="beginning" amount={beginning} place="by" {...link} />
        </span>{' '}
        + <MeasurePart part="sales" amount={sales} place="by" {...link} /> −{' '}
        <span className="nowrap">
          <MeasurePart part="current" amount={current} place="by" {...link} />)
        </span>{' '}
        × 100 = {index}
      </p>
    </section>
  );
}
