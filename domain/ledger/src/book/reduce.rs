//! What the settlements of a book leave of the items that were there before it.

use db::{Tx, params};

use super::Side;
use crate::open_item::STILL_OPEN;

#[rustfmt::skip]
macro_rules! reduce {
    ($item:literal, $base:literal) => { concat!("WITH taken AS (
    SELECT ", $item, " AS open_item_id, CAST(SUM(amount_minor) AS BIGINT) AS amount_minor, CAST(SUM(", $base, ") AS BIGINT) AS base_minor
    FROM settlement
    WHERE tenant_id = ?1 AND entry_no >= ?2
    GROUP BY ", $item, "
)
UPDATE open_item
SET open_minor = open_item.open_minor - t.amount_minor,
    open_base_minor = open_item.open_base_minor - t.base_minor,
    closed_on = CASE WHEN open_item.open_minor <> t.amount_minor THEN ?3 ELSE (
        SELECT MAX(s.applied_on) FROM settlement s WHERE s.tenant_id = ?1 AND s.", $item, " = open_item.open_item_id) END
FROM taken t
WHERE open_item.tenant_id = ?1 AND open_item.open_item_id = t.open_item_id AND open_item.entry_no < ?2") };
}

db::statements! {
    DEBITS = reduce!("debit_item_id", "debit_base_minor");
    CREDITS = reduce!("credit_item_id", "credit_base_minor");
}

/// Takes what the settlements from a number on took from the items of a side that were there before (those of
/// the same book were written as they end up), and closes those of which nothing is left on the day of their
/// last movement.
///
/// What is grouped is joined by the items' key alone: an engine that has not seen the new settlements yet takes
/// them for a handful, and may join them with anything else one by one. Those of no item on this side join
/// nothing; were they said to be left out, an index that has left them out would be walked to its end.
pub(super) fn items(tx: &Tx<'_>, side: Side, first_no: i64) -> Result<(), db::Error> {
    let statement = match side {
        Side::Debit => &DEBITS,
        Side::Credit => &CREDITS,
    };
    tx.execute(statement, params![first_no, STILL_OPEN])?;
    Ok(())
}
