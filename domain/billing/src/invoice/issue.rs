//! Issuing: a draft gets its number, its journal entry and its open item.

use db::Tx;
use jiff::civil::Date;
use ledger::Book;
use ledger::series::{self, Purpose};
use money::{Rate, tax_of};
use people::{Actor, audit};
use serde_json::json;

use super::post::{Ready, Rows};
use super::{Invoice, InvoiceError, InvoiceId, InvoiceKind, InvoiceStatus, draft, load};
use crate::payment_term;

/// How a draft is issued.
#[derive(Clone, Debug, Default)]
pub struct Issue {
    /// Its day; `None` is the draft's. The due day moves along, unless the draft's was set apart from its term.
    pub issued_on: Option<Date>,
    /// The code of the number series; `None` is the usual one.
    pub series: Option<String>,
    /// Base-currency units for one of its currency; `None` is the latest known rate.
    pub rate: Option<Rate>,
}

/// Issues a draft. Two who issue the same draft at once get one invoice: the second is told that it is no
/// draft any more.
pub fn issue(
    tx: &Tx<'_>,
    actor: &Actor,
    id: InvoiceId,
    how: &Issue,
) -> Result<Invoice, InvoiceError> {
    let found = draft::draft(tx, actor, id)?;
    let mut book = Book::open(tx, actor)?;
    let term = payment_term::find(tx, &found.payment_term)?;
    let issued_on = how.issued_on.unwrap_or(found.issued_on);
    let by_term = found.due_on == term.due_on(found.issued_on);
    let due_on = if by_term { term.due_on(issued_on) } else { found.due_on };
    let discount_until = term.discount_until(issued_on);
    let discount_minor =
        if discount_until.is_some() { tax_of(found.total_minor, term.discount)? } else { 0 };
    let rate = book.rate(found.currency, issued_on, how.rate)?;
    let series = how.series.as_deref().unwrap_or(Purpose::Invoice.word());
    let number = series::take(tx, series, Purpose::Invoice, 1)?.pop().unwrap_or_default();
    draft::remove(tx, id)?;
    let mut rows = Rows::default();
    let ready = Ready {
        narrative: book.say(format_args!("Invoice {number}"), format_args!("Factura {number}")),
        number,
        status: InvoiceStatus::Issued,
        issued_on,
        due_on,
        discount_until,
        discount_minor,
        rate,
        version: found.version + 1,
        ..ready_of(found)
    };
    rows.post(&mut book, ready)?;
    book.close()?;
    rows.save(tx, actor)?;
    let issued = load(tx, id)?;
    audit::record(
        tx,
        actor,
        "invoice.issued",
        ("invoice", &id),
        json!({"after": draft::shown(&issued)}),
    )?;
    Ok(issued)
}

/// A stored document as it would be written again.
pub(super) fn ready_of(i: Invoice) -> Ready {
    let totals = crate::totals::Totals {
        line_net_minor: i.lines.iter().map(|l| l.net_minor).collect(),
        taxes: i.taxes,
        net_minor: i.net_minor,
        tax_minor: i.tax_minor,
        total_minor: i.total_minor,
    };
    Ready {
        id: i.id,
        kind: i.kind,
        status: i.status,
        number: i.number,
        client: i.client,
        currency: i.currency,
        issued_on: i.issued_on,
        due_on: i.due_on,
        payment_term: i.payment_term,
        discount_until: i.discount_until,
        discount_minor: i.discount_minor,
        purchase_order: i.purchase_order,
        credits: i.credits,
        lines: i.lines,
        totals,
        rate: i.rate,
        disputed: None,
        reason: i.reason,
        version: i.version,
        narrative: String::new(),
    }
}

/// The usual purpose of the numbers of a kind of document.
pub fn purpose_of(kind: InvoiceKind) -> Purpose {
    match kind {
        InvoiceKind::Invoice => Purpose::Invoice,
        InvoiceKind::CreditNote => Purpose::CreditNote,
    }
}
