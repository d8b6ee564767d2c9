//! What a client owed at the end of each of the last months: read from the postings on the two control
//! accounts, as [`crate::client_history()`] is.

use std::collections::BTreeMap;

use clients::client::access::ClientAccess;
use db::{Tx, params};
use jiff::ToSpan;
use jiff::civil::Date;
use money::Currency;
use people::permission::ReadReceivables;

db::statements! {
    MOVED = "SELECT p.currency, p.effective_on, CAST(SUM(p.debit_minor - p.credit_minor) AS BIGINT)
             FROM posting p
             JOIN gl_account a ON a.tenant_id = p.tenant_id AND a.gl_account_id = p.gl_account_id
             WHERE p.tenant_id = ?1 AND p.client_id = ?2 AND p.effective_on <= ?3 AND a.role IN ('receivable', 'unapplied')
             GROUP BY p.currency, p.effective_on ORDER BY p.currency, p.effective_on";
}

/// Months at the most.
pub const MONTHS_MAX: u32 = 120;

/// What was owed in one currency, at the end of each day asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The currency.
    pub currency: Currency,
    /// In minor units of it, one for each day; below nought where the company owed.
    pub balances_minor: Vec<i64>,
}

/// The days: the ends of the months before the last day's month, and the last day itself.
pub fn days(until: Date, months: u32) -> Vec<Date> {
    let months = i32::try_from(months.clamp(1, MONTHS_MAX)).unwrap_or(1);
    let ends = (1..=months).rev().map(|back| {
        until.first_of_month().saturating_sub((back - 1).months()).saturating_sub(1.day())
    });
    ends.chain([until]).collect()
}

/// What a client owed at the end of each of some ascending days, in each currency that ever moved its account.
pub fn balance_over_time(
    tx: &Tx<'_>,
    access: &ClientAccess<ReadReceivables>,
    days: &[Date],
) -> Result<Vec<Line>, db::Error> {
    let Some(last) = days.last() else { return Ok(Vec::new()) };
    let mut moved: BTreeMap<Currency, Vec<(Date, i64)>> = BTreeMap::new();
    tx.for_each(&MOVED, params![access.id(), *last], |r| {
        moved.entry(r.get(0)?).or_default().push((r.get(1)?, r.get(2)?));
        Ok::<(), db::Error>(())
    })?;
    Ok(moved.into_iter().map(|(currency, moved)| line(currency, &moved, days)).collect())
}

fn line(currency: Currency, moved: &[(Date, i64)], days: &[Date]) -> Line {
    let (mut at, mut balance_minor) = (0, 0_i64);
    let balances_minor = days
        .iter()
        .map(|day| {
            while let Some((_, minor)) = moved.get(at).filter(|(on, _)| on <= day) {
                balance_minor += minor;
                at += 1;
            }
            balance_minor
        })
        .collect();
    Line { currency, balances_minor }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_are_month_ends_and_the_last_day() {
        let days = days(Date::constant(2026, 3, 15), 3);
        let expected = [(2025, 12, 31), (2026, 1, 31), (2026, 2, 28), (2026, 3, 15)];
        assert_eq!(days, expected.map(|(y, m, d)| Date::constant(y, m, d)));
    }
}
