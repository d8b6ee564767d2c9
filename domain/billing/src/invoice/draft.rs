//! Drafts: writing, changing and throwing away what is not issued yet.

use clients::ClientId;
use clients::ClientStatus;
use clients::client::access::{ClientAccess, access};
use db::{Tx, params};
use jiff::civil::Date;
use money::{Currency, E6, Rate, tax_of};
use people::permission::WriteInvoices;
use people::{Actor, audit, tenant};
use serde_json::json;

use super::post::{Ready, Rows};
use super::{
    DESCRIPTION_CHARS_MAX, Invoice, InvoiceError, InvoiceId, InvoiceKind, InvoiceLine,
    InvoiceStatus, LINES_MAX, NewLine, hide, load,
};
use crate::payment_term;
use crate::tax::{self, TaxRate};
use crate::totals::{LineFigures, Totals, totals};

db::statements! {
    DELETE_LINES = "DELETE FROM invoice_line WHERE tenant_id = ?1 AND invoice_id = ?2";
    DELETE_TAXES = "DELETE FROM invoice_tax WHERE tenant_id = ?1 AND invoice_id = ?2";
    DELETE_DRAFT = "DELETE FROM invoice WHERE tenant_id = ?1 AND invoice_id = ?2 AND status = 'draft'";
}

/// What a person writes of an invoice.
#[derive(Clone, Debug)]
pub struct NewInvoice {
    /// To whom it goes.
    pub client: ClientId,
    /// `None` is the client's own.
    pub currency: Option<Currency>,
    /// The day that is meant; `None` is today.
    pub issued_on: Option<Date>,
    /// `None` follows from the payment term.
    pub due_on: Option<Date>,
    /// `None` is the client's own.
    pub payment_term: Option<String>,
    /// The client's own reference.
    pub purchase_order: Option<String>,
    /// Its lines.
    pub lines: Vec<NewLine>,
}

/// Writes a draft.
pub fn create(tx: &Tx<'_>, actor: &Actor, new: &NewInvoice) -> Result<Invoice, InvoiceError> {
    let client = access::<WriteInvoices>(tx, actor, new.client)?;
    let id: InvoiceId = tx.new_id();
    save(tx, actor, &client, new, id, 1)?;
    let draft = load(tx, id)?;
    audit::record(tx, actor, "invoice.drafted", ("invoice", &id), json!({"after": shown(&draft)}))?;
    Ok(draft)
}

/// Writes a draft anew, from the version that the person saw.
pub fn change(
    tx: &Tx<'_>,
    actor: &Actor,
    id: InvoiceId,
    version: i64,
    new: &NewInvoice,
) -> Result<Invoice, InvoiceError> {
    let before = draft(tx, actor, id)?;
    if before.version != version {
        return Err(InvoiceError::Moved(version));
    }
    let client = access::<WriteInvoices>(tx, actor, new.client)?;
    remove(tx, id)?;
    save(tx, actor, &client, new, id, version + 1)?;
    let after = load(tx, id)?;
    let detail = json!({"before": shown(&before), "after": shown(&after)});
    audit::record(tx, actor, "invoice.changed", ("invoice", &id), detail)?;
    Ok(after)
}

/// Throws a draft away.
pub fn discard(tx: &Tx<'_>, actor: &Actor, id: InvoiceId) -> Result<(), InvoiceError> {
    let before = draft(tx, actor, id)?;
    remove(tx, id)?;
    audit::record(
        tx,
        actor,
        "invoice.discarded",
        ("invoice", &id),
        json!({"before": shown(&before)}),
    )?;
    Ok(())
}

/// A document that is still a draft, of a client in reach.
pub(super) fn draft(tx: &Tx<'_>, actor: &Actor, id: InvoiceId) -> Result<Invoice, InvoiceError> {
    let found = load(tx, id)?;
    access::<WriteInvoices>(tx, actor, found.client).map_err(hide(id))?;
    if found.status != InvoiceStatus::Draft {
        let (number, status) = (found.number, found.status);
        return Err(InvoiceError::WrongStatus { number, status, wanted: InvoiceStatus::Draft });
    }
    Ok(found)
}

pub(super) fn remove(tx: &Tx<'_>, id: InvoiceId) -> Result<(), db::Error> {
    tx.execute(&DELETE_LINES, params![id])?;
    tx.execute(&DELETE_TAXES, params![id])?;
    tx.execute(&DELETE_DRAFT, params![id]).map(drop)
}

fn save(
    tx: &Tx<'_>,
    actor: &Actor,
    client: &ClientAccess<WriteInvoices>,
    new: &NewInvoice,
    id: InvoiceId,
    version: i64,
) -> Result<(), InvoiceError> {
    let mut rows = Rows::default();
    rows.draft(compose(tx, client, new, id, version)?);
    rows.save(tx, actor)
}

