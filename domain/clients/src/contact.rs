//! Contacts: the people at a client.

use jiff::Timestamp;
use kernel::Id;

use crate::client::ClientId;

pub mod add;
pub mod change;
mod check;
pub mod list;
pub mod remove;
mod store;

pub use add::CheckedContact;
pub use check::{EMAILS_MAX, PERSON_NAME_CHARS_MAX, PHONES_MAX, ROLES_MAX, email, phone};
pub use list::{get, of_client};

/// Marks the id of a contact.
pub enum ContactMark {}
/// A contact's id.
pub type ContactId = Id<ContactMark>;

/// What people say of a contact: what a new one is made from, and what may be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewContact {
    /// Given name; it or the family name must be there.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// What they do there, such as `billing` or `purchasing`: in lower case, each once.
    pub roles: Vec<String>,
    /// E-mail addresses, the first being the one to use.
    pub emails: Vec<String>,
    /// Telephone numbers in international form (E.164: `+34912345678`), the first being the one to use.
    pub phones: Vec<String>,
    /// `en` or `es`; `None` is the client's.
    pub language: Option<String>,
    /// IANA time zone, such as `Europe/Madrid`.
    pub time_zone: Option<String>,
}

/// A contact as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// Where the person works.
    pub client_id: ClientId,
    /// What people said of it, checked and tidied.
    pub fields: NewContact,
    /// The name as it is sorted and searched: family name first.
    pub sort_name: String,
    /// For optimistic locking.
    pub version: i64,
    /// When it was added.
    pub created_at: Timestamp,
}
