//! Signing in and out, and who is signed in.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::IntoResponse;
use db::Tx;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::code;
use people::session::{self, OwnPasswordError, SignInError};
use people::{Actor, Reach, team, tenant, user};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::body::Body;
use crate::cookie;
use crate::problem::{ListProblems, Problem, WriteProblems};
use crate::signed::{Signed, SignedBySession};
use crate::state::Server;
use crate::wire::Word;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(create_session, read_session, delete_session))
        .routes(routes!(set_own_password))
}

pub(super) type Permission = Word<people::Permission>;

crate::wire::words! {
    people::Permission = "Permission", people::Permission::ALL;
}

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// The user's e-mail address.
    #[schema(example = "ana.ruiz@example.com", max_length = 254)]
    email: String,
    /// The user's password.
    #[schema(format = Password)]
    password: String,
    /// The company's short name, where the server has several.
    #[schema(example = "northwind")]
    company: Option<String>,
}

/// A change of one's own password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OwnPassword {
    /// The password so far.
    #[schema(format = Password)]
    current: String,
    /// The new one, of 10 characters or more.
    #[schema(format = Password)]
    new: String,
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
struct Session {
    /// The user.
    user: SignedUser,
    /// The company in whose books they work.
    company: SignedCompany,
    /// What they may do.
    permissions: Vec<Access>,
}

/// The user who is signed in.
#[derive(Serialize, ToSchema)]
struct SignedUser {
    id: Uuid,
    /// Their e-mail address.
    email: String,
    /// Their name.
    name: String,
    /// `en` or `es`.
    language: String,
    /// Their IANA time zone.
    time_zone: String,
    /// The teams that they belong to or manage, by name.
    teams: Vec<SignedTeam>,
}

/// One of a user's own teams.
#[derive(Serialize, ToSchema)]
struct SignedTeam {
    id: Uuid,
    /// Its name.
    #[schema(example = "North")]
    name: String,
}

/// The company in whose books somebody works.
#[derive(Serialize, ToSchema)]
struct SignedCompany {
    /// Its short name.
    slug: String,
    /// Its name in law.
    legal_name: String,
    /// The currency of its books.
    #[schema(example = "USD")]
    base_currency: String,
    /// What day it is there.
    today: Date,
}

/// A permission and how far it reaches.
#[derive(Serialize, ToSchema)]
pub(super) struct Access {
    permission: Permission,
    /// Whether it reaches every client, also those without an owner.
    all: bool,
    /// Whose clients it reaches, where not all.
    owners: Vec<Uuid>,
}

/// What an actor may do.
pub(super) fn access_of(actor: &Actor) -> Vec<Access> {
    let grants = actor.grants().iter();
    let access = grants.map(|(permission, reach)| {
        let owners = match reach {
            Reach::All => Vec::new(),
            Reach::Owners(owners) => owners.iter().map(|owner| owner.uuid()).collect(),
        };
        Access { permission: Word(*permission), all: *reach == Reach::All, owners }
    });
    access.collect()
}

fn session_of(tx: &Tx<'_>, actor: &Actor) -> Result<Session, Problem> {
    let id = actor.user_id().ok_or_else(|| Problem::internal("an actor who is no user"))?;
    let user = user::get(tx, id)?;
    let teams = team::of_user(tx, id)?.into_iter();
    let company = tenant::get(tx)?;
    let today = company.day(tx.now());
    Ok(Session {
        user: SignedUser {
            id: user.id.uuid(),
            email: user.email,
            name: user.name,
            language: user.language,
            time_zone: user.time_zone,
            teams: teams.map(|t| SignedTeam { id: t.id.uuid(), name: t.name }).collect(),
        },
        company: SignedCompany {
            slug: company.slug,
            legal_name: company.legal_name,
            base_currency: company.base_currency.to_string(),
            today,
        },
        permissions: access_of(actor),
    })
}

/// From where somebody asks, as far as can be told.
struct Caller(String);

impl FromRequestParts<Server> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|v| v.to_str().ok());
        // The last address is the one that the operator's own proxy added.
        let forwarded = forwarded.and_then(|v| v.rsplit(',').next()).map(str::trim);
        let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let address = match forwarded.filter(|_| server.config().trust_forwarded_for) {
            Some(address) => address.chars().take(64).collect(),
            None => connected.map_or_else(String::new, |c| c.0.ip().to_string()),
        };
        Ok(Self(address))
    }
}

