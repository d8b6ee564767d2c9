//! Days sales outstanding: how many days of sales the receivables stand for.
//!
//! *Simple* (Credit Research Foundation, Key Performance Indicator Definitions, "DSO", there over 365 days):
//! receivables at the end of the period ÷ credit sales of the period × days of the period.
//!
//! *Count-back* (also: exhaustion method): the credit sales of the last month are taken off the receivables,
//! then those of the month before and so on. Each month whose sales are used up counts with all its days; the
//! last one counts with the share of its days that the rest of the receivables is of its sales. It does not
//! swing with the season as the simple figure does.
//!
//! Receivables are invoices less credit notes, without money on account; the foundation's own definition of
//! receivables counts that off. Credit sales are gross: tax and freight are in them, as the foundation says.

use std::collections::{BTreeMap, BTreeSet};

use db::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use money::{Currency, E6, MoneyError, round_half_up};
use people::permission::ReadReceivables;
use people::{Allowed, tenant};

use crate::groups::{By, Key, Keys};
use crate::receivable::{self, Owed};
use crate::sales::{In, MonthsAsk, PeriodAsk, PeriodError, Sales, SalesBack};
use crate::scope::{Owner, Scope};

/// Months that the count-back method goes back at the most.
pub const COUNT_BACK_MONTHS_MAX: usize = 60;
/// Months of sales that are read at a time.
const CHUNK_MONTHS: usize = 12;

/// The figures of one currency, or of all in base currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DsoFigures {
    /// The currency of the amounts.
    pub currency: Currency,
    /// Invoices less credit notes that were open at the end of the period, in minor units.
    pub receivable_minor: i64,
    /// What was invoiced in the period, less what was credited and voided, in minor units.
    pub credit_sales_minor: i64,
    /// Days, to two places, half up; `None` without sales.
    pub simple: Option<E6>,
    /// Days, to two places, half up; nought where nothing is owed, `None` where
    /// [`COUNT_BACK_MONTHS_MAX`] months do not use the receivables up.
    pub count_back: Option<E6>,
}

/// Days sales outstanding of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dso {
    /// The period's length.
    pub days: i64,
    /// Each currency in which something was owed or sold, by code.
    pub currencies: Vec<DsoFigures>,
    /// All of them in base currency.
    pub base: DsoFigures,
}

/// Days sales outstanding of the receivables in reach of `proof`.
pub fn dso(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: &PeriodAsk,
) -> Result<Dso, PeriodError> {
    ask.check()?;
    let scope = Scope::of(tx, proof, ask.client, false, ask.owner.map(Owner::Is))?;
    let owed = receivable::at_end_of(tx, &scope, ask.until)?;
    Figures::of(tx, &scope)?.dso(&mut SalesBack::until(ask.until), &owed, ask)
}

/// Days sales outstanding of each client or owner that owed or bought anything.
pub fn dso_by(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: &PeriodAsk,
    by: By,
) -> Result<Vec<(Key, Dso)>, PeriodError> {
    if by == By::Total {
        return Ok(vec![(Key::Total, dso(tx, proof, ask)?)]);
    }
    ask.check()?;
    let scope = Scope::of(tx, proof, ask.client, false, ask.owner.map(Owner::Is))?;
    let months = months_back(ask.until, COUNT_BACK_MONTHS_MAX);
    let first = months.last().map_or(ask.from, |(first, _)| (*first).min(ask.from));
    let owed = receivable::by_client(tx, &scope, ask.until)?;
    let sold = Sales::by_client(tx, &scope, (first, ask.until))?;
    let keys = Keys::of(tx, by, owed.keys().chain(sold.keys()).copied())?;
    let mut groups: BTreeMap<Key, (Owed, Sales)> = BTreeMap::new();
    for (client, owed) in owed {
        groups.entry(keys.get(client)).or_default().0.join(&owed);
    }
    for (client, sales) in sold {
        groups.entry(keys.get(client)).or_default().1.join(sales);
    }
    let figures = Figures::of(tx, &scope)?;
    let mut all = Vec::with_capacity(groups.len());
    for (key, (owed, sales)) in groups {
        let dso = figures.dso(&mut SalesBack::read(sales), &owed, ask)?;
        if !dso.currencies.is_empty() {
            all.push((key, dso));
        }
    }
    Ok(all)
}

