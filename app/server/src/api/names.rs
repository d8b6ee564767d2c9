//! What clients and documents are called, for rows that show whose they are and what they are about.

use std::collections::{BTreeSet, HashMap};

use clients::ClientId;
use clients::client::names::{Name, names};
use db::Tx;
use ledger::{ItemKind, OpenItemId, open_item};

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

/// The numbers of the documents of some rows.
pub(crate) struct DocumentNames(HashMap<OpenItemId, (ItemKind, String)>);

impl DocumentNames {
    /// Reads them, with one query.
    pub(crate) fn of(
        tx: &Tx<'_>,
        documents: impl IntoIterator<Item = OpenItemId>,
    ) -> Result<Self, db::Error> {
        let wanted: BTreeSet<_> = documents.into_iter().collect();
        let found = open_item::find(tx, &Vec::from_iter(wanted))?;
        Ok(Self(found.into_iter().map(|item| (item.id, (item.kind, item.number))).collect()))
    }

    /// A document's kind and number.
    pub(crate) fn get(&self, document: OpenItemId) -> Option<(ItemKind, String)> {
        self.0.get(&document).cloned()
    }

    /// A document's number.
    pub(crate) fn number(&self, document: OpenItemId) -> String {
        self.0.get(&document).map(|(_, number)| number.clone()).unwrap_or_default()
    }
}
