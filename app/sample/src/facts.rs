//! What happened between the company and its clients, one day after another.

use jiff::civil::Date;

/// One thing that happened. The facts of a family come in the order of their
/// days, and every fact refers only to facts before it, so that a loader can
/// book each one as it reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    Invoice(Invoice),
    CreditNote(CreditNote),
    Receipt(Receipt),
    /// Money received earlier is applied to an invoice later: a deposit when
    /// its invoice is issued, an over-payment, or a receipt that came without
    /// saying what it paid.
    Apply {
        receipt: u64,
        applied: Applied,
    },
    /// The receipt is undone whole, with its applications and their discounts.
    Bounce {
        receipt: u64,
        on: Date,
        reason: &'static str,
    },
    WriteOff {
        invoice: u64,
        on: Date,
        amount_minor: i64,
        reason: &'static str,
    },
    /// Unapplied money of the receipt is given back.
    Refund {
        receipt: u64,
        on: Date,
        amount_minor: i64,
    },
    Dispute {
        invoice: u64,
        on: Date,
        reason: &'static str,
    },
    DisputeResolved {
        invoice: u64,
        on: Date,
    },
}

impl Fact {
    /// The day it happened on.
    pub fn on(&self) -> Date {
        match self {
            Fact::Invoice(invoice) => invoice.issued_on,
            Fact::CreditNote(note) => note.issued_on,
            Fact::Receipt(receipt) => receipt.received_on,
            Fact::Apply { applied, .. } => applied.on,
            Fact::Bounce { on, .. }
            | Fact::WriteOff { on, .. }
            | Fact::Refund { on, .. }
            | Fact::Dispute { on, .. }
            | Fact::DisputeResolved { on, .. } => *on,
        }
    }
}

/// An invoice, in the currency and on the payment terms of its client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// Unique among the invoices of the family, counting from one.
    pub key: u64,
    /// The client's place in the family's clients.
    pub client: usize,
    pub issued_on: Date,
    pub lines: Vec<Line>,
    pub purchase_order: Option<String>,
}

/// One line of an invoice or of a credit note; amounts are always positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The product's code in the catalogue.
    pub product: &'static str,
    /// The product in words, in the client's language.
    pub description: String,
    /// "each", "case", "kg" or "m".
    pub unit: &'static str,
    pub quantity_e6: i64,
    /// The price of one unit in major currency units, in millionths: 37 500 is 0.0375.
    pub unit_price_e6: i64,
    /// The discount as a fraction in millionths: 50 000 is 5 %.
    pub discount_e6: i64,
    pub tax_code: &'static str,
}

/// A credit note against one invoice; the whole of it reduces that invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditNote {
    /// Unique among the credit notes of the family, counting from one.
    pub key: u64,
    pub invoice: u64,
    pub issued_on: Date,
    pub lines: Vec<Line>,
    pub reason: &'static str,
}

/// Money received, in the currency of the client who paid it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Unique among the receipts of the family, counting from one.
    pub key: u64,
    /// The paying client's place in the family's clients.
    pub payer: usize,
    pub method: Method,
    pub received_on: Date,
    pub amount_minor: i64,
    pub reference: String,
    /// What it paid on the day it came; later applications are facts of their own.
    pub applications: Vec<Applied>,
    /// Paid in advance, before there was an invoice.
    pub deposit: bool,
}

/// Some of a receipt, used to pay some of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub invoice: u64,
    pub on: Date,
    /// The money used.
    pub amount_minor: i64,
    /// The early-payment discount granted with it, which the invoice is
    /// reduced by on top of the money. It is earned: the receipt came in time,
    /// says what it pays, and pays the whole of an untouched invoice.
    pub discount_minor: i64,
}

/// How money came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    Cheque,
    Cash,
    Transfer,
    Card,
    DirectDebit,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Cheque => "cheque",
            Method::Cash => "cash",
            Method::Transfer => "transfer",
            Method::Card => "card",
            Method::DirectDebit => "direct_debit",
        }
    }
}
