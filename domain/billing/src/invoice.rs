//! Invoices and credit notes.

use clients::ClientId;
use clients::client::access::AccessError;
use db::{Tx, params};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use ledger::{GlAccountId, PostError, SettleError};
use money::{Currency, E6, MoneyError, Rate};

use crate::payment_term::TermError;
use crate::totals::TaxTotal;

pub mod credit;
pub mod dispute;
pub mod draft;
pub mod issue;
pub mod list;
pub mod post;
pub mod prove;
pub mod void;

/// Marks the id of an invoice or credit note.
pub enum InvoiceMark {}
/// The id of an invoice or credit note, and of its open item.
pub type InvoiceId = Id<InvoiceMark>;

/// Lines of a document at the most.
pub const LINES_MAX: usize = 1_000;
/// Characters of a line's description at the most.
pub const DESCRIPTION_CHARS_MAX: usize = 1_000;

db::statements! {
    FIND = "SELECT invoice_id, kind, status, number, client_id, currency, issued_on, due_on, payment_term, discount_until, discount_minor, purchase_order, credits_id, net_minor, tax_minor, total_minor, rate_e12, entry_no, disputed_on, dispute_reason, reason, version, created_at, created_by
            FROM invoice WHERE tenant_id = ?1 AND invoice_id = ?2";
    LINES = "SELECT description, quantity_e6, unit_price_e6, discount_e6, tax_code, tax_category, tax_rate_e6, net_minor, gl_account_id
             FROM invoice_line WHERE tenant_id = ?1 AND invoice_id = ?2 ORDER BY line_no";
    TAXES = "SELECT category, rate_e6, taxable_minor, tax_minor FROM invoice_tax WHERE tenant_id = ?1 AND invoice_id = ?2 ORDER BY category, rate_e6";
}

kernel::words! {
    /// Which of the two documents it is.
    pub enum InvoiceKind {
        /// The client owes it.
        Invoice = "invoice",
        /// The company owes it.
        CreditNote = "credit_note",
    }
}

kernel::words! {
    /// Where a document stands.
    pub enum InvoiceStatus {
        /// Being written.
        Draft = "draft",
        /// Sent and posted; never changes.
        Issued = "issued",
        /// Reversed; keeps its number.
        Void = "void",
    }
}

kernel::words! {
    /// How a document looks to who deals with it: its status, and of an issued one what is left of it.
    pub enum InvoiceState {
        /// Being written.
        Draft = "draft",
        /// Reversed.
        Void = "void",
        /// Nothing is left of it.
        Settled = "settled",
        /// An invoice of which something is left after its due day.
        Overdue = "overdue",
        /// Something is left of it.
        Open = "open",
    }
}

/// A line of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceLine {
    /// What is sold.
    pub description: String,
    /// How many.
    pub quantity: E6,
    /// The price of one, in major units.
    pub unit_price: E6,
    /// A fraction from 0 to 1.
    pub discount: E6,
    /// The code of its tax.
    pub tax_code: String,
    /// The tax's category when the document was written.
    pub tax_category: String,
    /// The tax's rate when the document was written.
    pub tax_rate: E6,
    /// Its net amount.
    pub net_minor: i64,
    /// The account of its sale; `None` is the chart's sales account.
    pub account: Option<GlAccountId>,
}

/// What a person writes of a line.
#[derive(Clone, Debug)]
pub struct NewLine {
    /// What is sold.
    pub description: String,
    /// How many.
    pub quantity: E6,
    /// The price of one, in major units; below nought for a deduction.
    pub unit_price: E6,
    /// A fraction from 0 to 1.
    pub discount: E6,
    /// The code of its tax.
    pub tax_code: String,
    /// The account of its sale; `None` is the chart's sales account.
    pub account: Option<GlAccountId>,
}

