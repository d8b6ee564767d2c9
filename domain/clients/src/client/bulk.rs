//! Changing many clients at once: rehearsed, applied exactly as rehearsed, undone.
//!
//! What a client was before is kept with the change, so that undoing restores its row as it was, but for
//! those that somebody has changed since. All of it is set-based: no statement runs once a client.

use std::collections::BTreeSet;

use db::{Tx, params};
use jiff::Timestamp;
use kernel::{Id, UserId};
use people::permission::WriteClients;
use people::{Actor, Allowed, audit};
use sha2::{Digest, Sha256};

use super::access::{AccessError, access_many};
use super::hand_over::HandedOver;
use super::known::check_owner;
use super::open::OpenError;
use super::{Client, ClientId, ClientStatus, NewClient, check, store};
use crate::tally::Deltas;

/// Clients of one change at the most.
pub const BULK_CLIENTS_MAX: usize = 5_000;

db::statements! {
    UPDATE = "UPDATE client SET owner_id = CASE WHEN ?3::boolean THEN ?4::uuid ELSE owner_id END, status = COALESCE(?5::text, status),
                  payment_term = COALESCE(?6::text, payment_term), client_type = COALESCE(?7::text, client_type),
                  version = version + 1, updated_at = ?8
              WHERE tenant_id = ?1 AND client_id IN LIST(?2)";
    DROP_TAGS = "DELETE FROM client_tag WHERE tenant_id = ?1 AND client_id IN LIST(?2) AND tag IN LIST(?3)";
    INSERT = "INSERT INTO client_bulk (tenant_id, bulk_id, done_at, done_by) VALUES (?1, ?2, ?3, ?4)";
    DONE_BY = "SELECT done_by FROM client_bulk WHERE tenant_id = ?1 AND bulk_id = ?2";
    /// The clients of a change, and whether each still is as the change left it.
    LEFT = "SELECT b.client_id, c.version = b.version + 1 FROM client_bulk_change b
            JOIN client c ON c.tenant_id = b.tenant_id AND c.client_id = b.client_id
            WHERE b.tenant_id = ?1 AND b.bulk_id = ?2 ORDER BY b.client_id";
    RESTORE = "UPDATE client SET owner_id = b.owner_id, status = b.status, payment_term = b.payment_term, client_type = b.client_type,
                   version = b.version, updated_at = b.updated_at
               FROM client_bulk_change b
               WHERE b.tenant_id = ?1 AND b.bulk_id = ?2 AND client.tenant_id = ?1 AND client.client_id = b.client_id
                 AND client.client_id IN LIST(?3)";
    UNTAG = "DELETE FROM client_tag WHERE tenant_id = ?1 AND client_id IN LIST(?3) AND EXISTS (
                 SELECT 1 FROM client_bulk_tag t WHERE t.tenant_id = ?1 AND t.bulk_id = ?2 AND t.client_id = client_tag.client_id
                 AND t.tag = client_tag.tag AND t.added)";
    RETAG = "INSERT INTO client_tag (tenant_id, client_id, tag)
             SELECT t.tenant_id, t.client_id, t.tag FROM client_bulk_tag t
             WHERE t.tenant_id = ?1 AND t.bulk_id = ?2 AND t.client_id IN LIST(?3) AND NOT t.added";
    FORGET_TAGS = "DELETE FROM client_bulk_tag WHERE tenant_id = ?1 AND bulk_id = ?2";
    FORGET_CHANGES = "DELETE FROM client_bulk_change WHERE tenant_id = ?1 AND bulk_id = ?2";
    FORGET = "DELETE FROM client_bulk WHERE tenant_id = ?1 AND bulk_id = ?2";
}

db::loads! {
    LOAD_CHANGES = client_bulk_change(bulk_id, client_id, owner_id, status, payment_term, client_type, version, updated_at);
    LOAD_CHANGED_TAGS = client_bulk_tag(bulk_id, client_id, tag, added);
    LOAD_TAGS = client_tag(client_id, tag);
}

