//! Roles: what people may do, by a name.

use axum::Json;
use axum::extract::State;
use db::Tx;
use kernel::code;
use people::permission::ManageUsers;
use people::role::{self, RoleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::session::Permission;
use crate::body::{Body, Create, IdempotencyHeader};
use crate::path::At;
use crate::problem::{ChangeProblems, ListProblems, Problem, ReadProblems, WriteProblems};
use crate::reply::{Made, PageOf, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::version::{IfMatch, IfMatchHeader};
use crate::wire::{Word, given};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_permissions))
        .routes(routes!(list_roles, create_role))
        .routes(routes!(read_role, update_role))
}

const SCOPES: [role::Scope; 3] = [role::Scope::Own, role::Scope::Team, role::Scope::All];

crate::wire::words! {
    role::Scope = "Scope", SCOPES;
}
type Scope = Word<role::Scope>;

/// A permission with its reach.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Grant {
    permission: Permission,
    /// Whose clients it reaches: the user's own, their team's, or all.
    scope: Scope,
}

/// A named set of permissions.
#[derive(Serialize, ToSchema)]
struct Role {
    id: Uuid,
    /// Its name.
    #[schema(example = "Representative")]
    name: String,
    /// What it grants.
    grants: Vec<Grant>,
    /// For `If-Match`.
    version: i64,
}

impl From<role::Role> for Role {
    fn from(r: role::Role) -> Self {
        let grants = r.grants.into_iter();
        let grants = grants.map(|(p, s)| Grant { permission: Word(p), scope: Word(s) });
        Self { id: r.id.uuid(), name: r.name, grants: grants.collect(), version: r.version }
    }
}

/// What a new role is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRole {
    /// Its name, unique in the company.
    #[schema(example = "Collector")]
    name: String,
    /// What it grants, each permission once.
    grants: Vec<Grant>,
}

/// What may be changed about a role; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoleChange {
    /// Its name.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// All that it grants, as it shall be.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    grants: Option<Vec<Grant>>,
}

/// A permission that roles can grant.
#[derive(Serialize, ToSchema)]
struct KnownPermission {
    permission: Permission,
    /// How far it can reach: one that is about the company is for all or not at all.
    scopes: Vec<Scope>,
}

type Grants = Vec<(people::Permission, role::Scope)>;

fn grants_of(given: &[Grant]) -> Result<Grants, Problem> {
    let mut grants = Grants::new();
    for (index, grant) in given.iter().enumerate() {
        let permission = grant.permission.0;
        if grants.iter().any(|(known, _)| *known == permission) {
            let detail = format!("the role grants '{permission}' twice");
            return Err(Problem::invalid(code!("given-twice"), format!("grants/{index}"), detail));
        }
        grants.push((permission, grant.scope.0));
    }
    Ok(grants)
}

fn find(tx: &Tx<'_>, id: RoleId) -> Result<role::Role, Problem> {
    let found = role::all(tx)?.into_iter().find(|r| r.id == id);
    found.ok_or_else(|| Problem::not_found(code!("unknown-role"), "there is no such role"))
}

/// Every permission that roles can grant.
#[utoipa::path(get, path = "/permissions", operation_id = "list_permissions", tag = "people",
    responses((status = 200, body = PageOf<KnownPermission>), ListProblems))]
async fn list_permissions(Signed(_): Signed) -> Json<PageOf<KnownPermission>> {
    let known = |permission: &people::Permission| {
        let fits = |scope: &role::Scope| permission.is_of_clients() || *scope == role::Scope::All;
        let scopes = SCOPES.into_iter().filter(fits).map(Word).collect();
        KnownPermission { permission: Word(*permission), scopes }
    };
    Json(PageOf::whole(people::Permission::ALL.iter().map(known).collect()))
}

/// The company's roles.
#[utoipa::path(get, path = "/roles", operation_id = "list_roles", tag = "people",
    responses((status = 200, body = PageOf<Role>), ListProblems))]
async fn list_roles(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<Role>>, Problem> {
    let roles = server
        .read(actor, |tx, actor| {
            actor.allow::<ManageUsers>()?;
            Ok(role::all(tx)?)
        })
        .await?;
    Ok(Json(PageOf::whole(roles.into_iter().map(Role::from).collect())))
}

/// Make a role.
#[utoipa::path(post, path = "/roles", operation_id = "create_role", tag = "people",
    params(IdempotencyHeader), request_body = NewRole,
    responses((status = 201, body = Role), WriteProblems))]
async fn create_role(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewRole>,
) -> Result<Made, Problem> {
    let grants = grants_of(&body.grants)?;
    server
        .create(actor, key, move |tx, actor| {
            let proof = actor.allow::<ManageUsers>()?;
            let id = role::create(tx, actor, &proof, &body.name, &grants)?;
            Ok(Role::from(find(tx, id)?))
        })
        .await
}

/// One role.
#[utoipa::path(get, path = "/roles/{id}", operation_id = "read_role", tag = "people",
    params(("id" = Uuid, Path)), responses((status = 200, body = Role), ReadProblems))]
async fn read_role(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<RoleId>,
) -> Result<Versioned<Role>, Problem> {
    let found = server
        .read(actor, move |tx, actor| {
            actor.allow::<ManageUsers>()?;
            find(tx, id)
        })
        .await?;
    Ok(Versioned(found.version, found.into()))
}

/// Give a role another name or other grants.
#[utoipa::path(patch, path = "/roles/{id}", operation_id = "update_role", tag = "people",
    params(("id" = Uuid, Path), IfMatchHeader), request_body = RoleChange,
    responses((status = 200, body = Role), ChangeProblems))]
async fn update_role(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<RoleId>,
    IfMatch(version): IfMatch,
    Body(change): Body<RoleChange>,
) -> Result<Versioned<Role>, Problem> {
    let grants = change.grants.as_deref().map(grants_of).transpose()?;
    let changed = server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<ManageUsers>()?;
            let before = find(tx, id)?;
            let name = change.name.clone().unwrap_or(before.name);
            let grants = grants.clone().unwrap_or(before.grants);
            role::update(tx, actor, &proof, &role::Role { id, name, grants, version })?;
            find(tx, id)
        })
        .await?;
    Ok(Versioned(changed.version, changed.into()))
}
