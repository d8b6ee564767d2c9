//! What was owed at the end of a day, in each currency and in base currency at once.

use std::collections::BTreeMap;

use db::{Tx, Value};
use jiff::civil::Date;

use crate::sales::In;
use crate::scope::Scope;

/// The text for a scope: open amounts and base amounts, all and those not due. Parameters: ?2 the day, ?3 the
/// owners or clients.
#[rustfmt::skip]
macro_rules! receivable {
    ($scope:ident) => { concat!("WITH later AS (
    -- What settlements after the day took from each item, or gave back (below nought).
    ", later_of!($scope, "3"), "
), part AS (
    -- What is left by all that is recorded of the items that were not closed by the day.
    SELECT o.currency, ", sums!("o.open_minor", "o.open_base_minor"), "
    ", items_of!($scope, "3"), " AND o.closed_on > ?2 AND o.issued_on <= ?2 AND o.kind <> 'receipt'
    GROUP BY o.currency
    UNION ALL
    -- What later days changed of them, put back. CROSS, so that SQLite starts from the few that changed.
    SELECT o.currency, ", sums!("l.amount_minor", "l.base_minor"), "
    FROM later l
    CROSS JOIN open_item o
    WHERE o.tenant_id = ?1 AND o.open_item_id = l.open_item_id
      AND o.closed_on > ?2 AND o.issued_on <= ?2 AND o.kind <> 'receipt'
    GROUP BY o.currency
)
SELECT currency, COALESCE(CAST(SUM(open_minor) AS BIGINT), 0), COALESCE(CAST(SUM(base_minor) AS BIGINT), 0),
       COALESCE(CAST(SUM(not_due_minor) AS BIGINT), 0), COALESCE(CAST(SUM(not_due_base) AS BIGINT), 0)
FROM part
GROUP BY currency") };
}

/// Amounts and base amounts, all and those not due, credit notes below nought.
#[rustfmt::skip]
macro_rules! sums {
    ($minor:literal, $base:literal) => { concat!(
        "SUM(CASE WHEN o.side = 'debit' THEN ", $minor, " ELSE -", $minor, " END) AS open_minor,
        SUM(CASE WHEN o.side = 'debit' THEN ", $base, " ELSE -", $base, " END) AS base_minor,
        SUM(CASE WHEN o.side = 'debit' THEN ", $minor, " ELSE -", $minor, " END) FILTER (WHERE o.due_on >= ?2) AS not_due_minor,
        SUM(CASE WHEN o.side = 'debit' THEN ", $base, " ELSE -", $base, " END) FILTER (WHERE o.due_on >= ?2) AS not_due_base") };
}

db::statements! {
    RECEIVABLE_ALL = receivable!(all);
    RECEIVABLE_OWNERS = receivable!(owners);
    RECEIVABLE_CLIENTS = receivable!(clients);
    RECEIVABLE_NOBODY = receivable!(nobody);
}

/// The texts by scope.
static RECEIVABLE: [&db::Statement; 4] =
    [&RECEIVABLE_ALL, &RECEIVABLE_OWNERS, &RECEIVABLE_CLIENTS, &RECEIVABLE_NOBODY];

/// Invoices less credit notes, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Receivable {
    /// All that was open.
    pub(crate) open_minor: i64,
    /// What of it was not due.
    pub(crate) not_due_minor: i64,
}

/// What was owed at the end of a day, in each currency that has any and in base currency.
pub(crate) fn at_end_of(
    tx: &Tx<'_>,
    scope: &Scope,
    day: Date,
) -> Result<BTreeMap<In, Receivable>, db::Error> {
    let mut params: Vec<Value<'_>> = vec![day.into()];
    scope.clone().bind(&mut params);
    let mut all = BTreeMap::from([(In::Base, Receivable::default())]);
    tx.for_each(RECEIVABLE[scope.index()], &params, |r| {
        let own = Receivable { open_minor: r.get(1)?, not_due_minor: r.get(3)? };
        let base = all.entry(In::Base).or_default();
        base.open_minor += r.get::<i64>(2)?;
        base.not_due_minor += r.get::<i64>(4)?;
        if own != Receivable::default() {
            all.insert(In::Currency(r.get(0)?), own);
        }
        Ok::<(), db::Error>(())
    })?;
    Ok(all)
}
