//! The list of clients.
//!
//! A page is had in two steps: first the keys of its rows, which the indexes by name and by owner hold
//! together with what reach and the common filters ask for, and then the rows themselves.

mod plan;

use std::collections::HashMap;

use db::{Row, Tx, params};
use jiff::Timestamp;
use kernel::{Page, PageRequest, UserId};
use money::Currency;
use people::Allowed;
use people::permission::ReadClients;

use self::plan::Plan;
use super::{ClientId, ClientKind, ClientStatus};

db::statements! {
    ROWS = "SELECT c.client_id, c.number, c.kind, c.legal_name, c.trading_name, c.client_type, c.status, c.currency, c.owner_id, u.name,
                   c.parent_id, c.credit_limit_minor, c.version, c.updated_at
            FROM client c LEFT JOIN app_user u ON u.tenant_id = c.tenant_id AND u.user_id = c.owner_id
            WHERE c.tenant_id = ?1 AND c.client_id IN LIST(?2)";
}

/// Which clients are wanted; those in the actor's reach that meet everything that is set.
#[derive(Clone, Debug, Default)]
pub struct ClientFilter {
    /// Looked after by one of these users.
    pub owners: Option<Vec<UserId>>,
    /// Of this status. Where none is named, the archived are left out.
    pub status: Option<ClientStatus>,
    /// Takes in the archived where no status is named.
    pub archived: bool,
    /// Of this kind.
    pub kind: Option<ClientKind>,
    /// Of this type, in the company's own words.
    pub client_type: Option<String>,
    /// With an account in this currency.
    pub currency: Option<Currency>,
    /// That belong to this client.
    pub parent: Option<ClientId>,
    /// With this tag.
    pub tag: Option<String>,
    /// Of this number.
    pub number: Option<String>,
    /// Whose sort name begins so; accents and case do not count.
    pub name_prefix: Option<String>,
    /// A text with a digit in it with which some client's number begins stands for the clients whose number
    /// begins so; any other for those whose sort name does.
    pub search: Option<String>,
}

/// A client in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRow {
    /// Its id.
    pub id: ClientId,
    /// Its number.
    pub number: String,
    /// What it is in law.
    pub kind: ClientKind,
    /// Its name in law.
    pub legal_name: String,
    /// The name it trades under.
    pub trading_name: Option<String>,
    /// The company's own word for what sort of client it is.
    pub client_type: String,
    /// Where it stands.
    pub status: ClientStatus,
    /// The currency of its account.
    pub currency: Currency,
    /// Who looks after it.
    pub owner_id: Option<UserId>,
    /// The name of who looks after it.
    pub owner_name: Option<String>,
    /// The client that it belongs to.
    pub parent_id: Option<ClientId>,
    /// Credit limit in minor units of `currency`.
    pub credit_limit_minor: Option<i64>,
    /// For optimistic locking.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A page of the clients in reach, with their exact count. Sorts are `name` (which `None` is), `number` and
/// `updated`, turned round by a leading `-`.
pub fn list(
    tx: &Tx<'_>,
    allowed: &Allowed<ReadClients>,
    filter: &ClientFilter,
    sort: Option<&str>,
    page: &PageRequest,
) -> Result<Page<ClientRow>, db::Error> {
    let keys = Plan::of(tx, allowed, filter)?.page(tx, sort, page)?;
    let mut rows: HashMap<ClientId, ClientRow> = HashMap::with_capacity(keys.items.len());
    if !keys.items.is_empty() {
        for row in tx.query(&ROWS, params![keys.items.as_slice()], row_of)? {
            rows.insert(row.id, row);
        }
    }
    let items = keys.items.iter().filter_map(|id| rows.remove(id)).collect();
    Ok(Page { items, total: keys.total, next: keys.next })
}

/// How many clients in reach meet the filter, exactly.
pub fn count(
    tx: &Tx<'_>,
    allowed: &Allowed<ReadClients>,
    filter: &ClientFilter,
) -> Result<u64, db::Error> {
    Plan::of(tx, allowed, filter)?.count(tx)
}

fn row_of(row: &Row<'_>) -> Result<ClientRow, db::Error> {
    Ok(ClientRow {
        id: row.get(0)?,
        number: row.get(1)?,
        kind: row.parse(2)?,
        legal_name: row.get(3)?,
        trading_name: row.get(4)?,
        client_type: row.get(5)?,
        status: row.parse(6)?,
        currency: row.get(7)?,
        owner_id: row.get(8)?,
        owner_name: row.get(9)?,
        parent_id: row.get(10)?,
        credit_limit_minor: row.get(11)?,
        version: row.get(12)?,
        updated_at: row.get(13)?,
    })
}
