//! Taking a receipt, and applying it in the same breath.

use clients::ClientId;
use clients::client::access::access;
use db::Tx;
use jiff::civil::Date;
use ledger::Book;
use ledger::series::{self, Purpose};
use money::{Currency, Rate};
use people::permission::TakeReceipts;
use people::{Actor, audit};
use serde_json::json;

use super::post::{Ready, Rows};
use super::{Method, Receipt, ReceiptId};
use crate::PaymentError;
use crate::apply::{self, Applications};
use crate::error::check_text;

/// What a person writes of a receipt.
#[derive(Clone, Debug)]
pub struct NewReceipt {
    /// Who paid.
    pub payer: ClientId,
    /// How.
    pub method: Method,
    /// `None` is the payer's own currency.
    pub currency: Option<Currency>,
    /// How much, above nought.
    pub amount_minor: i64,
    /// `None` is today.
    pub received_on: Option<Date>,
    /// What the payer wrote.
    pub reference: String,
    /// Whether it is a deposit, which is applied by hand only.
    pub deposit: bool,
    /// `None` is the latest known rate.
    pub rate: Option<Rate>,
    /// How it is applied. What is left over stays the payer's credit.
    pub applications: Applications,
}

/// Takes a receipt.
pub fn receive(tx: &Tx<'_>, actor: &Actor, new: &NewReceipt) -> Result<Receipt, PaymentError> {
    let payer = access::<TakeReceipts>(tx, actor, new.payer)?;
    check_text("reference", &new.reference, 500)?;
    if new.amount_minor <= 0 {
        return Err(PaymentError::NotPositive);
    }
    let mut book = Book::open(tx, actor)?;
    let received_on = new.received_on.unwrap_or(book.today());
    let currency = new.currency.unwrap_or(payer.currency());
    let rate = book.rate(currency, received_on, new.rate)?;
    let number =
        series::take(tx, Purpose::Receipt.word(), Purpose::Receipt, 1)?.pop().unwrap_or_default();
    let id: ReceiptId = tx.new_id();
    let mut rows = Rows::default();
    let ready = Ready {
        id,
        number,
        client: payer.id(),
        method: new.method,
        currency,
        amount_minor: new.amount_minor,
        received_on,
        reference: new.reference.clone(),
        deposit: new.deposit,
        rate,
    };
    rows.post(&mut book, ready)?;
    let automatic =
        matches!(new.applications, Applications::ByReference | Applications::OldestFirst);
    if new.deposit && automatic {
        return Err(PaymentError::Deposit);
    }
    let (applications, reference) = (&new.applications, &new.reference);
    let applied =
        apply::apply_in(tx, actor, &mut book, id.cast(), applications, reference, received_on)?;
    book.close()?;
    rows.save(tx, actor)?;
    let receipt = super::reach::<TakeReceipts>(tx, actor, id)?;
    let detail = json!({"after": {"number": receipt.number, "payer": payer.number(), "method": new.method.word(), "currency": currency.code(),
        "amount_minor": new.amount_minor, "received_on": received_on.to_string(), "applications": applied}});
    audit::record(tx, actor, "receipt.taken", ("receipt", &id), detail)?;
    Ok(receipt)
}
