//! Application: putting receipts and credit notes against invoices.

use std::collections::{HashMap, HashSet};

use clients::ClientId;
use clients::client::access::{AccessError, access, access_many};
use db::{Tx, params};
use jiff::civil::Date;
use ledger::book::Settle;
use ledger::settlement::{self, Settlement};
use ledger::{AccountRole, Book, OpenItem, OpenItemId, SettleError, SettlementKind, Side};
use money::format_minor;
use people::permission::TakeReceipts;
use people::{Actor, audit};
use serde_json::json;

use crate::PaymentError;
use crate::error::check_reason;

mod suggest;

pub use suggest::{Suggestion, numbers_in, suggest};

/// Applications in one command at the most.
pub const APPLICATIONS_MAX: usize = 1_000;

db::statements! {
    DEPOSIT = "SELECT deposit FROM receipt WHERE tenant_id = ?1 AND receipt_id = ?2";
    DISCOUNTS = "SELECT invoice_id, discount_until, discount_minor FROM invoice WHERE tenant_id = ?1 AND invoice_id IN LIST(?2)";
    DISCOUNT_TAKEN = "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM settlement WHERE tenant_id = ?1 AND debit_item_id = ?2 AND kind = 'discount'";
}

/// How a credit is applied.
#[derive(Clone, Debug, Default)]
pub enum Applications {
    /// Not now.
    #[default]
    None,
    /// As a person says.
    ByHand(Vec<Apply>),
    /// To the open invoices whose numbers stand in the reference.
    ByReference,
    /// To the open invoices of the payer and the clients below it, the one due first going first.
    OldestFirst,
}

/// One application.
#[derive(Clone, Debug)]
pub struct Apply {
    /// The invoice.
    pub invoice: OpenItemId,
    /// What of the credit goes to it; may be nought where only a discount or a small rest is closed.
    pub amount_minor: i64,
    /// The discount for early payment that goes with it.
    pub discount_minor: i64,
    /// Whether what is then left is closed as too small to chase.
    pub close_rest: bool,
}

/// What an application did, for the audit trail.
pub type Applied = Vec<serde_json::Value>;

/// Applies a receipt or credit note that is there, as of a day (`None`: today, or its own day if later).
pub fn apply(
    tx: &Tx<'_>,
    actor: &Actor,
    credit: OpenItemId,
    how: &Applications,
    reference: &str,
    on: Option<Date>,
) -> Result<Vec<i64>, PaymentError> {
    let mut book = Book::open(tx, actor)?;
    let item = credit_in_reach(tx, actor, &mut book, credit)?;
    let on = on.unwrap_or(book.today().max(item.issued_on));
    if !matches!(how, Applications::ByHand(_)) {
        if is_deposit(tx, credit)? {
            return Err(PaymentError::Deposit);
        }
        if book.free(credit, on)? == 0 {
            return Err(PaymentError::NothingLeft(item.number));
        }
    }
    let applied = apply_in(tx, actor, &mut book, credit, how, reference, on)?;
    let first = book.close()?;
    let numbers = (first..).take(applied.len()).collect();
    let detail = json!({"of": item.number, "on": on.to_string(), "applications": applied});
    audit::record(tx, actor, "credit.applied", ("open_item", &credit), detail)?;
    Ok(numbers)
}

fn is_deposit(tx: &Tx<'_>, credit: OpenItemId) -> Result<bool, db::Error> {
    Ok(tx.query_opt(&DEPOSIT, params![credit], |r| r.get(0))?.unwrap_or(false))
}

/// A receipt or credit note of a client in reach, held in the book.
pub(crate) fn credit_in_reach(
    tx: &Tx<'_>,
    actor: &Actor,
    book: &mut Book<'_, '_>,
    credit: OpenItemId,
) -> Result<OpenItem, PaymentError> {
    actor.allow::<TakeReceipts>().map_err(AccessError::from)?;
    let unknown = || PaymentError::Unknown("receipt or credit note", credit.uuid());
    book.hold(&[credit])?;
    let item = book.held(credit).map_err(|_| unknown())?.clone();
    access::<TakeReceipts>(tx, actor, item.client).map_err(|e| match e {
        AccessError::Unknown(_) => unknown(),
        e => e.into(),
    })?;
    if item.side != Side::Credit {
        return Err(SettleError::WrongSide { number: item.number }.into());
    }
    Ok(item)
}

