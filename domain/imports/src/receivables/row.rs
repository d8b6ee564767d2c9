//! A row of receivables as it reads.

use std::collections::HashMap;

use billing::InvoiceKind;
use billing::payment_term::PaymentTerm;
use clients::client::CUSTOM_BYTES_MAX;
use jiff::civil::Date;
use ledger::Book;
use ledger::book::ENTRY_MINOR_MAX;
use money::{Currency, Rate};
use payments::Method;
use sha2::{Digest, Sha256};

use crate::cells::Cells;
use crate::profile::Negative;
use crate::wrong::Wrong;

const NUMBER_CHARS_MAX: usize = 40;
const NAME_CHARS_MAX: usize = 200;
const KEY_CHARS_MAX: usize = 200;
const REFERENCE_CHARS_MAX: usize = 500;
const PURCHASE_ORDER_CHARS_MAX: usize = 100;

/// A row that reads well.
#[derive(Clone, Debug)]
pub(crate) struct Receivable {
    pub(crate) row: u64,
    pub(crate) key: String,
    pub(crate) client_number: String,
    pub(crate) client_name: String,
    pub(crate) number: String,
    pub(crate) kind: InvoiceKind,
    pub(crate) issued_on: Date,
    pub(crate) due_on: Date,
    pub(crate) payment_term: String,
    pub(crate) currency: Currency,
    pub(crate) rate: Rate,
    pub(crate) amount_minor: i64,
    pub(crate) settled: Option<Settled>,
    pub(crate) method: Method,
    pub(crate) reference: String,
    pub(crate) purchase_order: Option<String>,
    pub(crate) disputed: bool,
    pub(crate) custom: Vec<(String, String)>,
}

/// How far a document was settled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settled {
    /// When.
    pub(crate) on: Date,
    /// How much of it, or more; above nought.
    pub(crate) amount_minor: i64,
    /// The rate of that day, or the document's own where none is known.
    pub(crate) rate: Rate,
}

impl Receivable {
    /// What the invoice is, to tell whether it comes again as it was.
    pub(crate) fn invoice_hash(&self) -> Vec<u8> {
        let facts = format!(
            "{}|{}|{}|{}|{}|{}|{}",
            self.client_number,
            self.number,
            self.kind,
            self.issued_on,
            self.due_on,
            self.currency,
            self.amount_minor
        );
        Sha256::digest(facts).to_vec()
    }

    /// What its settlement is.
    pub(crate) fn receipt_hash(&self) -> Vec<u8> {
        let (on, amount) = self.settled.map_or((self.issued_on, 0), |s| (s.on, s.amount_minor));
        Sha256::digest(format!("{on}|{}|{amount}", self.currency)).to_vec()
    }
}

/// What rows are read with.
pub(super) struct Reading<'b, 't, 'c> {
    pub(super) negative: Negative,
    pub(super) terms: &'b [PaymentTerm],
    /// Rates that were asked for before.
    pub(super) rates: &'b mut HashMap<(Currency, Date), Option<Rate>>,
    pub(super) book: &'b Book<'t, 'c>,
}