/// Sign in: answers who is signed in, and the session's cookie.
#[utoipa::path(post, path = "/session", operation_id = "create_session", tag = "session", security(()),
    request_body = Credentials,
    responses(
        (status = 201, body = Session, headers(("Set-Cookie" = String, description = "The session's cookie"))),
        (status = 429, description = "Too many tries; see Retry-After", body = crate::problem::ProblemShape, content_type = "application/problem+json"),
        WriteProblems
    ))]
async fn create_session(
    State(server): State<Server>,
    Caller(address): Caller,
    Body(given): Body<Credentials>,
) -> Result<impl IntoResponse, Problem> {
    let email: String = given.email.trim().to_lowercase().chars().take(254).collect();
    let now = server.db().now();
    server.sign_ins().try_once(format!("{address} {email}"), now).map_err(|seconds| {
        let detail = format!("too many sign-ins were tried; try again in {seconds} seconds");
        too_many(code!("too-many-sign-ins"), detail, seconds)
    })?;
    let secret = server
        .blocking(move |db| {
            let company = given.company.as_deref();
            session::sign_in(db, company, &given.email, &given.password).map_err(refused)
        })
        .await?;
    let cookie = cookie::keep(&secret, server.config().secure_cookies);
    let session = server
        .blocking(move |db| {
            let actor = session::actor(db, &secret)?;
            let actor = actor.ok_or_else(|| Problem::internal("a new session is over"))?;
            db.read(actor.tenant(), |tx| Ok::<_, db::Error>(session_of(tx, &actor)))?
        })
        .await?;
    Ok((StatusCode::CREATED, [(SET_COOKIE, cookie)], Json(session)))
}

fn refused(error: SignInError) -> Problem {
    match &error {
        SignInError::Wrong => {
            Problem::new(StatusCode::UNAUTHORIZED, code!("wrong-credentials"), error.to_string())
        }
        _ => error.into(),
    }
}

fn locked_out(detail: String, until: Timestamp, now: Timestamp) -> Problem {
    let seconds = u64::try_from(until.duration_since(now).as_secs()).unwrap_or(0).max(1);
    too_many("locked-out", detail, seconds)
}

fn too_many(code: &'static str, detail: String, seconds: u64) -> Problem {
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, code, detail);
    Problem { retry_after_seconds: Some(seconds), ..problem }
}

/// Who is signed in, and what they may do.
#[utoipa::path(get, path = "/session", operation_id = "read_session", tag = "session",
    responses((status = 200, body = Session), ListProblems))]
async fn read_session(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<Session>, Problem> {
    Ok(Json(server.read(actor, session_of).await?))
}

/// Sign out.
#[utoipa::path(delete, path = "/session", operation_id = "delete_session", tag = "session",
    security(("session" = [])),
    responses((status = 204, description = "Signed out; the cookie is gone"), WriteProblems))]
async fn delete_session(
    State(server): State<Server>,
    SignedBySession(_, secret): SignedBySession,
) -> Result<(StatusCode, [(axum::http::HeaderName, HeaderValue); 1]), Problem> {
    server.blocking(move |db| Ok(session::sign_out(db, &secret)?)).await?;
    let forget = cookie::forget(server.config().secure_cookies);
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, forget)]))
}

/// Change your own password. Your other sessions end; this one goes on.
#[utoipa::path(put, path = "/session/password", operation_id = "set_own_password", tag = "session",
    security(("session" = [])), request_body = OwnPassword,
    responses(
        (status = 204, description = "The password is changed"),
        (status = 429, description = "Too many tries; see Retry-After", body = crate::problem::ProblemShape, content_type = "application/problem+json"),
        WriteProblems
    ))]
async fn set_own_password(
    State(server): State<Server>,
    SignedBySession(actor, secret): SignedBySession,
    Caller(address): Caller,
    Body(given): Body<OwnPassword>,
) -> Result<StatusCode, Problem> {
    let who = actor.user_id().map(|id| id.to_string()).unwrap_or_default();
    server.sign_ins().try_once(format!("{address} {who}"), server.db().now()).map_err(
        |seconds| {
            let detail = format!("too many passwords were tried; try again in {seconds} seconds");
            too_many(code!("too-many-sign-ins"), detail, seconds)
        },
    )?;
    server
        .blocking(move |db| {
            let OwnPassword { current, new } = &given;
            session::change_password(db, &actor, &secret, current, new).map_err(
                |error| match &error {
                    OwnPasswordError::LockedOut(until) => {
                        locked_out(error.to_string(), *until, db.now())
                    }
                    _ => error.into(),
                },
            )
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
