//! Write-offs: giving a debt up, with a second pair of eyes above the company's limit.

use clients::ClientId;
use clients::client::access::{AccessError, access};
use db::{Ask, List, SortKind, Tx, params};
use jiff::Timestamp;
use jiff::civil::Date;
use jobs::outbox;
use kernel::{Id, Page, UserId};
use ledger::book::Settle;
use ledger::{AccountRole, Book, OpenItem, OpenItemId, SettleError, SettlementKind, Side};
use money::{Currency, format_minor};
use people::permission::{
    ApproveWriteOffs, PermissionType, ReadReceivables, WriteOff as MayWriteOff,
};
use people::{Actor, Allowed, audit};
use serde_json::json;

use crate::PaymentError;
use crate::error::check_reason;

/// The topic of a write-off that waits for approval. Its payload is `write_off`, `item`, `client`, `currency`,
/// `amount_minor`, `reason`, `requested_by`, and `by` and `by_name`: who did it.
pub const PROPOSED: &str = "write_off.proposed";
/// The topic of a write-off that was decided upon; its payload is as that of [`PROPOSED`], with `approved`.
pub const DECIDED: &str = "write_off.decided";

/// Marks the id of a write-off.
pub enum WriteOffMark {}
/// The id of a write-off.
pub type WriteOffId = Id<WriteOffMark>;

db::statements! {
    BOOKED_OF = "SELECT COALESCE(CAST(SUM(amount_minor) AS BIGINT), 0) FROM write_off WHERE tenant_id = ?1 AND open_item_id = ?2 AND status = 'booked'";
    WAITING_OF = "SELECT EXISTS (SELECT 1 FROM write_off WHERE tenant_id = ?1 AND open_item_id = ?2 AND status = 'proposed')";
    INSERT = "INSERT INTO write_off (tenant_id, write_off_id, open_item_id, client_id, currency, amount_minor, written_off_on, reason, status, requested_by, requested_by_name, requested_at, decided_by_name, decided_at, entry_no, version)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 1)";
    DECIDE = "UPDATE write_off SET status = ?3, decided_by_name = ?4, decided_at = ?5, entry_no = ?6, version = version + 1 WHERE tenant_id = ?1 AND write_off_id = ?2 AND status = ?7";
    FIND = "SELECT w.write_off_id, w.open_item_id, w.client_id, w.currency, w.amount_minor, w.written_off_on, w.reason, w.status, w.requested_by, w.requested_by_name, w.requested_at, w.decided_by_name, w.decided_at, w.entry_no
            FROM write_off w WHERE w.tenant_id = ?1 AND w.write_off_id = ?2";
}

db::list! {
    WRITE_OFFS = List {
        name: "write-offs",
        columns: "w.write_off_id, w.open_item_id, w.client_id, w.currency, w.amount_minor, w.written_off_on, w.reason, w.status, w.requested_by, w.requested_by_name, w.requested_at, w.decided_by_name, w.decided_at, w.entry_no",
        from: "write_off w",
        base: "w.tenant_id = ?1",
        filters: &[
            ("owners", "EXISTS (SELECT 1 FROM client c WHERE c.tenant_id = w.tenant_id AND c.client_id = w.client_id AND c.owner_id IN LIST({}))"),
            ("client", "w.client_id = {}"),
            ("status", "w.status = {}"),
        ],
        sorts: &[("requested_at", "w.requested_at", SortKind::Instant), ("amount", "w.amount_minor", SortKind::Int)],
        key: ("w.write_off_id", SortKind::Uuid),
    };
}

kernel::words! {
    /// Where a write-off stands.
    pub enum WriteOffStatus {
        /// Waits for approval; nothing is posted.
        Proposed = "proposed",
        /// Posted.
        Booked = "booked",
        /// Not approved.
        Rejected = "rejected",
        /// Posted and taken back.
        Reversed = "reversed",
    }
}

/// A debt given up, or proposed to be.
#[derive(Clone, Debug)]
pub struct WriteOff {
    /// Its id.
    pub id: WriteOffId,
    /// The invoice.
    pub item: OpenItemId,
    /// Whose it is.
    pub client: ClientId,
    /// In which currency.
    pub currency: Currency,
    /// How much.
    pub amount_minor: i64,
    /// From which day on.
    pub written_off_on: Date,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub status: WriteOffStatus,
    /// Who asked for it.
    pub requested_by: Option<UserId>,
    /// Their name.
    pub requested_by_name: String,
    /// When.
    pub requested_at: Timestamp,
    /// Who decided.
    pub decided_by_name: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Its journal entry.
    pub entry_no: Option<i64>,
}

/// What a person writes of a write-off.
#[derive(Clone, Debug)]
pub struct NewWriteOff {
    /// The invoice.
    pub item: OpenItemId,
    /// How much; `None` is all that is left.
    pub amount_minor: Option<i64>,
    /// `None` is today.
    pub on: Option<Date>,
    /// Why.
    pub reason: String,
}