/// Days sales outstanding at the ends of months, each of so many days up to it; with the period of each. Sales
/// are read once for all of them.
pub fn dso_months(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: &MonthsAsk,
    days: u32,
) -> Result<Vec<(PeriodAsk, Dso)>, PeriodError> {
    let scope = Scope::of(tx, proof, ask.client, false, ask.owner.map(Owner::Is))?;
    let figures = Figures::of(tx, &scope)?;
    let mut back = SalesBack::until(ask.until);
    let mut all = Vec::new();
    for end in ask.ends() {
        let from = end.saturating_sub((i64::from(days.max(1)) - 1).days());
        let period = ask.period(from, end);
        let owed = receivable::at_end_of(tx, &scope, end)?;
        all.push((period, figures.dso(&mut back, &owed, &period)?));
    }
    Ok(all)
}

/// Where the figures of a scope that was checked come from.
struct Figures<'a> {
    tx: &'a Tx<'a>,
    scope: &'a Scope,
    base: Currency,
}

impl<'a> Figures<'a> {
    fn of(tx: &'a Tx<'a>, scope: &'a Scope) -> Result<Self, PeriodError> {
        Ok(Self { tx, scope, base: tenant::get(tx)?.base_currency })
    }

    fn dso(&self, sold: &mut SalesBack, owed: &Owed, ask: &PeriodAsk) -> Result<Dso, PeriodError> {
        let sales = sold.since(self.tx, self.scope, ask.from)?;
        let mut all: BTreeSet<In> =
            sales.currencies(ask.from, ask.until).map(In::Currency).collect();
        all.extend(owed.keys());
        let mut back = CountBack::new(ask.until, &all, owed);
        back.run(self.tx, self.scope, sold)?;
        let sales = sold.since(self.tx, self.scope, ask.from)?;
        let mut figures = Vec::with_capacity(all.len());
        for (of, count_back) in all.into_iter().zip(back.days()?) {
            let receivable_minor = owed.get(of).open_minor;
            let credit_sales_minor = sales.sum(of, ask.from, ask.until);
            let currency = match of {
                In::Base => self.base,
                In::Currency(currency) => currency,
            };
            let simple = ratio(
                i128::from(receivable_minor) * i128::from(ask.days()),
                i128::from(credit_sales_minor),
            )?;
            figures.push(DsoFigures {
                currency,
                receivable_minor,
                credit_sales_minor,
                simple,
                count_back,
            });
        }
        // Base currency sorts first, and is there even where nothing is owed.
        let base = figures.remove(0);
        figures.retain(|f| f.receivable_minor != 0 || f.credit_sales_minor != 0);
        Ok(Dso { days: ask.days(), currencies: figures, base })
    }
}

/// A ratio to two places, half up; `None` where the denominator is nought or below.
pub(crate) fn ratio(numerator: i128, denominator: i128) -> Result<Option<E6>, MoneyError> {
    /// Steps of [`E6`] in a hundredth.
    const HUNDREDTH: i128 = 10_000;
    if denominator <= 0 {
        return Ok(None);
    }
    let hundredths =
        round_half_up(numerator.checked_mul(100).ok_or(MoneyError::Overflow)?, denominator);
    let scaled = hundredths.checked_mul(HUNDREDTH).and_then(|s| i64::try_from(s).ok());
    Ok(Some(E6::from_scaled(scaled.ok_or(MoneyError::Overflow)?)))
}

/// The count-back method over several currencies at once, month by month.
struct CountBack {
    until: Date,
    counts: Vec<Count>,
}

