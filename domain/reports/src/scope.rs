//! Whose receivables a report is about.

use clients::ClientId;
use clients::client::LEVELS_MAX;
use db::{Tx, Value, params};
use kernel::UserId;
use people::Allowed;

db::statements! {
    FAMILY = include_str!("sql/family.sql");
}

/// Why a report cannot be about what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ScopeError {
    /// No such client, or none in the actor's reach.
    #[error("there is no client {0}")]
    UnknownClient(ClientId),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(ScopeError {
    Self::UnknownClient(_) => NotFound, "unknown-client", at "client";
    Self::Db(e) => delegate e;
});

/// The open items `o` of a scope, with the conditions that limit them to it; `$n` is the number of the
/// parameter that [`Scope::bind`] adds. CROSS, so that SQLite begins with the clients, which are few where a
/// scope is given; PostgreSQL takes it as any join.
#[rustfmt::skip]
macro_rules! items_of {
    (all, $n:literal) => { "FROM open_item o
    WHERE o.tenant_id = ?1" };
    (owners, $n:literal) => { concat!("FROM client k
    CROSS JOIN open_item o
    WHERE k.tenant_id = ?1 AND k.owner_id IN LIST(?", $n, ") AND o.tenant_id = ?1 AND o.client_id = k.client_id") };
    (nobody, $n:literal) => { "FROM client k
    CROSS JOIN open_item o
    WHERE k.tenant_id = ?1 AND k.owner_id IS NULL AND o.tenant_id = ?1 AND o.client_id = k.client_id" };
    (clients, $n:literal) => { concat!("FROM client k
    CROSS JOIN open_item o
    WHERE k.tenant_id = ?1 AND k.client_id IN LIST(?", $n, ") AND o.tenant_id = ?1 AND o.client_id = k.client_id") };
}

/// What settlements after day ?2 took from each item of a scope, or gave back (below nought): a query of
/// `open_item_id`, `amount_minor` and `base_minor`. Of all clients it begins with the settlements, of some
/// with their items.
#[rustfmt::skip]
macro_rules! later_of {
    (all, $n:literal) => { "SELECT t.open_item_id, CAST(SUM(t.amount_minor) AS BIGINT) AS amount_minor, CAST(SUM(t.base_minor) AS BIGINT) AS base_minor
    FROM (
        SELECT s.debit_item_id AS open_item_id, s.amount_minor, s.debit_base_minor AS base_minor
        FROM settlement s WHERE s.tenant_id = ?1 AND s.applied_on > ?2 AND s.debit_item_id IS NOT NULL
        UNION ALL
        SELECT s.credit_item_id, s.amount_minor, s.credit_base_minor
        FROM settlement s WHERE s.tenant_id = ?1 AND s.applied_on > ?2 AND s.credit_item_id IS NOT NULL
    ) t
    GROUP BY t.open_item_id" };
    ($scope:ident, $n:literal) => { concat!("SELECT t.open_item_id, CAST(SUM(t.amount_minor) AS BIGINT) AS amount_minor, CAST(SUM(t.base_minor) AS BIGINT) AS base_minor
    FROM (
        SELECT i.open_item_id, s.amount_minor, s.debit_base_minor AS base_minor
        FROM (SELECT o.open_item_id ", items_of!($scope, $n), " AND o.closed_on > ?2 AND o.issued_on <= ?2) i
        CROSS JOIN settlement s
        WHERE s.tenant_id = ?1 AND s.debit_item_id = i.open_item_id AND s.applied_on > ?2
        UNION ALL
        SELECT i.open_item_id, s.amount_minor, s.credit_base_minor
        FROM (SELECT o.open_item_id ", items_of!($scope, $n), " AND o.closed_on > ?2 AND o.issued_on <= ?2) i
        CROSS JOIN settlement s
        WHERE s.tenant_id = ?1 AND s.credit_item_id = i.open_item_id AND s.applied_on > ?2
    ) t
    GROUP BY t.open_item_id") };
}

/// The client `o` is of as one more column, where the rows are of clients.
#[rustfmt::skip]
macro_rules! of_items_client {
    (total) => { "" };
    (client) => { ", o.client_id" };
}

/// The same column of a query around it.
#[rustfmt::skip]
macro_rules! of_client {
    (total) => { "" };
    (client) => { ", client_id" };
}

/// Who looks after the clients that a report is limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A user.
    Is(UserId),
    /// Nobody.
    Nobody,
}

impl From<UserId> for Owner {
    fn from(user: UserId) -> Self {
        Self::Is(user)
    }
}

impl Owner {
    /// As the column of clients has it.
    fn id(self) -> Option<UserId> {
        match self {
            Self::Is(user) => Some(user),
            Self::Nobody => None,
        }
    }
}

/// Whose receivables: each has a text of its own, so that each engine finds the index for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Every client's.
    All,
    /// Those of the clients of these owners.
    Owners(Vec<UserId>),
    /// Those of these clients.
    Clients(Vec<ClientId>),
    /// Those of the clients of nobody.
    Nobody,
}

impl Scope {
    /// What a permission reaches of what was asked. Clients below `client` that are out of reach, or have
    /// another owner than `owner`, are left out.
    pub(crate) fn of<P>(
        tx: &Tx<'_>,
        proof: &Allowed<P>,
        client: Option<ClientId>,
        include_children: bool,
        owner: Option<Owner>,
    ) -> Result<Self, ScopeError> {
        if let Some(client) = client {
            let family = family(tx, proof, client, include_children)?;
            let wanted =
                family.into_iter().filter(|(_, o)| owner.is_none_or(|owner| *o == owner.id()));
            return Ok(Self::Clients(wanted.map(|(id, _)| id).collect()));
        }
        Ok(match (owner, proof.owners()) {
            (Some(Owner::Is(owner)), _) if proof.covers(Some(owner)) => Self::Owners(vec![owner]),
            (Some(Owner::Nobody), None) => Self::Nobody,
            (Some(_), _) => Self::Owners(Vec::new()),
            (None, Some(owners)) => Self::Owners(owners),
            (None, None) => Self::All,
        })
    }

    /// Which of four texts, in the order of the variants, asks for it.
    pub(crate) fn index(&self) -> usize {
        match self {
            Self::All => 0,
            Self::Owners(_) => 1,
            Self::Clients(_) => 2,
            Self::Nobody => 3,
        }
    }

    /// Adds the list that the texts of owners and of clients take last.
    pub(crate) fn bind(self, params: &mut Vec<Value<'_>>) {
        match self {
            Self::All | Self::Nobody => {}
            Self::Owners(owners) => params.push(owners.into()),
            Self::Clients(clients) => params.push(clients.into()),
        }
    }
}

/// A client and, where wanted, those below it that are in reach, each with its owner.
pub(crate) fn family<P>(
    tx: &Tx<'_>,
    proof: &Allowed<P>,
    client: ClientId,
    include_children: bool,
) -> Result<Vec<(ClientId, Option<UserId>)>, ScopeError> {
    let depth_max = if include_children { LEVELS_MAX as i64 } else { 0 };
    let family = tx.query(&FAMILY, params![client, depth_max], |r| {
        Ok((r.get::<ClientId>(0)?, r.get::<Option<UserId>>(1)?))
    })?;
    let reached: Vec<_> = family.into_iter().filter(|(_, owner)| proof.covers(*owner)).collect();
    if reached.iter().any(|(id, _)| *id == client) {
        Ok(reached)
    } else {
        Err(ScopeError::UnknownClient(client))
    }
}
