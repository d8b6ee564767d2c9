//! Kept answers: a command sent twice under one key is done once, and answered alike.

use db::{Tx, params};
use jiff::SignedDuration;
use kernel::UserId;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Actor;

/// How long an answer is kept.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Characters of a key at the most.
pub const KEY_CHARS_MAX: usize = 200;

db::statements! {
    FIND = "SELECT request_hash, status, answer FROM idempotency_key WHERE tenant_id = ?1 AND user_id = ?2 AND idempotency_key = ?3";
    KEEP = "INSERT INTO idempotency_key (tenant_id, user_id, idempotency_key, request_hash, status, answer, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    FORGET = "DELETE FROM idempotency_key WHERE tenant_id = ?1 AND created_at < ?2";
}

/// A key as a request carries it, with what the request was.
pub struct Key {
    text: String,
    request_hash: Vec<u8>,
}

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Empty or too long.
    #[error("an idempotency key has 1 to {KEY_CHARS_MAX} characters")]
    Length,
    /// The key was used for another request.
    #[error("this idempotency key was used for another request; use a new one")]
    Reused,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(KeyError {
    Self::Length => Invalid, "bad-idempotency-key", at "Idempotency-Key";
    Self::Reused => Conflict, "idempotency-key-reused", at "Idempotency-Key";
    Self::Db(e) => delegate e;
});

impl Key {
    /// A key for a request, known by its method, path and body.
    pub fn new(text: &str, method: &str, path: &str, body: &[u8]) -> Result<Self, KeyError> {
        if text.is_empty() || text.chars().count() > KEY_CHARS_MAX {
            return Err(KeyError::Length);
        }
        let hash = Sha256::new()
            .chain_update(method)
            .chain_update([0])
            .chain_update(path)
            .chain_update([0])
            .chain_update(body)
            .finalize();
        Ok(Self { text: text.to_owned(), request_hash: hash.to_vec() })
    }

    /// The answer that the same request got before, with its status.
    pub fn replay(&self, tx: &Tx<'_>, actor: &Actor) -> Result<Option<(i64, Value)>, KeyError> {
        let found = tx.query_opt(&FIND, params![user(actor), &self.text], |r| {
            Ok((r.get::<Vec<u8>>(0)?, r.get::<i64>(1)?, r.get::<Value>(2)?))
        })?;
        match found {
            None => Ok(None),
            Some((hash, status, answer)) if hash == self.request_hash => Ok(Some((status, answer))),
            Some(_) => Err(KeyError::Reused),
        }
    }

    /// Keeps the answer, in the transaction that did what was asked, and forgets those that are too old.
    pub fn keep(
        &self,
        tx: &Tx<'_>,
        actor: &Actor,
        status: i64,
        answer: &Value,
    ) -> Result<(), KeyError> {
        tx.execute(&FORGET, params![tx.now() - KEPT_FOR])?;
        tx.execute(
            &KEEP,
            params![user(actor), &self.text, &self.request_hash, status, answer, tx.now()],
        )?;
        Ok(())
    }
}

fn user(actor: &Actor) -> UserId {
    actor.user_id().unwrap_or(UserId::NIL)
}
