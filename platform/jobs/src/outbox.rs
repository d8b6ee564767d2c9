//! The outbox: what has happened, published in the transaction in which it happened and delivered after.
//!
//! An area says *that* something happened; the program's table of reactions says what follows. A message is
//! delivered at least once, so a reaction is idempotent, as everything keyed is.

mod deliver;

use db::{Tx, params};
use jiff::Timestamp;
use kernel::Id;
use serde_json::Value;

pub(crate) use deliver::deliver_until;
pub use deliver::{
    DELIVERED_KEPT_FOR, DELIVERY_LEASE, Delivery, MESSAGES_A_ROUND_MAX, Reaction, deliver_due,
};

/// Marks the id of a message.
pub enum MessageMark {}
/// A message's id.
pub type MessageId = Id<MessageMark>;

db::statements! {
    INSERT = "INSERT INTO outbox (tenant_id, outbox_id, topic, message_key, payload, created_at, due_at, attempts)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 0)
              ON CONFLICT (tenant_id, topic, message_key) DO NOTHING";
    PENDING = "SELECT COUNT(*), COUNT(*) FILTER (WHERE error IS NOT NULL), MIN(created_at)
               FROM outbox WHERE tenant_id = ?1 AND delivered_at IS NULL";
}

/// A message on its way to the reactions.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// What happened, such as `invoice.issued`.
    pub topic: String,
    /// To what it happened; there is one message of a topic and key.
    pub key: String,
    /// The facts that reactions need.
    pub payload: Value,
    /// When it happened.
    pub created_at: Timestamp,
    /// Which delivery this is, from 1.
    pub attempt: u32,
}

/// What a tenant's outbox still has to deliver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// Messages that are not delivered.
    pub waiting: u64,
    /// Those of them whose delivery has failed at least once.
    pub failing: u64,
    /// When the oldest of them was published.
    pub oldest_at: Option<Timestamp>,
}

/// Publishes a message in the transaction in which it happened. The same topic and key twice is once, and
/// the first payload stays.
pub fn publish(tx: &Tx<'_>, topic: &str, key: &str, payload: &Value) -> Result<(), db::Error> {
    let id: MessageId = tx.new_id();
    tx.execute(&INSERT, params![id, topic, key, payload, tx.now()])?;
    Ok(())
}

/// What is not delivered yet.
pub fn pending(tx: &Tx<'_>) -> Result<Pending, db::Error> {
    tx.query_one(&PENDING, &[], |r| {
        Ok(Pending { waiting: r.get(0)?, failing: r.get(1)?, oldest_at: r.get(2)? })
    })
}
