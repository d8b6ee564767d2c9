//! What the rows of a report are of: all that was asked for, each client, or each owner of clients.

use std::cmp::Ordering;
use std::collections::HashMap;

use clients::ClientId;
use db::{Tx, params};
use kernel::UserId;

db::statements! {
    /// What some clients are called, and who looks after them.
    CLIENTS = "SELECT c.client_id, c.number, c.legal_name, c.owner_id, u.name
               FROM client c
               LEFT JOIN app_user u ON u.tenant_id = c.tenant_id AND u.user_id = c.owner_id
               WHERE c.tenant_id = ?1 AND c.client_id IN LIST(?2)";
}

/// What the rows are of, beside the currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// All that was asked for.
    #[default]
    Total,
    /// Each client, by the clients' numbers.
    Client,
    /// Each owner of clients, by the owners' names.
    Owner,
}

/// What a row is of. Clients come by number, owners by name, and the clients of nobody last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// All that was asked for.
    Total,
    /// A client.
    Client {
        /// Its id.
        id: ClientId,
        /// Its number.
        number: String,
        /// Its name in law.
        name: String,
    },
    /// An owner of clients; both are `None` for the clients of nobody.
    Owner {
        /// The owner's id.
        id: Option<UserId>,
        /// The owner's name.
        name: Option<String>,
    },
}

impl Key {
    fn place(&self) -> (bool, &str, Option<UserId>) {
        match self {
            Self::Total => (false, "", None),
            Self::Client { number, .. } => (false, number, None),
            Self::Owner { id, name } => (name.is_none(), name.as_deref().unwrap_or(""), *id),
        }
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place().cmp(&other.place())
    }
}

/// The row to which each of some clients belongs.
pub struct Keys(HashMap<ClientId, Key>);

impl Keys {
    /// Reads them, with one query.
    pub fn of(
        tx: &Tx<'_>,
        by: By,
        clients: impl IntoIterator<Item = ClientId>,
    ) -> Result<Self, db::Error> {
        if by == By::Total {
            return Ok(Self(HashMap::new()));
        }
        let mut wanted: Vec<ClientId> = clients.into_iter().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let found = tx.query(&CLIENTS, params![wanted], |r| {
            let id: ClientId = r.get(0)?;
            let key = match by {
                By::Owner => Key::Owner { id: r.get(3)?, name: r.get(4)? },
                _ => Key::Client { id, number: r.get(1)?, name: r.get(2)? },
            };
            Ok((id, key))
        })?;
        Ok(Self(found.into_iter().collect()))
    }

    /// A client's row.
    pub fn get(&self, client: ClientId) -> Key {
        self.0.get(&client).cloned().unwrap_or(Key::Total)
    }
}
