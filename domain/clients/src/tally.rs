//! How many clients there are of each owner, status and kind: counted as they change, so that lists are
//! counted exactly without counting rows.

use std::collections::BTreeMap;

use db::{Tx, params};
use kernel::UserId;

use crate::client::{ClientKind, ClientStatus};

db::statements! {
    TAKE = "UPDATE client_tally SET clients = clients - ?5 WHERE tenant_id = ?1 AND owner_id = ?2 AND status = ?3 AND kind = ?4";
    GIVE = "INSERT INTO client_tally (tenant_id, owner_id, status, kind, clients) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (tenant_id, owner_id, status, kind) DO UPDATE SET clients = client_tally.clients + excluded.clients";
    /// So that what comes and goes leaves nothing behind.
    DROP_EMPTY = "DELETE FROM client_tally WHERE tenant_id = ?1 AND clients = 0";
    SUM = "SELECT COALESCE(CAST(SUM(clients) AS BIGINT), 0) FROM client_tally
           WHERE tenant_id = ?1 AND (?2::boolean OR owner_id IN LIST(?3)) AND (?4::text IS NULL OR status = ?4)
             AND (?5::boolean OR status <> 'archived') AND (?6::text IS NULL OR kind = ?6)";
    TALLIED = "SELECT owner_id, status, kind, clients FROM client_tally WHERE tenant_id = ?1 AND clients <> 0";
    COUNTED = "SELECT owner_id, status, kind, COUNT(*) FROM client WHERE tenant_id = ?1 GROUP BY owner_id, status, kind";
}

/// What a tally is kept of. A client without an owner is kept under the id that is nobody's.
type Key = (UserId, ClientStatus, ClientKind);

/// How the tally changes; each group is written once.
#[derive(Default)]
pub(crate) struct Deltas(BTreeMap<Key, i64>);

impl Deltas {
    pub(crate) fn add(
        &mut self,
        owner: Option<UserId>,
        status: ClientStatus,
        kind: ClientKind,
        clients: i64,
    ) {
        *self.0.entry((owner.unwrap_or(UserId::NIL), status, kind)).or_default() += clients;
    }

    pub(crate) fn apply(self, tx: &Tx<'_>) -> Result<(), db::Error> {
        for ((owner, status, kind), clients) in self.0 {
            // What is taken cannot go by way of an insertion, whose row would be below nought.
            let (statement, clients) = match clients {
                0 => continue,
                n if n < 0 => (&TAKE, -n),
                n => (&GIVE, n),
            };
            tx.execute(statement, params![owner, status.word(), kind.word(), clients])?;
        }
        tx.execute(&DROP_EMPTY, &[])?;
        Ok(())
    }
}

/// Which clients to count.
#[derive(Default)]
pub(crate) struct Wanted {
    /// Of these owners; `None` is of all and of nobody.
    pub(crate) owners: Option<Vec<UserId>>,
    /// Of this status.
    pub(crate) status: Option<ClientStatus>,
    /// Whether the archived count where no status is named.
    pub(crate) archived: bool,
    /// Of this kind.
    pub(crate) kind: Option<ClientKind>,
}

/// How many clients there are.
pub(crate) fn sum(tx: &Tx<'_>, wanted: Wanted) -> Result<u64, db::Error> {
    let all_owners = wanted.owners.is_none();
    let with_archived = wanted.archived || wanted.status.is_some();
    tx.query_one(
        &SUM,
        params![
            all_owners,
            wanted.owners.unwrap_or_default(),
            wanted.status.map(ClientStatus::word),
            with_archived,
            wanted.kind.map(ClientKind::word)
        ],
        |r| r.get(0),
    )
}

/// Whether going along all rows in order and keeping what fits fills a page sooner than gathering what fits
/// and sorting it: the first looks at `all / fitting` rows for each that it keeps, the second at `fitting`.
pub(crate) fn walks(fitting: u64, all: u64) -> bool {
    const PAGE_ROWS: u64 = 64;
    fitting.saturating_mul(fitting) >= all.saturating_mul(PAGE_ROWS)
}

/// A group of which the tally is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The owner; `None` for clients without one.
    pub owner: Option<UserId>,
    /// The status.
    pub status: ClientStatus,
    /// The kind.
    pub kind: ClientKind,
    /// How many clients the tally says there are.
    pub tallied: i64,
    /// How many there are.
    pub counted: i64,
}

/// Counts every client and says where the tally is wrong; nothing is wrong in a sound database.
pub fn check(tx: &Tx<'_>) -> Result<Vec<Difference>, db::Error> {
    let mut groups: BTreeMap<Key, (i64, i64)> = BTreeMap::new();
    for (key, tallied) in tx.query(&TALLIED, &[], group_of)? {
        groups.entry(key).or_default().0 = tallied;
    }
    for (key, counted) in tx.query(&COUNTED, &[], group_of)? {
        groups.entry(key).or_default().1 = counted;
    }
    let wrong = groups.into_iter().filter(|(_, (tallied, counted))| tallied != counted);
    Ok(wrong
        .map(|((owner, status, kind), (tallied, counted))| Difference {
            owner: (owner != UserId::NIL).then_some(owner),
            status,
            kind,
            tallied,
            counted,
        })
        .collect())
}

fn group_of(row: &db::Row<'_>) -> Result<(Key, i64), db::Error> {
    let owner: Option<UserId> = row.get(0)?;
    Ok(((owner.unwrap_or(UserId::NIL), row.parse(1)?, row.parse(2)?), row.get(3)?))
}
