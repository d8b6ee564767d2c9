//! Adding contacts: one, or a file full.

use db::Tx;
use people::permission::WriteClients;
use people::{Actor, audit};
use serde_json::json;

use super::{Contact, ContactId, NewContact, check, store};
use crate::client::ClientId;
use crate::client::access::ClientAccess;
use crate::field::FieldError;

/// Why a contact is not added or changed.
#[derive(Debug, thiserror::Error)]
pub enum ContactError {
    /// A field is wrong in itself.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The client of one of several contacts is not there.
    #[error("a contact belongs to a client that is not there")]
    UnknownClient,
    /// The client has no such contact.
    #[error("the client has no contact {0}")]
    Unknown(ContactId),
    /// Somebody else changed it first.
    #[error(
        "somebody changed this contact meanwhile; look at it again (you had version {had}, it is at {now})"
    )]
    Moved {
        /// The version that the change was made from.
        had: i64,
        /// The version that there is.
        now: i64,
    },
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(ContactError {
    Self::Field(e) => delegate e;
    Self::UnknownClient => Invalid, "unknown-client", at "client_id";
    Self::Unknown(_) => NotFound, "unknown-contact";
    Self::Moved { .. } => Conflict, "version-moved";
    Self::Db(e) => delegate e;
});

/// A contact that passed every check and can be inserted.
#[derive(Clone, Debug)]
pub struct CheckedContact(Contact);

impl CheckedContact {
    /// Checks a contact of a client; that the client is there, the insertion checks.
    pub fn new(
        tx: &Tx<'_>,
        id: ContactId,
        client_id: ClientId,
        new: &NewContact,
    ) -> Result<Self, FieldError> {
        let fields = check::fields(new)?;
        let sort_name = check::sort_name_of(&fields);
        let created_at = tx.now();
        Ok(Self(Contact { id, client_id, fields, sort_name, version: 1, created_at }))
    }

    /// The contact as it will be kept.
    pub fn contact(&self) -> &Contact {
        &self.0
    }
}

/// Adds a contact to a client.
pub fn add(
    tx: &Tx<'_>,
    actor: &Actor,
    access: &ClientAccess<WriteClients>,
    new: &NewContact,
) -> Result<ContactId, ContactError> {
    let checked = CheckedContact::new(tx, tx.new_id(), access.id(), new)?;
    insert_many(tx, std::slice::from_ref(&checked))?;
    let Contact { id, client_id, fields, .. } = &checked.0;
    let detail = json!({"client_id": client_id.to_string(), "after": store::shown(fields)});
    audit::record(tx, actor, "contact.added", ("contact", id), detail)?;
    Ok(*id)
}

/// Inserts contacts that were checked, one load a table. Writes no audit event: [`add`] writes one, an
/// import one for the file.
pub fn insert_many(tx: &Tx<'_>, checked: &[CheckedContact]) -> Result<(), ContactError> {
    store::insert(tx, checked.iter().map(|c| &c.0))
        .map_err(|e| if e.is_foreign_key() { ContactError::UnknownClient } else { e.into() })
}
