//! Clients: the accounts that a representative looks after.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use billing::payment_term;
use clients::ClientId;
use clients::client::access::{ClientAccess, access};
use clients::client::change::{Change, change};
use clients::client::list::{ClientFilter, list};
use clients::client::{self, find, open};
use db::{Ask, Tx};
use kernel::{PageRequest, code};
use ledger::series::{self, Purpose};
use people::permission::{ReadClients, ReadLedger, WriteClients};
use people::{Actor, user};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::itself;
use crate::body::{Body, Create, IdempotencyHeader};
use crate::export::{Accepted, FileBytes};
use crate::listing::{Columns, Of};
use crate::path::At;
use crate::problem::{ChangeProblems, ListProblems, Problem, ReadProblems, WriteProblems};
use crate::query::{Query, list_query};
use crate::reply::{Made, PageOf, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::version::{IfMatch, IfMatchHeader};
use crate::wire::{currency, id};

mod bulk;
mod change;
mod shape;

use change::ClientChange;
use shape::{Client, ClientKind, ClientRow, ClientStatus, NewClient};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .merge(bulk::routes())
        .routes(routes!(list_clients, create_client))
        .routes(routes!(list_owners))
        .routes(routes!(read_client, update_client))
}

/// The number series that new clients get their numbers from.
const SERIES: &str = "client";
/// Numbers of the series that may be taken by hand already before one is given up.
const NUMBERS_TRIED_MAX: usize = 1_000;

list_query! {
    /// Which clients.
    ClientQuery {
        /// `name` (when not said), `number` or `updated`.
        sort,
        /// Looked after by one of these users: ids, separated by commas.
        owner: Option<String>,
        /// Of this status. Where none is named, the archived are left out.
        status: Option<ClientStatus>,
        /// Takes in the archived where no status is named.
        archived: Option<bool>,
        /// Of this kind.
        kind: Option<ClientKind>,
        /// Of this type, in the company's own words.
        client_type: Option<String>,
        /// With an account in this currency.
        currency: Option<String>,
        /// That belong to this client.
        parent: Option<Uuid>,
        /// With this tag.
        tag: Option<String>,
        /// Of this number.
        number: Option<String>,
        /// Whose name begins so; accents and case do not count, and a person's family name goes first.
        name_prefix: Option<String>,
        /// What a number begins with, or else what a name begins with.
        search: Option<String>,
    }
}

impl ClientQuery {
    fn filter(&self) -> Result<ClientFilter, Problem> {
        let owners = self.owner.as_deref().map(|text| {
            let bad = |e: kernel::ParseIdError| {
                Problem::invalid(code!("bad-parameter"), "owner", e.to_string())
            };
            text.split(',').map(|owner| owner.trim().parse().map_err(bad)).collect()
        });
        Ok(ClientFilter {
            owners: owners.transpose()?,
            status: self.status.map(|s| s.0),
            archived: self.archived.unwrap_or(false),
            kind: self.kind.map(|k| k.0),
            client_type: self.client_type.clone(),
            currency: self.currency.as_deref().map(|c| currency(c, "currency")).transpose()?,
            parent: self.parent.map(id),
            tag: self.tag.clone(),
            number: self.number.clone(),
            name_prefix: self.name_prefix.clone(),
            search: self.search.clone(),
        })
    }
}

const COLUMNS: Columns = Columns {
    file: "clients",
    all: &[
        ("number", Of::Text),
        ("legal_name", Of::Text),
        ("trading_name", Of::Text),
        ("kind", Of::Text),
        ("client_type", Of::Text),
        ("status", Of::Text),
        ("currency", Of::Text),
        ("credit_limit", Of::Number),
        ("owner_name", Of::Text),
        ("updated_at", Of::Text),
        ("id", Of::Text),
    ],
};

/// The clients in your reach.
#[utoipa::path(get, path = "/clients", operation_id = "list_clients", tag = "clients",
    params(ClientQuery), responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<ClientRow> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_clients(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<ClientQuery>,
) -> Result<Response, Problem> {
    let filter = query.filter()?;
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let proof = actor.allow::<ReadClients>()?;
            let page = list(tx, &proof, &filter, query.sort.as_deref(), &query.page())?;
            Ok(PageOf::of(page, ClientRow::from))
        })
        .await
}

/// Open a client. Without a number it gets the next of the series; without an owner it is yours, unless
/// you see all clients.
#[utoipa::path(post, path = "/clients", operation_id = "create_client", tag = "clients",
    params(IdempotencyHeader), request_body = NewClient,
    responses((status = 201, body = Client), WriteProblems))]
