//! Signing in and out.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::{Db, Tx, params};
use jiff::{SignedDuration, Timestamp};
use kernel::{TenantId, UserId};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::tenant::{self, TenantError};
use crate::user::{PasswordHash, UserError};
use crate::{Actor, audit, user};

/// Failed sign-ins in a row that lock a user out.
pub const FAILURES_MAX: i64 = 5;
/// How long a lock-out lasts.
pub const LOCK_OUT: SignedDuration = SignedDuration::from_mins(15);
/// A session ends after this long without a request.
pub const IDLE_MAX: SignedDuration = SignedDuration::from_hours(8);
/// A session ends after this long in any case.
pub const SESSION_MAX: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The last request is noted no more often than this.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(5);

db::statements! {
    CREDENTIALS = "SELECT user_id, name, password_hash, status, locked_until FROM app_user WHERE tenant_id = ?1 AND email = ?2";
    CREDENTIALS_OF = "SELECT user_id, name, password_hash, status, locked_until FROM app_user WHERE tenant_id = ?1 AND user_id = ?2";
    /// Counts one more failure, unless the user is locked out already.
    COUNT_FAILURE = "UPDATE app_user SET failed_sign_ins = failed_sign_ins + 1
                     WHERE tenant_id = ?1 AND user_id = ?2 AND (locked_until IS NULL OR locked_until <= ?3)
                     RETURNING failed_sign_ins";
    FAILED = "UPDATE app_user SET failed_sign_ins = ?3, locked_until = ?4 WHERE tenant_id = ?1 AND user_id = ?2";
    INSERT = "INSERT INTO session (tenant_id, token_hash, user_id, created_at, seen_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?4, ?5)";
    EXPIRED = "DELETE FROM session WHERE tenant_id = ?1 AND expires_at < ?2";
    FIND = "SELECT s.user_id, u.name, s.seen_at, s.expires_at FROM session s
            JOIN app_user u ON u.tenant_id = s.tenant_id AND u.user_id = s.user_id
            WHERE s.tenant_id = ?1 AND s.token_hash = ?2 AND u.status = 'active'";
    SEEN = "UPDATE session SET seen_at = ?3 WHERE tenant_id = ?1 AND token_hash = ?2";
    DELETE = "DELETE FROM session WHERE tenant_id = ?1 AND token_hash = ?2";
    DELETE_OTHERS = "DELETE FROM session WHERE tenant_id = ?1 AND user_id = ?2 AND token_hash <> ?3";
}

/// A secret that stands for a session or an API token: it carries the tenant, so that looking it up crosses
/// no tenant, and 32 random bytes, of which only the SHA-256 hash is kept.
#[derive(Clone)]
pub struct Secret {
    /// The tenant.
    pub tenant: TenantId,
    bytes: [u8; 32],
}

impl Secret {
    pub(crate) fn new(tenant: TenantId, bytes: [u8; 32]) -> Self {
        Self { tenant, bytes }
    }

    /// The secret of a text; `None` where the text is none.
    pub fn parse(text: &str) -> Option<Self> {
        let raw = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (tenant, bytes) = raw.split_at_checked(16)?;
        let tenant = TenantId::from_uuid(Uuid::from_slice(tenant).ok()?);
        Some(Self { tenant, bytes: bytes.try_into().ok()? })
    }

    /// The text to hand out, once.
    pub fn text(&self) -> String {
        let mut raw = self.tenant.uuid().as_bytes().to_vec();
        raw.extend(self.bytes);
        URL_SAFE_NO_PAD.encode(raw)
    }

    pub(crate) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.bytes).to_vec()
    }
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The address or the password is wrong, or the user is locked out; which, is not told: whether an
    /// address is a user's is nobody else's business.
    #[error(
        "the e-mail address or the password is not right; after {FAILURES_MAX} failures a user is locked out for {} minutes", LOCK_OUT.as_mins()
    )]
    Wrong,
    /// There are several companies and none was named; which, is not told to strangers either.
    #[error("there are several companies here; say yours by its short name")]
    CompanyNotNamed,
    /// The company cannot be found.
    #[error(transparent)]
    Tenant(#[from] TenantError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(SignInError {
    Self::Wrong => Invalid, "wrong-credentials";
    Self::CompanyNotNamed => Invalid, "company-not-named", at "company";
    Self::Tenant(e) => delegate e;
    Self::Db(e) => delegate e;
});

