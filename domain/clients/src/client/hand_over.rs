//! Clients that are handed to another owner.

use std::collections::BTreeMap;

use db::Tx;
use jobs::outbox;
use kernel::{Id, UserId};
use people::Actor;
use serde_json::json;

use super::ClientId;

/// The topic of clients that were handed to another owner. Its payload is `owner`, `client` (the first of
/// them), `count`, and `by` and `by_name`: who did it.
pub const HANDED_OVER: &str = "client.handed_over";

/// Marks the key of a message.
enum HandOverMark {}

/// Clients that got another owner in one transaction, so that each owner is told once, of all of them.
#[derive(Debug, Default)]
pub struct HandedOver {
    by_owner: BTreeMap<UserId, Vec<ClientId>>,
}

impl HandedOver {
    pub(super) fn note(&mut self, owner: UserId, client: ClientId) {
        self.by_owner.entry(owner).or_default().push(client);
    }

    /// Says so in the outbox, in the transaction in which it happened: a message for each new owner.
    pub fn publish(self, tx: &Tx<'_>, actor: &Actor) -> Result<(), db::Error> {
        let by = actor.user_id().map(|by| by.to_string());
        for (owner, clients) in self.by_owner {
            let Some(first) = clients.first() else { continue };
            let key: Id<HandOverMark> = tx.new_id();
            let payload = json!({"owner": owner.to_string(), "client": first.to_string(),
                "count": clients.len(), "by": by, "by_name": actor.name()});
            outbox::publish(tx, HANDED_OVER, &key.to_string(), &payload)?;
        }
        Ok(())
    }
}
