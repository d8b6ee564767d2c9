//! Posting documents: the one place that writes an issued invoice or credit note, one or many.

use clients::ClientId;
use db::Tx;
use jiff::civil::Date;
use ledger::book::{EntryHead, Line};
use ledger::open_item::NewItem;
use ledger::{AccountRole, Book, GlAccountId, ItemKind, Side};
use money::{Currency, Rate};
use people::Actor;

use super::{InvoiceError, InvoiceId, InvoiceKind, InvoiceLine, InvoiceStatus};
use crate::totals::Totals;

db::loads! {
    pub(super) LOAD_INVOICES = invoice(invoice_id, kind, status, number, client_id, currency, issued_on, due_on, payment_term, discount_until, discount_minor, purchase_order, credits_id, net_minor, tax_minor, total_minor, rate_e12, entry_no, disputed_on, dispute_reason, reason, version, created_at, created_by);
    pub(super) LOAD_LINES = invoice_line(invoice_id, line_no, description, quantity_e6, unit_price_e6, discount_e6, tax_code, tax_category, tax_rate_e6, net_minor, gl_account_id);
    pub(super) LOAD_TAXES = invoice_tax(invoice_id, category, rate_e6, taxable_minor, tax_minor);
}

/// A document as it is written down.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its id.
    pub id: InvoiceId,
    /// Which of the two documents it is.
    pub kind: InvoiceKind,
    /// Draft or issued.
    pub status: InvoiceStatus,
    /// Its number.
    pub number: String,
    /// To whom it goes.
    pub client: ClientId,
    /// Its currency.
    pub currency: Currency,
    /// Its day.
    pub issued_on: Date,
    /// When it is due.
    pub due_on: Date,
    /// The code of its payment term.
    pub payment_term: String,
    /// Until when paying earns a discount.
    pub discount_until: Option<Date>,
    /// How much of a discount.
    pub discount_minor: i64,
    /// The client's own reference.
    pub purchase_order: Option<String>,
    /// The invoice that a credit note credits.
    pub credits: Option<InvoiceId>,
    /// Its lines.
    pub lines: Vec<InvoiceLine>,
    /// Its amounts.
    pub totals: Totals,
    /// Base-currency units for one of its currency.
    pub rate: Rate,
    /// Since when and why the client disputes it.
    pub disputed: Option<(Date, String)>,
    /// Why it credits.
    pub reason: Option<String>,
    /// For optimistic locking.
    pub version: i64,
    /// What an accountant reads.
    pub narrative: String,
}

/// Documents to be saved once their entries are.
#[derive(Default)]
pub struct Rows(Vec<(Ready, Option<i64>)>);

impl Rows {
    /// Posts a document to the book: the client's receivable against sales and tax, and its open item.
    pub fn post(&mut self, book: &mut Book<'_, '_>, ready: Ready) -> Result<(), InvoiceError> {
        let total = ready.totals.total_minor;
        if total <= 0 {
            return Err(InvoiceError::NotPositive(money::format_minor(total, ready.currency)));
        }
        if ready.due_on < ready.issued_on {
            return Err(InvoiceError::DueBeforeIssue {
                due_on: ready.due_on,
                issued_on: ready.issued_on,
            });
        }
        let base_minor = ready.rate.convert(total, ready.currency, book.base())?;
        let lines = entry_lines(book, &ready, base_minor)?;
        let head = EntryHead {
            effective_on: ready.issued_on,
            source: ready.kind.word(),
            document: Some(ready.id.uuid()),
            narrative: ready.narrative.clone(),
            reason: ready.reason.clone(),
            reverses: None,
        };
        let entry_no = book.entry(head, lines)?;
        let kind = match ready.kind {
            InvoiceKind::Invoice => ItemKind::Invoice,
            InvoiceKind::CreditNote => ItemKind::CreditNote,
        };
        let item = NewItem {
            id: ready.id.cast(),
            client: ready.client,
            kind,
            number: ready.number.clone(),
            currency: ready.currency,
            amount_minor: total,
            base_minor,
            rate: ready.rate,
            issued_on: ready.issued_on,
            due_on: ready.due_on,
        };
        book.item(item, entry_no)?;
        self.0.push((ready, Some(entry_no)));
        Ok(())
    }

    /// Takes a draft along, which posts nothing.
    pub(super) fn draft(&mut self, ready: Ready) {
        self.0.push((ready, None));
    }

