//! Crediting: a credit note against an invoice, applied to it at once as far as it is still open.

use clients::client::access::access;
use db::{Tx, params};
use jiff::civil::Date;
use ledger::book::Settle;
use ledger::series::{self, Purpose};
use ledger::{Book, SettlementKind};
use money::{Currency, format_minor};
use people::permission::WriteInvoices;
use people::{Actor, audit};
use serde_json::json;

use super::post::{Ready, Rows};
use super::{
    Invoice, InvoiceError, InvoiceId, InvoiceKind, InvoiceStatus, NewLine, draft, hide, load,
};
use crate::tax;

db::statements! {
    CREDITED = "SELECT CAST(COALESCE(SUM(total_minor), 0) AS BIGINT) FROM invoice WHERE tenant_id = ?1 AND credits_id = ?2 AND status = 'issued'";
}

/// What is credited.
#[derive(Clone, Debug)]
pub struct Credit {
    /// Which lines; empty is all that the invoice has.
    pub lines: Vec<NewLine>,
    /// The credit note's day; `None` is today.
    pub issued_on: Option<Date>,
    /// Why.
    pub reason: String,
    /// The code of the number series; `None` is the usual one.
    pub series: Option<String>,
}

/// Credits an issued invoice, in whole or in part. The credit note has the invoice's currency and rate, and
/// all credit notes of an invoice together stay within its total. What the invoice has still open is settled
/// at once; the rest stays as the client's credit.
pub fn credit(
    tx: &Tx<'_>,
    actor: &Actor,
    id: InvoiceId,
    what: &Credit,
) -> Result<Invoice, InvoiceError> {
    let invoice = load(tx, id)?;
    access::<WriteInvoices>(tx, actor, invoice.client).map_err(hide(id))?;
    if invoice.status != InvoiceStatus::Issued || invoice.kind != InvoiceKind::Invoice {
        let (number, status) = (invoice.number, invoice.status);
        return Err(InvoiceError::WrongStatus { number, status, wanted: InvoiceStatus::Issued });
    }
    if what.reason.trim().is_empty() {
        return Err(InvoiceError::NoReason);
    }
    let mut book = Book::open(tx, actor)?;
    let issued_on = what.issued_on.unwrap_or(book.today());
    let ready = compose(tx, &book, &invoice, what, issued_on)?;
    let (note, number, total, client) =
        (ready.id, ready.number.clone(), ready.totals.total_minor, ready.client);
    let mut rows = Rows::default();
    rows.post(&mut book, ready)?;
    book.hold(&[id.cast()])?;
    let open = book.free(id.cast(), issued_on)?.min(total);
    if open > 0 {
        book.settle(Settle {
            kind: SettlementKind::Application,
            debit: Some(id.cast()),
            credit: Some(note.cast()),
            counter: None,
            amount_minor: open,
            on: issued_on,
            narrative: book.say(
                format_args!("{number} applied to {}", invoice.number),
                format_args!("{number} aplicada a {}", invoice.number),
            ),
            reason: None,
            with_credit: None,
        })?;
    }
    book.close()?;
    rows.save(tx, actor)?;
    let detail = json!({"after": {"number": number, "credits": invoice.number, "total_minor": total, "client": client.to_string(), "reason": what.reason}});
    audit::record(tx, actor, "credit_note.issued", ("invoice", &note), detail)?;
    load(tx, note)
}

fn compose(
    tx: &Tx<'_>,
    book: &Book<'_, '_>,
    invoice: &Invoice,
    what: &Credit,
    issued_on: Date,
) -> Result<Ready, InvoiceError> {
    let (lines, totals) = if what.lines.is_empty() {
        let whole = super::issue::ready_of(invoice.clone());
        (whole.lines, whole.totals)
    } else {
        draft::figure(invoice.currency, &what.lines, &tax::list(tx)?)?
    };
    let taxed = |line: &super::InvoiceLine| {
        invoice.taxes.iter().any(|t| t.category == line.tax_category && t.rate == line.tax_rate)
    };
    if let Some(at) = lines.iter().position(|line| !taxed(line)) {
        return Err(InvoiceError::TaxNotInvoiced { line: at + 1, number: invoice.number.clone() });
    }
    let credited: i64 = tx.query_one(&CREDITED, params![invoice.id], |r| r.get(0))?;
    let left = invoice.total_minor - credited;
    if totals.total_minor > left {
        return Err(more(invoice, left, totals.total_minor, invoice.currency));
    }
    let series = what.series.as_deref().unwrap_or(Purpose::CreditNote.word());
    let number = series::take(tx, series, Purpose::CreditNote, 1)?.pop().unwrap_or_default();
    Ok(Ready {
        id: tx.new_id(),
        kind: InvoiceKind::CreditNote,
        status: InvoiceStatus::Issued,
        narrative: book.say(
            format_args!("Credit note {number} for {}", invoice.number),
            format_args!("Nota de crédito {number} de {}", invoice.number),
        ),
        number,
        client: invoice.client,
        currency: invoice.currency,
        issued_on,
        due_on: issued_on,
        payment_term: invoice.payment_term.clone(),
        discount_until: None,
        discount_minor: 0,
        purchase_order: invoice.purchase_order.clone(),
        credits: Some(invoice.id),
        lines,
        totals,
        rate: invoice.rate,
        disputed: None,
        reason: Some(what.reason.clone()),
        version: 1,
    })
}

fn more(invoice: &Invoice, left: i64, asked: i64, currency: Currency) -> InvoiceError {
    InvoiceError::MoreThanInvoiced {
        number: invoice.number.clone(),
        left: format_minor(left, currency),
        asked: format_minor(asked, currency),
    }
}
