//! The contacts of a client, and of all clients in reach.

use db::{Ask, List, SortKind, Tx, params};
use kernel::{Page, PageRequest};
use people::Allowed;
use people::permission::ReadClients;

use super::add::ContactError;
use super::store::{columns, contact_of, fill_points};
use super::{Contact, ContactId, check};
use crate::client::ClientId;
use crate::client::access::ClientAccess;
use crate::field::sought;
use crate::name::sort_name;

db::statements! {
    ONE = concat!("SELECT ", columns!(), " FROM contact c WHERE c.tenant_id = ?1 AND c.client_id = ?2 AND c.contact_id = ?3");
    OF_CLIENT = concat!("SELECT ", columns!(), " FROM contact c WHERE c.tenant_id = ?1 AND c.client_id = ?2 ORDER BY c.sort_name, c.contact_id");
}

db::list! {
    CONTACTS = List {
        name: "contacts",
        columns: columns!(),
        from: "contact c",
        base: "c.tenant_id = ?1",
        filters: &[
            (
                "owners",
                "EXISTS (SELECT 1 FROM client o WHERE o.tenant_id = ?1 AND o.client_id = c.client_id AND o.owner_id IN LIST({}))",
            ),
            ("client", "c.client_id = {}"),
            // Nothing sorts after U+10FFFF.
            ("name_prefix", "c.sort_name >= {} AND c.sort_name < {}::text || '\u{10FFFF}'"),
            (
                "email",
                "c.contact_id IN (SELECT p.contact_id FROM contact_point p WHERE p.tenant_id = ?1 AND p.value = {} AND p.kind = 'email')",
            ),
        ],
        sorts: &[("name", "c.sort_name", SortKind::Text)],
        key: ("c.contact_id", SortKind::Uuid),
    };
}

/// Which contacts are wanted; those of clients in the actor's reach that meet everything that is set.
#[derive(Clone, Debug, Default)]
pub struct ContactFilter {
    /// Of this client.
    pub client: Option<ClientId>,
    /// Whose sort name (family name first) begins so; accents and case do not count.
    pub name_prefix: Option<String>,
    /// With this e-mail address.
    pub email: Option<String>,
}

/// One contact of a client.
pub fn get<P>(
    tx: &Tx<'_>,
    access: &ClientAccess<P>,
    id: ContactId,
) -> Result<Contact, ContactError> {
    let mut found = tx.query(&ONE, params![access.id(), id], contact_of)?;
    fill_points(tx, &mut found)?;
    found.pop().ok_or(ContactError::Unknown(id))
}

/// All contacts of a client, by name.
pub fn of_client<P>(tx: &Tx<'_>, access: &ClientAccess<P>) -> Result<Vec<Contact>, db::Error> {
    let mut found = tx.query(&OF_CLIENT, params![access.id()], contact_of)?;
    fill_points(tx, &mut found)?;
    Ok(found)
}

/// A page of the contacts of all clients in reach, with their exact count. The sort is `name`, turned round
/// by a leading `-`.
pub fn list(
    tx: &Tx<'_>,
    allowed: &Allowed<ReadClients>,
    filter: &ContactFilter,
    sort: Option<&str>,
    page: &PageRequest,
) -> Result<Page<Contact>, db::Error> {
    let email = filter.email.as_deref().map(sought);
    let email = email.map(|e| check::email("email", &e).unwrap_or(e));
    let prefix = filter.name_prefix.as_deref().map(sort_name).filter(|p| !p.is_empty());
    let ask = Ask { sort: sort.map(str::to_owned), page: page.clone(), ..Ask::default() }
        .filter("owners", allowed.owners())
        .filter("client", filter.client)
        .filter("name_prefix", prefix)
        .filter("email", email);
    let mut page = CONTACTS.page(tx, &ask, |_| Ok(None), contact_of)?;
    fill_points(tx, &mut page.items)?;
    Ok(page)
}