/// An invoice or credit note.
#[derive(Clone, Debug)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// Which of the two it is.
    pub kind: InvoiceKind,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// Its number; empty on a draft.
    pub number: String,
    /// To whom it goes.
    pub client: ClientId,
    /// Its currency.
    pub currency: Currency,
    /// Its day; on a draft the day that is meant.
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
    /// The sum of the lines.
    pub net_minor: i64,
    /// The sum of the taxes.
    pub tax_minor: i64,
    /// Both together.
    pub total_minor: i64,
    /// Base-currency units for one of its currency.
    pub rate: Rate,
    /// Its journal entry.
    pub entry_no: Option<i64>,
    /// Since when the client disputes it.
    pub disputed_on: Option<Date>,
    /// Why.
    pub dispute_reason: Option<String>,
    /// Why it credits, or why it was voided.
    pub reason: Option<String>,
    /// For optimistic locking.
    pub version: i64,
    /// When it was first written.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: String,
    /// Its lines; empty where only the head was asked for.
    pub lines: Vec<InvoiceLine>,
    /// Its taxes; empty where only the head was asked for.
    pub taxes: Vec<TaxTotal>,
}

impl Invoice {
    /// How it looks today, with what is left of it.
    pub fn state(&self, open_minor: Option<i64>, today: Date) -> InvoiceState {
        match self.status {
            InvoiceStatus::Draft => InvoiceState::Draft,
            InvoiceStatus::Void => InvoiceState::Void,
            InvoiceStatus::Issued if open_minor.is_none_or(|open| open == 0) => {
                InvoiceState::Settled
            }
            InvoiceStatus::Issued if self.kind == InvoiceKind::Invoice && self.due_on < today => {
                InvoiceState::Overdue
            }
            InvoiceStatus::Issued => InvoiceState::Open,
        }
    }
}

