//! Users: who signs in.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use db::Tx;
use jiff::Timestamp;
use kernel::UserId;
use people::Actor;
use people::permission::ManageUsers;
use people::role::{self, RoleId};
use people::user::{self, PasswordHash};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::session::{Access, access_of};
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
use crate::wire::{given, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_users, create_user))
        .routes(routes!(read_user, update_user))
        .routes(routes!(set_user_password))
        .routes(routes!(read_user_access))
}

/// A person who signs in.
#[derive(Serialize, ToSchema)]
struct User {
    id: Uuid,
    /// Their e-mail address, in lower case.
    #[schema(example = "ana.ruiz@example.com")]
    email: String,
    /// Their name.
    #[schema(example = "Ana Ruiz")]
    name: String,
    /// `en` or `es`.
    language: String,
    /// Their IANA time zone.
    #[schema(example = "Europe/Madrid")]
    time_zone: String,
    /// Whether they may sign in.
    active: bool,
    /// Locked out until then, after failed sign-ins.
    locked_until: Option<Timestamp>,
    /// Their roles.
    roles: Vec<Uuid>,
    /// What these are called, in the same order.
    #[schema(example = json!(["Representative"]))]
    role_names: Vec<String>,
    /// When they were added.
    created_at: Timestamp,
    /// For `If-Match`.
    version: i64,
}

impl User {
    fn of(u: user::User, names: &HashMap<RoleId, String>) -> Self {
        Self {
            role_names: u.roles.iter().filter_map(|role| names.get(role).cloned()).collect(),
            id: u.id.uuid(),
            email: u.email,
            name: u.name,
            language: u.language,
            time_zone: u.time_zone,
            active: u.active,
            locked_until: u.locked_until,
            roles: u.roles.into_iter().map(kernel::Id::uuid).collect(),
            created_at: u.created_at,
            version: u.version,
        }
    }
}

/// What a new user is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewUser {
    /// The e-mail address that they sign in with.
    #[schema(example = "ana.ruiz@example.com")]
    email: String,
    /// Their name.
    #[schema(example = "Ana Ruiz")]
    name: String,
    /// Their first password, of 10 characters or more; absent for a user who only has API tokens.
    #[schema(format = Password)]
    password: Option<String>,
    /// `en` or `es`.
    #[schema(example = "en")]
    language: String,
    /// Their IANA time zone.
    #[schema(example = "Europe/Madrid")]
    time_zone: String,
    /// Their roles.
    #[serde(default)]
    roles: Vec<Uuid>,
}

/// What may be changed about a user; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UserChange {
    /// Their name.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// `en` or `es`.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    language: Option<String>,
    /// Their IANA time zone.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    time_zone: Option<String>,
    /// Whether they may sign in.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    active: Option<bool>,
    /// All their roles, as they shall be.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    roles: Option<Vec<Uuid>>,
}

/// A password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// 10 characters or more.
    #[schema(format = Password)]
    password: String,
}

list_query! {
    /// Which users.
    UserQuery {
        /// `name` (when not said) or `email`.
        sort,
        /// Whether they may sign in.
        active: Option<bool>,
    }
}

const COLUMNS: Columns = Columns {
    file: "users",
    all: &[
        ("name", Of::Text),
        ("email", Of::Text),
        ("role_names", Of::Text),
        ("active", Of::Text),
        ("language", Of::Text),
        ("time_zone", Of::Text),
        ("locked_until", Of::Text),
        ("created_at", Of::Text),
        ("id", Of::Text),
    ],
};

/// The company's users.
#[utoipa::path(get, path = "/users", operation_id = "list_users", tag = "people", params(UserQuery),
    responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<User> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_users(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<UserQuery>,
) -> Result<Response, Problem> {
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let status = query.active.map(|active| if active { "active" } else { "disabled" });
            let ask = query.ask().filter("status", status);
            let page = user::list(tx, &actor.allow::<ManageUsers>()?, &ask)?;
            let names = role::names(tx)?;
            Ok(PageOf::of(page, |u| User::of(u, &names)))
        })
        .await
}

