//! API tokens: a user's secret for programs, with the user's own permissions.

use db::{Db, Tx, params};
use jiff::Timestamp;
use kernel::{Id, UserId};
use serde_json::json;

use crate::session::Secret;
use crate::{Actor, audit, user};

/// What an API token's text begins with, so that a leaked one can be found by scanners.
pub const TOKEN_PREFIX: &str = "rapport_";

/// Marks the id of a token.
pub enum TokenMark {}
/// A token's id.
pub type TokenId = Id<TokenMark>;

db::statements! {
    INSERT = "INSERT INTO api_token (tenant_id, token_id, user_id, name, token_hash, created_at, expires_at, revoked_at)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)";
    FIND = "SELECT t.user_id, u.name FROM api_token t
            JOIN app_user u ON u.tenant_id = t.tenant_id AND u.user_id = t.user_id
            WHERE t.tenant_id = ?1 AND t.token_hash = ?2 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ?3) AND u.status = 'active'";
    OF_USER = "SELECT token_id, name, created_at, expires_at, revoked_at FROM api_token WHERE tenant_id = ?1 AND user_id = ?2 ORDER BY token_id";
    REVOKE = "UPDATE api_token SET revoked_at = ?4 WHERE tenant_id = ?1 AND user_id = ?2 AND token_id = ?3 AND revoked_at IS NULL";
}

/// A token, without its secret.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// What its user calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Why a token is not made or revoked.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// A name is missing.
    #[error("the token needs a name, so that you know it again")]
    NoName,
    /// It would end before it begins.
    #[error("the token would have ended already: {0}")]
    Past(Timestamp),
    /// Not one of the user's, or revoked already.
    #[error("you have no such token")]
    Unknown,
    /// Only users have tokens.
    #[error("only a user can have an API token")]
    NoUser,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(TokenError {
    Self::NoName => Invalid, "name-missing", at "name";
    Self::Past(_) => Invalid, "in-the-past", at "expires_at";
    Self::Unknown => NotFound, "unknown-token";
    Self::NoUser => Forbidden, "no-user";
    Self::Db(e) => delegate e;
});

/// Makes a token for the acting user and answers its text, which is not shown again.
pub fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    name: &str,
    expires_at: Option<Timestamp>,
) -> Result<(TokenId, String), TokenError> {
    let user = actor.user_id().ok_or(TokenError::NoUser)?;
    if name.trim().is_empty() {
        return Err(TokenError::NoName);
    }
    if let Some(past) = expires_at.filter(|at| *at <= tx.now()) {
        return Err(TokenError::Past(past));
    }
    let id: TokenId = tx.new_id();
    let secret = Secret::new(tx.tenant(), tx.new_secret());
    tx.execute(&INSERT, params![id, user, name, secret.hash(), tx.now(), expires_at])?;
    audit::record(tx, actor, "token.created", ("token", &id), json!({"after": {"name": name}}))?;
    Ok((id, format!("{TOKEN_PREFIX}{}", secret.text())))
}

/// The acting user's tokens.
pub fn own(tx: &Tx<'_>, actor: &Actor) -> Result<Vec<Token>, TokenError> {
    let user = actor.user_id().ok_or(TokenError::NoUser)?;
    Ok(tx.query(&OF_USER, params![user], |r| {
        Ok(Token {
            id: r.get(0)?,
            name: r.get(1)?,
            created_at: r.get(2)?,
            expires_at: r.get(3)?,
            revoked_at: r.get(4)?,
        })
    })?)
}

/// Revokes one of the acting user's tokens at once.
pub fn revoke(tx: &Tx<'_>, actor: &Actor, id: TokenId) -> Result<(), TokenError> {
    let user = actor.user_id().ok_or(TokenError::NoUser)?;
    if tx.execute(&REVOKE, params![user, id, tx.now()])? == 0 {
        return Err(TokenError::Unknown);
    }
    audit::record(tx, actor, "token.revoked", ("token", &id), json!({}))?;
    Ok(())
}

/// The user behind a token's text, as an actor; `None` where it is none, or over.
pub fn actor(db: &Db, text: &str) -> Result<Option<Actor>, db::Error> {
    let Some(secret) = text.strip_prefix(TOKEN_PREFIX).and_then(Secret::parse) else {
        return Ok(None);
    };
    let now = db.now();
    db.read(secret.tenant, |tx| {
        let found = tx.query_opt(&FIND, params![secret.hash(), now], |r| {
            Ok((r.get::<UserId>(0)?, r.get::<String>(1)?))
        })?;
        found.map(|(id, name)| user::actor(tx, id, name)).transpose()
    })
}
