//! Posting receipts: the one place that writes them, one or many.

use clients::ClientId;
use db::Tx;
use jiff::civil::Date;
use ledger::book::{EntryHead, Line};
use ledger::open_item::NewItem;
use ledger::{AccountRole, Book, ItemKind, Side};
use money::{Currency, Rate};
use people::Actor;

use super::{Method, ReceiptId, ReceiptStatus};
use crate::PaymentError;

db::loads! {
    LOAD = receipt(receipt_id, number, client_id, method, currency, amount_minor, received_on, reference, deposit, status, rate_e12, entry_no, reason, version, created_at, created_by);
}

/// A receipt as it is written down.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its id.
    pub id: ReceiptId,
    /// Its number.
    pub number: String,
    /// Who paid.
    pub client: ClientId,
    /// How.
    pub method: Method,
    /// In which currency.
    pub currency: Currency,
    /// How much, above nought.
    pub amount_minor: i64,
    /// When.
    pub received_on: Date,
    /// What the payer wrote.
    pub reference: String,
    /// Whether it is a deposit.
    pub deposit: bool,
    /// Base-currency units for one of its currency.
    pub rate: Rate,
}

/// Receipts to be saved once their entries are.
#[derive(Default)]
pub struct Rows(Vec<Row>);

struct Row {
    ready: Ready,
    entry_no: i64,
    ended: Option<(ReceiptStatus, String)>,
}

impl Rows {
    /// Posts a receipt to the book: bank or cash against the payer's unapplied cash, and its open item.
    pub fn post(&mut self, book: &mut Book<'_, '_>, ready: Ready) -> Result<(), PaymentError> {
        if ready.amount_minor <= 0 {
            return Err(PaymentError::NotPositive);
        }
        let base_minor = ready.rate.convert(ready.amount_minor, ready.currency, book.base())?;
        let line = |account, side| Line {
            account,
            side,
            currency: ready.currency,
            amount_minor: ready.amount_minor,
            base_minor,
            rate: ready.rate,
            client: Some(ready.client),
            document: Some(ready.id.uuid()),
        };
        let lines = vec![
            line(book.account_for(money_role(ready.method))?, Side::Debit),
            line(book.account_for(AccountRole::Unapplied)?, Side::Credit),
        ];
        let head = EntryHead {
            effective_on: ready.received_on,
            source: "receipt",
            document: Some(ready.id.uuid()),
            narrative: book.say(
                format_args!("Receipt {}", ready.number),
                format_args!("Cobro {}", ready.number),
            ),
            reason: None,
            reverses: None,
        };
        let entry_no = book.entry(head, lines)?;
        let item = NewItem {
            id: ready.id.cast(),
            client: ready.client,
            kind: ItemKind::Receipt,
            number: ready.number.clone(),
            currency: ready.currency,
            amount_minor: ready.amount_minor,
            base_minor,
            rate: ready.rate,
            issued_on: ready.received_on,
            due_on: ready.received_on,
        };
        book.item(item, entry_no)?;
        self.0.push(Row { ready, entry_no, ended: None });
        Ok(())
    }

    /// Notes that a receipt of these rows has ended before they are saved.
    pub fn end(&mut self, id: ReceiptId, status: ReceiptStatus, reason: &str) {
        if let Some(row) = self.0.iter_mut().find(|r| r.ready.id == id) {
            row.ended = Some((status, reason.to_owned()));
        }
    }

    /// Writes the receipts with one load.
    pub fn save(&self, tx: &Tx<'_>, actor: &Actor) -> Result<(), PaymentError> {
        tx.load(&LOAD, &self.0, |row| {
            let r = &row.ready;
            let (status, reason) = match &row.ended {
                Some((status, reason)) => (*status, Some(reason.as_str())),
                None => (ReceiptStatus::Posted, None),
            };
            [
                r.id.into(),
                (&r.number).into(),
                r.client.into(),
                r.method.word().into(),
                r.currency.into(),
                r.amount_minor.into(),
                r.received_on.into(),
                (&r.reference).into(),
                r.deposit.into(),
                status.word().into(),
                r.rate.into(),
                row.entry_no.into(),
                reason.into(),
                1_i64.into(),
                tx.now().into(),
                actor.name().into(),
            ]
        })?;
        Ok(())
    }
}

/// Which account money of a method moves on.
pub(crate) fn money_role(method: Method) -> AccountRole {
    match method {
        Method::Cash => AccountRole::Cash,
        Method::Cheque | Method::Transfer | Method::Card | Method::DirectDebit => AccountRole::Bank,
    }
}
