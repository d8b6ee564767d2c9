//! The shapes of open items and settlements, and how an item is found for a change.

use std::collections::HashMap;

use clients::client::access::{AccessError, access};
use db::Tx;
use jiff::civil::Date;
use ledger::open_item::STILL_OPEN;
use ledger::{OpenItem as Item, OpenItemId, open_item, settlement};
use money::Currency;
use payments::PaymentError;
use people::Actor;
use people::permission::PermissionType;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::Problem;
use crate::wire::{Amount, Word};

pub(in crate::api) type OpenItemKind = Word<ledger::ItemKind>;
pub(in crate::api) type SettlementKind = Word<ledger::SettlementKind>;
pub(in crate::api) type PaymentMethod = Word<payments::Method>;

crate::wire::words! {
    ledger::ItemKind = "OpenItemKind", ledger::ItemKind::ALL;
    ledger::SettlementKind = "SettlementKind", ledger::SettlementKind::ALL;
    payments::Method = "PaymentMethod", payments::Method::ALL;
}

/// What one document leaves owing.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct OpenItem {
    /// Its document's id.
    id: Uuid,
    kind: OpenItemKind,
    /// Whose it is.
    client: Uuid,
    /// The document's number.
    #[schema(example = "INV-000017")]
    number: String,
    /// The currency of its amounts.
    #[schema(example = "USD")]
    currency: String,
    /// What it was for.
    amount: Amount,
    /// What is left of it by all that is recorded.
    open: Amount,
    /// The document's day.
    issued_on: Date,
    /// When it is due.
    due_on: Date,
    /// The day on which the last of it went; null while something is left.
    closed_on: Option<Date>,
}

impl From<Item> for OpenItem {
    fn from(item: Item) -> Self {
        Self {
            id: item.id.uuid(),
            kind: Word(item.kind),
            client: item.client.uuid(),
            number: item.number,
            currency: item.currency.to_string(),
            amount: Amount::of(item.amount_minor, item.currency),
            open: Amount::of(item.open_minor, item.currency),
            issued_on: item.issued_on,
            due_on: item.due_on,
            closed_on: Some(item.closed_on).filter(|day| *day != STILL_OPEN),
        }
    }
}

/// What took from open items, or gave back.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Settlement {
    /// Its journal entry, by which it is taken back.
    entry_no: i64,
    kind: SettlementKind,
    /// The invoice that it took from.
    invoice: Option<Uuid>,
    /// The receipt or credit note that it took from.
    credit: Option<Uuid>,
    /// The currency of the amount.
    #[schema(example = "USD")]
    currency: String,
    /// How much; below nought where it takes another back.
    amount: Amount,
    /// The day from which it counts.
    applied_on: Date,
    /// The settlement that it takes back.
    reverses_no: Option<i64>,
    /// Why, where somebody said.
    reason: Option<String>,
}

impl Settlement {
    fn of(s: settlement::Settlement, currency: Currency) -> Self {
        Self {
            entry_no: s.entry_no,
            kind: Word(s.kind),
            invoice: s.debit_item.map(|id| id.uuid()),
            credit: s.credit_item.map(|id| id.uuid()),
            currency: currency.to_string(),
            amount: Amount::of(s.amount_minor, currency),
            applied_on: s.applied_on,
            reverses_no: s.reverses_no,
            reason: s.reason,
        }
    }

    /// Settlements, each in its items' currency.
    pub(in crate::api) fn all(
        tx: &Tx<'_>,
        found: Vec<settlement::Settlement>,
    ) -> Result<Vec<Self>, Problem> {
        let item_of = |s: &settlement::Settlement| s.debit_item.or(s.credit_item);
        let ids: Vec<OpenItemId> = found.iter().filter_map(item_of).collect();
        let items = open_item::find(tx, &ids)?;
        let known: HashMap<OpenItemId, Currency> =
            items.into_iter().map(|i| (i.id, i.currency)).collect();
        let shape = |s: settlement::Settlement| {
            let currency = item_of(&s).and_then(|id| known.get(&id).copied());
            let currency =
                currency.ok_or_else(|| Problem::internal("a settlement without an item"))?;
            Ok(Self::of(s, currency))
        };
        found.into_iter().map(shape).collect()
    }

    /// The settlements of these numbers.
    pub(in crate::api) fn numbered(tx: &Tx<'_>, numbers: &[i64]) -> Result<Vec<Self>, Problem> {
        Self::all(tx, settlement::find(tx, numbers)?)
    }
}

/// An open item of a client in reach of permission `P`. Amounts are read in its currency, and what is out of
/// reach must not be told from what is not there by how an amount is refused.
pub(super) fn item_in_reach<P: PermissionType>(
    tx: &Tx<'_>,
    actor: &Actor,
    id: OpenItemId,
    what: &'static str,
) -> Result<Item, Problem> {
    actor.allow::<P>()?;
    let unknown = || Problem::from(PaymentError::Unknown(what, id.uuid()));
    let item = open_item::find(tx, &[id])?.pop().ok_or_else(unknown)?;
    match access::<P>(tx, actor, item.client) {
        Ok(_) => Ok(item),
        Err(AccessError::Unknown(_)) => Err(unknown()),
        Err(error) => Err(error.into()),
    }
}
