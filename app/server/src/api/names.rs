//! What clients are called, for rows that show whose they are.

use std::collections::HashMap;

use clients::ClientId;
use clients::client::names::{Name, names};
use db::Tx;

/// The names of the clients of some rows.
pub(crate) struct ClientNames(HashMap<ClientId, Name>);

impl ClientNames {
    /// Reads them, with one query.
    pub(crate) fn of(
        tx: &Tx<'_>,
        clients: impl IntoIterator<Item = ClientId>,
    ) -> Result<Self, db::Error> {
        names(tx, clients).map(Self)
    }

    /// A client's number.
    pub(crate) fn number(&self, client: ClientId) -> String {
        self.0.get(&client).map(|n| n.number.clone()).unwrap_or_default()
    }

    /// A client's name in law.
    pub(crate) fn name(&self, client: ClientId) -> String {
        self.0.get(&client).map(|n| n.name.clone()).unwrap_or_default()
    }
}