/// Applies a credit of the book in a book that the caller closes.
pub(crate) fn apply_in(
    tx: &Tx<'_>,
    actor: &Actor,
    book: &mut Book<'_, '_>,
    credit: OpenItemId,
    how: &Applications,
    reference: &str,
    on: Date,
) -> Result<Applied, PaymentError> {
    let chosen = match how {
        Applications::None => Vec::new(),
        Applications::ByHand(list) => list.clone(),
        Applications::ByReference | Applications::OldestFirst => {
            let item = book.held(credit)?.clone();
            let by_reference = matches!(how, Applications::ByReference).then_some(reference);
            let found = suggest::choose(tx, actor, book, &item, on, by_reference)?;
            found
                .into_iter()
                .map(|s| Apply {
                    invoice: s.item.id,
                    amount_minor: s.amount_minor,
                    discount_minor: 0,
                    close_rest: false,
                })
                .collect()
        }
    };
    if chosen.len() > APPLICATIONS_MAX {
        return Err(PaymentError::TooMany);
    }
    let ids: Vec<OpenItemId> = chosen.iter().map(|a| a.invoice).collect();
    in_reach(tx, actor, book, &ids)?;
    let item = book.held(credit)?.clone();
    let asked: i64 = chosen.iter().fold(0, |sum: i64, a| sum.saturating_add(a.amount_minor.max(0)));
    let free = book.free(credit, on)?;
    if asked > free {
        let shown = |minor| format_minor(minor, item.currency);
        return Err(PaymentError::MoreThanReceived {
            number: item.number.clone(),
            free: shown(free),
            asked: shown(asked),
        });
    }
    let discounts = discounts(tx, &ids)?;
    let mut done = Vec::new();
    for one in &chosen {
        apply_one(tx, book, &item, one, on, discounts.get(&one.invoice), &mut done)?;
    }
    Ok(done)
}

/// Holds the invoices in the book, if all their clients are in the actor's reach.
fn in_reach(
    tx: &Tx<'_>,
    actor: &Actor,
    book: &mut Book<'_, '_>,
    ids: &[OpenItemId],
) -> Result<(), PaymentError> {
    book.hold(ids)?;
    let mut owners: HashMap<ClientId, OpenItemId> = HashMap::new();
    for id in ids {
        let item = book.held(*id).map_err(|_| PaymentError::Unknown("invoice", id.uuid()))?;
        owners.insert(item.client, *id);
    }
    let clients: Vec<ClientId> = owners.keys().copied().collect();
    access_many::<TakeReceipts>(tx, actor, &clients).map(drop).map_err(|e| match e {
        AccessError::Unknown(client) => PaymentError::Unknown(
            "invoice",
            owners.get(&client).map_or(client.uuid(), |id| id.uuid()),
        ),
        e => e.into(),
    })
}

type Discounts = HashMap<OpenItemId, (Option<Date>, i64)>;

fn discounts(tx: &Tx<'_>, ids: &[OpenItemId]) -> Result<Discounts, db::Error> {
    let rows = tx.query(&DISCOUNTS, params![ids], |r| {
        Ok((r.get::<OpenItemId>(0)?, (r.get(1)?, r.get(2)?)))
    })?;
    Ok(rows.into_iter().collect())
}

fn apply_one(
    tx: &Tx<'_>,
    book: &mut Book<'_, '_>,
    credit: &OpenItem,
    one: &Apply,
    on: Date,
    discount: Option<&(Option<Date>, i64)>,
    done: &mut Applied,
) -> Result<(), PaymentError> {
    let invoice = book.held(one.invoice)?.clone();
    if one.amount_minor < 0 || one.discount_minor < 0 {
        return Err(PaymentError::NotPositive);
    }
    if one.amount_minor > 0 {
        let entry = book.settle(Settle {
            kind: SettlementKind::Application,
            debit: Some(one.invoice),
            credit: Some(credit.id),
            counter: None,
            amount_minor: one.amount_minor,
            on,
            narrative: book.say(
                format_args!("{} applied to {}", credit.number, invoice.number),
                format_args!("{} aplicado a {}", credit.number, invoice.number),
            ),
            reason: None,
            with_credit: None,
        })?;
        done.push(
            json!({"entry_no": entry, "to": invoice.number, "amount_minor": one.amount_minor}),
        );
    }
    if one.discount_minor > 0 {
        check_discount(tx, &invoice, one.discount_minor, on, discount)?;
        take_off(
            book,
            &invoice,
            one.discount_minor,
            on,
            (SettlementKind::Discount, Some(credit.id)),
            done,
        )?;
    }
    if one.close_rest {
        close_small(book, one.invoice, on, Some(credit.id), done)?;
    }
    Ok(())
}

fn check_discount(
    tx: &Tx<'_>,
    invoice: &OpenItem,
    asked: i64,
    on: Date,
    offered: Option<&(Option<Date>, i64)>,
) -> Result<(), PaymentError> {
    let (until, most) = offered.map_or((None, 0), |(until, most)| (*until, *most));
    let taken: i64 = tx.query_one(&DISCOUNT_TAKEN, params![invoice.id], |r| r.get(0))?;
    if until.is_some_and(|until| on <= until) && asked <= most - taken {
        return Ok(());
    }
    Err(PaymentError::NoDiscount {
        number: invoice.number.clone(),
        most: format_minor((most - taken).max(0), invoice.currency),
        until: until.map_or_else(|| "never".to_owned(), |d| d.to_string()),
    })
}

