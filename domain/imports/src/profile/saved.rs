//! Profiles that a company keeps, besides those that come with the program.

use db::{Tx, params};
use jiff::Timestamp;
use people::permission::RunImports;
use people::{Actor, Allowed, audit};
use serde_json::json;

use super::{PROFILE_BYTES_MAX, Profile};
use crate::ImportError;

/// Characters of a code at the most.
const CODE_CHARS_MAX: usize = 40;
/// Profiles that a company may keep.
pub const PROFILES_MAX: u64 = 200;

db::statements! {
    INSERT = "INSERT INTO import_profile (tenant_id, code, toml, version, changed_by, changed_at) VALUES (?1, ?2, ?3, 1, ?4, ?5)";
    UPDATE = "UPDATE import_profile SET toml = ?3, version = version + 1, changed_by = ?4, changed_at = ?5
              WHERE tenant_id = ?1 AND code = ?2 AND version = ?6";
    DELETE = "DELETE FROM import_profile WHERE tenant_id = ?1 AND code = ?2";
    ALL = "SELECT code, toml, version, changed_by, changed_at FROM import_profile WHERE tenant_id = ?1 ORDER BY code";
    FIND = "SELECT code, toml, version, changed_by, changed_at FROM import_profile WHERE tenant_id = ?1 AND code = ?2";
    COUNT = "SELECT COUNT(*) FROM import_profile WHERE tenant_id = ?1";
}

/// A profile that a company keeps.
#[derive(Clone, Debug)]
pub struct SavedProfile {
    /// By what it is called for.
    pub code: String,
    /// Its text.
    pub toml: String,
    /// For optimistic locking.
    pub version: i64,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
}

impl SavedProfile {
    /// What the text says.
    pub fn profile(&self) -> Result<Profile, ImportError> {
        Profile::parse(&self.code, &self.toml)
    }
}

/// Why a profile is not kept or found.
#[derive(Debug, thiserror::Error)]
pub enum SavedProfileError {
    /// The code has other characters.
    #[error(
        "'{0}' is not a profile's code: use up to {CODE_CHARS_MAX} lower-case letters, digits and hyphens"
    )]
    BadCode(String),
    /// There is one of that code.
    #[error("there is a profile '{0}' already")]
    CodeTaken(String),
    /// There are too many.
    #[error("the company keeps {PROFILES_MAX} profiles, which is the most; delete some first")]
    TooMany,
    /// No such profile.
    #[error("the company keeps no profile '{0}'")]
    Unknown(String),
    /// Somebody changed it first.
    #[error("somebody changed this profile meanwhile; look again (you had version {0})")]
    Moved(i64),
    /// What is wrong with the text.
    #[error(transparent)]
    Text(ImportError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(SavedProfileError {
    Self::BadCode(_) => Invalid, "bad-code", at "code";
    Self::CodeTaken(_) => Conflict, "code-taken", at "code";
    Self::TooMany => Conflict, "too-many-profiles";
    Self::Unknown(_) => NotFound, "unknown-profile";
    Self::Moved(_) => Conflict, "version-moved";
    Self::Text(_) => Invalid, "bad-profile", at "toml";
    Self::Db(e) => delegate e;
});

/// Keeps a profile under a code that no other has, of the company's or the program's.
pub fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<RunImports>,
    code: &str,
    toml: &str,
) -> Result<SavedProfile, SavedProfileError> {
    if !is_code(code) {
        return Err(SavedProfileError::BadCode(code.chars().take(CODE_CHARS_MAX).collect()));
    }
    if Profile::shipped().contains(&code) {
        return Err(SavedProfileError::CodeTaken(code.to_owned()));
    }
    check(code, toml)?;
    if tx.query_one(&COUNT, &[], |r| r.get::<u64>(0))? >= PROFILES_MAX {
        return Err(SavedProfileError::TooMany);
    }
    tx.execute(&INSERT, params![code, toml, actor.name(), tx.now()]).map_err(|e| {
        if e.is_unique("import_profile_pk") {
            SavedProfileError::CodeTaken(code.to_owned())
        } else {
            e.into()
        }
    })?;
    let detail = json!({"after": {"toml": toml}});
    audit::record(tx, actor, "import_profile.created", ("import_profile", &code), detail)?;
    get(tx, code)
}

/// Gives a profile that was at `version` another text.
pub fn change(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<RunImports>,
    code: &str,
    version: i64,
    toml: &str,
) -> Result<SavedProfile, SavedProfileError> {
    let before = get(tx, code)?;
    check(code, toml)?;
    if tx.execute(&UPDATE, params![code, toml, actor.name(), tx.now(), version])? == 0 {
        return Err(SavedProfileError::Moved(version));
    }
    let detail = json!({"before": {"toml": before.toml}, "after": {"toml": toml}});
    audit::record(tx, actor, "import_profile.changed", ("import_profile", &code), detail)?;
    get(tx, code)
}

/// Deletes a profile. What was imported by it stays.
pub fn delete(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<RunImports>,
    code: &str,
) -> Result<(), SavedProfileError> {
    let before = get(tx, code)?;
    tx.execute(&DELETE, params![code])?;
    let detail = json!({"before": {"toml": before.toml}});
    audit::record(tx, actor, "import_profile.deleted", ("import_profile", &code), detail)?;
    Ok(())
}

/// The profiles that the company keeps, by code.
pub fn all(tx: &Tx<'_>) -> Result<Vec<SavedProfile>, db::Error> {
    tx.query(&ALL, &[], saved_of)
}

/// One of them.
pub fn get(tx: &Tx<'_>, code: &str) -> Result<SavedProfile, SavedProfileError> {
    let unknown =
        || SavedProfileError::Unknown(code.chars().take(CODE_CHARS_MAX).collect::<String>());
    if !is_code(code) {
        return Err(unknown());
    }
    tx.query_opt(&FIND, params![code], saved_of)?.ok_or_else(unknown)
}

fn is_code(code: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=CODE_CHARS_MAX).contains(&code.len()) && code.bytes().all(fits)
}

fn check(code: &str, toml: &str) -> Result<(), SavedProfileError> {
    if toml.len() > PROFILE_BYTES_MAX || toml.contains('\0') {
        let why = format!("it has at most {} KiB of plain text", PROFILE_BYTES_MAX >> 10);
        return Err(SavedProfileError::Text(ImportError::Profile { name: code.to_owned(), why }));
    }
    Profile::parse(code, toml).map(drop).map_err(SavedProfileError::Text)
}

fn saved_of(row: &db::Row<'_>) -> Result<SavedProfile, db::Error> {
    Ok(SavedProfile {
        code: row.get(0)?,
        toml: row.get(1)?,
        version: row.get(2)?,
        changed_by: row.get(3)?,
        changed_at: row.get(4)?,
    })
}
