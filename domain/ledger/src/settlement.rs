//! Settlements: what takes from open items.

use db::{Tx, params};
use jiff::civil::Date;
use money::Currency;

use crate::book::PostError;
use crate::open_item::OpenItemId;

db::statements! {
    FIND = "SELECT entry_no, kind, debit_item_id, credit_item_id, amount_minor, debit_base_minor, credit_base_minor, applied_on, reverses_no, reason, with_credit_id
            FROM settlement WHERE tenant_id = ?1 AND entry_no IN LIST(?2) ORDER BY entry_no";
    OF_ITEM = "SELECT entry_no, kind, debit_item_id, credit_item_id, amount_minor, debit_base_minor, credit_base_minor, applied_on, reverses_no, reason, with_credit_id
               FROM settlement WHERE tenant_id = ?1 AND (debit_item_id = ?2 OR credit_item_id = ?2) ORDER BY entry_no";
    /// Settlements that nothing has reversed of the given items, and those that their application brought along.
    LIVE = include_str!("sql/live_settlements.sql");
}

kernel::words! {
    /// What took from an item.
    pub enum SettlementKind {
        /// A receipt or credit note applied to an invoice.
        Application = "application",
        /// A discount for early payment.
        Discount = "discount",
        /// A difference too small to chase.
        SmallBalance = "small_balance",
        /// A debt given up.
        WriteOff = "write_off",
        /// Money paid back.
        Refund = "refund",
        /// A payment that the bank took back.
        Bounce = "bounce",
        /// The document's own reversal.
        Void = "void",
    }
}

/// A settlement. Its number is its journal entry's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The entry that posts it.
    pub entry_no: i64,
    /// What took from the items.
    pub kind: SettlementKind,
    /// The debit item that it takes from.
    pub debit_item: Option<OpenItemId>,
    /// The credit item that it takes from.
    pub credit_item: Option<OpenItemId>,
    /// How much; below nought where it reverses another.
    pub amount_minor: i64,
    /// What the debit item loses in base currency.
    pub debit_base_minor: i64,
    /// What the credit item loses in base currency.
    pub credit_base_minor: i64,
    /// The day from which it counts.
    pub applied_on: Date,
    /// The settlement that it takes back.
    pub reverses_no: Option<i64>,
    /// Why, where somebody said.
    pub reason: Option<String>,
    /// The credit whose application brought this along: a discount or a small rest ends with it.
    pub with_credit: Option<OpenItemId>,
}

fn settlement_of(r: &db::Row<'_>) -> Result<Settlement, db::Error> {
    Ok(Settlement {
        entry_no: r.get(0)?,
        kind: r.parse(1)?,
        debit_item: r.get(2)?,
        credit_item: r.get(3)?,
        amount_minor: r.get(4)?,
        debit_base_minor: r.get(5)?,
        credit_base_minor: r.get(6)?,
        applied_on: r.get(7)?,
        reverses_no: r.get(8)?,
        reason: r.get(9)?,
        with_credit: r.get(10)?,
    })
}

/// Settlements by number; those that are not there are left out.
pub fn find(tx: &Tx<'_>, entry_nos: &[i64]) -> Result<Vec<Settlement>, db::Error> {
    tx.query(&FIND, params![entry_nos.to_vec()], settlement_of)
}

/// All that ever took from an item, or gave back, in order.
pub fn of_item(tx: &Tx<'_>, item: OpenItemId) -> Result<Vec<Settlement>, db::Error> {
    tx.query(&OF_ITEM, params![item], settlement_of)
}

/// What still takes from any of these items, or was brought along by their application.
pub fn live(tx: &Tx<'_>, items: &[OpenItemId]) -> Result<Vec<Settlement>, db::Error> {
    tx.query(&LIVE, params![items], settlement_of)
}