/// Writes a debt off: at once up to the company's limit, above it as a proposal that somebody else decides.
pub fn request(tx: &Tx<'_>, actor: &Actor, new: &NewWriteOff) -> Result<WriteOff, PaymentError> {
    check_reason(&new.reason)?;
    let mut book = Book::open(tx, actor)?;
    let item = invoice_in_reach::<MayWriteOff>(tx, actor, &mut book, new.item)?;
    let on = new.on.unwrap_or(book.today().max(item.issued_on));
    let amount_minor = match new.amount_minor {
        Some(amount) => amount,
        None => book.free(item.id, on)?,
    };
    check_amount(&book, &item, amount_minor, on)?;
    // What was written off of it before counts too, or many small requests would need no second pair of eyes.
    let before: i64 = tx.query_one(&BOOKED_OF, params![item.id], |r| r.get(0))?;
    let together = before.checked_add(amount_minor).ok_or(money::MoneyError::Overflow)?;
    let base = item.rate.convert(together, item.currency, book.base())?;
    let small = base <= book.tenant().write_off_limit_minor;
    if !small && tx.query_one(&WAITING_OF, params![item.id], |r| r.get(0))? {
        return Err(PaymentError::AlreadyProposed(item.number));
    }
    let entry_no =
        if small { Some(settle(&mut book, &item, amount_minor, on, &new.reason)?) } else { None };
    book.close()?;
    let write_off = WriteOff {
        id: tx.new_id(),
        item: item.id,
        client: item.client,
        currency: item.currency,
        amount_minor,
        written_off_on: on,
        reason: new.reason.clone(),
        status: if small { WriteOffStatus::Booked } else { WriteOffStatus::Proposed },
        requested_by: actor.user_id(),
        requested_by_name: actor.name().to_owned(),
        requested_at: tx.now(),
        decided_by_name: small.then(|| actor.name().to_owned()),
        decided_at: small.then(|| tx.now()),
        entry_no,
    };
    save(tx, &write_off)?;
    let action = if small { "write_off.booked" } else { "write_off.proposed" };
    let detail = json!({"after": {"of": item.number, "currency": item.currency.code(), "amount_minor": amount_minor, "reason": new.reason}});
    audit::record(tx, actor, action, ("write_off", &write_off.id), detail)?;
    if !small {
        publish(tx, actor, PROPOSED, &write_off, None)?;
    }
    Ok(write_off)
}

/// Decides on a proposal: posts it as of its day, or rejects it. Nobody decides on their own.
pub fn decide(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WriteOffId,
    approve: bool,
) -> Result<WriteOff, PaymentError> {
    let found = reach::<ApproveWriteOffs>(tx, actor, id)?;
    expect(&found, WriteOffStatus::Proposed, "proposed")?;
    if let (Some(who), true) = (actor.user_id(), actor.user_id() == found.requested_by) {
        return Err(PaymentError::OwnProposal(who));
    }
    let mut entry_no = None;
    if approve {
        let mut book = Book::open(tx, actor)?;
        book.hold(&[found.item])?;
        let item = book.held(found.item)?.clone();
        entry_no = Some(settle(
            &mut book,
            &item,
            found.amount_minor,
            found.written_off_on,
            &found.reason,
        )?);
        book.close()?;
    }
    let status = if approve { WriteOffStatus::Booked } else { WriteOffStatus::Rejected };
    mark(tx, actor, &found, status, entry_no)?;
    let action = if approve { "write_off.approved" } else { "write_off.rejected" };
    audit::record(
        tx,
        actor,
        action,
        ("write_off", &id),
        json!({"amount_minor": found.amount_minor}),
    )?;
    publish(tx, actor, DECIDED, &found, Some(approve))?;
    reach::<ApproveWriteOffs>(tx, actor, id)
}

/// Says in the outbox what became of a proposal; each becomes a thing once.
fn publish(
    tx: &Tx<'_>,
    actor: &Actor,
    topic: &str,
    w: &WriteOff,
    approved: Option<bool>,
) -> Result<(), db::Error> {
    let id = |id: UserId| id.to_string();
    let payload = json!({"write_off": w.id.to_string(), "item": w.item.to_string(), "client": w.client.to_string(),
        "currency": w.currency.code(), "amount_minor": w.amount_minor, "reason": w.reason, "approved": approved,
        "requested_by": w.requested_by.map(id), "by": actor.user_id().map(id), "by_name": actor.name()});
    outbox::publish(tx, topic, &w.id.to_string(), &payload)
}

/// Takes a booked write-off back as of a day (`None`: today): the client owes again.
pub fn reverse(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WriteOffId,
    on: Option<Date>,
    reason: &str,
) -> Result<WriteOff, PaymentError> {
    check_reason(reason)?;
    let found = reach::<MayWriteOff>(tx, actor, id)?;
    expect(&found, WriteOffStatus::Booked, "booked")?;
    let entry_no = found.entry_no.ok_or(PaymentError::Moved)?;
    let mut book = Book::open(tx, actor)?;
    let on = on.unwrap_or(book.today().max(found.written_off_on));
    book.unsettle(&[entry_no], Some(on), reason)?;
    book.close()?;
    mark(tx, actor, &found, WriteOffStatus::Reversed, found.entry_no)?;
    audit::record(
        tx,
        actor,
        "write_off.reversed",
        ("write_off", &id),
        json!({"on": on.to_string(), "reason": reason}),
    )?;
    reach::<MayWriteOff>(tx, actor, id)
}