/// Marks the id of a change of many clients.
#[derive(Clone, Copy, Debug)]
pub enum BulkMark {}
/// A change of many clients.
pub type BulkId = Id<BulkMark>;

/// What is to be changed of each; what is `None` or empty stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Who looks after them; `Some(None)` is nobody.
    pub owner: Option<Option<UserId>>,
    /// Where they stand.
    pub status: Option<ClientStatus>,
    /// The code of their payment term, which the caller knows to exist.
    pub payment_term: Option<String>,
    /// What sort of clients they are.
    pub client_type: Option<String>,
    /// Tags that they get.
    pub add_tags: Vec<String>,
    /// Tags that they lose.
    pub remove_tags: Vec<String>,
}

/// A client that would change.
#[derive(Clone, Debug)]
pub struct Planned {
    /// As it is.
    pub before: Client,
    /// As its fields would be.
    pub after: NewClient,
}

/// What a wish comes to.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The clients that would change, in the order of their ids.
    pub changes: Vec<Planned>,
    /// The clients that are so already.
    pub same: usize,
    /// What must not have moved when it is applied: the wish, and each client's version.
    pub fingerprint: String,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// The change, to be undone by.
    pub id: BulkId,
    /// Clients that were changed.
    pub changed: usize,
}

/// What was undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Clients that are as they were before.
    pub restored: usize,
    /// Clients that somebody has changed since, which stay as they are.
    pub kept: Vec<ClientId>,
}

