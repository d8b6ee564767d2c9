//! What became of an open item: the answer to "explain this number".

use clients::ClientId;
use db::{Row, Tx, params};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::UserId;
use ledger::{ItemKind, OpenItemId, SettlementKind};
use money::Currency;
use people::Allowed;
use people::permission::ReadReceivables;

db::statements! {
    ITEM = "SELECT c.owner_id, o.kind, o.number, o.client_id, o.currency, o.amount_minor, o.base_minor, o.issued_on, o.due_on, o.entry_no, e.recorded_at, e.recorded_by
            FROM open_item o
            JOIN client c ON c.tenant_id = o.tenant_id AND c.client_id = o.client_id
            JOIN journal_entry e ON e.tenant_id = o.tenant_id AND e.entry_no = o.entry_no
            WHERE o.tenant_id = ?1 AND o.open_item_id = ?2";
    STEPS = include_str!("sql/item_steps.sql");
}

/// Why an item's history is not shown.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// No such item, or none in the actor's reach.
    #[error("there is no open item {0}")]
    UnknownItem(OpenItemId),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(HistoryError {
    Self::UnknownItem(_) => NotFound, "unknown-open-item";
    Self::Db(e) => delegate e;
});

/// An item with everything that ever moved it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemHistory {
    /// Its id, which is its document's.
    pub id: OpenItemId,
    /// Which document it belongs to.
    pub kind: ItemKind,
    /// The document's number.
    pub number: String,
    /// Whose it is.
    pub client: ClientId,
    /// Its currency.
    pub currency: Currency,
    /// What it was for, in minor units.
    pub amount_minor: i64,
    /// That in base currency.
    pub base_minor: i64,
    /// The document's day.
    pub issued_on: Date,
    /// When it is due.
    pub due_on: Date,
    /// The journal entry that posted it.
    pub entry_no: i64,
    /// When that was recorded.
    pub recorded_at: Timestamp,
    /// By whom.
    pub recorded_by: String,
    /// What took from it or gave back, in the order of the days from which each counts, then of recording.
    pub steps: Vec<ItemStep>,
}

/// One settlement as it moved the item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemStep {
    /// The journal entry that posts it.
    pub entry_no: i64,
    /// What took from the item.
    pub kind: SettlementKind,
    /// The day from which it counts.
    pub applied_on: Date,
    /// How much it took, in minor units; below nought where it gave back.
    pub amount_minor: i64,
    /// How much it took of the base amount.
    pub base_minor: i64,
    /// What was left after it.
    pub remaining_minor: i64,
    /// The document on the other side: the receipt or credit note that paid, the invoice that was paid.
    pub counter: Option<Counter>,
    /// The settlement that it takes back.
    pub reverses_no: Option<i64>,
    /// Why, where somebody said.
    pub reason: Option<String>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By whom.
    pub recorded_by: String,
}

/// The document on the other side of a settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Its id.
    pub id: OpenItemId,
    /// Its number.
    pub number: String,
    /// What it is.
    pub kind: ItemKind,
}

impl ItemHistory {
    /// What was open at the end of a day; nought before the item's own.
    pub fn open_on(&self, day: Date) -> i64 {
        if day < self.issued_on {
            return 0;
        }
        let taken = self.steps.iter().filter(|s| s.applied_on <= day).map(|s| s.amount_minor);
        self.amount_minor - taken.sum::<i64>()
    }
}

/// An item's history, if its client is in reach.
pub fn item_history(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    item: OpenItemId,
) -> Result<ItemHistory, HistoryError> {
    let found = tx.query_opt(&ITEM, params![item], |r| {
        Ok((r.get::<Option<UserId>>(0)?, history_of(r, item)?))
    })?;
    let reached = found.filter(|(owner, _)| proof.covers(*owner));
    let (_, mut history) = reached.ok_or(HistoryError::UnknownItem(item))?;
    history.steps = tx.query(&STEPS, params![item], step_of)?;
    let mut remaining_minor = history.amount_minor;
    for step in &mut history.steps {
        remaining_minor -= step.amount_minor;
        step.remaining_minor = remaining_minor;
    }
    Ok(history)
}

fn history_of(r: &Row<'_>, id: OpenItemId) -> Result<ItemHistory, db::Error> {
    Ok(ItemHistory {
        id,
        kind: r.parse(1)?,
        number: r.get(2)?,
        client: r.get(3)?,
        currency: r.get(4)?,
        amount_minor: r.get(5)?,
        base_minor: r.get(6)?,
        issued_on: r.get(7)?,
        due_on: r.get(8)?,
        entry_no: r.get(9)?,
        recorded_at: r.get(10)?,
        recorded_by: r.get(11)?,
        steps: Vec::new(),
    })
}

fn step_of(r: &Row<'_>) -> Result<ItemStep, db::Error> {
    let counter = match r.get::<Option<OpenItemId>>(5)? {
        Some(id) => Some(Counter { id, number: r.get(6)?, kind: r.parse(7)? }),
        None => None,
    };
    Ok(ItemStep {
        entry_no: r.get(0)?,
        kind: r.parse(1)?,
        applied_on: r.get(2)?,
        amount_minor: r.get(3)?,
        base_minor: r.get(4)?,
        remaining_minor: 0,
        counter,
        reverses_no: r.get(8)?,
        reason: r.get(9)?,
        recorded_at: r.get(10)?,
        recorded_by: r.get(11)?,
    })
}
