//! What was owed at the end of a day, in each currency and in base currency at once.

use std::collections::{BTreeMap, HashMap};

use clients::ClientId;
use db::{Row, Tx, Value};
use jiff::civil::Date;

use crate::sales::In;
use crate::scope::Scope;

/// The text for a scope: open amounts and base amounts, all and those not due. Parameters: ?2 the day, ?3 the
/// owners or clients.
#[rustfmt::skip]
macro_rules! receivable {
    ($scope:ident, $key:ident) => { concat!("WITH later AS (
    -- What settlements after the day took from each item, or gave back (below nought).
    ", later_of!($scope, "3"), "
), part AS (
    -- What is left by all that is recorded of the items that were not closed by the day.
    SELECT o.currency, ", sums!("o.open_minor", "o.open_base_minor"), of_items_client!($key), "
    ", items_of!($scope, "3"), " AND o.closed_on > ?2 AND o.issued_on <= ?2 AND o.kind <> 'receipt'
    GROUP BY o.currency", of_items_client!($key), "
    UNION ALL
    -- What later days changed of them, put back. CROSS, so that SQLite starts from the few that changed.
    SELECT o.currency, ", sums!("l.amount_minor", "l.base_minor"), of_items_client!($key), "
    FROM later l
    CROSS JOIN open_item o
    WHERE o.tenant_id = ?1 AND o.open_item_id = l.open_item_id
      AND o.closed_on > ?2 AND o.issued_on <= ?2 AND o.kind <> 'receipt'
    GROUP BY o.currency", of_items_client!($key), "
)
SELECT currency, COALESCE(CAST(SUM(open_minor) AS BIGINT), 0), COALESCE(CAST(SUM(base_minor) AS BIGINT), 0),
       COALESCE(CAST(SUM(not_due_minor) AS BIGINT), 0), COALESCE(CAST(SUM(not_due_base) AS BIGINT), 0)", of_client!($key), "
FROM part
GROUP BY currency", of_client!($key)) };
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
    RECEIVABLE_ALL = receivable!(all, total);
    RECEIVABLE_OWNERS = receivable!(owners, total);
    RECEIVABLE_CLIENTS = receivable!(clients, total);
    RECEIVABLE_NOBODY = receivable!(nobody, total);
    RECEIVABLE_ALL_BY_CLIENT = receivable!(all, client);
    RECEIVABLE_OWNERS_BY_CLIENT = receivable!(owners, client);
    RECEIVABLE_CLIENTS_BY_CLIENT = receivable!(clients, client);
    RECEIVABLE_NOBODY_BY_CLIENT = receivable!(nobody, client);
}

/// The texts by scope.
static RECEIVABLE: [&db::Statement; 4] =
    [&RECEIVABLE_ALL, &RECEIVABLE_OWNERS, &RECEIVABLE_CLIENTS, &RECEIVABLE_NOBODY];

/// The same, each client apart.
static BY_CLIENT: [&db::Statement; 4] = [
    &RECEIVABLE_ALL_BY_CLIENT,
    &RECEIVABLE_OWNERS_BY_CLIENT,
    &RECEIVABLE_CLIENTS_BY_CLIENT,
    &RECEIVABLE_NOBODY_BY_CLIENT,
];

/// Invoices less credit notes, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Receivable {
    /// All that was open.
    pub(crate) open_minor: i64,
    /// What of it was not due.
    pub(crate) not_due_minor: i64,
}

/// What was owed, in each currency that has any and in base currency.
#[derive(Clone, Debug)]
pub(crate) struct Owed(BTreeMap<In, Receivable>);

impl Default for Owed {
    fn default() -> Self {
        Self(BTreeMap::from([(In::Base, Receivable::default())]))
    }
}

impl Owed {
    /// What was owed in a currency, or in all of them in base currency.
    pub(crate) fn get(&self, of: In) -> Receivable {
        self.0.get(&of).copied().unwrap_or_default()
    }

    /// In what anything was owed; base currency is always there, and the first.
    pub(crate) fn keys(&self) -> impl Iterator<Item = In> {
        self.0.keys().copied()
    }

    /// Adds another's.
    pub(crate) fn join(&mut self, other: &Self) {
        for (of, owed) in &other.0 {
            self.add(*of, *owed);
        }
    }

    fn add(&mut self, of: In, more: Receivable) {
        let sum = self.0.entry(of).or_default();
        sum.open_minor += more.open_minor;
        sum.not_due_minor += more.not_due_minor;
    }

    fn row(&mut self, r: &Row<'_>) -> Result<(), db::Error> {
        let own = Receivable { open_minor: r.get(1)?, not_due_minor: r.get(3)? };
        self.add(In::Base, Receivable { open_minor: r.get(2)?, not_due_minor: r.get(4)? });
        if own != Receivable::default() {
            self.add(In::Currency(r.get(0)?), own);
        }
        Ok(())
    }
}

/// What was owed at the end of a day.
pub(crate) fn at_end_of(tx: &Tx<'_>, scope: &Scope, day: Date) -> Result<Owed, db::Error> {
    let mut all = Owed::default();
    tx.for_each(RECEIVABLE[scope.index()], &params(scope, day), |r| all.row(r))?;
    Ok(all)
}

/// What each client owed at the end of a day.
pub(crate) fn by_client(
    tx: &Tx<'_>,
    scope: &Scope,
    day: Date,
) -> Result<HashMap<ClientId, Owed>, db::Error> {
    let mut all: HashMap<ClientId, Owed> = HashMap::new();
    tx.for_each(BY_CLIENT[scope.index()], &params(scope, day), |r| {
        all.entry(r.get(5)?).or_default().row(r)
    })?;
    Ok(all)
}

fn params(scope: &Scope, day: Date) -> Vec<Value<'static>> {
    let mut params: Vec<Value<'_>> = vec![day.into()];
    scope.clone().bind(&mut params);
    params
}
