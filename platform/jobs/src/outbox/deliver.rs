//! Delivering messages: at least once, a tenant's in order, one that fails out of the way of the others.

use std::panic::{AssertUnwindSafe, catch_unwind};

use db::{Db, Tx, params};
use jiff::SignedDuration;
use kernel::TenantId;

use super::Message;
use crate::backoff;
use crate::settle::clip;
use crate::worker::panicked;

/// How long a reaction may take. A deliverer that was killed keeps the tenant's messages waiting so long,
/// and longer work is a job that the reaction queues.
pub const DELIVERY_LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Messages of one tenant before the others have their turn.
pub const MESSAGES_A_ROUND_MAX: usize = 500;

db::all_tenant_statements! {
    DUE_TENANTS = "SELECT DISTINCT tenant_id FROM outbox WHERE delivered_at IS NULL AND due_at <= ?1 ORDER BY tenant_id";
}

db::statements! {
    /// Takes the message that has been due longest, or nothing while another deliverer has that one: so there
    /// is one deliverer a tenant, and order is kept.
    TAKE = "UPDATE outbox SET lease_until = ?2, attempts = attempts + 1
            WHERE tenant_id = ?1 AND delivered_at IS NULL AND due_at <= ?3 AND (lease_until IS NULL OR lease_until <= ?3)
              AND outbox_id = (SELECT m.outbox_id FROM outbox m
                               WHERE m.tenant_id = ?1 AND m.delivered_at IS NULL AND m.due_at <= ?3
                               ORDER BY m.due_at, m.outbox_id LIMIT 1)
            RETURNING outbox_id, topic, message_key, payload, created_at, attempts";
    DELIVERED = "UPDATE outbox SET delivered_at = ?4, lease_until = NULL
                 WHERE tenant_id = ?1 AND outbox_id = ?2 AND attempts = ?3 AND delivered_at IS NULL";
    FORGET = "DELETE FROM outbox WHERE tenant_id = ?1 AND delivered_at < ?2";
    FAILED = "UPDATE outbox SET due_at = ?4, error = ?5, lease_until = NULL
              WHERE tenant_id = ?1 AND outbox_id = ?2 AND attempts = ?3 AND delivered_at IS NULL";
}

/// How long a delivered message is kept, for whoever asks what became of it; until then the same key is not
/// published again.
pub const DELIVERED_KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Does what follows from a message; an error has the message delivered again later. It runs outside of any
/// transaction and may be run twice for the same message.
pub type Reaction = fn(&Db, TenantId, &Message) -> Result<(), String>;

/// What a delivery came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Messages that every reaction to them took.
    pub delivered: usize,
    /// Messages that will be tried again.
    pub failed: usize,
}

/// Delivers what is due, of all tenants. Each row of the table is a topic and what follows from it; a topic
/// may have several, which run in order. A topic without any is an error of the program that is logged, and
/// its messages wait for a program that knows it.
pub fn deliver_due(db: &Db, reactions: &[(&'static str, Reaction)]) -> Result<Delivery, db::Error> {
    deliver_until(db, reactions, &|| false)
}

/// As [`deliver_due`], but ends early, between two messages, once told to.
pub(crate) fn deliver_until(
    db: &Db,
    reactions: &[(&'static str, Reaction)],
    is_stopping: &dyn Fn() -> bool,
) -> Result<Delivery, db::Error> {
    let now = db.now();
    let tenants: Vec<TenantId> =
        db.read(TenantId::NIL, |tx| tx.query(&DUE_TENANTS, params![now], |r| r.get(0)))?;
    let mut all = Delivery::default();
    let mut failed = None;
    for tenant in tenants {
        if let Err(error) = deliver_tenant(db, tenant, reactions, is_stopping, &mut all) {
            tracing::error!(%tenant, %error, "a tenant's outbox cannot be delivered");
            failed.get_or_insert(error);
        }
    }
    failed.map_or(Ok(all), Err)
}

fn deliver_tenant(
    db: &Db,
    tenant: TenantId,
    reactions: &[(&'static str, Reaction)],
    is_stopping: &dyn Fn() -> bool,
    all: &mut Delivery,
) -> Result<(), db::Error> {
    let mut settled: Option<(Message, Result<(), String>)> = None;
    for turn in 0..=MESSAGES_A_ROUND_MAX {
        let is_last = turn == MESSAGES_A_ROUND_MAX || is_stopping();
        // One commit a message: the one before is written down and the next one taken.
        let next = db.write(tenant, |tx| {
            if let Some((message, outcome)) = &settled {
                settle(tx, message, outcome)?;
            }
            let next = if is_last { None } else { take(tx)? };
            if next.is_none() {
                tx.execute(&FORGET, params![tx.now() - DELIVERED_KEPT_FOR])?;
            }
            Ok::<_, db::Error>(next)
        })?;
        match &settled {
            Some((_, Ok(()))) => all.delivered += 1,
            Some((_, Err(_))) => all.failed += 1,
            None => {}
        }
        let Some(message) = next else { break };
        let outcome = react(db, tenant, reactions, &message);
        settled = Some((message, outcome));
    }
    Ok(())
}

fn take(tx: &Tx<'_>) -> Result<Option<Message>, db::Error> {
    let now = tx.now();
    let taken = tx.returning(&TAKE, params![now + DELIVERY_LEASE, now], |r| {
        Ok(Message {
            id: r.get(0)?,
            topic: r.get(1)?,
            key: r.get(2)?,
            payload: r.get(3)?,
            created_at: r.get(4)?,
            attempt: r.get(5)?,
        })
    })?;
    Ok(taken.into_iter().next())
}

fn settle(tx: &Tx<'_>, message: &Message, outcome: &Result<(), String>) -> Result<(), db::Error> {
    let now = tx.now();
    let (id, attempt) = (message.id, message.attempt);
    match outcome {
        Ok(()) => tx.execute(&DELIVERED, params![id, attempt, now])?,
        Err(error) => {
            let due_at = now + backoff::after(attempt);
            tx.execute(&FAILED, params![id, attempt, due_at, clip(error)])?
        }
    };
    Ok(())
}

/// Runs every reaction to the message's topic, in order, up to the first that fails.
fn react(
    db: &Db,
    tenant: TenantId,
    reactions: &[(&'static str, Reaction)],
    message: &Message,
) -> Result<(), String> {
    let (topic, id, attempt) = (&message.topic, message.id, message.attempt);
    let mut known = false;
    for (_, reaction) in reactions.iter().filter(|(of, _)| of == topic) {
        known = true;
        catch_unwind(AssertUnwindSafe(|| reaction(db, tenant, message)))
            .unwrap_or_else(|panic| Err(panicked(&*panic)))
            .inspect_err(|_| tracing::warn!(%tenant, topic, %id, attempt, "a reaction failed"))?;
    }
    if known {
        return Ok(());
    }
    tracing::error!(%tenant, topic, %id, attempt, "nothing reacts to this topic; the message is kept");
    Err(format!("nothing reacts to the topic '{topic}'"))
}
