//! Saved views of lists.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use db::Ask;
use kernel::PageRequest;
use people::Actor;
use people::view::{self, ViewId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::body::{Body, Create, IdempotencyHeader};
use crate::path::At;
use crate::problem::{ChangeProblems, ListProblems, Problem, ReadProblems, WriteProblems};
use crate::query::Query;
use crate::reply::{Made, PageOf, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::version::{IfMatch, IfMatchHeader};
use crate::wire::{Word, given, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_views, create_view)).routes(routes!(
        read_view,
        update_view,
        delete_view
    ))
}

crate::wire::words! {
    view::Visibility = "Visibility", view::Visibility::ALL;
}
type Visibility = Word<view::Visibility>;

/// A list's filters, sort and columns under a name.
#[derive(Serialize, ToSchema)]
struct View {
    id: Uuid,
    /// The list that it is of.
    #[schema(example = "open-items")]
    list: String,
    /// Its name.
    #[schema(example = "Overdue in the north")]
    name: String,
    /// Who sees it.
    visibility: Visibility,
    /// The team that sees it.
    team_id: Option<Uuid>,
    /// Whatever the screen keeps there.
    #[schema(value_type = Object)]
    state: Map<String, Value>,
    /// Whether it stands in front of the others.
    pinned: bool,
    /// Whether it is yours.
    mine: bool,
    /// Whose it is.
    owner_name: String,
    /// For `If-Match`.
    version: i64,
}

impl View {
    fn of(view: view::View, actor: &Actor) -> Self {
        let view::NewView { list, name, visibility, team, state, pinned } = view.fields;
        Self {
            id: view.id.uuid(),
            list,
            name,
            visibility: Word(visibility),
            team_id: team.map(kernel::Id::uuid),
            state,
            pinned,
            mine: actor.user_id() == Some(view.owner),
            owner_name: view.owner_name,
            version: view.version,
        }
    }
}

/// What a new view is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewView {
    /// The list that it is of: lower-case letters, digits, hyphens and dots.
    #[schema(example = "open-items", max_length = 40)]
    list: String,
    /// Its name, which you have once for a list.
    #[schema(example = "Overdue in the north", max_length = 80)]
    name: String,
    /// Who sees it.
    visibility: Visibility,
    /// The team that sees it, one of yours; only where a team does.
    team_id: Option<Uuid>,
    /// Whatever the screen keeps there, up to 8 KiB.
    #[schema(value_type = Object)]
    state: Map<String, Value>,
    /// Whether it stands in front of the others.
    #[serde(default)]
    pinned: bool,
}

/// What may be changed about a view; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ViewChange {
    /// Its name.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, max_length = 80)]
    name: Option<String>,
    /// Who sees it. A view that a team does not see any more has no team.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    visibility: Option<Visibility>,
    /// The team that sees it, one of yours.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    team_id: Option<Option<Uuid>>,
    /// Whatever the screen keeps there, up to 8 KiB.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, value_type = Option<Object>)]
    state: Option<Map<String, Value>>,
    /// Whether it stands in front of the others.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pinned: Option<bool>,
}

impl ViewChange {
    fn of(&self, before: view::NewView) -> view::NewView {
        let visibility = self.visibility.map_or(before.visibility, |v| v.0);
        let team = match self.team_id {
            Some(team) => team.map(id),
            None => before.team.filter(|_| visibility == view::Visibility::Team),
        };
        view::NewView {
            name: self.name.clone().unwrap_or(before.name),
            visibility,
            team,
            state: self.state.clone().unwrap_or(before.state),
            pinned: self.pinned.unwrap_or(before.pinned),
            list: before.list,
        }
    }
}

/// Which views.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ViewQuery {
    /// Rows of the page; 50 when not said, 500 at the most.
    #[serde(default, deserialize_with = "crate::query::at_least_one")]
    #[param(minimum = 1, maximum = 500, nullable = false)]
    limit: Option<u32>,
    /// Where to go on: `next` of the page before.
    #[param(nullable = false)]
    after: Option<String>,
    /// `name`; a hyphen in front turns it round.
    #[param(nullable = false)]
    sort: Option<String>,
    /// Of this list.
    #[param(nullable = false)]
    list: Option<String>,
}

/// The views that you see: your own, those of your teams, and the company's.
#[utoipa::path(get, path = "/views", operation_id = "list_views", tag = "views", params(ViewQuery),
    responses((status = 200, body = PageOf<View>), ListProblems))]
async fn list_views(
    State(server): State<Server>,
    Signed(actor): Signed,
    Query(query): Query<ViewQuery>,
) -> Result<Json<PageOf<View>>, Problem> {
    let page = server
        .read(actor, move |tx, actor| {
            let page = PageRequest { limit: query.limit, after: query.after };
            let ask = Ask { filters: Vec::new(), sort: query.sort, page };
            let page = view::list(tx, actor, ask.filter("list", query.list))?;
            Ok(PageOf::of(page, |view| View::of(view, actor)))
        })
        .await?;
    Ok(Json(page))
}

/// Save a view, for yourself, one of your teams, or the company.
#[utoipa::path(post, path = "/views", operation_id = "create_view", tag = "views",
    params(IdempotencyHeader), request_body = NewView,
    responses((status = 201, body = View), WriteProblems))]
async fn create_view(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewView>,
) -> Result<Made, Problem> {
    let new = view::NewView {
        list: body.list,
        name: body.name,
        visibility: body.visibility.0,
        team: body.team_id.map(id),
        state: body.state,
        pinned: body.pinned,
    };
    server
        .create(actor, key, move |tx, actor| Ok(View::of(view::create(tx, actor, &new)?, actor)))
        .await
}

/// One view that you see.
#[utoipa::path(get, path = "/views/{id}", operation_id = "read_view", tag = "views",
    params(("id" = Uuid, Path)), responses((status = 200, body = View), ReadProblems))]
async fn read_view(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ViewId>,
) -> Result<Versioned<View>, Problem> {
    let found =
        server.read(actor, move |tx, actor| Ok(View::of(view::get(tx, actor, id)?, actor))).await?;
    Ok(Versioned(found.version, found))
}

/// Change a view of yours; who manages the company changes any that they see.
#[utoipa::path(patch, path = "/views/{id}", operation_id = "update_view", tag = "views",
    params(("id" = Uuid, Path), IfMatchHeader), request_body = ViewChange,
    responses((status = 200, body = View), ChangeProblems))]
async fn update_view(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ViewId>,
    IfMatch(version): IfMatch,
    Body(change): Body<ViewChange>,
) -> Result<Versioned<View>, Problem> {
    let changed = server
        .write(actor, move |tx, actor| {
            let new = change.of(view::get(tx, actor, id)?.fields);
            Ok(View::of(view::change(tx, actor, id, version, &new)?, actor))
        })
        .await?;
    Ok(Versioned(changed.version, changed))
}

/// Delete a view of yours; who manages the company deletes any that they see.
#[utoipa::path(delete, path = "/views/{id}", operation_id = "delete_view", tag = "views",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "The view is gone"), WriteProblems))]
async fn delete_view(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ViewId>,
) -> Result<StatusCode, Problem> {
    server.write(actor, move |tx, actor| Ok(view::delete(tx, actor, id)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
