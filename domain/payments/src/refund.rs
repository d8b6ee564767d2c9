//! Refunds: paying unapplied credit back.

use clients::ClientId;
use clients::client::access::{AccessError, access};
use db::{Ask, List, SortKind, Tx, params};
use jiff::civil::Date;
use kernel::{Id, Page};
use ledger::book::Settle;
use ledger::series::{self, Purpose};
use ledger::{Book, OpenItemId, SettleError, SettlementKind, Side};
use money::Currency;
use people::permission::{ReadReceivables, Refund as MayRefund};
use people::{Actor, Allowed, audit};
use serde_json::json;

use crate::PaymentError;
use crate::error::check_reason;
use crate::receipt::Method;
use crate::receipt::post::money_role;

/// Marks the id of a refund.
pub enum RefundMark {}
/// The id of a refund.
pub type RefundId = Id<RefundMark>;

db::statements! {
    INSERT = "INSERT INTO refund (tenant_id, refund_id, number, open_item_id, client_id, method, currency, amount_minor, refunded_on, reason, entry_no, created_at, created_by)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
}

db::list! {
    REFUNDS = List {
        name: "refunds",
        columns: "f.refund_id, f.number, f.open_item_id, f.client_id, f.method, f.currency, f.amount_minor, f.refunded_on, f.reason, f.entry_no",
        from: "refund f",
        base: "f.tenant_id = ?1",
        filters: &[
            ("owners", "EXISTS (SELECT 1 FROM client c WHERE c.tenant_id = f.tenant_id AND c.client_id = f.client_id AND c.owner_id IN LIST({}))"),
            ("client", "f.client_id = {}"),
        ],
        sorts: &[("refunded_on", "f.refunded_on", SortKind::Date), ("number", "f.number", SortKind::Text)],
        key: ("f.refund_id", SortKind::Uuid),
    };
}

/// Money paid back to a client.
#[derive(Clone, Debug)]
pub struct Refund {
    /// Its id.
    pub id: RefundId,
    /// Its number.
    pub number: String,
    /// The receipt or credit note that it pays back.
    pub credit: OpenItemId,
    /// To whom.
    pub client: ClientId,
    /// How.
    pub method: Method,
    /// In which currency.
    pub currency: Currency,
    /// How much.
    pub amount_minor: i64,
    /// When.
    pub refunded_on: Date,
    /// Why.
    pub reason: String,
    /// Its journal entry.
    pub entry_no: i64,
}

/// What a person writes of a refund.
#[derive(Clone, Debug)]
pub struct NewRefund {
    /// The receipt or credit note.
    pub credit: OpenItemId,
    /// How much, above nought.
    pub amount_minor: i64,
    /// How.
    pub method: Method,
    /// `None` is today.
    pub refunded_on: Option<Date>,
    /// Why.
    pub reason: String,
}

/// Pays credit back that is not applied. In a foreign currency the money goes at the rate of the day, and
/// the difference to the credit's own rate is a realised exchange difference.
pub fn refund(tx: &Tx<'_>, actor: &Actor, new: &NewRefund) -> Result<Refund, PaymentError> {
    actor.allow::<MayRefund>().map_err(AccessError::from)?;
    check_reason(&new.reason)?;
    let unknown = || PaymentError::Unknown("receipt or credit note", new.credit.uuid());
    let mut book = Book::open(tx, actor)?;
    book.hold(&[new.credit])?;
    let item = book.held(new.credit).map_err(|_| unknown())?.clone();
    access::<MayRefund>(tx, actor, item.client).map_err(|e| match e {
        AccessError::Unknown(_) => unknown(),
        e => e.into(),
    })?;
    if item.side != Side::Credit {
        return Err(SettleError::WrongSide { number: item.number }.into());
    }
    let on = new.refunded_on.unwrap_or(book.today().max(item.issued_on));
    let rate = book.rate(item.currency, on, None)?;
    let number =
        series::take(tx, Purpose::Refund.word(), Purpose::Refund, 1)?.pop().unwrap_or_default();
    let base = rate.convert(new.amount_minor, item.currency, book.base())?;
    let entry_no = book.settle(Settle {
        kind: SettlementKind::Refund,
        debit: None,
        credit: Some(new.credit),
        counter: Some((book.account_for(money_role(new.method))?, Some(base))),
        amount_minor: new.amount_minor,
        on,
        narrative: book.say(
            format_args!("Refund {number} of {}", item.number),
            format_args!("Reembolso {number} de {}", item.number),
        ),
        reason: Some(new.reason.clone()),
        with_credit: None,
    })?;
    book.close()?;
    let refund = Refund {
        id: tx.new_id(),
        number,
        credit: new.credit,
        client: item.client,
        method: new.method,
        currency: item.currency,
        amount_minor: new.amount_minor,
        refunded_on: on,
        reason: new.reason.clone(),
        entry_no,
    };
    save(tx, actor, &refund)?;
    let detail = json!({"after": {"number": refund.number, "of": item.number, "currency": item.currency.code(), "amount_minor": new.amount_minor, "reason": new.reason}});
    audit::record(tx, actor, "refund.paid", ("refund", &refund.id), detail)?;
    Ok(refund)
}

/// Keeps a refund whose entry is posted.
pub fn save(tx: &Tx<'_>, actor: &Actor, r: &Refund) -> Result<(), db::Error> {
    tx.execute(
        &INSERT,
        params![
            r.id,
            &r.number,
            r.credit,
            r.client,
            r.method.word(),
            r.currency,
            r.amount_minor,
            r.refunded_on,
            &r.reason,
            r.entry_no,
            tx.now(),
            actor.name()
        ],
    )
    .map(drop)
}

/// A page of the refunds in reach.
pub fn list(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: Ask<'_>,
) -> Result<Page<Refund>, db::Error> {
    let ask = ask.filter("owners", proof.owners());
    REFUNDS.page(
        tx,
        &ask,
        |_| Ok(None),
        |r| {
            Ok(Refund {
                id: r.get(0)?,
                number: r.get(1)?,
                credit: r.get(2)?,
                client: r.get(3)?,
                method: r.parse(4)?,
                currency: r.get(5)?,
                amount_minor: r.get(6)?,
                refunded_on: r.get(7)?,
                reason: r.get(8)?,
                entry_no: r.get(9)?,
            })
        },
    )
}