    /// Writes the documents with one load a table.
    pub fn save(&self, tx: &Tx<'_>, actor: &Actor) -> Result<(), InvoiceError> {
        tx.load(&LOAD_INVOICES, &self.0, |(r, entry_no)| {
            let (disputed_on, dispute_reason) = r
                .disputed
                .as_ref()
                .map_or((None, None), |(on, why)| (Some(*on), Some(why.as_str())));
            [
                r.id.into(),
                r.kind.word().into(),
                r.status.word().into(),
                (&r.number).into(),
                r.client.into(),
                r.currency.into(),
                r.issued_on.into(),
                r.due_on.into(),
                (&r.payment_term).into(),
                r.discount_until.into(),
                r.discount_minor.into(),
                r.purchase_order.as_deref().into(),
                r.credits.into(),
                r.totals.net_minor.into(),
                r.totals.tax_minor.into(),
                r.totals.total_minor.into(),
                r.rate.into(),
                (*entry_no).into(),
                disputed_on.into(),
                dispute_reason.into(),
                r.reason.as_deref().into(),
                r.version.into(),
                tx.now().into(),
                actor.name().into(),
            ]
        })
        .map_err(|e| match self.0.as_slice() {
            [(one, _)] if e.is_unique("invoice_number_unique") => {
                InvoiceError::NumberTaken(one.number.clone())
            }
            _ => e.into(),
        })?;
        self.save_lines(tx)?;
        let taxes: Vec<_> = self
            .0
            .iter()
            .flat_map(|(r, _)| r.totals.taxes.iter().map(move |t| (r.id, t)))
            .collect();
        tx.load(&LOAD_TAXES, &taxes, |(id, t)| {
            [
                (*id).into(),
                (&t.category).into(),
                t.rate.into(),
                t.taxable_minor.into(),
                t.tax_minor.into(),
            ]
        })?;
        Ok(())
    }

    fn save_lines(&self, tx: &Tx<'_>) -> Result<(), db::Error> {
        let lines: Vec<(InvoiceId, i64, &InvoiceLine)> = self
            .0
            .iter()
            .flat_map(|(r, _)| (1..).zip(&r.lines).map(move |(no, line)| (r.id, no, line)))
            .collect();
        tx.load(&LOAD_LINES, &lines, |(id, no, l)| {
            [
                (*id).into(),
                (*no).into(),
                (&l.description).into(),
                l.quantity.into(),
                l.unit_price.into(),
                l.discount.into(),
                (&l.tax_code).into(),
                (&l.tax_category).into(),
                l.tax_rate.into(),
                l.net_minor.into(),
                l.account.into(),
            ]
        })
    }
}

/// The lines of a document's entry. The base amounts of sales and tax are converted one by one; what the
/// roundings leave over goes to the largest of them, so that the entry balances in base currency too.
fn entry_lines(
    book: &Book<'_, '_>,
    ready: &Ready,
    base_minor: i64,
) -> Result<Vec<Line>, InvoiceError> {
    let item_side = match ready.kind {
        InvoiceKind::Invoice => Side::Debit,
        InvoiceKind::CreditNote => Side::Credit,
    };
    let line = |account, side, amount_minor, base_minor| Line {
        account,
        side,
        currency: ready.currency,
        amount_minor,
        base_minor,
        rate: ready.rate,
        client: Some(ready.client),
        document: Some(ready.id.uuid()),
    };
    let mut parts = sales_by_account(book, ready)?;
    if ready.totals.tax_minor != 0 {
        parts.push((book.account_for(AccountRole::Tax)?, ready.totals.tax_minor));
    }
    let mut based = Vec::with_capacity(parts.len());
    for (account, minor) in parts {
        based.push((account, minor, ready.rate.convert(minor, ready.currency, book.base())?));
    }
    let left = base_minor - based.iter().map(|(_, _, base)| base).sum::<i64>();
    if let Some(largest) = based.iter_mut().max_by_key(|(_, minor, _)| minor.abs()) {
        largest.2 += left;
    }
    let receivable = book.account_for(AccountRole::Receivable)?;
    let mut lines = vec![line(receivable, item_side, ready.totals.total_minor, base_minor)];
    for (account, minor, base) in based {
        let side = if minor >= 0 { item_side.other() } else { item_side };
        lines.push(line(account, side, minor.abs(), base.abs()));
    }
    Ok(lines)
}

/// The net amount of each sales account, in the order in which the lines name them.
fn sales_by_account(
    book: &Book<'_, '_>,
    ready: &Ready,
) -> Result<Vec<(GlAccountId, i64)>, InvoiceError> {
    let usual = book.account_for(AccountRole::Sales)?;
    let mut parts: Vec<(GlAccountId, i64)> = Vec::new();
    for line in &ready.lines {
        let account = line.account.unwrap_or(usual);
        match parts.iter_mut().find(|(a, _)| *a == account) {
            Some((_, minor)) => *minor += line.net_minor,
            None => parts.push((account, line.net_minor)),
        }
    }
    parts.retain(|(_, minor)| *minor != 0);
    Ok(parts)
}