/// A page of the write-offs in reach.
pub fn list(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: Ask<'_>,
) -> Result<Page<WriteOff>, db::Error> {
    let ask = ask.filter("owners", proof.owners());
    WRITE_OFFS.page(tx, &ask, |_| Ok(None), write_off_of)
}

fn check_amount(
    book: &Book<'_, '_>,
    item: &OpenItem,
    amount_minor: i64,
    on: Date,
) -> Result<(), PaymentError> {
    if amount_minor <= 0 {
        return Err(PaymentError::NotPositive);
    }
    let free_minor = book.free(item.id, on)?;
    if amount_minor > free_minor {
        let (number, currency) = (item.number.clone(), item.currency);
        return Err(SettleError::MoreThanOpen {
            number,
            currency,
            on,
            free_minor,
            asked_minor: amount_minor,
        }
        .into());
    }
    Ok(())
}

/// Posts a write-off in a book that the caller closes.
pub fn settle(
    book: &mut Book<'_, '_>,
    item: &OpenItem,
    amount_minor: i64,
    on: Date,
    reason: &str,
) -> Result<i64, PaymentError> {
    Ok(book.settle(Settle {
        kind: SettlementKind::WriteOff,
        debit: Some(item.id),
        credit: None,
        counter: Some((book.account_for(AccountRole::BadDebt)?, None)),
        amount_minor,
        on,
        narrative: {
            let (amount, of) = (format_minor(amount_minor, item.currency), &item.number);
            book.say(
                format_args!("Write-off of {amount} on {of}"),
                format_args!("Cancelación de {amount} de {of}"),
            )
        },
        reason: Some(reason.to_owned()),
        with_credit: None,
    })?)
}

/// Keeps a write-off.
pub fn save(tx: &Tx<'_>, w: &WriteOff) -> Result<(), db::Error> {
    tx.execute(
        &INSERT,
        params![
            w.id,
            w.item,
            w.client,
            w.currency,
            w.amount_minor,
            w.written_off_on,
            &w.reason,
            w.status.word(),
            w.requested_by,
            &w.requested_by_name,
            w.requested_at,
            w.decided_by_name.as_deref(),
            w.decided_at,
            w.entry_no
        ],
    )
    .map(drop)
}

fn mark(
    tx: &Tx<'_>,
    actor: &Actor,
    found: &WriteOff,
    status: WriteOffStatus,
    entry_no: Option<i64>,
) -> Result<(), PaymentError> {
    let params =
        params![found.id, status.word(), actor.name(), tx.now(), entry_no, found.status.word()];
    if tx.execute(&DECIDE, params)? == 0 {
        return Err(PaymentError::Moved);
    }
    Ok(())
}

fn expect(
    found: &WriteOff,
    status: WriteOffStatus,
    wanted: &'static str,
) -> Result<(), PaymentError> {
    if found.status == status {
        return Ok(());
    }
    let what = "the write-off".to_owned();
    Err(PaymentError::WrongStatus { what, status: found.status.to_string(), wanted })
}

fn invoice_in_reach<P: PermissionType>(
    tx: &Tx<'_>,
    actor: &Actor,
    book: &mut Book<'_, '_>,
    id: OpenItemId,
) -> Result<OpenItem, PaymentError> {
    actor.allow::<P>().map_err(AccessError::from)?;
    let unknown = || PaymentError::Unknown("invoice", id.uuid());
    book.hold(&[id])?;
    let item = book.held(id).map_err(|_| unknown())?.clone();
    access::<P>(tx, actor, item.client).map_err(|e| match e {
        AccessError::Unknown(_) => unknown(),
        e => e.into(),
    })?;
    if item.side != Side::Debit {
        return Err(SettleError::WrongSide { number: item.number }.into());
    }
    Ok(item)
}

fn reach<P: PermissionType>(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WriteOffId,
) -> Result<WriteOff, PaymentError> {
    actor.allow::<P>().map_err(AccessError::from)?;
    let unknown = || PaymentError::Unknown("write-off", id.uuid());
    let found = tx.query_opt(&FIND, params![id], write_off_of)?.ok_or_else(unknown)?;
    access::<P>(tx, actor, found.client).map_err(|e| match e {
        AccessError::Unknown(_) => unknown(),
        e => e.into(),
    })?;
    Ok(found)
}

fn write_off_of(r: &db::Row<'_>) -> Result<WriteOff, db::Error> {
    Ok(WriteOff {
        id: r.get(0)?,
        item: r.get(1)?,
        client: r.get(2)?,
        currency: r.get(3)?,
        amount_minor: r.get(4)?,
        written_off_on: r.get(5)?,
        reason: r.get(6)?,
        status: r.parse(7)?,
        requested_by: r.get(8)?,
        requested_by_name: r.get(9)?,
        requested_at: r.get(10)?,
        decided_by_name: r.get(11)?,
        decided_at: r.get(12)?,
        entry_no: r.get(13)?,
    })
}
