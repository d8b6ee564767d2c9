//! What is to become of a row of receivables, and what that depends on.

use std::collections::HashSet;

use db::{Tx, params};
use ledger::{Book, OpenItemId};
use uuid::Uuid;

use super::row::Receivable;
use crate::kept::{self, Known};
use crate::wrong::{Objection, Wrong, against};

db::statements! {
    NUMBERS_TAKEN = "SELECT kind, number FROM invoice WHERE tenant_id = ?1 AND number IN LIST(?2) AND status = 'issued'";
}

/// What is to become of a row.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// A new invoice, with its receipt where it was settled.
    Invoice,
    /// The invoice is there; its receipt is new.
    Receipt(Uuid),
    /// Nothing new.
    Unchanged,
}

/// What is to become of a row whose document was imported before. `known` is the digest of the settlement
/// that was imported with it.
pub(super) fn later(
    row: &Receivable,
    invoice: Uuid,
    known: Option<&Vec<u8>>,
    book: &Book<'_, '_>,
) -> Result<Outcome, Objection> {
    let Some(settled) = row.settled else { return Ok(Outcome::Unchanged) };
    match known {
        Some(hash) if *hash == row.receipt_hash() => return Ok(Outcome::Unchanged),
        Some(_) => return against("settled_on", Wrong::SettledOtherwise),
        None => {}
    }
    book.check_day(settled.on).or_else(|e| against("settled_on", e))?;
    let on = settled.on.max(row.issued_on);
    let free_minor = book.free(OpenItemId::from_uuid(invoice), on).unwrap_or(0);
    if free_minor < settled.amount_minor.min(row.amount_minor) {
        let left = money::format_minor(free_minor, row.currency);
        return against("settled_on", Wrong::SettledElsewhere { left, on });
    }
    Ok(Outcome::Receipt(invoice))
}

/// What the database has of a chunk's rows.
pub(super) struct Facts {
    pub(super) known: Known,
    pub(super) numbers: HashSet<(String, String)>,
}

impl Facts {
    pub(super) fn load(tx: &Tx<'_>, source: &str, rows: &[&Receivable]) -> Result<Self, db::Error> {
        let keys: Vec<String> = rows.iter().map(|r| r.key.clone()).collect();
        let known = kept::known(tx, source, &["invoice", "receipt"], keys)?;
        let numbers: Vec<String> = rows.iter().map(|r| r.number.clone()).collect();
        let numbers = tx.query(&NUMBERS_TAKEN, params![numbers], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(Self { known, numbers: numbers.into_iter().collect() })
    }

    /// The documents that were imported as open, and that the rows say are settled now.
    pub(super) fn to_settle(&self, rows: &[&Receivable]) -> Vec<OpenItemId> {
        let key = |kind: &str, row: &Receivable| (kind.to_owned(), row.key.clone());
        rows.iter()
            .filter(|row| row.settled.is_some() && !self.known.contains_key(&key("receipt", row)))
            .filter_map(|row| self.known.get(&key("invoice", row)))
            .map(|(invoice, _)| OpenItemId::from_uuid(*invoice))
            .collect()
    }
}

/// What a row's outcome depends on, for the fingerprint.
pub(super) fn mark_of(row: &Receivable, outcome: &Outcome) -> String {
    let what = match outcome {
        Outcome::Invoice => "invoice".to_owned(),
        Outcome::Receipt(invoice) => format!("receipt {invoice}"),
        Outcome::Unchanged => "unchanged".to_owned(),
    };
    format!(
        "{what} {} {} {} {} {} {:?} {:?}",
        row.key, row.client_number, row.kind, row.amount_minor, row.due_on, row.rate, row.settled
    )
}
