//! The collection effectiveness index: how much of what could be collected in a period was.
//!
//! (beginning receivables + credit sales − ending total receivables) ÷ (beginning receivables + credit sales
//! − ending current receivables) × 100 (Credit Research Foundation, Key Performance Indicator Definitions,
//! "CEI"). The foundation divides the credit sales by the number of months where a year is looked at; here the
//! period is one. Current receivables are those not due at the end of the period. 100 is the best there is:
//! nothing that was due is open.

use std::collections::{BTreeMap, HashMap};

use db::Tx;
use jiff::civil::Date;
use money::{Currency, E6};
use people::permission::ReadReceivables;
use people::{Allowed, tenant};

use crate::dso::ratio;
use crate::groups::{By, Key, Keys};
use crate::receivable::{self, Owed};
use crate::sales::{In, MonthsAsk, PeriodAsk, PeriodError, Sales};
use crate::scope::{Owner, Scope};

/// The figures of one currency, or of all in base currency; minor units of `currency`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CeiFigures {
    /// The currency of the amounts.
    pub currency: Currency,
    /// What was open at the end of the day before the period.
    pub beginning_minor: i64,
    /// What was invoiced in the period, less what was credited and voided.
    pub credit_sales_minor: i64,
    /// What was open at the end of the period.
    pub ending_total_minor: i64,
    /// What of that was not due.
    pub ending_current_minor: i64,
    /// Percent, to two places, half up; `None` where there was nothing to collect.
    pub index: Option<E6>,
}

/// The collection effectiveness index of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cei {
    /// Each currency in which something was owed or sold, by code.
    pub currencies: Vec<CeiFigures>,
    /// All of them in base currency.
    pub base: CeiFigures,
}

/// Beginning receivables, credit sales, ending total and ending current receivables.
#[derive(Clone, Copy, Default)]
struct Sums {
    beginning: i64,
    sales: i64,
    total: i64,
    current: i64,
}

/// The collection effectiveness index of the receivables in reach of `proof`.
pub fn cei(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: &PeriodAsk,
) -> Result<Cei, PeriodError> {
    ask.check()?;
    let scope = Scope::of(tx, proof, ask.client, false, ask.owner.map(Owner::Is))?;
    let before = before(tx, &scope, ask.from)?;
    let end = receivable::at_end_of(tx, &scope, ask.until)?;
    let mut sales = Sales::default();
    sales.read(tx, &scope, (ask.from, ask.until))?;
    cei_of(tenant::get(tx)?.base_currency, &sales, ask, &before, &end)
}

/// The collection effectiveness index of each client or owner that owed or bought anything.
pub fn cei_by(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: &PeriodAsk,
    by: By,
) -> Result<Vec<(Key, Cei)>, PeriodError> {
    if by == By::Total {
        return Ok(vec![(Key::Total, cei(tx, proof, ask)?)]);
    }
    ask.check()?;
    let scope = Scope::of(tx, proof, ask.client, false, ask.owner.map(Owner::Is))?;
    let before = ask.from.yesterday().map(|day| receivable::by_client(tx, &scope, day));
    let before = before.unwrap_or_else(|_| Ok(HashMap::new()))?;
    let end = receivable::by_client(tx, &scope, ask.until)?;
    let sold = Sales::by_client(tx, &scope, (ask.from, ask.until))?;
    let clients = before.keys().chain(end.keys()).chain(sold.keys()).copied();
    let keys = Keys::of(tx, by, clients)?;
    let mut groups: BTreeMap<Key, (Owed, Owed, Sales)> = BTreeMap::new();
    for (client, owed) in before {
        groups.entry(keys.get(client)).or_default().0.join(&owed);
    }
    for (client, owed) in end {
        groups.entry(keys.get(client)).or_default().1.join(&owed);
    }
    for (client, sales) in sold {
        groups.entry(keys.get(client)).or_default().2.join(sales);
    }
    let base = tenant::get(tx)?.base_currency;
    let cei = |(key, (before, end, sales)): (Key, (Owed, Owed, Sales))| {
        Ok((key, cei_of(base, &sales, ask, &before, &end)?))
    };
    groups.into_iter().map(cei).collect()
}

/// The collection effectiveness index of each of some months, with its period. What a month ended with is what
/// the next begins with, and sales are read once for all of them.
pub fn cei_months(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: &MonthsAsk,
) -> Result<Vec<(PeriodAsk, Cei)>, PeriodError> {
    let scope = Scope::of(tx, proof, ask.client, false, ask.owner.map(Owner::Is))?;
    let ends = ask.ends();
    let first = ends.first().map_or(ask.until, |end| end.first_of_month());
    let mut sales = Sales::default();
    sales.read(tx, &scope, (first, ask.until))?;
    let mut begun_with = before(tx, &scope, first)?;
    let base = tenant::get(tx)?.base_currency;
    let mut all = Vec::with_capacity(ends.len());
    for end in ends {
        let period = ask.period(end.first_of_month(), end);
        let ended_with = receivable::at_end_of(tx, &scope, end)?;
        all.push((period, cei_of(base, &sales, &period, &begun_with, &ended_with)?));
        begun_with = ended_with;
    }
    Ok(all)
}

/// What was owed at the end of the day before.
fn before(tx: &Tx<'_>, scope: &Scope, from: Date) -> Result<Owed, db::Error> {
    from.yesterday()
        .map_or_else(|_| Ok(Owed::default()), |day| receivable::at_end_of(tx, scope, day))
}

fn cei_of(
    base: Currency,
    sales: &Sales,
    ask: &PeriodAsk,
    before: &Owed,
    end: &Owed,
) -> Result<Cei, PeriodError> {
    let mut all: BTreeMap<In, Sums> = BTreeMap::new();
    for of in before.keys() {
        all.entry(of).or_default().beginning = before.get(of).open_minor;
    }
    for of in end.keys() {
        let (sums, owed) = (all.entry(of).or_default(), end.get(of));
        (sums.total, sums.current) = (owed.open_minor, owed.not_due_minor);
    }
    for currency in sales.currencies(ask.from, ask.until) {
        all.entry(In::Currency(currency)).or_default();
    }
    for (of, sums) in &mut all {
        sums.sales = sales.sum(*of, ask.from, ask.until);
    }
    let base_sums = all.remove(&In::Base).unwrap_or_default();
    let mut currencies = Vec::with_capacity(all.len());
    for (of, sums) in all {
        if let In::Currency(currency) = of {
            currencies.push(figures(currency, sums)?);
        }
    }
    let base = figures(base, base_sums)?;
    Ok(Cei { currencies, base })
}

fn figures(currency: Currency, sums: Sums) -> Result<CeiFigures, PeriodError> {
    let collectable = i128::from(sums.beginning) + i128::from(sums.sales);
    let collected = collectable - i128::from(sums.total);
    let index = ratio(collected * 100, collectable - i128::from(sums.current))?;
    Ok(CeiFigures {
        currency,
        beginning_minor: sums.beginning,
        credit_sales_minor: sums.sales,
        ending_total_minor: sums.total,
        ending_current_minor: sums.current,
        index,
    })
}
