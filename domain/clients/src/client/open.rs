//! Opening clients: one, several, or a file full.

use std::collections::HashSet;

use db::Tx;
use kernel::{Fault, Kind, UserId};
use people::permission::WriteClients;
use people::{Actor, Allowed, Reach, audit};
use serde_json::json;

use super::known::Known;
use super::tree::LEVELS_MAX;
use super::{Client, ClientId, NewClient, check, store};
use crate::field::FieldError;
use crate::tally::Deltas;

/// Why a client is not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A field is wrong in itself.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// Another client has the number.
    #[error("there is a client number '{0}' already")]
    NumberTaken(String),
    /// The owner is no user of the company.
    #[error("the owner {0} is not a user of this company")]
    UnknownOwner(UserId),
    /// The actor may not give a client to that owner, or take its owner away.
    #[error(
        "your permission covers only clients of your own or of your team, so you cannot give this one to another owner"
    )]
    OwnerOutOfReach,
    /// The parent is no client that the actor may know of.
    #[error("there is no client {0} that could be the parent")]
    UnknownParent(ClientId),
    /// The client would be above itself.
    #[error("a client cannot belong to itself, nor to a client that belongs to it")]
    ParentCycle,
    /// Too many levels.
    #[error("with this parent there would be more than {LEVELS_MAX} clients one above the other")]
    TooDeep,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(OpenError {
    Self::Field(e) => delegate e;
    Self::NumberTaken(_) => Conflict, "number-taken", at "number";
    Self::UnknownOwner(_) => Invalid, "unknown-owner", at "owner_id";
    Self::OwnerOutOfReach => Forbidden, "owner-out-of-reach", at "owner_id";
    Self::UnknownParent(_) => Invalid, "unknown-parent", at "parent_id";
    Self::ParentCycle => Invalid, "parent-cycle", at "parent_id";
    Self::TooDeep => Invalid, "too-many-levels", at "parent_id";
    Self::Db(e) => delegate e;
});

/// One of several clients is wrong, and none was opened.
#[derive(Debug, thiserror::Error)]
#[error("client {row}: {error}")]
pub struct OpenManyError {
    /// Its place among those given, from nought; nought as well where the database failed them all.
    pub row: usize,
    /// What is wrong with it.
    pub error: OpenError,
}

impl From<db::Error> for OpenManyError {
    fn from(error: db::Error) -> Self {
        Self { row: 0, error: error.into() }
    }
}

impl Fault for OpenManyError {
    fn kind(&self) -> Kind {
        self.error.kind()
    }

    fn code(&self) -> &'static str {
        self.error.code()
    }

    fn field(&self) -> Option<String> {
        self.error.field().map(|field| format!("{}/{field}", self.row))
    }
}

/// A client that passed every check and can be inserted; had from [`check_many`].
#[derive(Clone, Debug)]
pub struct CheckedClient {
    client: Client,
    /// How many of the clients checked with it stand above it; those go in first.
    level: usize,
}

impl CheckedClient {
    /// The client as it will be kept.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

/// Opens a client. Whether its payment term is known and its number comes from the series, the caller has
/// seen to.
pub fn open(
    tx: &Tx<'_>,
    actor: &Actor,
    allowed: &Allowed<WriteClients>,
    new: &NewClient,
) -> Result<ClientId, OpenError> {
    let id: ClientId = tx.new_id();
    open_many(tx, actor, allowed, &[(id, new.clone())]).map_err(|e| e.error)?;
    Ok(id)
}

/// Opens several clients under ids of the caller's ([`Tx::new_id`]), all or none. One may be the parent of
/// another.
pub fn open_many(
    tx: &Tx<'_>,
    actor: &Actor,
    allowed: &Allowed<WriteClients>,
    new: &[(ClientId, NewClient)],
) -> Result<(), OpenManyError> {
    let mut checked = Vec::with_capacity(new.len());
    for (row, outcome) in check_many(tx, actor, allowed, new)?.into_iter().enumerate() {
        checked.push(outcome.map_err(|error| OpenManyError { row, error })?);
    }
    insert_many(tx, &checked)?;
    for CheckedClient { client, .. } in &checked {
        let detail = json!({"after": store::shown(&client.fields)});
        audit::record(tx, actor, "client.opened", ("client", &client.id), detail)?;
    }
    Ok(())
}

/// Checks clients and writes nothing: for each, in the order given, the client as it would be kept or what
/// is wrong with it. A client whose parent is wrong and among them is wrong as well.
pub fn check_many(
    tx: &Tx<'_>,
    actor: &Actor,
    allowed: &Allowed<WriteClients>,
    new: &[(ClientId, NewClient)],
) -> Result<Vec<Result<CheckedClient, OpenError>>, db::Error> {
    let mut known = Known::gather(tx, actor, new)?;
    let mut checked: Vec<Result<CheckedClient, OpenError>> = new
        .iter()
        .map(|(id, new)| {
            let mut fields = check::fields(new)?;
            fields.owner_id = own(actor, allowed, fields.owner_id);
            known.number(&fields.number)?;
            known.owner(allowed, fields.owner_id)?;
            let level = known.level(allowed, *id)?;
            let sort_name = check::sort_name_of(&fields);
            let (created_at, updated_at) = (tx.now(), tx.now());
            let client = Client { id: *id, fields, sort_name, version: 1, created_at, updated_at };
            Ok(CheckedClient { client, level })
        })
        .collect();
    drop_orphans(&mut checked, new);
    Ok(checked)
}

/// Inserts clients that were checked in the same transaction, one load a table, and keeps the tally. Writes
/// no audit event: [`open_many`] writes one a client, an import one for the file.
pub fn insert_many(tx: &Tx<'_>, checked: &[CheckedClient]) -> Result<(), db::Error> {
    let mut rows: Vec<&CheckedClient> = checked.iter().collect();
    rows.sort_by_key(|row| row.level);
    tx.load(&store::LOAD_CLIENTS, &rows, |row| store::cells(&row.client))?;
    store::insert_parts(tx, checked.iter().map(|c| (c.client.id, &c.client.fields)))?;
    let mut deltas = Deltas::default();
    for CheckedClient { client, .. } in checked {
        deltas.add(client.fields.owner_id, client.fields.status, client.fields.kind, 1);
    }
    deltas.apply(tx)
}

/// The owner of a new client: where the permission reaches not all clients, the actor unless another is named.
fn own(actor: &Actor, allowed: &Allowed<WriteClients>, owner: Option<UserId>) -> Option<UserId> {
    match allowed.reach() {
        Reach::All => owner,
        Reach::Owners(_) => owner.or(actor.user_id()),
    }
}

/// Makes rows wrong whose parent is a wrong row, from the top down.
fn drop_orphans(checked: &mut [Result<CheckedClient, OpenError>], new: &[(ClientId, NewClient)]) {
    let mut wrong: HashSet<ClientId> = new
        .iter()
        .zip(checked.iter())
        .filter(|(_, c)| c.is_err())
        .map(|((id, _), _)| *id)
        .collect();
    if wrong.is_empty() {
        return;
    }
    let mut order: Vec<usize> = (0..checked.len()).collect();
    order.sort_by_key(|row| checked[*row].as_ref().map_or(0, |c| c.level));
    for row in order {
        let parent = new[row].1.parent_id.filter(|p| wrong.contains(p) && checked[row].is_ok());
        if let Some(parent) = parent {
            checked[row] = Err(OpenError::UnknownParent(parent));
            wrong.insert(new[row].0);
        }
    }
}
