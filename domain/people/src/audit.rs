//! The audit trail: numbered without gaps, each event hashed together with the one before.

use db::{Ask, List, SortKind, Tx, params};
use jiff::Timestamp;
use kernel::Page;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::permission::ReadAudit;
use crate::{Actor, Allowed};

db::statements! {
    /// The newest event's number and hash; the tenant's turn to write keeps it the newest until the commit.
    NEWEST = "SELECT seq, hash FROM audit_head WHERE tenant_id = ?1";
    MOVE_HEAD = "INSERT INTO audit_head (tenant_id, seq, hash) VALUES (?1, ?2, ?3)
                 ON CONFLICT (tenant_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash";
    /// What kinds of things were changed after an event, and by whom.
    /// Grouped so that no index has the groups, for the few events are found by their numbers.
    CHANGED_SINCE = "SELECT subject_kind || '', actor_id, MAX(seq) FROM audit_event WHERE tenant_id = ?1 AND seq > ?2
                     GROUP BY subject_kind || '', actor_id ORDER BY 3";
    LAST = "SELECT COALESCE(MAX(seq), 0) FROM audit_event WHERE tenant_id = ?1";
    IN_ORDER = "SELECT seq, at, actor_id, actor_name, action, subject_kind, subject_id, detail, hash
                FROM audit_event WHERE tenant_id = ?1 ORDER BY seq";
}

db::loads! {
    LOAD = audit_event(seq, at, actor_id, actor_name, action, subject_kind, subject_id, detail, hash);
}

db::list! {
    /// The trail, newest first when asked with `-seq`.
    EVENTS = List {
        name: "audit events",
        columns: "seq, at, actor_id, actor_name, action, subject_kind, subject_id, detail",
        from: "audit_event",
        base: "tenant_id = ?1",
        filters: &[
            ("subject_kind", "subject_kind = {}"),
            ("subject_id", "subject_id = {}"),
            ("action", "action = {}"),
            ("from", "at >= {}::timestamptz"),
            ("until", "at < {}::timestamptz"),
        ],
        sorts: &[("seq", "seq", SortKind::Int)],
        key: ("seq", SortKind::Int),
    };
}

/// A kind of thing that somebody changed. It says nothing of which one, so anybody may know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// What kind of thing, such as `invoice`.
    pub subject_kind: String,
    /// Who changed it; `None` for the operator.
    pub actor_id: Option<uuid::Uuid>,
    /// The newest event about it.
    pub seq: i64,
}

/// The number of the newest event; nought before the first.
pub fn last_seq(tx: &Tx<'_>) -> Result<i64, db::Error> {
    tx.query_one(&LAST, &[], |r| r.get(0))
}

/// What kinds of things were changed after an event, the newest change last.
pub fn changed_since(tx: &Tx<'_>, seq: i64) -> Result<Vec<Changed>, db::Error> {
    tx.query(&CHANGED_SINCE, params![seq], |r| {
        Ok(Changed { subject_kind: r.get(0)?, actor_id: r.get(1)?, seq: r.get(2)? })
    })
}

/// One event of the trail.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// The acting user; `None` for the operator.
    pub actor_id: Option<uuid::Uuid>,
    /// The actor's name at the time.
    pub actor_name: String,
    /// What was done, such as `invoice.issued`.
    pub action: String,
    /// What kind of thing it was done to.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// The facts: `before` and `after` of a change, or what was made.
    pub detail: Value,
}

/// Records what an actor did, in the transaction that does it.
pub fn record(
    tx: &Tx<'_>,
    actor: &Actor,
    action: &str,
    (kind, id): (&str, &dyn std::fmt::Display),
    detail: Value,
) -> Result<(), db::Error> {
    record_many(tx, actor, action, kind, [(id, detail)])
}