/// How much of an item of `amount_minor` a settlement from `day` on can take, so that on no day, then or
/// later, more than all of it is taken. `moved` is each movement's day and amount, in any order.
pub fn free_from(amount_minor: i64, moved: &[(Date, i64)], day: Date) -> i64 {
    let left_on = |at: Date| {
        amount_minor - moved.iter().filter(|(d, _)| *d <= at).map(|(_, a)| a).sum::<i64>()
    };
    let later = moved.iter().map(|(d, _)| *d).filter(|d| *d > day).map(left_on);
    later.chain(std::iter::once(left_on(day))).min().unwrap_or(0)
}

/// Why items are not settled.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// No such item.
    #[error("there is no such open item")]
    UnknownItem,
    /// No such settlement.
    #[error("there is no such application")]
    UnknownSettlement,
    /// It was taken back before, or takes one back itself.
    #[error("application {0} was taken back already")]
    Reversed(i64),
    /// The two items stand on the same side, or on the wrong ones.
    #[error("{number} cannot be used here: a receipt or credit note is applied to an invoice")]
    WrongSide {
        /// The document.
        number: String,
    },
    /// Two currencies.
    #[error(
        "{credit} is in {credit_currency} and {debit} in {debit_currency}: an application stays in one currency"
    )]
    CurrencyDiffers {
        /// The receipt or credit note.
        credit: String,
        /// Its currency.
        credit_currency: Currency,
        /// The invoice.
        debit: String,
        /// Its currency.
        debit_currency: Currency,
    },
    /// Nought or less.
    #[error("the amount must be above nought")]
    NotPositive,
    /// More than is left.
    #[error("{number} has {} left on {on}, which is less than {}", money::format_minor(*free_minor, *currency), money::format_minor(*asked_minor, *currency))]
    MoreThanOpen {
        /// The document.
        number: String,
        /// Its currency.
        currency: Currency,
        /// From which day on.
        on: Date,
        /// What is left from that day on.
        free_minor: i64,
        /// What was asked.
        asked_minor: i64,
    },
    /// Before the document's own day.
    #[error("{number} is of {issued_on}; it cannot be settled as of {on}")]
    BeforeItem {
        /// The document.
        number: String,
        /// Its day.
        issued_on: Date,
        /// The settlement's day.
        on: Date,
    },
    /// Something was applied to it, so it cannot be voided.
    #[error("{number} has been settled in part or in full; take that back first")]
    PartlySettled {
        /// The document.
        number: String,
    },
    /// The entry cannot be posted.
    #[error(transparent)]
    Post(#[from] PostError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(SettleError {
    Self::UnknownItem => NotFound, "unknown-open-item";
    Self::UnknownSettlement => NotFound, "unknown-application";
    Self::Reversed(_) => Conflict, "already-reversed";
    Self::WrongSide { .. } => Invalid, "wrong-side";
    Self::CurrencyDiffers { .. } => Invalid, "currency-differs";
    Self::NotPositive => Invalid, "amount-not-positive", at "amount";
    Self::MoreThanOpen { .. } => Conflict, "more-than-open", at "amount";
    Self::BeforeItem { .. } => Invalid, "before-document", at "applied_on";
    Self::PartlySettled { .. } => Conflict, "partly-settled";
    Self::Post(e) => delegate e;
    Self::Db(e) => delegate e;
});

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn nothing_is_free_that_a_later_day_needs() {
        let moved = [(date(2026, 1, 10), 60), (date(2026, 4, 10), -60), (date(2026, 6, 1), 100)];
        for (day, free) in
            [("2026-01-01", 0), ("2026-01-10", 0), ("2026-04-10", 0), ("2026-06-01", 0)]
        {
            assert_eq!(free_from(100, &moved, day.parse().unwrap()), free, "{day}");
        }
        assert_eq!(free_from(100, &moved[..2], date(2026, 1, 1)), 40);
        assert_eq!(free_from(100, &moved[..2], date(2026, 4, 10)), 100);
        assert_eq!(free_from(100, &[], date(2026, 4, 10)), 100);
    }
}
