//! The aged balance: what was open at the end of a day, by how long it had been due.
//!
//! It covers the receivable control account, invoices less credit notes, as of any day: what an item had
//! open then is what is left of it now and what settlements after that day took. Money on account is apart,
//! in [`crate::client_balance()`].

use clients::ClientId;
use db::{Row, Tx, Value};
use jiff::ToSpan;
use jiff::civil::Date;
use money::Currency;
use people::permission::ReadReceivables;
use people::{Allowed, tenant};

use crate::groups::{By, Key};
use crate::scope::{Owner, Scope, ScopeError};

mod sql;

/// Upper bounds of buckets at the most; the bucket above the last bound comes on top.
pub const BUCKETS_MAX: usize = 8;
/// The longest bound of a bucket, in days.
pub const BUCKET_DAYS_MAX: u32 = 36_500;
/// The bounds that are usual in the trade.
pub const BUCKETS_DEFAULT: [u32; 3] = [30, 60, 90];
/// Stands for the cut-off days of buckets that are not asked for: nothing is due before it.
const BEFORE_ALL: Date = Date::constant(1, 1, 1);

/// From which day on an item ages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AgingBasis {
    /// From the day on which it is due.
    #[default]
    Due,
    /// From its own day.
    Issued,
}

/// What is asked of the aged balance.
#[derive(Clone, Debug)]
pub struct AgingAsk {
    /// The end of which day.
    pub as_of: Date,
    /// What the rows are of.
    pub by: By,
    /// From which day on items age.
    pub basis: AgingBasis,
    /// The upper bound of each bucket in days, ascending; the last bucket is above the last bound.
    pub buckets: Vec<u32>,
    /// Only this client's.
    pub client: Option<ClientId>,
    /// Only those of this owner's clients, or of nobody's.
    pub owner: Option<Owner>,
    /// Only what is in this currency.
    pub currency: Option<Currency>,
    /// Whether amounts are the base amounts, all in the company's base currency.
    pub in_base: bool,
    /// With `client`: whether those of the clients below it count too, as far as they are in reach.
    pub include_children: bool,
}

impl AgingAsk {
    /// The total by currency, by due day, in the usual buckets.
    pub fn of(as_of: Date) -> Self {
        Self {
            as_of,
            by: By::Total,
            basis: AgingBasis::Due,
            buckets: BUCKETS_DEFAULT.to_vec(),
            client: None,
            owner: None,
            currency: None,
            in_base: false,
            include_children: false,
        }
    }
}

/// What the buckets' columns are called in files, by their upper bounds.
///
/// ```
/// assert_eq!(reports::aging::bucket_names(&[30, 60]), ["days_1_30", "days_31_60", "days_over_60"]);
/// ```
pub fn bucket_names(bounds: &[u32]) -> Vec<String> {
    let mut first = 1;
    let mut names = Vec::with_capacity(bounds.len() + 1);
    for last in bounds {
        names.push(format!("days_{first}_{last}"));
        first = last.saturating_add(1);
    }
    names.push(format!("days_over_{}", first - 1));
    names
}

/// One row of the aged balance. Amounts are minor units of `currency`, invoices less credit notes;
/// `open_minor` is the sum of `not_due_minor` and of the buckets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgingRow {
    /// What it is of.
    pub key: Key,
    /// The currency of the amounts.
    pub currency: Currency,
    /// How many invoices and credit notes were open.
    pub open_items: u64,
    /// What was open.
    pub open_minor: i64,
    /// What was not due yet: the day is no later than the due day.
    pub not_due_minor: i64,
    /// What was due for 1 day up to the first bound, from there to the second, and so on; one more than
    /// there are bounds.
    pub buckets: Vec<i64>,
}