/// Closes what is left of an item as too small to chase, in a book that the caller closes.
pub(crate) fn close_small(
    book: &mut Book<'_, '_>,
    id: OpenItemId,
    on: Date,
    with_credit: Option<OpenItemId>,
    done: &mut Applied,
) -> Result<(), PaymentError> {
    let item = book.held(id)?.clone();
    let left = book.free(id, on)?;
    if left == 0 {
        return Ok(());
    }
    let base = item.rate.convert(left, item.currency, book.base())?;
    if base > book.tenant().small_balance_minor {
        return Err(PaymentError::NotSmall {
            number: item.number,
            left: format_minor(left, item.currency),
        });
    }
    take_off(book, &item, left, on, (SettlementKind::SmallBalance, with_credit), done)
}

/// Takes an amount off one item against the account of the kind.
fn take_off(
    book: &mut Book<'_, '_>,
    item: &OpenItem,
    amount_minor: i64,
    on: Date,
    (kind, with_credit): (SettlementKind, Option<OpenItemId>),
    done: &mut Applied,
) -> Result<(), PaymentError> {
    let role = if kind == SettlementKind::Discount {
        AccountRole::Discount
    } else {
        AccountRole::SmallBalance
    };
    let of = |side: Side| (item.side == side).then_some(item.id);
    let entry = book.settle(Settle {
        kind,
        debit: of(Side::Debit),
        credit: of(Side::Credit),
        counter: Some((book.account_for(role)?, None)),
        amount_minor,
        on,
        narrative: {
            let (english, spanish) = if kind == SettlementKind::Discount {
                ("Discount for early payment", "Descuento por pronto pago")
            } else {
                ("Small balance", "Saldo pequeño")
            };
            let of = &item.number;
            book.say(format_args!("{english} on {of}"), format_args!("{spanish} de {of}"))
        },
        reason: None,
        with_credit,
    })?;
    done.push(json!({"entry_no": entry, kind.word(): item.number, "amount_minor": amount_minor}));
    Ok(())
}

/// Closes what is left of an invoice or credit as too small to chase, as of a day (`None`: today).
pub fn close_small_balance(
    tx: &Tx<'_>,
    actor: &Actor,
    id: OpenItemId,
    on: Option<Date>,
) -> Result<(), PaymentError> {
    let mut book = Book::open(tx, actor)?;
    in_reach(tx, actor, &mut book, &[id])?;
    let on = on.unwrap_or(book.today().max(book.held(id)?.issued_on));
    let mut done = Vec::new();
    close_small(&mut book, id, on, None, &mut done)?;
    book.close()?;
    audit::record(
        tx,
        actor,
        "small_balance.closed",
        ("open_item", &id),
        json!({"on": on.to_string(), "done": done}),
    )?;
    Ok(())
}

/// Takes an application (or discount, or small balance) back, as of a day (`None`: today).
pub fn unapply(
    tx: &Tx<'_>,
    actor: &Actor,
    entry_no: i64,
    on: Option<Date>,
    reason: &str,
) -> Result<i64, PaymentError> {
    check_reason(reason)?;
    actor.allow::<TakeReceipts>().map_err(AccessError::from)?;
    let found: Vec<Settlement> = settlement::find(tx, &[entry_no])?;
    let one = found.first().ok_or(SettleError::UnknownSettlement)?;
    let mut book = Book::open(tx, actor)?;
    let items: Vec<OpenItemId> = [one.debit_item, one.credit_item].into_iter().flatten().collect();
    in_reach(tx, actor, &mut book, &items).map_err(|e| match e {
        PaymentError::Unknown(..) => SettleError::UnknownSettlement.into(),
        e => e,
    })?;
    use SettlementKind as K;
    if !matches!(one.kind, K::Application | K::Discount | K::SmallBalance) {
        let what = format!("entry {entry_no}");
        return Err(PaymentError::WrongStatus {
            what,
            status: one.kind.to_string(),
            wanted: "an application",
        });
    }
    let on = on.unwrap_or(book.today().max(one.applied_on));
    let number = book.unsettle(&[entry_no], Some(on), reason)?;
    book.close()?;
    let detail = json!({"takes_back": entry_no, "on": on.to_string(), "reason": reason});
    audit::record(tx, actor, "application.taken_back", ("settlement", &entry_no), detail)?;
    Ok(number.first().copied().unwrap_or(entry_no))
}

/// Without repetitions, in order.
pub(crate) fn unique<T: Copy + Eq + std::hash::Hash>(list: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = HashSet::new();
    list.filter(|item| seen.insert(*item)).collect()
}
