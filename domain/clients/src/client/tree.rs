//! Which client belongs to which.

use std::collections::HashMap;

use db::{Tx, params};
use kernel::UserId;

use super::ClientId;

/// Clients above a client at the most: its parent, the parent's parent and so on.
pub const LEVELS_MAX: usize = 10;

db::statements! {
    /// Each start and everything above it, the start itself being 1. One level more than may be is walked, so
    /// that too many can be seen.
    ABOVE = "WITH RECURSIVE up (start_id, client_id, parent_id, owner_id, depth) AS (
                 SELECT client_id, client_id, parent_id, owner_id, 1 FROM client
                 WHERE tenant_id = ?1 AND client_id IN LIST(?2)
                 UNION ALL
                 SELECT u.start_id, c.client_id, c.parent_id, c.owner_id, u.depth + 1 FROM up u
                 JOIN client c ON c.tenant_id = ?1 AND c.client_id = u.parent_id
                 WHERE u.depth <= ?3::bigint)
             SELECT start_id, client_id, owner_id, depth FROM up ORDER BY start_id, depth";
    /// How many levels stand below a client.
    BELOW = "WITH RECURSIVE down (client_id, depth) AS (
                 SELECT client_id, 0 FROM client WHERE tenant_id = ?1 AND client_id = ?2
                 UNION ALL
                 SELECT c.client_id, d.depth + 1 FROM down d
                 JOIN client c ON c.tenant_id = ?1 AND c.parent_id = d.client_id
                 WHERE d.depth <= ?3::bigint)
             SELECT COALESCE(MAX(depth), 0) FROM down";
}

/// A client as a parent.
pub(super) struct Line {
    /// Who looks after it.
    pub(super) owner: Option<UserId>,
    /// Itself and every client above it, from the bottom up.
    pub(super) ids: Vec<ClientId>,
}

/// The lines of those clients that are there.
pub(super) fn above(
    tx: &Tx<'_>,
    starts: Vec<ClientId>,
) -> Result<HashMap<ClientId, Line>, db::Error> {
    let mut lines: HashMap<ClientId, Line> = HashMap::new();
    if starts.is_empty() {
        return Ok(lines);
    }
    tx.for_each(&ABOVE, params![starts, LEVELS_MAX as i64], |row| {
        let (start, id, owner) = (row.get(0)?, row.get(1)?, row.get(2)?);
        lines.entry(start).or_insert_with(|| Line { owner, ids: Vec::new() }).ids.push(id);
        Ok::<(), db::Error>(())
    })?;
    Ok(lines)
}

/// How many levels stand below a client; counting ends where there are too many.
pub(super) fn levels_below(tx: &Tx<'_>, id: ClientId) -> Result<usize, db::Error> {
    let levels: u32 = tx.query_one(&BELOW, params![id, LEVELS_MAX as i64], |r| r.get(0))?;
    Ok(levels as usize)
}
