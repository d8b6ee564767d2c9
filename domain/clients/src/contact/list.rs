//! The contacts of a client, and of all clients in reach.

use std::collections::HashMap;

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
use crate::tally::{self, Wanted};

db::statements! {
    ONE = concat!("SELECT ", columns!(), " FROM contact c WHERE c.tenant_id = ?1 AND c.client_id = ?2 AND c.contact_id = ?3");
    MANY = concat!("SELECT ", columns!(), " FROM contact c WHERE c.tenant_id = ?1 AND c.contact_id IN LIST(?2)");
    OF_CLIENT = concat!("SELECT ", columns!(), " FROM contact c WHERE c.tenant_id = ?1 AND c.client_id = ?2 ORDER BY c.sort_name, c.contact_id");
}

db::list! {
    // Goes along the names and keeps what fits: for much, and for names that begin alike.
    WALK = List {
        name: "contacts",
        columns: "c.contact_id",
        from: "contact c",
        base: "c.tenant_id = ?1",
        filters: &[OWNERS, NAME_PREFIX],
        sorts: &[("name", "c.sort_name", SortKind::Text)],
        key: ("c.contact_id", SortKind::Uuid),
    };
}

db::list! {
    // Lets a filter find the rows and sorts them; no index has the order as it is written.
    GATHER = List {
        name: "contacts",
        columns: "c.contact_id",
        from: "contact c",
        base: "c.tenant_id = ?1",
        filters: &[
            OWNERS,
            NAME_PREFIX,
            ("client", "c.client_id = {}"),
            (
                "email",
                "c.contact_id IN (SELECT p.contact_id FROM contact_point p WHERE p.tenant_id = ?1 AND p.value = {} AND p.kind = 'email')",
            ),
        ],
        sorts: SORTED,
        key: ("c.contact_id", SortKind::Uuid),
    };
}

db::list! {
    // Goes from the owners to their clients and from those to the contacts, for owners of little. Every name
    // is after '', which is said to make the right indexes look better than the primary keys.
    OWNED = List {
        name: "contacts",
        columns: "c.contact_id",
        from: "app_user u CROSS JOIN client o CROSS JOIN contact c",
        base: "u.tenant_id = ?1 AND o.tenant_id = ?1 AND o.owner_id = u.user_id AND o.sort_name >= '' AND c.tenant_id = ?1 AND c.client_id = o.client_id AND c.sort_name >= ''",
        filters: &[("owners", "u.user_id IN LIST({}) AND o.owner_id IN LIST({})")],
        sorts: SORTED,
        key: ("c.contact_id", SortKind::Uuid),
    };
}

const OWNERS: (&str, &str) = (
    "owners",
    "EXISTS (SELECT 1 FROM client o WHERE o.tenant_id = ?1 AND o.client_id = c.client_id AND o.owner_id IN LIST({}))",
);
/// Nothing sorts after U+10FFFF, so a prefix with it behind ends the range of what begins with the prefix.
const NAME_PREFIX: (&str, &str) =
    ("name_prefix", "c.sort_name >= {} AND c.sort_name < {}::text || '\u{10FFFF}'");
const SORTED: &[(&str, &str, SortKind)] = &[("name", "(c.sort_name || '')", SortKind::Text)];

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
    let (count, list) = lists(tx, allowed, &ask)?;
    let keys: Page<ContactId> =
        list.page(tx, &ask, |_| count.count(tx, &ask).map(Some), |row| row.get(0))?;
    let mut items = tx.query(&MANY, params![keys.items.as_slice()], contact_of)?;
    let place: HashMap<ContactId, usize> = keys.items.iter().copied().zip(0..).collect();
    items.sort_by_key(|contact| place[&contact.id]);
    fill_points(tx, &mut items)?;
    Ok(Page { items, total: keys.total, next: keys.next })
}

/// The lists that count quickest and page quickest.
fn lists(
    tx: &Tx<'_>,
    allowed: &Allowed<ReadClients>,
    ask: &Ask<'_>,
) -> Result<(&'static List, &'static List), db::Error> {
    let has = |name: &str| ask.filters.iter().any(|(n, _)| *n == name);
    if has("client") || has("email") {
        return Ok((&GATHER, &GATHER));
    }
    if has("name_prefix") || !has("owners") {
        return Ok((&WALK, &WALK));
    }
    let owners = allowed.owners();
    let owned = tally::sum(tx, Wanted { owners, archived: true, ..Wanted::default() })?;
    let all = tally::sum(tx, Wanted { archived: true, ..Wanted::default() })?;
    Ok((&OWNED, if tally::walks(owned, all) { &WALK } else { &OWNED }))
}