/// Why there is no aged balance.
#[derive(Debug, thiserror::Error)]
pub enum AgingError {
    /// The bounds do not ascend, are too many, or too large.
    #[error(
        "buckets are given as 1 to {BUCKETS_MAX} ascending numbers of days from 1 to {BUCKET_DAYS_MAX}"
    )]
    BadBuckets(Vec<u32>),
    /// The client is out of reach.
    #[error(transparent)]
    Scope(#[from] ScopeError),
    /// The company is not there.
    #[error(transparent)]
    Tenant(#[from] tenant::TenantError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(AgingError {
    Self::BadBuckets(_) => Invalid, "bad-buckets", at "buckets";
    Self::Scope(e) => delegate e;
    Self::Tenant(e) => delegate e;
    Self::Db(e) => delegate e;
});

/// The aged balance of the receivables in reach of `proof`.
pub fn aged_balance(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: &AgingAsk,
) -> Result<Vec<AgingRow>, AgingError> {
    let scope = Scope::of(tx, proof, ask.client, ask.include_children, ask.owner)?;
    aged(tx, scope, ask)
}

/// The aged balance of a scope that was checked; the client and owner of `ask` do not count.
pub(crate) fn aged(tx: &Tx<'_>, scope: Scope, ask: &AgingAsk) -> Result<Vec<AgingRow>, AgingError> {
    let cuts = cut_offs(ask.as_of, &ask.buckets)?;
    let base = tenant::get(tx)?.base_currency;
    let statement = sql::AGED[ask.basis as usize][scope.index()][ask.by as usize];
    let mut params: Vec<Value<'_>> =
        vec![ask.as_of.into(), ask.currency.into(), ask.in_base.into(), base.into()];
    params.extend(cuts.map(Value::from));
    scope.bind(&mut params);
    Ok(tx.query(statement, &params, |r| row_of(r, ask))?)
}

/// The first day of each bucket counted from the day back: a bucket of 1 to 30 days holds what was due from
/// 30 days before up to the day before.
fn cut_offs(as_of: Date, buckets: &[u32]) -> Result<[Date; BUCKETS_MAX], AgingError> {
    let bad = || AgingError::BadBuckets(buckets.to_vec());
    let ascending = buckets.windows(2).all(|pair| pair[0] < pair[1]);
    let in_range = buckets.iter().all(|days| (1..=BUCKET_DAYS_MAX).contains(days));
    if buckets.is_empty() || buckets.len() > BUCKETS_MAX || !ascending || !in_range {
        return Err(bad());
    }
    let mut cuts = [BEFORE_ALL; BUCKETS_MAX];
    for (cut, days) in cuts.iter_mut().zip(buckets) {
        *cut = as_of.checked_sub(i64::from(*days).days()).map_err(|_| bad())?;
    }
    Ok(cuts)
}

fn row_of(r: &Row<'_>, ask: &AgingAsk) -> Result<AgingRow, db::Error> {
    let not_due_minor = r.get(2)?;
    let buckets: Vec<i64> =
        (0..=ask.buckets.len()).map(|n| r.get(3 + n)).collect::<Result<_, _>>()?;
    let key = match ask.by {
        By::Total => Key::Total,
        By::Client => Key::Client { id: r.get(12)?, number: r.get(13)?, name: r.get(14)? },
        By::Owner => Key::Owner { id: r.get(12)?, name: r.get(13)? },
    };
    Ok(AgingRow {
        key,
        currency: r.get(0)?,
        open_items: r.get(1)?,
        open_minor: not_due_minor + buckets.iter().sum::<i64>(),
        not_due_minor,
        buckets,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_bucket_ends_where_the_next_begins() {
        let cuts = cut_offs(date(2026, 3, 31), &[30, 60]).unwrap();
        assert_eq!(cuts[..3], [date(2026, 3, 1), date(2026, 1, 30), BEFORE_ALL]);
        for bad in [&[][..], &[30, 30], &[60, 30], &[0], &[1, 2, 3, 4, 5, 6, 7, 8, 9], &[u32::MAX]]
        {
            assert!(cut_offs(date(2026, 3, 31), bad).is_err(), "{bad:?}");
        }
    }
}