/// Why a user's own password is not changed.
#[derive(Debug, thiserror::Error)]
pub enum OwnPasswordError {
    /// Only users have passwords.
    #[error("only a user has a password")]
    NoUser,
    /// The current password is wrong.
    #[error("the current password is not right")]
    Wrong,
    /// Too many failures.
    #[error("too many failed tries; try again after {0}")]
    LockedOut(Timestamp),
    /// The new password is weak, or cannot be kept.
    #[error(transparent)]
    New(UserError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(OwnPasswordError {
    Self::NoUser => Forbidden, "no-user";
    Self::Wrong => Invalid, "wrong-password", at "current";
    Self::LockedOut(_) => Conflict, "locked-out";
    Self::New(UserError::WeakPassword) => Invalid, "weak-password", at "new";
    Self::New(e) => delegate e;
    Self::Db(e) => delegate e;
});

struct Credentials {
    id: UserId,
    name: String,
    hash: Option<String>,
    active: bool,
    locked_until: Option<Timestamp>,
}

/// Signs a user in and answers the session's secret. An unknown address and a user who is locked out take as
/// long as a wrong password, so the time tells nothing.
pub fn sign_in(
    db: &Db,
    company: Option<&str>,
    email: &str,
    password: &str,
) -> Result<Secret, SignInError> {
    let tenant = tenant::find(db, company).map_err(|e| match e {
        // With a company that is not there nobody is told which there are.
        TenantError::Unknown(_) => SignInError::Wrong,
        TenantError::Several(_) => SignInError::CompanyNotNamed,
        e => e.into(),
    })?;
    let email = email.trim().to_lowercase();
    let found =
        db.read(tenant, |tx| tx.query_opt(&CREDENTIALS, params![&email], credentials_of))?;
    let now = db.now();
    let locked = found.as_ref().and_then(|c| c.locked_until).is_some_and(|until| until > now);
    let stored = found.as_ref().and_then(|c| c.hash.as_deref());
    let right = PasswordHash::matches(stored.unwrap_or(NOBODYS), password) && stored.is_some();
    match found {
        _ if locked => Err(SignInError::Wrong),
        Some(c) if right && c.active => begin(db, tenant, &c),
        Some(c) => {
            note_failure(db, tenant, &c)?;
            Err(SignInError::Wrong)
        }
        None => Err(SignInError::Wrong),
    }
}

fn credentials_of(row: &db::Row<'_>) -> Result<Credentials, db::Error> {
    Ok(Credentials {
        id: row.get(0)?,
        name: row.get(1)?,
        hash: row.get(2)?,
        active: row.get::<String>(3)? == "active",
        locked_until: row.get(4)?,
    })
}

/// A hash that no password is meant to match, so that a sign-in without a user costs the same.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9i$kVbMnwWwWfDi3pOlgR+hYkFyDBn5Yx7yEJvKpe2bKnI";

fn begin(db: &Db, tenant: TenantId, user: &Credentials) -> Result<Secret, SignInError> {
    db.write(tenant, |tx| {
        // Others may have guessed wrong while this one was hashed.
        let now = tx.query_opt(&CREDENTIALS_OF, params![user.id], credentials_of)?;
        if now.is_none_or(|now| now.locked_until.is_some_and(|until| until > tx.now())) {
            return Err(SignInError::Wrong);
        }
        let secret = Secret::new(tenant, tx.new_secret());
        tx.execute(&EXPIRED, params![tx.now()])?;
        tx.execute(&FAILED, params![user.id, 0_i64, None::<Timestamp>])?;
        tx.execute(&INSERT, params![secret.hash(), user.id, tx.now(), tx.now() + SESSION_MAX])?;
        let actor = user::actor(tx, user.id, user.name.clone())?;
        audit::record(tx, &actor, "session.started", ("user", &user.id), json!({}))?;
        Ok(secret)
    })
}

fn note_failure(db: &Db, tenant: TenantId, user: &Credentials) -> Result<(), db::Error> {
    db.write(tenant, |tx| {
        let counted =
            tx.returning(&COUNT_FAILURE, params![user.id, tx.now()], |r| r.get::<i64>(0))?;
        if let Some(failures) = counted.into_iter().find(|failures| *failures >= FAILURES_MAX) {
            tx.execute(&FAILED, params![user.id, 0_i64, tx.now() + LOCK_OUT])?;
            let actor = Actor::operator(tenant, "sign-in");
            audit::record(
                tx,
                &actor,
                "user.locked_out",
                ("user", &user.id),
                json!({"failures": failures}),
            )?;
        }
        Ok(())
    })
}

/// The user behind a session's secret, as an actor; `None` when the session is over or never was.
pub fn actor(db: &Db, secret: &Secret) -> Result<Option<Actor>, db::Error> {
    let now = db.now();
    let hash = secret.hash();
    let found = db.read(secret.tenant, |tx| {
        let row = tx.query_opt(&FIND, params![&hash], |r| {
            Ok((
                r.get::<UserId>(0)?,
                r.get::<String>(1)?,
                r.get::<Timestamp>(2)?,
                r.get::<Timestamp>(3)?,
            ))
        })?;
        match row {
            Some((id, name, seen, expires)) if now < expires && now < seen + IDLE_MAX => {
                Ok::<_, db::Error>(Some((user::actor(tx, id, name)?, seen)))
            }
            _ => Ok(None),
        }
    })?;
    let Some((actor, seen)) = found else { return Ok(None) };
    if now > seen + SEEN_EVERY {
        db.write(secret.tenant, |tx| tx.execute(&SEEN, params![&hash, tx.now()]))?;
    }
    Ok(Some(actor))
}

/// Ends a session.
pub fn sign_out(db: &Db, secret: &Secret) -> Result<(), db::Error> {
    db.write(secret.tenant, |tx| tx.execute(&DELETE, params![secret.hash()])).map(drop)
}

/// Changes the acting user's own password, for who knows the current one, and ends the user's sessions but
/// the one at hand. A wrong password counts as a failed sign-in.
pub fn change_password(
    db: &Db,
    actor: &Actor,
    at_hand: &Secret,
    current: &str,
    new: &str,
) -> Result<(), OwnPasswordError> {
    let (tenant, id) = (actor.tenant(), actor.user_id().ok_or(OwnPasswordError::NoUser)?);
    let find = |tx: &Tx<'_>| tx.query_opt(&CREDENTIALS_OF, params![id], credentials_of);
    let found = db.read(tenant, find)?.ok_or(OwnPasswordError::NoUser)?;
    if let Some(until) = found.locked_until.filter(|until| *until > db.now()) {
        return Err(OwnPasswordError::LockedOut(until));
    }
    let stored = found.hash.as_deref();
    if !stored.is_some_and(|stored| PasswordHash::matches(stored, current)) {
        note_failure(db, tenant, &found)?;
        return Err(OwnPasswordError::Wrong);
    }
    let hash = PasswordHash::of(new).map_err(OwnPasswordError::New)?;
    db.write(tenant, |tx| {
        // Hashing took its time, and an administrator may have set another password meanwhile.
        if find(tx)?.is_none_or(|now| now.hash != found.hash) {
            return Err(OwnPasswordError::Wrong);
        }
        user::save_password(tx, id, &hash)?;
        tx.execute(&DELETE_OTHERS, params![id, at_hand.hash()])?;
        audit::record(tx, actor, "user.password_changed", ("user", &id), json!({}))?;
        Ok(())
    })
}
