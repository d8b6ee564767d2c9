//! What can be wrong with a row, where it is not one of the areas' own rules that it breaks.

use clients::client::LEVELS_MAX;
use jiff::civil::Date;
use kernel::Fault;
use money::Currency;
use sheets::SheetError;

/// The field that speaks against a row, and why.
pub(crate) type Objection = (&'static str, Box<dyn Fault>);

/// A row that is not taken because of a field.
pub(crate) fn against<T>(field: &'static str, why: impl Fault + 'static) -> Result<T, Objection> {
    Err((field, Box::new(why)))
}

/// What is wrong with a cell, or with a whole row.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Wrong {
    #[error(transparent)]
    Unreadable(SheetError),
    #[error("it is empty")]
    Empty,
    #[error("it is empty; an organisation must have it")]
    NoLegalName,
    #[error("it is empty; a row without a key must have it")]
    NoKey,
    #[error("it is longer than {0} characters")]
    TooLong(usize),
    #[error("it is too long, by itself or with the other custom fields")]
    CustomTooLong,
    #[error("it has characters that cannot be printed")]
    NotPrintable,
    #[error("it is not a day in the form {0}")]
    NotADay(String),
    #[error("the year cannot be meant")]
    Year,
    #[error("it is not a number in the form {0}")]
    NotANumber(String),
    #[error("{0}")]
    NotAWord(String),
    #[error("it is neither yes nor no")]
    NotYesOrNo,
    #[error("a rate is above nought")]
    Rate,
    #[error("there is no exchange rate for {0} on or before {1}")]
    NoRate(Currency, Date),
    #[error("there is no payment term '{0}'")]
    NoPaymentTerm(String),
    #[error("no user has this e-mail address")]
    NoOwner,
    #[error("an address has a street or a city, or both")]
    NoStreet,
    #[error("it is before the invoice's own day, {0}")]
    DueBefore(Date),
    #[error("an invoice of nothing is none")]
    Nothing,
    #[error("it is below nought")]
    Negative,
    #[error(
        "it is below nought (a profile may take such rows as credit notes: negative_amounts = \"credit_note\")"
    )]
    NegativeInvoice,
    #[error("it is more than an invoice can be for")]
    TooMuch,
    #[error("it is more than can be paid")]
    TooMuchPaid,
    #[error("an amount was settled, but no day says when")]
    NoSettlementDay,
    #[error("its settlement was imported before with another day or amount")]
    SettledOtherwise,
    #[error(
        "only {left} of it can be settled as of {on}: it was paid, written off or voided otherwise since it was imported"
    )]
    SettledElsewhere { left: String, on: Date },
    #[error("it was imported before with another client, day or amount")]
    ImportedOtherwise,
    #[error("there is a document of this number already, from elsewhere")]
    NumberTaken,
    #[error("the file has {0} already, further up")]
    Twice(&'static str),
    #[error("the row was client {0} before, and another client has this number")]
    AnotherHasNumber(String),
    #[error("something is posted to the client's account in another currency")]
    CurrencyPosted,
    #[error("there is no client {0}, nor is there one further up in the file")]
    NoParent(String),
    #[error("there is no client {0}")]
    NoClient(String),
    #[error("a client cannot belong to itself, nor to a client that belongs to it")]
    ParentCycle,
    #[error("with this parent there would be more than {LEVELS_MAX} clients one above the other")]
    TooManyLevels,
    #[error("the row was a contact of another client before")]
    AnotherClient,
    #[error("{0} contacts of the client have this address; give the row a key")]
    SeveralContacts(usize),
}

kernel::fault!(Wrong {
    Self::Unreadable(_) => Invalid, "row-unreadable";
    Self::Empty => Invalid, "field-missing";
    Self::NoLegalName => Invalid, "name-missing";
    Self::NoKey => Invalid, "key-missing";
    Self::TooLong(_) => Invalid, "field-too-long";
    Self::CustomTooLong => Invalid, "custom-fields-too-large";
    Self::NotPrintable => Invalid, "field-not-printable";
    Self::NotADay(_) => Invalid, "not-a-day";
    Self::Year => Invalid, "day-out-of-range";
    Self::NotANumber(_) => Invalid, "not-a-number";
    Self::NotAWord(_) => Invalid, "not-a-word";
    Self::NotYesOrNo => Invalid, "not-yes-or-no";
    Self::Rate => Invalid, "rate-not-positive";
    Self::NoRate(..) => Invalid, "rate-missing";
    Self::NoPaymentTerm(_) => Invalid, "unknown-payment-term";
    Self::NoOwner => Invalid, "unknown-owner";
    Self::NoStreet => Invalid, "street-missing";
    Self::DueBefore(_) => Invalid, "due-before-issue";
    Self::Nothing => Invalid, "total-not-positive";
    Self::Negative => Invalid, "amount-negative";
    Self::NegativeInvoice => Invalid, "negative-invoice";
    Self::TooMuch | Self::TooMuchPaid => Invalid, "amount-too-large";
    Self::NoSettlementDay => Invalid, "settlement-day-missing";
    Self::SettledOtherwise => Invalid, "settled-otherwise";
    Self::SettledElsewhere { .. } => Invalid, "settled-elsewhere";
    Self::ImportedOtherwise => Invalid, "imported-otherwise";
    Self::NumberTaken => Invalid, "number-taken";
    Self::Twice(_) => Invalid, "twice-in-file";
    Self::AnotherHasNumber(_) => Invalid, "number-of-another";
    Self::CurrencyPosted => Invalid, "currency-in-use";
    Self::NoParent(_) => Invalid, "unknown-parent";
    Self::NoClient(_) => Invalid, "unknown-client";
    Self::ParentCycle => Invalid, "parent-cycle";
    Self::TooManyLevels => Invalid, "too-many-levels";
    Self::AnotherClient => Invalid, "contact-of-another";
    Self::SeveralContacts(_) => Invalid, "several-contacts";
});
