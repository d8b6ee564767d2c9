//! Disputes: that a client does not accept an invoice, and since when.

use clients::client::access::access;
use db::{Tx, params};
use jiff::civil::Date;
use people::permission::WriteInvoices;
use people::{Actor, audit};
use serde_json::json;

use super::{Invoice, InvoiceError, InvoiceId, InvoiceStatus, draft::check_text, hide, load};

db::statements! {
    SET = "UPDATE invoice SET disputed_on = ?3, dispute_reason = ?4, version = version + 1 WHERE tenant_id = ?1 AND invoice_id = ?2";
}

/// Notes that an issued invoice is disputed since a day, and why; `None` notes that it no longer is.
pub fn set(
    tx: &Tx<'_>,
    actor: &Actor,
    id: InvoiceId,
    dispute: Option<(Date, &str)>,
) -> Result<Invoice, InvoiceError> {
    let before = load(tx, id)?;
    access::<WriteInvoices>(tx, actor, before.client).map_err(hide(id))?;
    if before.status != InvoiceStatus::Issued {
        let (number, status) = (before.number, before.status);
        return Err(InvoiceError::WrongStatus { number, status, wanted: InvoiceStatus::Issued });
    }
    if let Some((_, reason)) = dispute {
        check_text("reason", reason, 1_000)?;
        if reason.trim().is_empty() {
            return Err(InvoiceError::NoReason);
        }
    }
    let (on, reason) = dispute.unzip();
    tx.execute(&SET, params![id, on, reason])?;
    let detail = json!({"before": {"disputed_on": before.disputed_on.map(|d| d.to_string()), "reason": before.dispute_reason},
        "after": {"disputed_on": on.map(|d| d.to_string()), "reason": reason}});
    audit::record(tx, actor, "invoice.dispute_changed", ("invoice", &id), detail)?;
    load(tx, id)
}