/// A draft with its amounts: what issuing it on its day would give.
fn compose(
    tx: &Tx<'_>,
    client: &ClientAccess<WriteInvoices>,
    new: &NewInvoice,
    id: InvoiceId,
    version: i64,
) -> Result<Ready, InvoiceError> {
    if matches!(client.status(), ClientStatus::Closed | ClientStatus::Archived) {
        return Err(InvoiceError::ClientClosed(client.number().to_owned()));
    }
    let tenant = tenant::get(tx).map_err(ledger::PostError::from)?;
    let currency = new.currency.unwrap_or(client.currency());
    let issued_on = new.issued_on.unwrap_or_else(|| tenant.day(tx.now()));
    let term =
        payment_term::find(tx, new.payment_term.as_deref().unwrap_or(client.payment_term()))?;
    let due_on = new.due_on.unwrap_or_else(|| term.due_on(issued_on));
    if due_on < issued_on {
        return Err(InvoiceError::DueBeforeIssue { due_on, issued_on });
    }
    check_text("purchase_order", new.purchase_order.as_deref().unwrap_or_default(), 100)?;
    let (lines, totals) = figure(currency, &new.lines, &tax::list(tx)?)?;
    let discount_until = term.discount_until(issued_on);
    let discount_minor =
        if discount_until.is_some() { tax_of(totals.total_minor, term.discount)? } else { 0 };
    Ok(Ready {
        id,
        kind: InvoiceKind::Invoice,
        status: InvoiceStatus::Draft,
        number: String::new(),
        client: client.id(),
        currency,
        issued_on,
        due_on,
        payment_term: term.code,
        discount_until,
        discount_minor,
        purchase_order: new.purchase_order.clone().filter(|p| !p.trim().is_empty()),
        credits: None,
        lines,
        totals,
        rate: Rate::ONE,
        disputed: None,
        reason: None,
        version,
        narrative: String::new(),
    })
}

/// Lines with their net amounts, and the totals: the same for a draft, for a preview and for what is issued.
pub fn figure(
    currency: Currency,
    lines: &[NewLine],
    taxes: &[TaxRate],
) -> Result<(Vec<InvoiceLine>, Totals), InvoiceError> {
    if lines.is_empty() || lines.len() > LINES_MAX {
        return Err(InvoiceError::Lines);
    }
    let mut figured = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let bad =
            |field, why: &str| InvoiceError::Line { line: index + 1, field, why: why.to_owned() };
        let tax = taxes.iter().find(|t| t.code == line.tax_code);
        let tax =
            tax.ok_or_else(|| bad("tax_code", &format!("there is no tax '{}'", line.tax_code)))?;
        if line.quantity <= E6::ZERO {
            return Err(bad("quantity", "the quantity must be above nought"));
        }
        if line.discount.is_negative() || line.discount > E6::ONE {
            return Err(bad("discount", "a discount is a fraction from 0 to 1"));
        }
        let description = line.description.trim();
        if description.is_empty()
            || check_text("description", description, DESCRIPTION_CHARS_MAX).is_err()
        {
            return Err(bad("description", "a line needs a description that can be printed"));
        }
        figured.push((line, tax, description));
    }
    let figures: Vec<LineFigures> = figured
        .iter()
        .map(|(line, tax, _)| LineFigures {
            quantity: line.quantity,
            unit_price: line.unit_price,
            discount: line.discount,
            category: tax.category.clone(),
            rate: tax.rate,
        })
        .collect();
    let totals = totals(currency, &figures)?;
    let lines =
        figured.into_iter().zip(&totals.line_net_minor).map(|((line, tax, description), net)| {
            InvoiceLine {
                description: description.to_owned(),
                quantity: line.quantity,
                unit_price: line.unit_price,
                discount: line.discount,
                tax_code: tax.code.clone(),
                tax_category: tax.category.clone(),
                tax_rate: tax.rate,
                net_minor: *net,
                account: line.account,
            }
        });
    Ok((lines.collect(), totals))
}

/// Refuses text that is too long or cannot be printed; line breaks can.
pub(super) fn check_text(
    field: &'static str,
    text: &str,
    chars_max: usize,
) -> Result<(), InvoiceError> {
    let printable = |c: char| !c.is_control() || c == '\n';
    if text.chars().count() > chars_max || !text.chars().all(printable) {
        return Err(InvoiceError::BadText(field));
    }
    Ok(())
}

pub(super) fn shown(i: &Invoice) -> serde_json::Value {
    json!({"number": i.number, "client": i.client.to_string(), "currency": i.currency.code(), "issued_on": i.issued_on.to_string(),
        "due_on": i.due_on.to_string(), "net_minor": i.net_minor, "tax_minor": i.tax_minor, "total_minor": i.total_minor, "lines": i.lines.len()})
}