/// Add a user.
#[utoipa::path(post, path = "/users", operation_id = "create_user", tag = "people",
    params(IdempotencyHeader), request_body = NewUser,
    responses((status = 201, body = User), WriteProblems))]
async fn create_user(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewUser>,
) -> Result<Made, Problem> {
    let password = match body.password {
        Some(text) => Some(server.blocking(move |_| Ok(PasswordHash::of(&text)?)).await?),
        None => None,
    };
    let new = user::NewUser {
        email: body.email,
        name: body.name,
        password,
        language: body.language,
        time_zone: body.time_zone,
        roles: body.roles.into_iter().map(id).collect(),
    };
    server
        .create(actor, key, move |tx, actor| {
            let made = user::create(tx, actor, &actor.allow::<ManageUsers>()?, &new)?;
            Ok(User::of(user::get(tx, made)?, &role::names(tx)?))
        })
        .await
}

/// One user.
#[utoipa::path(get, path = "/users/{id}", operation_id = "read_user", tag = "people",
    params(("id" = Uuid, Path)), responses((status = 200, body = User), ReadProblems))]
async fn read_user(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<UserId>,
) -> Result<Versioned<User>, Problem> {
    let found = server
        .read(actor, move |tx, actor| Ok(User::of(find(tx, actor, id)?, &role::names(tx)?)))
        .await?;
    Ok(Versioned(found.version, found))
}

/// Change a user: their name, settings, roles, and whether they may sign in.
#[utoipa::path(patch, path = "/users/{id}", operation_id = "update_user", tag = "people",
    params(("id" = Uuid, Path), IfMatchHeader), request_body = UserChange,
    responses((status = 200, body = User), ChangeProblems))]
async fn update_user(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(user_id): At<UserId>,
    IfMatch(version): IfMatch,
    Body(change): Body<UserChange>,
) -> Result<Versioned<User>, Problem> {
    let changed = server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<ManageUsers>()?;
            let before = user::get(tx, user_id)?;
            let roles = change.roles.clone().map(|r| r.into_iter().map(id).collect());
            let after = user::User {
                name: change.name.clone().unwrap_or(before.name),
                language: change.language.clone().unwrap_or(before.language),
                time_zone: change.time_zone.clone().unwrap_or(before.time_zone),
                active: change.active.unwrap_or(before.active),
                roles: roles.unwrap_or(before.roles),
                version,
                ..before
            };
            user::update(tx, actor, &proof, &after)?;
            Ok(User::of(user::get(tx, user_id)?, &role::names(tx)?))
        })
        .await?;
    Ok(Versioned(changed.version, changed))
}

/// Give a user another password, which also lifts a lock-out.
#[utoipa::path(put, path = "/users/{id}/password", operation_id = "set_user_password", tag = "people",
    params(("id" = Uuid, Path)), request_body = NewPassword,
    responses((status = 204, description = "The password is set"), WriteProblems))]
async fn set_user_password(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<UserId>,
    Body(given): Body<NewPassword>,
) -> Result<StatusCode, Problem> {
    actor.allow::<ManageUsers>()?;
    let hash = server.blocking(move |_| Ok(PasswordHash::of(&given.password)?)).await?;
    server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<ManageUsers>()?;
            Ok(user::set_password(tx, actor, &proof, id, &hash)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a user may do by all their roles and teams: each permission with its reach.
#[utoipa::path(get, path = "/users/{id}/access", operation_id = "read_user_access", tag = "people",
    params(("id" = Uuid, Path)), responses((status = 200, body = PageOf<Access>), ReadProblems))]
async fn read_user_access(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<UserId>,
) -> Result<Json<PageOf<Access>>, Problem> {
    let access = server
        .read(actor, move |tx, actor| {
            let user = find(tx, actor, id)?;
            Ok(access_of(&user::actor(tx, id, user.name)?))
        })
        .await?;
    Ok(Json(PageOf::whole(access)))
}

/// A user, for who manages users and for themselves.
fn find(tx: &Tx<'_>, actor: &Actor, id: UserId) -> Result<user::User, Problem> {
    if actor.user_id() != Some(id) {
        actor.allow::<ManageUsers>()?;
    }
    Ok(user::get(tx, id)?)
}
