//! Voiding: an issued document that should not be is reversed; its number stays used.

use clients::client::access::access;
use db::{Tx, params};
use jiff::civil::Date;
use ledger::{Book, OpenItemId};
use people::permission::WriteInvoices;
use people::{Actor, audit};
use serde_json::json;

use super::{Invoice, InvoiceError, InvoiceId, InvoiceStatus, hide, load};

db::statements! {
    MARK_VOID = "UPDATE invoice SET status = 'void', reason = ?3, version = version + 1 WHERE tenant_id = ?1 AND invoice_id IN LIST(?2) AND status = 'issued'";
}

/// Voids an issued document from a day on (`None`: today). It must not be settled, not even in part.
pub fn void(
    tx: &Tx<'_>,
    actor: &Actor,
    id: InvoiceId,
    on: Option<Date>,
    reason: &str,
) -> Result<Invoice, InvoiceError> {
    let found = load(tx, id)?;
    access::<WriteInvoices>(tx, actor, found.client).map_err(hide(id))?;
    if found.status != InvoiceStatus::Issued {
        let (number, status) = (found.number, found.status);
        return Err(InvoiceError::WrongStatus { number, status, wanted: InvoiceStatus::Issued });
    }
    if reason.trim().is_empty() {
        return Err(InvoiceError::NoReason);
    }
    let mut book = Book::open(tx, actor)?;
    let on = match on {
        Some(on) if on < found.issued_on => {
            let (number, issued_on) = (found.number, found.issued_on);
            return Err(InvoiceError::VoidBeforeIssue { number, issued_on, on });
        }
        Some(on) => on,
        None => book.today().max(found.issued_on),
    };
    void_all(tx, &mut book, &[id], Some(on), reason)?;
    book.close()?;
    let detail = json!({"number": found.number, "on": on.to_string(), "reason": reason});
    audit::record(tx, actor, "invoice.voided", ("invoice", &id), detail)?;
    load(tx, id)
}

/// Voids many documents in a book that the caller closes; `None` voids each on its own day, so that no day
/// ever knew it. For undoing an import, whose caller has checked who asks.
pub fn void_all(
    tx: &Tx<'_>,
    book: &mut Book<'_, '_>,
    ids: &[InvoiceId],
    on: Option<Date>,
    reason: &str,
) -> Result<(), InvoiceError> {
    let items: Vec<OpenItemId> = ids.iter().map(|id| id.cast()).collect();
    book.void(&items, on, reason)?;
    tx.execute(&MARK_VOID, params![ids, reason])?;
    Ok(())
}
