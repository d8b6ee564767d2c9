//! What follows from what happened: when X, do Y.
//!
//! An area publishes a message in the transaction in which something happened; a worker delivers it to this
//! table. A reaction may run twice for a message, so each is keyed by it.

use clients::ClientId;
use clients::client::access::{AccessError, access};
use db::{Db, Tx};
use jobs::outbox::{Message, Reaction};
use kernel::{TenantId, UserId};
use money::{Currency, format_minor};
use people::notification::{self, News};
use people::permission::{ApproveWriteOffs, ReadClients};
use people::{Actor, user};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// When X, do Y.
pub const REACTIONS: &[(&str, Reaction)] = &[
    (imports::run::APPLIED, tell_who_imported),
    (imports::run::UNDONE, tell_who_imported),
    (jobs::FAILED, tell_who_ordered),
    (payments::write_off::PROPOSED, tell_who_may_approve),
    (payments::write_off::DECIDED, tell_who_proposed),
    (clients::client::hand_over::HANDED_OVER, tell_new_owner),
];

/// An import that was done or taken back.
#[derive(Deserialize)]
struct ImportEnded {
    import: String,
    file: String,
    kind: String,
    rows: u64,
    by: Option<Uuid>,
}

/// A job that has failed for good.
#[derive(Deserialize)]
struct JobFailed {
    job: String,
    kind: String,
    error: String,
    #[serde(default)]
    code: String,
    by: Option<Uuid>,
}

/// A write-off that was proposed or decided upon.
#[derive(Deserialize)]
struct WriteOff {
    write_off: String,
    item: String,
    client: Uuid,
    currency: String,
    amount_minor: i64,
    reason: String,
    approved: Option<bool>,
    requested_by: Option<Uuid>,
    by: Option<Uuid>,
    by_name: String,
}

/// Clients that were handed to another owner.
#[derive(Deserialize)]
struct HandedOver {
    owner: Uuid,
    client: Uuid,
    count: u64,
    by: Option<Uuid>,
    by_name: String,
}

fn tell_who_imported(db: &Db, tenant: TenantId, message: &Message) -> Result<(), String> {
    let ended: ImportEnded = read(message)?;
    let args = json!({"file_name": ended.file, "kind": ended.kind, "rows": ended.rows});
    tell(db, tenant, message, |_| {
        Ok((whom(ended.by), ("import", ended.import.clone()), args.clone()))
    })
}

fn tell_who_ordered(db: &Db, tenant: TenantId, message: &Message) -> Result<(), String> {
    let failed: JobFailed = read(message)?;
    let args = json!({"kind": failed.kind, "error": failed.error, "code": failed.code});
    tell(db, tenant, message, |_| Ok((whom(failed.by), ("job", failed.job.clone()), args.clone())))
}

/// Everybody who may decide on it; who proposed it may not.
fn tell_who_may_approve(db: &Db, tenant: TenantId, message: &Message) -> Result<(), String> {
    let proposed: WriteOff = read(message)?;
    tell(db, tenant, message, |tx| {
        let client = client(tx, proposed.client)?;
        let owner = client.as_ref().and_then(|client| client.owner);
        let mut whom = user::who_may::<ApproveWriteOffs>(tx, owner)?;
        whom.retain(|user| Some(user.uuid()) != proposed.requested_by);
        Ok((whom, ("write_off", proposed.write_off.clone()), proposed.args(client)))
    })
}

fn tell_who_proposed(db: &Db, tenant: TenantId, message: &Message) -> Result<(), String> {
    let decided: WriteOff = read(message)?;
    let proposer = decided.requested_by.filter(|who| decided.by != Some(*who));
    tell(db, tenant, message, |tx| {
        let mut args = decided.args(client(tx, decided.client)?);
        args["approved"] = decided.approved.into();
        Ok((whom(proposer), ("write_off", decided.write_off.clone()), args))
    })
}

/// Who got clients, unless they took them themselves.
fn tell_new_owner(db: &Db, tenant: TenantId, message: &Message) -> Result<(), String> {
    let handed: HandedOver = read(message)?;
    let owner = Some(handed.owner).filter(|owner| handed.by != Some(*owner));
    tell(db, tenant, message, |tx| {
        let client = client(tx, handed.client)?;
        let args = json!({"count": handed.count, "client_number": client.as_ref().map(|c| &c.number),
            "client_name": client.as_ref().map(|c| &c.name), "by_name": handed.by_name});
        Ok((whom(owner), ("client", handed.client.to_string()), args))
    })
}

impl WriteOff {
    fn args(&self, client: Option<Client>) -> Value {
        let currency = Currency::parse(&self.currency).ok();
        let amount = currency.map(|currency| format_minor(self.amount_minor, currency));
        json!({"client_id": self.client.to_string(), "client_name": client.map(|c| c.name),
            "invoice_id": self.item, "amount": amount, "currency": self.currency,
            "reason": self.reason, "by_name": self.by_name})
    }
}

/// What a sentence says of a client.
struct Client {
    number: String,
    name: String,
    owner: Option<UserId>,
}

/// A client; `None` where it is gone by now.
fn client(tx: &Tx<'_>, id: Uuid) -> Result<Option<Client>, AccessError> {
    let program = Actor::operator(tx.tenant(), "reactions");
    match access::<ReadClients>(tx, &program, ClientId::from_uuid(id)) {
        Ok(found) => Ok(Some(Client {
            number: found.number().to_owned(),
            name: found.legal_name().to_owned(),
            owner: found.owner(),
        })),
        Err(AccessError::Unknown(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn whom(user: Option<Uuid>) -> Vec<UserId> {
    user.map(UserId::from_uuid).into_iter().collect()
}

fn read<T: for<'de> Deserialize<'de>>(message: &Message) -> Result<T, String> {
    T::deserialize(&message.payload).map_err(|e| format!("the message cannot be read: {e}"))
}

/// Whom to tell, the subject, and the facts.
type Told = (Vec<UserId>, (&'static str, String), Value);

/// Notifies users of a message, under its topic as the kind.
fn tell(
    db: &Db,
    tenant: TenantId,
    message: &Message,
    what: impl Fn(&Tx<'_>) -> Result<Told, AccessError>,
) -> Result<(), String> {
    let told = db.write(tenant, |tx| {
        let (whom, subject, args) = what(tx)?;
        let news = News { message: message.id.uuid(), kind: &message.topic, subject, args };
        Ok::<_, AccessError>(notification::tell(tx, &whom, &news)?)
    });
    told.map_err(|error| error.to_string())
}
