//! API tokens: a user's own secrets for programs.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use db::Tx;
use jiff::Timestamp;
use people::Actor;
use people::token::{self, TokenId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::body::{Create, IdempotencyHeader};
use crate::path::At;
use crate::problem::{ListProblems, Problem, WriteProblems};
use crate::reply::{Made, PageOf};
use crate::signed::Signed;
use crate::state::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_tokens, create_token)).routes(routes!(revoke_token))
}

/// An API token. Its text is told once, when it is made.
#[derive(Serialize, ToSchema)]
struct Token {
    id: Uuid,
    /// What its user calls it.
    #[schema(example = "nightly export")]
    name: String,
    /// When it was made.
    created_at: Timestamp,
    /// When it ends by itself.
    expires_at: Option<Timestamp>,
    /// When it was revoked.
    revoked_at: Option<Timestamp>,
}

/// A token that was just made.
#[derive(Serialize, ToSchema)]
struct NewlyMadeToken {
    #[serde(flatten)]
    about: Token,
    /// What to send as `Authorization: Bearer …`. Told once and kept nowhere, so the answer to a request
    /// that is repeated under its idempotency key is without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "rapport_AZAAAAAAcACAAAAAAAAAAf…")]
    token: Option<String>,
}

impl From<token::Token> for Token {
    fn from(t: token::Token) -> Self {
        Self {
            id: t.id.uuid(),
            name: t.name,
            created_at: t.created_at,
            expires_at: t.expires_at,
            revoked_at: t.revoked_at,
        }
    }
}

/// What a new token is made from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewToken {
    /// What you call it.
    #[schema(example = "nightly export")]
    name: String,
    /// When it ends by itself; absent or null for never.
    expires_at: Option<Timestamp>,
}

fn find(tx: &Tx<'_>, actor: &Actor, id: TokenId) -> Result<Token, Problem> {
    let found = token::own(tx, actor)?.into_iter().find(|t| t.id == id);
    found.map(Token::from).ok_or_else(|| Problem::internal("a new token is not there"))
}

/// Your API tokens, those that are over too.
#[utoipa::path(get, path = "/tokens", operation_id = "list_tokens", tag = "people",
    responses((status = 200, body = PageOf<Token>), ListProblems))]
async fn list_tokens(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<Token>>, Problem> {
    let tokens = server.read(actor, |tx, actor| Ok(token::own(tx, actor)?)).await?;
    Ok(Json(PageOf::whole(tokens.into_iter().map(Token::from).collect())))
}

/// Make an API token for yourself, with your own permissions.
#[utoipa::path(post, path = "/tokens", operation_id = "create_token", tag = "people",
    params(IdempotencyHeader), request_body = NewToken,
    responses((status = 201, body = NewlyMadeToken), WriteProblems))]
async fn create_token(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewToken>,
) -> Result<Made, Problem> {
    server
        .create_secret(actor, key, move |tx, actor| {
            let (id, text) = token::create(tx, actor, &body.name, body.expires_at)?;
            let made = NewlyMadeToken { about: find(tx, actor, id)?, token: None };
            Ok((made, Some(("token", text))))
        })
        .await
}

/// Revoke one of your API tokens at once.
#[utoipa::path(delete, path = "/tokens/{id}", operation_id = "revoke_token", tag = "people",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is revoked"), WriteProblems))]
async fn revoke_token(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<TokenId>,
) -> Result<StatusCode, Problem> {
    server.write(actor, move |tx, actor| Ok(token::revoke(tx, actor, id)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
