//! Receipts that end: bounced by the bank, or entered by mistake.

use db::{Tx, params};
use jiff::civil::Date;
use ledger::book::Settle;
use ledger::settlement::Settlement;
use ledger::{Book, SettlementKind};
use money::{Currency, format_minor};
use people::permission::TakeReceipts;
use people::{Actor, audit};
use serde_json::json;

use super::post::money_role;
use super::{Receipt, ReceiptId, ReceiptStatus, reach};
use crate::PaymentError;
use crate::error::check_reason;

db::statements! {
    MARK = "UPDATE receipt SET status = ?3, reason = ?4, version = version + 1 WHERE tenant_id = ?1 AND receipt_id IN LIST(?2) AND status = 'posted'";
}

/// Records that the bank took a receipt back on a day (`None`: today): its applications are taken back, and
/// so is the money. The invoices are open again from that day.
pub fn bounce(
    tx: &Tx<'_>,
    actor: &Actor,
    id: ReceiptId,
    on: Option<Date>,
    reason: &str,
) -> Result<Receipt, PaymentError> {
    let receipt = standing(tx, actor, id, reason)?;
    let mut book = Book::open(tx, actor)?;
    let on = on.unwrap_or(book.today());
    bounce_in(&mut book, id, receipt.method, on, reason)?;
    book.close()?;
    mark_bounced(tx, id, reason)?;
    let detail = json!({"number": receipt.number, "on": on.to_string(), "reason": reason});
    audit::record(tx, actor, "receipt.bounced", ("receipt", &id), detail)?;
    reach::<TakeReceipts>(tx, actor, id)
}

/// Notes on a stored receipt that it bounced, for callers of [`bounce_in`].
pub fn mark_bounced(tx: &Tx<'_>, id: ReceiptId, reason: &str) -> Result<(), PaymentError> {
    tx.execute(&MARK, params![vec![id], ReceiptStatus::Bounced.word(), reason])?;
    Ok(())
}

/// Bounces a receipt of the book or of the database in a book that the caller closes.
pub fn bounce_in(
    book: &mut Book<'_, '_>,
    id: ReceiptId,
    method: super::Method,
    on: Date,
    reason: &str,
) -> Result<(), PaymentError> {
    book.hold(&[id.cast()])?;
    let item = book.held(id.cast())?.clone();
    let live = book.live(id.cast())?;
    check_not_refunded(&live, &item.number, item.currency)?;
    let live: Vec<i64> = live.into_iter().map(|s| s.entry_no).collect();
    book.unsettle(&live, Some(on), reason)?;
    book.settle(Settle {
        kind: SettlementKind::Bounce,
        debit: None,
        credit: Some(id.cast()),
        counter: Some((book.account_for(money_role(method))?, None)),
        amount_minor: item.amount_minor,
        on,
        narrative: book.say(
            format_args!("Receipt {} bounced", item.number),
            format_args!("Cobro {} devuelto por el banco", item.number),
        ),
        reason: Some(reason.to_owned()),
        with_credit: None,
    })?;
    Ok(())
}

/// Voids a receipt that was entered by mistake, as of its own day: it and its applications never were. Where an
/// application was taken back on a later day, it did take until then, and the receipt is void from that day on.
pub fn void(
    tx: &Tx<'_>,
    actor: &Actor,
    id: ReceiptId,
    reason: &str,
) -> Result<Receipt, PaymentError> {
    let receipt = standing(tx, actor, id, reason)?;
    let mut book = Book::open(tx, actor)?;
    void_all(tx, &mut book, &[id], reason)?;
    book.close()?;
    audit::record(
        tx,
        actor,
        "receipt.voided",
        ("receipt", &id),
        json!({"number": receipt.number, "reason": reason}),
    )?;
    reach::<TakeReceipts>(tx, actor, id)
}

/// Voids many receipts in a book that the caller closes, each as [`void`] does. For undoing an import, whose
/// caller has checked who asks.
pub fn void_all(
    tx: &Tx<'_>,
    book: &mut Book<'_, '_>,
    ids: &[ReceiptId],
    reason: &str,
) -> Result<(), PaymentError> {
    let items: Vec<ledger::OpenItemId> = ids.iter().map(|id| id.cast()).collect();
    let live = ledger::settlement::live(tx, &items)?;
    if let Some(refund) = live.iter().find(|s| s.kind == SettlementKind::Refund)
        && let Some(id) = refund.credit_item
    {
        book.hold(&[id])?;
        let item = book.held(id)?.clone();
        check_not_refunded(&live, &item.number, item.currency)?;
    }
    let live: Vec<i64> = live.into_iter().map(|s| s.entry_no).collect();
    book.unsettle(&live, None, reason)?;
    book.void(&items, None, reason)?;
    tx.execute(&MARK, params![ids, ReceiptStatus::Void.word(), reason])?;
    Ok(())
}

/// Money that was paid back has left the bank: no bounce and no voiding brings it home.
fn check_not_refunded(
    live: &[Settlement],
    number: &str,
    currency: Currency,
) -> Result<(), PaymentError> {
    let refunds = live.iter().filter(|s| s.kind == SettlementKind::Refund);
    let refunded: i64 = refunds.map(|s| s.amount_minor).sum();
    if refunded == 0 {
        return Ok(());
    }
    let refunded = format_minor(refunded, currency);
    Err(PaymentError::Refunded { number: number.to_owned(), refunded })
}

fn standing(
    tx: &Tx<'_>,
    actor: &Actor,
    id: ReceiptId,
    reason: &str,
) -> Result<Receipt, PaymentError> {
    let receipt = reach::<TakeReceipts>(tx, actor, id)?;
    check_reason(reason)?;
    if receipt.status != ReceiptStatus::Posted {
        let (what, status) = (receipt.number, receipt.status.to_string());
        return Err(PaymentError::WrongStatus { what, status, wanted: "posted" });
    }
    Ok(receipt)
}
