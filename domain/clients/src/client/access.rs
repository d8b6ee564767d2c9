//! The proof that an actor may do something to a client.

use std::collections::HashMap;
use std::sync::Arc;

use db::{Tx, params};
use kernel::UserId;
use money::Currency;
use people::permission::PermissionType;
use people::{Actor, Allowed, Denied};

use super::{ClientId, ClientKind, ClientStatus};

db::statements! {
    BRIEF = "SELECT client_id, number, legal_name, kind, status, owner_id, currency, payment_term, language, credit_limit_minor, parent_id, version
             FROM client WHERE tenant_id = ?1 AND client_id IN LIST(?2)";
}

/// The proof that an actor has permission `P` for a client, with what most callers need to know of it.
///
/// It can only be had from [`access()`] and [`access_many`], and is worth what it says in the transaction
/// in which it was had.
#[derive(Debug)]
pub struct ClientAccess<P> {
    allowed: Arc<Allowed<P>>,
    brief: Brief,
}

#[derive(Clone, Debug)]
struct Brief {
    id: ClientId,
    number: String,
    legal_name: String,
    kind: ClientKind,
    status: ClientStatus,
    owner: Option<UserId>,
    currency: Currency,
    payment_term: String,
    language: String,
    credit_limit_minor: Option<i64>,
    parent: Option<ClientId>,
    version: i64,
}

impl<P> Clone for ClientAccess<P> {
    fn clone(&self) -> Self {
        Self { allowed: Arc::clone(&self.allowed), brief: self.brief.clone() }
    }
}

impl<P> ClientAccess<P> {
    /// The client.
    pub fn id(&self) -> ClientId {
        self.brief.id
    }

    /// The actor's permission, with how far it reaches.
    pub fn allowed(&self) -> &Allowed<P> {
        &self.allowed
    }

    /// The client's number.
    pub fn number(&self) -> &str {
        &self.brief.number
    }

    /// The client's name in law.
    pub fn legal_name(&self) -> &str {
        &self.brief.legal_name
    }

    /// What the client is in law.
    pub fn kind(&self) -> ClientKind {
        self.brief.kind
    }

    /// Where the client stands.
    pub fn status(&self) -> ClientStatus {
        self.brief.status
    }

    /// Who looks after the client.
    pub fn owner(&self) -> Option<UserId> {
        self.brief.owner
    }

    /// The currency of the client's account.
    pub fn currency(&self) -> Currency {
        self.brief.currency
    }

    /// The code of the client's payment term.
    pub fn payment_term(&self) -> &str {
        &self.brief.payment_term
    }

    /// The language of what is written to the client: `en` or `es`.
    pub fn language(&self) -> &str {
        &self.brief.language
    }

    /// The client's credit limit in minor units of its currency.
    pub fn credit_limit_minor(&self) -> Option<i64> {
        self.brief.credit_limit_minor
    }

    /// The client that it belongs to.
    pub fn parent(&self) -> Option<ClientId> {
        self.brief.parent
    }

    /// The client's version when the proof was had.
    pub fn version(&self) -> i64 {
        self.brief.version
    }
}

/// Why an actor may not act on a client.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The actor lacks the permission for any client.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such client, or none that this actor may know of: the two cannot be told apart.
    #[error("there is no client {0}")]
    Unknown(ClientId),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(AccessError {
    Self::Denied(e) => delegate e;
    Self::Unknown(_) => NotFound, "unknown-client";
    Self::Db(e) => delegate e;
});

/// The proof that the actor has permission `P` for a client.
pub fn access<P: PermissionType>(
    tx: &Tx<'_>,
    actor: &Actor,
    id: ClientId,
) -> Result<ClientAccess<P>, AccessError> {
    access_many(tx, actor, &[id])?.remove(&id).ok_or(AccessError::Unknown(id))
}

/// The proofs for several clients by id, had with one query; an error if one of them is out of reach.
pub fn access_many<P: PermissionType>(
    tx: &Tx<'_>,
    actor: &Actor,
    ids: &[ClientId],
) -> Result<HashMap<ClientId, ClientAccess<P>>, AccessError> {
    let allowed = Arc::new(actor.allow::<P>()?);
    let mut found = HashMap::with_capacity(ids.len());
    // An actor of another company reaches nothing here, whatever the transaction was opened for.
    if actor.tenant() == tx.tenant() && !ids.is_empty() {
        for brief in tx.query(&BRIEF, params![ids], brief_of)? {
            if allowed.covers(brief.owner) {
                found.insert(brief.id, ClientAccess { allowed: Arc::clone(&allowed), brief });
            }
        }
    }
    match ids.iter().find(|id| !found.contains_key(id)) {
        Some(unknown) => Err(AccessError::Unknown(*unknown)),
        None => Ok(found),
    }
}

fn brief_of(row: &db::Row<'_>) -> Result<Brief, db::Error> {
    Ok(Brief {
        id: row.get(0)?,
        number: row.get(1)?,
        legal_name: row.get(2)?,
        kind: row.parse(3)?,
        status: row.parse(4)?,
        owner: row.get(5)?,
        currency: row.get(6)?,
        payment_term: row.get(7)?,
        language: row.get(8)?,
        credit_limit_minor: row.get(9)?,
        parent: row.get(10)?,
        version: row.get(11)?,
    })
}