/// Why many clients are not changed.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// One of them is out of reach.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// None, or more than fit.
    #[error("choose 1 to {BULK_CLIENTS_MAX} clients; these are {0}")]
    Count(usize),
    /// Nothing is asked for.
    #[error("say what is to be changed")]
    NoWish,
    /// A tag that is to come and go at once.
    #[error("the tag '{0}' is to be added and removed at once")]
    TagTwice(String),
    /// What would keep each such client from being changed by itself.
    #[error(transparent)]
    Client(#[from] OpenError),
    /// Somebody changed one of them since the rehearsal.
    #[error("these clients have changed since the rehearsal; rehearse again")]
    Moved,
    /// No such change, or it was undone.
    #[error("there is no change {0} that could be undone")]
    Unknown(BulkId),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(BulkError {
    Self::Access(e) => delegate e;
    Self::Count(_) => Invalid, "bad-count", at "clients";
    Self::NoWish => Invalid, "no-change", at "change";
    Self::TagTwice(_) => Invalid, "tag-twice", at "change/add_tags";
    Self::Client(e) => delegate e;
    Self::Moved => Conflict, "facts-moved";
    Self::Unknown(_) => NotFound, "unknown-change";
    Self::Db(e) => delegate e;
});

/// Says what a wish comes to, and writes nothing.
pub fn plan(
    tx: &Tx<'_>,
    actor: &Actor,
    clients: &[ClientId],
    wish: &Wish,
) -> Result<Plan, BulkError> {
    let ids: BTreeSet<ClientId> = clients.iter().copied().collect();
    if !(1..=BULK_CLIENTS_MAX).contains(&ids.len()) {
        return Err(BulkError::Count(ids.len()));
    }
    check_wish(tx, &actor.allow::<WriteClients>().map_err(AccessError::from)?, wish)?;
    let ids: Vec<ClientId> = ids.into_iter().collect();
    access_many::<WriteClients>(tx, actor, &ids)?;
    let mut changes = Vec::new();
    let mut hash = Sha256::new();
    hash.update(format!("{wish:?}"));
    let mut same = 0;
    for before in store::read(tx, &ids)? {
        let after = check::fields(&wish.applied(&before.fields)).map_err(OpenError::Field)?;
        if after == before.fields {
            same += 1;
        } else {
            hash.update(format!("{} {};", before.id, before.version));
            changes.push(Planned { before, after });
        }
    }
    let fingerprint = hash.finalize().iter().take(16).map(|b| format!("{b:02x}")).collect();
    Ok(Plan { changes, same, fingerprint })
}

/// Does what a plan said, or nothing.
pub fn apply(
    tx: &Tx<'_>,
    actor: &Actor,
    clients: &[ClientId],
    wish: &Wish,
    fingerprint: &str,
) -> Result<Done, BulkError> {
    let plan = plan(tx, actor, clients, wish)?;
    if plan.fingerprint != fingerprint {
        return Err(BulkError::Moved);
    }
    let id: BulkId = tx.new_id();
    tx.execute(&INSERT, params![id, tx.now(), by(actor)])?;
    keep(tx, id, &plan.changes)?;
    let ids: Vec<ClientId> = plan.changes.iter().map(|c| c.before.id).collect();
    let owner = wish.owner.flatten();
    let status = wish.status.map(ClientStatus::word);
    tx.execute(
        &UPDATE,
        params![
            ids.as_slice(),
            wish.owner.is_some(),
            owner,
            status,
            plan.changes
                .first()
                .and_then(|c| wish.payment_term.is_some().then_some(c.after.payment_term.as_str())),
            plan.changes
                .first()
                .and_then(|c| wish.client_type.is_some().then_some(c.after.client_type.as_str())),
            tx.now()
        ],
    )?;
    write_tags(tx, &ids, &plan.changes)?;
    let (mut deltas, mut handed_over) = (Deltas::default(), HandedOver::default());
    for Planned { before, after } in &plan.changes {
        let old = &before.fields;
        deltas.add(old.owner_id, old.status, old.kind, -1);
        deltas.add(after.owner_id, after.status, after.kind, 1);
        let new_owner = after.owner_id.filter(|_| after.owner_id != old.owner_id);
        if let Some(owner) = new_owner.filter(|owner| Some(*owner) != actor.user_id()) {
            handed_over.note(owner, before.id);
        }
    }
    deltas.apply(tx)?;
    handed_over.publish(tx, actor)?;
    let events = plan
        .changes
        .iter()
        .map(|c| (c.before.id, super::change::difference(&c.before.fields, &c.after)));
    audit::record_many(tx, actor, "client.changed", "client", events)?;
    Ok(Done { id, changed: ids.len() })
}

/// Makes clients what they were before a change, but for those that somebody has changed since.
pub fn undo(tx: &Tx<'_>, actor: &Actor, id: BulkId) -> Result<Undone, BulkError> {
    actor.allow::<WriteClients>().map_err(AccessError::from)?;
    let done_by = tx.query_opt(&DONE_BY, params![id], |r| r.get::<String>(0))?;
    let done_by = done_by.ok_or(BulkError::Unknown(id))?;
    let left = tx.query(&LEFT, params![id], |r| Ok((r.get::<ClientId>(0)?, r.get::<bool>(1)?)))?;
    let all: Vec<ClientId> = left.iter().map(|(client, _)| *client).collect();
    // Whoever handed clients over may undo that, as may whoever could change them now.
    match access_many::<WriteClients>(tx, actor, &all) {
        Err(AccessError::Unknown(_)) if done_by == by(actor) => {}
        other => drop(other?),
    }
    let (still, moved): (Vec<_>, Vec<_>) = left.into_iter().partition(|(_, still)| *still);
    let ids: Vec<ClientId> = still.into_iter().map(|(client, _)| client).collect();
    let was = store::read(tx, &ids)?;
    tx.execute(&RESTORE, params![id, ids.as_slice()])?;
    tx.execute(&UNTAG, params![id, ids.as_slice()])?;
    tx.execute(&RETAG, params![id, ids.as_slice()])?;
    let is = store::read(tx, &ids)?;
    let mut deltas = Deltas::default();
    for (was, is) in was.iter().zip(&is) {
        deltas.add(was.fields.owner_id, was.fields.status, was.fields.kind, -1);
        deltas.add(is.fields.owner_id, is.fields.status, is.fields.kind, 1);
    }
    deltas.apply(tx)?;
    let events = was
        .iter()
        .zip(&is)
        .map(|(was, is)| (is.id, super::change::difference(&was.fields, &is.fields)));
    audit::record_many(tx, actor, "client.restored", "client", events)?;
    for statement in [&FORGET_TAGS, &FORGET_CHANGES, &FORGET] {
        tx.execute(statement, params![id])?;
    }
    Ok(Undone { restored: ids.len(), kept: moved.into_iter().map(|(client, _)| client).collect() })
}

impl Wish {
    fn applied(&self, fields: &NewClient) -> NewClient {
        let mut after = fields.clone();
        if let Some(owner) = self.owner {
            after.owner_id = owner;
        }
        after.status = self.status.unwrap_or(after.status);
        after.payment_term = self.payment_term.clone().unwrap_or(after.payment_term);
        after.client_type = self.client_type.clone().unwrap_or(after.client_type);
        let gone = |tag: &String| self.remove_tags.iter().any(|t| same_tag(t, tag));
        after.tags.retain(|tag| !gone(tag));
        after.tags.extend(self.add_tags.iter().cloned());
        after
    }
}

/// Who acts, told apart from everybody else.
fn by(actor: &Actor) -> String {
    actor.user_id().map_or_else(|| actor.name().to_owned(), |id| id.to_string())
}

/// Tags are kept in lower case without blanks around them.
fn same_tag(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn check_wish(tx: &Tx<'_>, allowed: &Allowed<WriteClients>, wish: &Wish) -> Result<(), BulkError> {
    if *wish == Wish::default() {
        return Err(BulkError::NoWish);
    }
    let twice = wish.add_tags.iter().find(|a| wish.remove_tags.iter().any(|r| same_tag(a, r)));
    if let Some(tag) = twice {
        return Err(BulkError::TagTwice(tag.clone()));
    }
    match wish.owner {
        Some(owner) => Ok(check_owner(tx, allowed, owner)?),
        None => Ok(()),
    }
}

/// Keeps what the clients were, and which tags come and go.
fn keep(tx: &Tx<'_>, id: BulkId, changes: &[Planned]) -> Result<(), db::Error> {
    tx.load(&LOAD_CHANGES, changes, |c| {
        let (client, fields) = (&c.before, &c.before.fields);
        let at: Timestamp = client.updated_at;
        [
            id.into(),
            client.id.into(),
            fields.owner_id.into(),
            fields.status.word().into(),
            (&fields.payment_term).into(),
            (&fields.client_type).into(),
            client.version.into(),
            at.into(),
        ]
    })?;
    let tags: Vec<(ClientId, &String, bool)> = changes
        .iter()
        .flat_map(|c| {
            let gone =
                only(&c.before.fields.tags, &c.after.tags).map(|tag| (c.before.id, tag, false));
            let new =
                only(&c.after.tags, &c.before.fields.tags).map(|tag| (c.before.id, tag, true));
            gone.chain(new)
        })
        .collect();
    tx.load(&LOAD_CHANGED_TAGS, &tags, |(client, tag, added)| {
        [id.into(), (*client).into(), (*tag).into(), (*added).into()]
    })
}

fn write_tags(tx: &Tx<'_>, ids: &[ClientId], changes: &[Planned]) -> Result<(), db::Error> {
    let gone: BTreeSet<&String> =
        changes.iter().flat_map(|c| only(&c.before.fields.tags, &c.after.tags)).collect();
    if !gone.is_empty() {
        let gone: Vec<String> = gone.into_iter().cloned().collect();
        tx.execute(&DROP_TAGS, params![ids, gone])?;
    }
    let new: Vec<(ClientId, &String)> = changes
        .iter()
        .flat_map(|c| only(&c.after.tags, &c.before.fields.tags).map(|tag| (c.before.id, tag)))
        .collect();
    tx.load(&LOAD_TAGS, &new, |(client, tag)| [(*client).into(), (*tag).into()])
}

/// The tags of the first that the second lacks.
fn only<'t>(of: &'t [String], without: &'t [String]) -> impl Iterator<Item = &'t String> {
    of.iter().filter(|tag| !without.contains(tag))
}