/// Records the same act on many things of one kind, an event each, in the transaction that does it.
pub fn record_many<S: std::fmt::Display>(
    tx: &Tx<'_>,
    actor: &Actor,
    action: &str,
    kind: &str,
    subjects: impl IntoIterator<Item = (S, Value)>,
) -> Result<(), db::Error> {
    let newest = tx.query_opt(&NEWEST, &[], |r| Ok((r.get::<i64>(0)?, r.get::<Vec<u8>>(1)?)))?;
    let (mut seq, mut last) = newest.unwrap_or_default();
    let mut events = Vec::new();
    for (subject, detail) in subjects {
        seq += 1;
        let event = Event {
            seq,
            at: tx.now(),
            actor_id: actor.user_id().map(kernel::Id::uuid),
            actor_name: actor.name().to_owned(),
            action: action.to_owned(),
            subject_kind: kind.to_owned(),
            subject_id: subject.to_string(),
            detail,
        };
        last = chain(&last, &event);
        events.push((event, last.clone()));
    }
    if events.is_empty() {
        return Ok(());
    }
    tx.execute(&MOVE_HEAD, params![seq, last])?;
    tx.load(&LOAD, &events, |(e, hash)| {
        [
            e.seq.into(),
            e.at.into(),
            e.actor_id.into(),
            (&e.actor_name).into(),
            (&e.action).into(),
            (&e.subject_kind).into(),
            (&e.subject_id).into(),
            (&e.detail).into(),
            hash.as_slice().into(),
        ]
    })
}

/// The hash of an event: SHA-256 over the hash before it and the event in canonical JSON (keys in order, no
/// spaces).
fn chain(before: &[u8], event: &Event) -> Vec<u8> {
    let canonical = json!({
        "seq": event.seq, "at": event.at.to_string(), "actor_id": event.actor_id.map(|u| u.to_string()),
        "actor_name": event.actor_name, "action": event.action, "subject_kind": event.subject_kind,
        "subject_id": event.subject_id, "detail": event.detail,
    });
    Sha256::new().chain_update(before).chain_update(canonical.to_string()).finalize().to_vec()
}

/// What a walk along the trail found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Events walked.
    pub events: i64,
    /// The first event that is missing or was altered; `None` when the trail is whole.
    pub broken_at: Option<i64>,
}

/// Walks the whole trail and says where, if anywhere, its chain breaks.
pub fn verify(tx: &Tx<'_>) -> Result<Verification, db::Error> {
    let mut found = Verification::default();
    let mut before = Vec::new();
    tx.for_each(&IN_ORDER, &[], |row| {
        let event = event_of(row)?;
        let hash: Vec<u8> = row.get(8)?;
        found.events += 1;
        if found.broken_at.is_none()
            && (event.seq != found.events || chain(&before, &event) != hash)
        {
            found.broken_at = Some(found.events);
        }
        before = hash;
        Ok::<(), db::Error>(())
    })?;
    // The head was kept with the newest event, so that a trail cut at its end is seen too.
    let head = tx.query_opt(&NEWEST, &[], |r| Ok((r.get::<i64>(0)?, r.get::<Vec<u8>>(1)?)))?;
    if found.broken_at.is_none() && head.unwrap_or_default() != (found.events, before) {
        found.broken_at = Some(found.events + 1);
    }
    Ok(found)
}

/// A page of the trail.
pub fn list(tx: &Tx<'_>, _: &Allowed<ReadAudit>, ask: &Ask<'_>) -> Result<Page<Event>, db::Error> {
    EVENTS.page(tx, ask, |_| Ok(None), event_of)
}

fn event_of(row: &db::Row<'_>) -> Result<Event, db::Error> {
    Ok(Event {
        seq: row.get(0)?,
        at: row.get(1)?,
        actor_id: row.get(2)?,
        actor_name: row.get(3)?,
        action: row.get(4)?,
        subject_kind: row.get(5)?,
        subject_id: row.get(6)?,
        detail: row.get(7)?,
    })
}