/// What is left of one currency's receivables, and the days counted.
struct Count {
    of: In,
    left_minor: i64,
    whole_days: i64,
    /// Days of the last month and its sales, once those were more than what was left.
    last: Option<(i64, i64)>,
}

impl CountBack {
    fn new(until: Date, all: &BTreeSet<In>, owed: &Owed) -> Self {
        let count = |of: &In| Count {
            of: *of,
            left_minor: owed.get(*of).open_minor.max(0),
            whole_days: 0,
            last: None,
        };
        Self { until, counts: all.iter().map(count).collect() }
    }

    /// Goes back until nothing is left, or [`COUNT_BACK_MONTHS_MAX`] months were used.
    fn run(&mut self, tx: &Tx<'_>, scope: &Scope, sold: &mut SalesBack) -> Result<(), PeriodError> {
        let mut until = self.until;
        for _ in 0..COUNT_BACK_MONTHS_MAX / CHUNK_MONTHS {
            if self.counts.iter().all(Count::is_done) {
                break;
            }
            let months = months_back(until, CHUNK_MONTHS);
            let Some((first, _)) = months.last().copied() else { break };
            let sales = sold.since(tx, scope, first)?;
            for (from, to) in months {
                for count in self.counts.iter_mut().filter(|c| !c.is_done()) {
                    count.take(sales.sum(count.of, from, to), days_of(from, to));
                }
            }
            let Ok(before) = first.yesterday() else { break };
            until = before;
        }
        Ok(())
    }

    /// The days of each currency, in order.
    fn days(&self) -> Result<Vec<Option<E6>>, MoneyError> {
        self.counts.iter().map(Count::days).collect()
    }
}

impl Count {
    fn is_done(&self) -> bool {
        self.left_minor == 0 || self.last.is_some()
    }

    /// Takes a month's sales off. A month in which more was credited than invoiced counts as one without sales.
    fn take(&mut self, sales_minor: i64, days: i64) {
        let sales_minor = sales_minor.max(0);
        if self.left_minor < sales_minor {
            self.last = Some((days, sales_minor));
        } else {
            self.left_minor -= sales_minor;
            self.whole_days += days;
        }
    }

    fn days(&self) -> Result<Option<E6>, MoneyError> {
        let whole = i128::from(self.whole_days);
        match self.last {
            Some((days, sales)) => {
                let share = i128::from(self.left_minor) * i128::from(days);
                ratio(whole * i128::from(sales) + share, i128::from(sales))
            }
            None if self.left_minor == 0 => ratio(whole, 1),
            None => Ok(None),
        }
    }
}

/// First and last day of so many months, the latest first; the latest ends on `until`.
fn months_back(until: Date, months: usize) -> Vec<(Date, Date)> {
    let mut all = Vec::with_capacity(months);
    let mut last = until;
    for _ in 0..months {
        let first = last.first_of_month();
        all.push((first, last));
        match first.checked_sub(1.day()) {
            Ok(before) => last = before,
            Err(_) => break,
        }
    }
    all
}

fn days_of(from: Date, until: Date) -> i64 {
    i64::from((until - from).get_days()) + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn ratios_are_rounded_half_up_to_hundredths() {
        for (n, d, text) in [(1, 3, "0.33"), (2, 3, "0.67"), (1, 200, "0.01"), (-1, 200, "-0.01")] {
            assert_eq!(ratio(n, d).unwrap().unwrap().to_string(), text, "{n}/{d}");
        }
        assert_eq!(ratio(1, 0), Ok(None));
        assert_eq!(ratio(i128::MAX, 1), Err(MoneyError::Overflow));
    }

    #[test]
    fn months_go_back_over_the_turn_of_the_year() {
        let months = months_back(date(2026, 2, 10), 3);
        let expected = [
            (date(2026, 2, 1), date(2026, 2, 10)),
            (date(2026, 1, 1), date(2026, 1, 31)),
            (date(2025, 12, 1), date(2025, 12, 31)),
        ];
        assert_eq!(months, expected);
        assert_eq!(days_of(months[1].0, months[1].1), 31);
    }
}