/// Why a document is not written, issued, credited, voided or found.
#[derive(Debug, thiserror::Error)]
pub enum InvoiceError {
    /// No such document, or none that this actor may know of.
    #[error("there is no invoice {0}")]
    Unknown(InvoiceId),
    /// It is not in the state that this needs.
    #[error("{number} is {status}; this can be done only with one that is {wanted}")]
    WrongStatus {
        /// The document; a draft has no number.
        number: String,
        /// Its status.
        status: InvoiceStatus,
        /// The status that is needed.
        wanted: InvoiceStatus,
    },
    /// Somebody else changed it first.
    #[error("somebody changed this invoice meanwhile; look at it again (you had version {0})")]
    Moved(i64),
    /// No lines, or too many.
    #[error("an invoice has 1 to {LINES_MAX} lines")]
    Lines,
    /// A line's field is wrong.
    #[error("line {line}: {why}")]
    Line {
        /// Which line, from 1.
        line: usize,
        /// Its field.
        field: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// Nought or less.
    #[error(
        "the total is {0}; an invoice's is above nought (money owed to the client is a credit note)"
    )]
    NotPositive(String),
    /// The number is taken.
    #[error("there is a document {0} already")]
    NumberTaken(String),
    /// Text that is too long or has control characters.
    #[error("{0} is too long or has characters that cannot be printed")]
    BadText(&'static str),
    /// A document would be void before it was issued.
    #[error("{number} is of {issued_on}, so it cannot be void from {on}")]
    VoidBeforeIssue {
        /// Its number.
        number: String,
        /// Its day.
        issued_on: Date,
        /// From when it would be void.
        on: Date,
    },
    /// Due before its own day.
    #[error("it would be due on {due_on}, before its own day {issued_on}")]
    DueBeforeIssue {
        /// When it would be due.
        due_on: Date,
        /// Its day.
        issued_on: Date,
    },
    /// A credit note has a tax that the invoice does not have.
    #[error("line {line} has a tax that {number} does not have")]
    TaxNotInvoiced {
        /// The line, from 1.
        line: usize,
        /// The invoice.
        number: String,
    },
    /// More than is left to credit.
    #[error("{number} has {left} left to credit, which is less than {asked}")]
    MoreThanInvoiced {
        /// The invoice.
        number: String,
        /// What is left.
        left: String,
        /// What was asked.
        asked: String,
    },
    /// A reason is missing.
    #[error("say why")]
    NoReason,
    /// The client is archived or closed.
    #[error("the client {0} is closed; open it again first")]
    ClientClosed(String),
    /// The client.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The payment term.
    #[error(transparent)]
    Term(#[from] TermError),
    /// The exchange rate.
    #[error(transparent)]
    Rate(#[from] ledger::rate::RateError),
    /// The number series.
    #[error(transparent)]
    Series(#[from] ledger::series::SeriesError),
    /// The settlement.
    #[error(transparent)]
    Settle(#[from] SettleError),
    /// The posting.
    #[error(transparent)]
    Post(#[from] PostError),
    /// The amounts.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(InvoiceError {
    Self::Unknown(_) => NotFound, "unknown-invoice";
    Self::WrongStatus { .. } => Conflict, "wrong-status";
    Self::Moved(_) => Conflict, "version-moved";
    Self::Lines => Invalid, "lines-missing", at "lines";
    Self::Line { line, field, .. } => Invalid, "bad-line", at format!("lines/{}/{field}", line - 1);
    Self::NotPositive(_) => Invalid, "total-not-positive", at "lines";
    Self::NumberTaken(_) => Conflict, "number-taken", at "number";
    Self::BadText(field) => Invalid, "bad-text", at *field;
    Self::DueBeforeIssue { .. } => Invalid, "due-before-issue", at "due_on";
    Self::VoidBeforeIssue { .. } => Invalid, "before-document", at "on";
    Self::TaxNotInvoiced { line, .. } => Invalid, "tax-not-invoiced", at format!("lines/{}/tax_code", line - 1);
    Self::MoreThanInvoiced { .. } => Conflict, "more-than-invoiced", at "lines";
    Self::NoReason => Invalid, "reason-missing", at "reason";
    Self::ClientClosed(_) => Conflict, "client-closed";
    Self::Access(e) => delegate e;
    Self::Term(e) => delegate e;
    Self::Rate(e) => delegate e;
    Self::Series(e) => delegate e;
    Self::Settle(e) => delegate e;
    Self::Post(e) => delegate e;
    Self::Money(e) => delegate e;
    Self::Db(e) => delegate e;
});

pub(crate) fn head_of(r: &db::Row<'_>) -> Result<Invoice, db::Error> {
    Ok(Invoice {
        id: r.get(0)?,
        kind: r.parse(1)?,
        status: r.parse(2)?,
        number: r.get(3)?,
        client: r.get(4)?,
        currency: r.get(5)?,
        issued_on: r.get(6)?,
        due_on: r.get(7)?,
        payment_term: r.get(8)?,
        discount_until: r.get(9)?,
        discount_minor: r.get(10)?,
        purchase_order: r.get(11)?,
        credits: r.get(12)?,
        net_minor: r.get(13)?,
        tax_minor: r.get(14)?,
        total_minor: r.get(15)?,
        rate: r.get(16)?,
        entry_no: r.get(17)?,
        disputed_on: r.get(18)?,
        dispute_reason: r.get(19)?,
        reason: r.get(20)?,
        version: r.get(21)?,
        created_at: r.get(22)?,
        created_by: r.get(23)?,
        lines: Vec::new(),
        taxes: Vec::new(),
    })
}

/// A document with its lines and taxes, for use cases that have checked who asks.
pub fn load(tx: &Tx<'_>, id: InvoiceId) -> Result<Invoice, InvoiceError> {
    let mut invoice =
        tx.query_opt(&FIND, params![id], head_of)?.ok_or(InvoiceError::Unknown(id))?;
    invoice.lines = tx.query(&LINES, params![id], |r| {
        Ok(InvoiceLine {
            description: r.get(0)?,
            quantity: r.get(1)?,
            unit_price: r.get(2)?,
            discount: r.get(3)?,
            tax_code: r.get(4)?,
            tax_category: r.get(5)?,
            tax_rate: r.get(6)?,
            net_minor: r.get(7)?,
            account: r.get(8)?,
        })
    })?;
    invoice.taxes = tx.query(&TAXES, params![id], |r| {
        Ok(TaxTotal {
            category: r.get(0)?,
            rate: r.get(1)?,
            taxable_minor: r.get(2)?,
            tax_minor: r.get(3)?,
        })
    })?;
    Ok(invoice)
}

/// An unknown client of a document is an unknown document: what is out of reach is not hinted at.
pub(crate) fn hide(id: InvoiceId) -> impl Fn(AccessError) -> InvoiceError {
    move |error| match error {
        AccessError::Unknown(_) => InvoiceError::Unknown(id),
        error => error.into(),
    }
}
