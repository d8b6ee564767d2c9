//! Teams and their managers.

use axum::Json;
use axum::extract::State;
use db::Tx;
use kernel::code;
use people::permission::ManageUsers;
use people::team::{self, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::body::{Body, Create, IdempotencyHeader};
use crate::path::At;
use crate::problem::{ChangeProblems, ListProblems, Problem, ReadProblems, WriteProblems};
use crate::reply::{Made, PageOf, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::version::{IfMatch, IfMatchHeader};
use crate::wire::{given, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_teams, create_team))
        .routes(routes!(read_team, update_team))
}

/// A team.
#[derive(Serialize, ToSchema)]
struct Team {
    id: Uuid,
    /// Its name.
    #[schema(example = "North")]
    name: String,
    /// Who manages it; a manager's *team* permissions reach every member's clients.
    manager_id: Option<Uuid>,
    /// Who belongs to it.
    member_ids: Vec<Uuid>,
    /// For `If-Match`.
    version: i64,
}

impl From<team::Team> for Team {
    fn from(t: team::Team) -> Self {
        Self {
            id: t.id.uuid(),
            name: t.name,
            manager_id: t.manager.map(kernel::Id::uuid),
            member_ids: t.members.into_iter().map(kernel::Id::uuid).collect(),
            version: t.version,
        }
    }
}

/// What a new team is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewTeam {
    /// Its name, unique in the company.
    #[schema(example = "North")]
    name: String,
    /// Who manages it.
    manager_id: Option<Uuid>,
    /// Who belongs to it.
    #[serde(default)]
    member_ids: Vec<Uuid>,
}

/// What may be changed about a team; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TeamChange {
    /// Its name.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// Who manages it; null for nobody.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Uuid>)]
    manager_id: Option<Option<Uuid>>,
    /// All who belong to it, as they shall be.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    member_ids: Option<Vec<Uuid>>,
}

fn find(tx: &Tx<'_>, id: TeamId) -> Result<team::Team, Problem> {
    let found = team::all(tx)?.into_iter().find(|t| t.id == id);
    found.ok_or_else(|| Problem::not_found(code!("unknown-team"), "there is no such team"))
}

/// A problem of the domain's, at the field as the API calls it.
fn renamed(error: team::TeamError) -> Problem {
    let mut problem = Problem::from(error);
    if problem.code == "unknown-user" {
        problem.field = Some("member_ids".to_owned());
    }
    problem
}

/// The company's teams.
#[utoipa::path(get, path = "/teams", operation_id = "list_teams", tag = "people",
    responses((status = 200, body = PageOf<Team>), ListProblems))]
async fn list_teams(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<Team>>, Problem> {
    let teams = server
        .read(actor, |tx, actor| {
            actor.allow::<ManageUsers>()?;
            Ok(team::all(tx)?)
        })
        .await?;
    Ok(Json(PageOf::whole(teams.into_iter().map(Team::from).collect())))
}

/// Make a team.
#[utoipa::path(post, path = "/teams", operation_id = "create_team", tag = "people",
    params(IdempotencyHeader), request_body = NewTeam,
    responses((status = 201, body = Team), WriteProblems))]
async fn create_team(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewTeam>,
) -> Result<Made, Problem> {
    let members: Vec<_> = body.member_ids.into_iter().map(id).collect();
    let manager = body.manager_id.map(id);
    server
        .create(actor, key, move |tx, actor| {
            let proof = actor.allow::<ManageUsers>()?;
            let made = team::create(tx, actor, &proof, &body.name, manager, &members);
            Ok(Team::from(find(tx, made.map_err(renamed)?)?))
        })
        .await
}

/// One team.
#[utoipa::path(get, path = "/teams/{id}", operation_id = "read_team", tag = "people",
    params(("id" = Uuid, Path)), responses((status = 200, body = Team), ReadProblems))]
async fn read_team(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<TeamId>,
) -> Result<Versioned<Team>, Problem> {
    let found = server
        .read(actor, move |tx, actor| {
            actor.allow::<ManageUsers>()?;
            find(tx, id)
        })
        .await?;
    Ok(Versioned(found.version, found.into()))
}

/// Change a team's name, manager and members.
#[utoipa::path(patch, path = "/teams/{id}", operation_id = "update_team", tag = "people",
    params(("id" = Uuid, Path), IfMatchHeader), request_body = TeamChange,
    responses((status = 200, body = Team), ChangeProblems))]
async fn update_team(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(team_id): At<TeamId>,
    IfMatch(version): IfMatch,
    Body(change): Body<TeamChange>,
) -> Result<Versioned<Team>, Problem> {
    let changed = server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<ManageUsers>()?;
            let before = find(tx, team_id)?;
            let members = change.member_ids.clone();
            let after = team::Team {
                id: team_id,
                name: change.name.clone().unwrap_or(before.name),
                manager: change.manager_id.map_or(before.manager, |m| m.map(id)),
                members: members.map_or(before.members, |m| m.into_iter().map(id).collect()),
                version,
            };
            team::update(tx, actor, &proof, &after).map_err(renamed)?;
            find(tx, team_id)
        })
        .await?;
    Ok(Versioned(changed.version, changed.into()))
}