async fn create_client(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewClient>,
) -> Result<Made, Problem> {
    server
        .create(actor, key, move |tx, actor| {
            let proof = actor.allow::<WriteClients>()?;
            let mut new = body.fields(&people::tenant::get(tx)?)?;
            payment_term::find(tx, &new.payment_term)?;
            if new.number.trim().is_empty() {
                new.number = next_number(tx)?;
            }
            let made = open::open(tx, actor, &proof, &new)?;
            let proof = access::<WriteClients>(tx, actor, made)?;
            Client::of(tx, actor, client::get(tx, &proof)?)
        })
        .await
}

/// The next number of the series that nobody has given by hand.
fn next_number(tx: &Tx<'_>) -> Result<String, Problem> {
    for _ in 0..NUMBERS_TRIED_MAX {
        let taken = series::take(tx, SERIES, Purpose::Client, 1)?;
        if find::find_by_numbers(tx, &taken)?.is_empty() {
            return Ok(taken.into_iter().next().unwrap_or_default());
        }
    }
    let detail = "the next numbers of the series are all taken by hand; give a number yourself";
    Err(Problem::invalid(code!("number-taken"), "number", detail))
}

/// Somebody who may look after clients.
#[derive(Serialize, ToSchema)]
struct Owner {
    id: Uuid,
    /// Their name.
    #[schema(example = "Ana Ruiz")]
    name: String,
}

/// Those to whom a client may be handed over, for whoever may change clients: all who may sign in, by name.
#[utoipa::path(get, path = "/clients/owners", operation_id = "list_owners", tag = "clients",
    responses((status = 200, body = PageOf<Owner>), ListProblems))]
async fn list_owners(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<Owner>>, Problem> {
    let owners = server
        .read(actor, |tx, actor| Ok(user::owners(tx, &actor.allow::<WriteClients>()?)?))
        .await?;
    let shown = owners.into_iter().map(|(id, name)| Owner { id: id.uuid(), name });
    Ok(Json(PageOf::whole(shown.collect())))
}

/// One client with its addresses, tax numbers and tags.
#[utoipa::path(get, path = "/clients/{id}", operation_id = "read_client", tag = "clients",
    params(("id" = Uuid, Path)), responses((status = 200, body = Client), ReadProblems))]
async fn read_client(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ClientId>,
) -> Result<Versioned<Client>, Problem> {
    server
        .read(actor, move |tx, actor| {
            let found = client::get(tx, &access::<ReadClients>(tx, actor, id)?)?;
            Ok(Versioned(found.version, Client::of(tx, actor, found)?))
        })
        .await
}

/// Change a client.
#[utoipa::path(patch, path = "/clients/{id}", operation_id = "update_client", tag = "clients",
    params(("id" = Uuid, Path), IfMatchHeader), request_body = ClientChange,
    responses((status = 200, body = Client), ChangeProblems))]
async fn update_client(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ClientId>,
    IfMatch(version): IfMatch,
    Body(wish): Body<ClientChange>,
) -> Result<Versioned<Client>, Problem> {
    server
        .write(actor, move |tx, actor| {
            let proof = access::<WriteClients>(tx, actor, id)?;
            apply(tx, actor, &proof, version, &wish)?;
            let changed = client::get(tx, &reread(tx, actor, id)?)?;
            Ok(Versioned(changed.version, Client::of(tx, actor, changed)?))
        })
        .await
}

fn apply(
    tx: &Tx<'_>,
    actor: &Actor,
    proof: &ClientAccess<WriteClients>,
    version: i64,
    wish: &ClientChange,
) -> Result<(), Problem> {
    let before = client::get(tx, proof)?.fields;
    let (had_term, had_currency) = (before.payment_term.clone(), before.currency);
    let fields = wish.applied(before)?;
    if fields.payment_term != had_term {
        payment_term::find(tx, &fields.payment_term)?;
    }
    let may_change_currency = fields.currency != had_currency && nothing_posted(tx, proof.id())?;
    change(tx, actor, proof, &Change { version, fields, may_change_currency })?;
    Ok(())
}

/// The client as it is after a change, which may have taken it out of the actor's own reach: who hands a
/// client over still sees what they did.
fn reread(tx: &Tx<'_>, actor: &Actor, id: ClientId) -> Result<ClientAccess<WriteClients>, Problem> {
    match access::<WriteClients>(tx, actor, id) {
        Ok(proof) => Ok(proof),
        Err(_) => Ok(access(tx, &itself(tx), id)?),
    }
}

/// Whether nothing is posted to a client's account. The program asks for itself: who may change a client
/// need not be one who may read the ledger.
fn nothing_posted(tx: &Tx<'_>, client: ClientId) -> Result<bool, Problem> {
    let proof = itself(tx).allow::<ReadLedger>()?;
    let page = PageRequest { limit: Some(1), after: None };
    let ask = Ask { page, ..Ask::default() }.filter("client", Some(client));
    Ok(ledger::entry::list(tx, &proof, &ask)?.total == 0)
}
