//! Changing many clients at once: rehearse, apply exactly that, undo.

use axum::Json;
use axum::extract::State;
use billing::payment_term;
use clients::ClientId;
use clients::client::bulk::{self, BulkId, Planned, Wish};
use clients::client::change::difference;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::shape::ClientStatus;
use crate::body::{Body, Create, IdempotencyHeader};
use crate::path::At;
use crate::problem::{Problem, WriteProblems};
use crate::reply::Made;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{given, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(plan_clients_change))
        .routes(routes!(apply_clients_change))
        .routes(routes!(undo_clients_change))
}

/// What is to be changed of each client; what is absent stays as it is.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClientsWish {
    /// Who looks after them; null is nobody.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    owner_id: Option<Option<Uuid>>,
    /// Where they stand.
    status: Option<ClientStatus>,
    /// The code of their payment term.
    #[schema(example = "net30")]
    payment_term: Option<String>,
    /// What sort of clients they are, in the company's own words.
    client_type: Option<String>,
    /// Tags that they get.
    #[serde(default)]
    add_tags: Vec<String>,
    /// Tags that they lose.
    #[serde(default)]
    remove_tags: Vec<String>,
}

impl From<ClientsWish> for Wish {
    fn from(wish: ClientsWish) -> Self {
        Self {
            owner: wish.owner_id.map(|owner| owner.map(id)),
            status: wish.status.map(|s| s.0),
            payment_term: wish.payment_term,
            client_type: wish.client_type,
            add_tags: wish.add_tags,
            remove_tags: wish.remove_tags,
        }
    }
}

/// Which clients, and what is to be changed of them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClientsChangeToPlan {
    /// 1 to 5,000 clients.
    #[schema(min_items = 1, max_items = 5000)]
    clients: Vec<Uuid>,
    change: ClientsWish,
}

/// A change of many clients, as it was rehearsed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClientsChange {
    /// The clients of the rehearsal.
    #[schema(min_items = 1, max_items = 5000)]
    clients: Vec<Uuid>,
    /// The change of the rehearsal.
    change: ClientsWish,
    /// The rehearsal's fingerprint.
    fingerprint: String,
}

/// What a change of many clients comes to.
#[derive(Serialize, ToSchema)]
struct ClientsPlan {
    /// Says which facts must not have moved when it is applied.
    fingerprint: String,
    /// The clients that would change.
    changes: Vec<PlannedClient>,
    /// How many of the chosen are so already.
    unchanged: u64,
}

/// A client that would change.
#[derive(Serialize, ToSchema)]
struct PlannedClient {
    id: Uuid,
    number: String,
    legal_name: String,
    /// The fields that would change: `before` and `after`.
    #[schema(value_type = Object)]
    difference: Value,
}

/// What was changed.
#[derive(Serialize, ToSchema)]
struct ClientsChanged {
    /// The change, to be undone by.
    id: Uuid,
    /// How many clients were changed.
    changed: u64,
}

/// What was undone.
#[derive(Serialize, ToSchema)]
struct ClientsRestored {
    /// Clients that are as they were before.
    restored: u64,
    /// Clients that somebody has changed since; they stay as they are.
    kept: Vec<Uuid>,
}

impl From<Planned> for PlannedClient {
    fn from(planned: Planned) -> Self {
        Self {
            id: planned.before.id.uuid(),
            difference: difference(&planned.before.fields, &planned.after),
            number: planned.before.fields.number,
            legal_name: planned.before.fields.legal_name,
        }
    }
}

fn ids(clients: Vec<Uuid>) -> Vec<ClientId> {
    clients.into_iter().map(id).collect()
}

/// Rehearse a change of many clients. Writes nothing.
#[utoipa::path(post, path = "/clients/changes/plan", operation_id = "plan_clients_change", tag = "clients",
    request_body = ClientsChangeToPlan, responses((status = 200, body = ClientsPlan), WriteProblems))]
async fn plan_clients_change(
    State(server): State<Server>,
    Signed(actor): Signed,
    Body(body): Body<ClientsChangeToPlan>,
) -> Result<Json<ClientsPlan>, Problem> {
    let (clients, wish) = (ids(body.clients), Wish::from(body.change));
    let plan = server
        .read(actor, move |tx, actor| {
            let plan = bulk::plan(tx, actor, &clients, &wish)?;
            if let Some(term) = &wish.payment_term {
                payment_term::find(tx, term)?;
            }
            Ok(plan)
        })
        .await?;
    Ok(Json(ClientsPlan {
        fingerprint: plan.fingerprint,
        unchanged: plan.same as u64,
        changes: plan.changes.into_iter().map(PlannedClient::from).collect(),
    }))
}

/// Change many clients exactly as rehearsed, or none of them where one has changed since.
#[utoipa::path(post, path = "/clients/changes", operation_id = "apply_clients_change", tag = "clients",
    params(IdempotencyHeader), request_body = ClientsChange,
    responses((status = 201, body = ClientsChanged), WriteProblems))]
async fn apply_clients_change(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<ClientsChange>,
) -> Result<Made, Problem> {
    let (clients, wish) = (ids(body.clients), Wish::from(body.change));
    server
        .create(actor, key, move |tx, actor| {
            if let Some(term) = &wish.payment_term {
                payment_term::find(tx, term)?;
            }
            let done = bulk::apply(tx, actor, &clients, &wish, &body.fingerprint)?;
            Ok(ClientsChanged { id: done.id.uuid(), changed: done.changed as u64 })
        })
        .await
}

/// Make many clients what they were before a change, but for those that somebody has changed since.
#[utoipa::path(post, path = "/clients/changes/{id}/undo", operation_id = "undo_clients_change", tag = "clients",
    params(("id" = Uuid, Path)), responses((status = 200, body = ClientsRestored), WriteProblems))]
async fn undo_clients_change(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<BulkId>,
) -> Result<Json<ClientsRestored>, Problem> {
    let undone = server.write(actor, move |tx, actor| Ok(bulk::undo(tx, actor, id)?)).await?;
    Ok(Json(ClientsRestored {
        restored: undone.restored as u64,
        kept: undone.kept.into_iter().map(kernel::Id::uuid).collect(),
    }))
}
