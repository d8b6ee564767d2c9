//! What clients are called, many at a time: for lists that show whose each row is.

use std::collections::HashMap;

use db::{Tx, params};

use super::ClientId;

db::statements! {
    NAMES = "SELECT client_id, number, legal_name FROM client WHERE tenant_id = ?1 AND client_id IN LIST(?2)";
}

/// What a client is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// Its number.
    pub number: String,
    /// Its name in law.
    pub name: String,
}

/// The names of clients, found with one query. Says nothing about whether an actor may know of them: for
/// clients whose rows the actor has been shown.
pub fn names(
    tx: &Tx<'_>,
    clients: impl IntoIterator<Item = ClientId>,
) -> Result<HashMap<ClientId, Name>, db::Error> {
    let mut ids: Vec<ClientId> = clients.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let named = |r: &db::Row<'_>| Ok((r.get(0)?, Name { number: r.get(1)?, name: r.get(2)? }));
    Ok(tx.query(&NAMES, params![ids], named)?.into_iter().collect())
}
