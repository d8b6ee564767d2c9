//! Why money is not taken, applied, paid back or written off.

use clients::client::access::AccessError;
use kernel::UserId;
use ledger::{PostError, SettleError};
use money::MoneyError;
use uuid::Uuid;

/// Why a use case of this area did nothing.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    /// No such receipt, credit, item or write-off, or none that this actor may know of.
    #[error("there is no such {0}: {1}")]
    Unknown(&'static str, Uuid),
    /// Nought or less.
    #[error("the amount must be above nought")]
    NotPositive,
    /// It is not in the state that this needs.
    #[error("{what} is {status}; this can be done only with one that is {wanted}")]
    WrongStatus {
        /// Which one.
        what: String,
        /// Its status.
        status: String,
        /// The status that is needed.
        wanted: &'static str,
    },
    /// Text that is too long or has control characters.
    #[error("{0} is too long or has characters that cannot be printed")]
    BadText(&'static str),
    /// A reason is missing.
    #[error("say why")]
    NoReason,
    /// Too many at once.
    #[error("at most {} applications at once", crate::apply::APPLICATIONS_MAX)]
    TooMany,
    /// All of the receipt or credit note is used, or it was taken back.
    #[error("nothing is left of {0}")]
    NothingLeft(String),
    /// The applications are more than the receipt.
    #[error(
        "the applications come to {asked}, which is more than the {free} that is left of {number}"
    )]
    MoreThanReceived {
        /// The receipt or credit note.
        number: String,
        /// What is left of it.
        free: String,
        /// What the applications come to.
        asked: String,
    },
    /// The discount is not to be had.
    #[error("{number} gives no such discount: up to {most} when paid by {until}")]
    NoDiscount {
        /// The invoice.
        number: String,
        /// The most that it gives.
        most: String,
        /// Until when.
        until: String,
    },
    /// The difference is not small.
    #[error(
        "{left} is left of {number}, which is more than the company's limit for small balances"
    )]
    NotSmall {
        /// The document.
        number: String,
        /// What is left of it.
        left: String,
    },
    /// Some of a receipt that bounced or never was is paid back already.
    #[error(
        "{refunded} of {number} was paid back to the client, which cannot be undone with the receipt: claim it with an invoice first, with the bank as its line's account, and apply what is left by hand"
    )]
    Refunded {
        /// The receipt.
        number: String,
        /// What was paid back.
        refunded: String,
    },
    /// A deposit goes nowhere by itself.
    #[error("a deposit is applied by hand only")]
    Deposit,
    /// Nobody approves what they asked for.
    #[error("whoever asked for a write-off cannot approve it")]
    OwnProposal(UserId),
    /// One proposal of an item waits at a time.
    #[error("a write-off of {0} waits for approval already; have that one decided first")]
    AlreadyProposed(String),
    /// Somebody else was first.
    #[error("somebody decided on this meanwhile; look at it again")]
    Moved,
    /// The client.
    #[error(transparent)]
    Access(#[from] AccessError),
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

kernel::fault!(PaymentError {
    Self::Unknown(..) => NotFound, "unknown-payment";
    Self::NotPositive => Invalid, "amount-not-positive", at "amount";
    Self::WrongStatus { .. } => Conflict, "wrong-status";
    Self::NothingLeft(_) => Conflict, "nothing-left";
    Self::BadText(field) => Invalid, "bad-text", at *field;
    Self::NoReason => Invalid, "reason-missing", at "reason";
    Self::TooMany => Invalid, "too-many-applications", at "applications";
    Self::MoreThanReceived { .. } => Conflict, "more-than-received", at "applications";
    Self::NoDiscount { .. } => Invalid, "no-discount", at "applications";
    Self::NotSmall { .. } => Invalid, "not-small", at "amount";
    Self::Refunded { .. } => Conflict, "refunded";
    Self::Deposit => Invalid, "deposit", at "applications";
    Self::OwnProposal(_) => Forbidden, "own-proposal";
    Self::AlreadyProposed(_) => Conflict, "already-proposed";
    Self::Moved => Conflict, "version-moved";
    Self::Access(e) => delegate e;
    Self::Rate(e) => delegate e;
    Self::Series(e) => delegate e;
    Self::Settle(e) => delegate e;
    Self::Post(e) => delegate e;
    Self::Money(e) => delegate e;
    Self::Db(e) => delegate e;
});

/// Refuses text that is too long or cannot be printed.
pub(crate) fn check_text(
    field: &'static str,
    text: &str,
    chars_max: usize,
) -> Result<(), PaymentError> {
    if text.chars().count() > chars_max || text.chars().any(char::is_control) {
        return Err(PaymentError::BadText(field));
    }
    Ok(())
}

/// Refuses an empty reason.
pub(crate) fn check_reason(reason: &str) -> Result<(), PaymentError> {
    if reason.trim().is_empty() {
        return Err(PaymentError::NoReason);
    }
    check_text("reason", reason, 1_000)
}