impl Reading<'_, '_, '_> {
    /// The row, if nothing is wrong with it.
    pub(super) fn row(&mut self, cells: &mut Cells<'_>) -> Option<Receivable> {
        let client_number = cells.required("client_number", NUMBER_CHARS_MAX);
        let client_name = cells.optional("client_name", NAME_CHARS_MAX);
        let number = cells.required("invoice_number", NUMBER_CHARS_MAX);
        let key = cells.optional("key", KEY_CHARS_MAX);
        let reference = cells.one_line("reference", REFERENCE_CHARS_MAX);
        let purchase_order = cells.optional("purchase_order", PURCHASE_ORDER_CHARS_MAX);
        let disputed = cells.yes("disputed");
        let custom = custom(cells);
        let method = method(cells);
        let currency = cells.currency("currency");
        let days = self.days(cells);
        let amount = currency.and_then(|currency| self.amount(cells, currency));
        let (currency, (kind, amount_minor)) = (currency?, amount?);
        let (issued_on, due_on, payment_term) = days?;
        let rate = self.rate(cells, currency, issued_on, amount_minor);
        let settled = self.settled(cells, (kind, amount_minor), currency, rate?);
        let parsed = Receivable {
            row: cells.row(),
            key: if key.is_empty() { format!("{kind} {number}") } else { key },
            client_name: if client_name.is_empty() { client_number.clone() } else { client_name },
            reference,
            purchase_order: Some(purchase_order).filter(|p| !p.is_empty()),
            custom,
            client_number,
            number,
            kind,
            issued_on,
            due_on,
            payment_term,
            currency,
            rate: rate?,
            amount_minor,
            settled,
            method: method?,
            disputed,
        };
        cells.refusals.is_empty().then_some(parsed)
    }

    /// The invoice's day, when it is due, and its payment term.
    fn days(&self, cells: &mut Cells<'_>) -> Option<(Date, Date, String)> {
        let code = Some(cells.text("payment_term")).filter(|t| !t.is_empty());
        let code = code.unwrap_or_else(|| "net30".to_owned());
        let term = self.terms.iter().find(|t| t.code == code);
        if term.is_none() {
            cells.refuse("payment_term", &Wrong::NoPaymentTerm(code.clone()));
        }
        let issued_on = cells.day("issued_on");
        let given = cells.day("due_on");
        let Some(issued_on) = issued_on else {
            if cells.text("issued_on").is_empty() {
                cells.refuse("issued_on", &Wrong::Empty);
            }
            return None;
        };
        let due_on = given.or_else(|| Some(term?.due_on(issued_on)))?;
        if due_on < issued_on {
            cells.refuse("due_on", &Wrong::DueBefore(issued_on));
        }
        Some((issued_on, due_on, code))
    }

    /// The amount above nought, and whether it is an invoice's or a credit note's.
    fn amount(&self, cells: &mut Cells<'_>, currency: Currency) -> Option<(InvoiceKind, i64)> {
        let Some(minor) = cells.amount("amount", currency) else {
            if cells.text("amount").is_empty() {
                cells.refuse("amount", &Wrong::Empty);
            }
            return None;
        };
        // An invoice has one line, whose unit price has six decimals.
        if minor
            .unsigned_abs()
            .checked_mul(1_000_000 / currency.minor_per_major().unsigned_abs())
            .is_none_or(|e6| e6 > i64::MAX.unsigned_abs())
            || minor.unsigned_abs() > ENTRY_MINOR_MAX.unsigned_abs()
        {
            cells.refuse("amount", &Wrong::TooMuch);
            return None;
        }
        match (minor, self.negative) {
            (0, _) => {
                cells.refuse("amount", &Wrong::Nothing);
                None
            }
            (1.., _) => Some((InvoiceKind::Invoice, minor)),
            (_, Negative::CreditNote) => Some((InvoiceKind::CreditNote, minor.abs())),
            (_, Negative::Refuse) => {
                cells.refuse("amount", &Wrong::NegativeInvoice);
                None
            }
        }
    }

    fn settled(
        &mut self,
        cells: &mut Cells<'_>,
        (kind, amount_minor): (InvoiceKind, i64),
        currency: Currency,
        own_rate: Rate,
    ) -> Option<Settled> {
        let on = cells.day("settled_on");
        let given = cells.amount("settled_amount", currency);
        let minor = match (kind, given) {
            (InvoiceKind::Invoice, Some(minor)) if minor < 0 => {
                cells.refuse("settled_amount", &Wrong::Negative);
                return None;
            }
            (_, Some(i64::MIN)) => {
                cells.refuse("settled_amount", &Wrong::TooMuchPaid);
                return None;
            }
            (_, given) => given.map_or(amount_minor, i64::abs),
        };
        let Some(on) = on else {
            if given.is_some_and(|minor| minor != 0) && cells.text("settled_on").is_empty() {
                cells.refuse("settled_on", &Wrong::NoSettlementDay);
            }
            return None;
        };
        if minor == 0 {
            return None;
        }
        let rate = self.known_rate(currency, on).unwrap_or(own_rate);
        self.check_base(cells, "settled_amount", minor, currency, rate);
        Some(Settled { on, amount_minor: minor, rate })
    }

    /// The rate of the invoice's day.
    fn rate(
        &mut self,
        cells: &mut Cells<'_>,
        currency: Currency,
        on: Date,
        amount_minor: i64,
    ) -> Option<Rate> {
        let given = cells.rate("exchange_rate");
        let rate = if currency == self.book.base() {
            Some(Rate::ONE)
        } else {
            given.or_else(|| self.known_rate(currency, on))
        };
        let Some(rate) = rate else {
            cells.refuse("currency", &Wrong::NoRate(currency, on));
            return None;
        };
        self.check_base(cells, "amount", amount_minor, currency, rate);
        Some(rate)
    }

    fn known_rate(&mut self, currency: Currency, on: Date) -> Option<Rate> {
        let book = self.book;
        *self.rates.entry((currency, on)).or_insert_with(|| book.rate(currency, on, None).ok())
    }

    /// Refuses an amount that the books cannot hold in base currency.
    fn check_base(
        &self,
        cells: &mut Cells<'_>,
        field: &str,
        minor: i64,
        currency: Currency,
        rate: Rate,
    ) {
        if let Err(e) = rate.convert(minor, currency, self.book.base()) {
            cells.refuse(field, &e);
        }
    }
}

fn method(cells: &mut Cells<'_>) -> Option<Method> {
    let text = cells.text("method");
    if text.is_empty() {
        return Some(Method::Transfer);
    }
    text.parse().map_err(|e| cells.refuse("method", &Wrong::NotAWord(e))).ok()
}

/// The custom fields of a row that are not empty.
fn custom(cells: &mut Cells<'_>) -> Vec<(String, String)> {
    let mut custom = cells.family("custom.");
    custom.retain(|(_, text)| !text.is_empty());
    let mut bytes = 0;
    for (name, text) in &custom {
        let field = format!("custom.{name}");
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\r') {
            cells.refuse(&field, &Wrong::NotPrintable);
        }
        // As JSON a character of a text that can be printed takes at most twice its bytes.
        bytes += 2 * (name.len() + text.len()) + 8;
        if bytes > CUSTOM_BYTES_MAX {
            cells.refuse(&field, &Wrong::CustomTooLong);
            break;
        }
    }
    custom
}
