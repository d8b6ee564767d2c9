//! Users: the people who sign in, and what their roles let them do.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use db::{Ask, List, SortKind, Tx, params};
use jiff::Timestamp;
use kernel::{Page, UserId};
use serde_json::json;

use crate::permission::{ManageUsers, Permission, PermissionType, WriteClients};
use crate::role::{RoleId, Scope};
use crate::{Actor, Allowed, Reach, audit};

/// Characters of a password at the least (NIST SP 800-63B, section 5.1.1.2, asks for 8; length is what counts).
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Bytes of a password at the most, so that hashing cannot be made to work for long.
pub const PASSWORD_BYTES_MAX: usize = 256;

db::statements! {
    INSERT = "INSERT INTO app_user (tenant_id, user_id, email, name, password_hash, language, time_zone, status, failed_sign_ins, locked_until, version, created_at)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'active', 0, NULL, 1, ?8)";
    UPDATE = "UPDATE app_user SET name = ?3, language = ?4, time_zone = ?5, status = ?6, version = version + 1
              WHERE tenant_id = ?1 AND user_id = ?2 AND version = ?7";
    SET_SETTINGS = "UPDATE app_user SET language = ?3, time_zone = ?4, version = version + 1 WHERE tenant_id = ?1 AND user_id = ?2";
    SET_PASSWORD = "UPDATE app_user SET password_hash = ?3, failed_sign_ins = 0, locked_until = NULL, version = version + 1
                    WHERE tenant_id = ?1 AND user_id = ?2";
    END_SESSIONS = "DELETE FROM session WHERE tenant_id = ?1 AND user_id = ?2";
    FIND = "SELECT user_id, email, name, language, time_zone, status, locked_until, version, created_at FROM app_user WHERE tenant_id = ?1 AND user_id = ?2";
    NAMES = "SELECT user_id, name FROM app_user WHERE tenant_id = ?1 AND user_id IN LIST(?2)";
    OWNERS = "SELECT user_id, name FROM app_user WHERE tenant_id = ?1 AND status = 'active' ORDER BY name, user_id";
    BY_EMAIL = "SELECT user_id FROM app_user WHERE tenant_id = ?1 AND email = ?2";
    CLEAR_ROLES = "DELETE FROM user_role WHERE tenant_id = ?1 AND user_id = ?2";
    ROLES_OF = "SELECT user_id, role_id FROM user_role WHERE tenant_id = ?1 AND user_id IN LIST(?2) ORDER BY user_id, role_id";
    GRANTS_OF = "SELECT p.permission, p.scope FROM user_role u
                 JOIN role_permission p ON p.tenant_id = u.tenant_id AND p.role_id = u.role_id
                 WHERE u.tenant_id = ?1 AND u.user_id = ?2";
    /// Those who may sign in and have a permission, however far it reaches.
    HOLDERS = "SELECT DISTINCT u.user_id, u.name FROM app_user u
               JOIN user_role r ON r.tenant_id = u.tenant_id AND r.user_id = u.user_id
               JOIN role_permission p ON p.tenant_id = r.tenant_id AND p.role_id = r.role_id
               WHERE u.tenant_id = ?1 AND u.status = 'active' AND p.permission = ?2 ORDER BY u.user_id";
    /// Everyone in a team that the user manages or belongs to.
    TEAM_MATES = "SELECT DISTINCT m.user_id FROM team_member m
                  JOIN team t ON t.tenant_id = m.tenant_id AND t.team_id = m.team_id
                  WHERE m.tenant_id = ?1 AND (t.manager_id = ?2 OR t.team_id IN (
                      SELECT mine.team_id FROM team_member mine WHERE mine.tenant_id = ?1 AND mine.user_id = ?2))
                  ORDER BY m.user_id";
}

db::loads! {
    LOAD_ROLES = user_role(user_id, role_id);
}

db::list! {
    USERS = List {
        name: "users",
        columns: "user_id, email, name, language, time_zone, status, locked_until, version, created_at",
        from: "app_user",
        base: "tenant_id = ?1",
        filters: &[("status", "status = {}")],
        sorts: &[("name", "name", SortKind::Text), ("email", "email", SortKind::Text)],
        key: ("user_id", SortKind::Uuid),
    };
}

/// A person who signs in.
#[derive(Clone, Debug)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// Their e-mail address, in lower case; unique in the company.
    pub email: String,
    /// Their name.
    pub name: String,
    /// `en` or `es`.
    pub language: String,
    /// Their IANA time zone.
    pub time_zone: String,
    /// Whether they may sign in.
    pub active: bool,
    /// Locked out until then, after failed sign-ins.
    pub locked_until: Option<Timestamp>,
    /// Their roles.
    pub roles: Vec<RoleId>,
    /// For optimistic locking.
    pub version: i64,
    /// When they were added.
    pub created_at: Timestamp,
}

/// What a new user is made from.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The e-mail address that they sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their first password; `None` for a user who only has API tokens.
    pub password: Option<PasswordHash>,
    /// `en` or `es`.
    pub language: String,
    /// Their IANA time zone.
    pub time_zone: String,
    /// Their roles.
    pub roles: Vec<RoleId>,
}

/// A password as it is kept: its argon2id hash. Hashing takes tens of milliseconds on purpose, so it happens
/// before a transaction begins.
#[derive(Clone)]
pub struct PasswordHash(String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

impl PasswordHash {
    /// Hashes a password, with a fresh salt.
    pub fn of(password: &str) -> Result<Self, UserError> {
        if password.chars().count() < PASSWORD_CHARS_MIN || password.len() > PASSWORD_BYTES_MAX {
            return Err(UserError::WeakPassword);
        }
        let hash = Argon2::default().hash_password(password.as_bytes());
        hash.map(|h| Self(h.to_string())).map_err(|e| UserError::Hashing(e.to_string()))
    }

    pub(crate) fn matches(stored: &str, password: &str) -> bool {
        password.len() <= PASSWORD_BYTES_MAX
            && Argon2::default().verify_password(password.as_bytes(), stored).is_ok()
    }
}

/// Why a user is not saved or found.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// Not an e-mail address.
    #[error("'{0}' is not an e-mail address")]
    BadEmail(String),
    /// Somebody has that address.
    #[error("there is a user with the address '{0}' already")]
    EmailTaken(String),
    /// A name is missing.
    #[error("the user needs a name")]
    NoName,
    /// Too short or too long.
    #[error(
        "a password has at least {PASSWORD_CHARS_MIN} characters and at most {PASSWORD_BYTES_MAX} bytes"
    )]
    WeakPassword,
    /// The hash function failed.
    #[error("the password could not be hashed: {0}")]
    Hashing(String),
    /// The program does not speak that language.
    #[error("'{0}' is not a language of the program: use en or es")]
    UnknownLanguage(String),
    /// The time zone is not in the IANA database.
    #[error("'{0}' is not a time zone; use a name such as Europe/Madrid")]
    UnknownTimeZone(String),
    /// One of the roles is not there.
    #[error("one of the roles is not there")]
    UnknownRole,
    /// No such user.
    #[error("there is no such user")]
    Unknown,
    /// Somebody else changed the user first.
    #[error("somebody changed this user meanwhile; look again (you had version {0})")]
    Moved(i64),
    /// Nobody may shut themselves out.
    #[error("you cannot disable yourself")]
    Oneself,
    /// Nobody would be left who can let others in.
    #[error("nobody would be left who manages users; give somebody else that permission first")]
    LastKey,
    /// Nobody gives themselves more, or takes the last key out of the lock.
    #[error("nobody changes their own roles; ask somebody else who manages users")]
    OwnRoles,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(UserError {
    Self::BadEmail(_) => Invalid, "bad-email", at "email";
    Self::EmailTaken(_) => Conflict, "email-taken", at "email";
    Self::NoName => Invalid, "name-missing", at "name";
    Self::WeakPassword => Invalid, "weak-password", at "password";
    Self::Hashing(_) => Internal, "hashing";
    Self::UnknownLanguage(_) => Invalid, "unknown-language", at "language";
    Self::UnknownTimeZone(_) => Invalid, "unknown-time-zone", at "time_zone";
    Self::UnknownRole => Invalid, "unknown-role", at "roles";
    Self::Unknown => NotFound, "unknown-user";
    Self::Moved(_) => Conflict, "version-moved";
    Self::Oneself => Invalid, "oneself", at "active";
    Self::LastKey => Conflict, "last-user-manager";
    Self::OwnRoles => Forbidden, "own-roles", at "roles";
    Self::Db(e) => delegate e;
});

/// Adds a user.
pub fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<ManageUsers>,
    new: &NewUser,
) -> Result<UserId, UserError> {
    let email = new.email.trim().to_lowercase();
    let parts: Vec<&str> = email.split('@').collect();
    let plain = !email.chars().any(|c| c.is_whitespace() || c.is_control()) && email.len() <= 254;
    if !plain
        || !matches!(parts.as_slice(), [local, domain] if !local.is_empty() && domain.contains('.'))
    {
        return Err(UserError::BadEmail(new.email.clone()));
    }
    check(&new.name, &new.language, &new.time_zone)?;
    let id: UserId = tx.new_id();
    let hash = new.password.as_ref().map(|p| p.0.as_str());
    tx.execute(
        &INSERT,
        params![id, &email, &new.name, hash, &new.language, &new.time_zone, tx.now()],
    )
    .map_err(|e| {
        if e.is_unique("app_user_email_unique") {
            UserError::EmailTaken(email.clone())
        } else {
            e.into()
        }
    })?;
    save_roles(tx, id, &new.roles)?;
    let detail = json!({"after": {"email": email, "name": new.name, "roles": words(&new.roles)}});
    audit::record(tx, actor, "user.created", ("user", &id), detail)?;
    Ok(id)
}

/// Changes a user's name, settings, roles, and whether they may sign in. The sessions of a user
/// who is disabled end, for good.
pub fn update(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<ManageUsers>,
    user: &User,
) -> Result<(), UserError> {
    check(&user.name, &user.language, &user.time_zone)?;
    if !user.active && actor.user_id() == Some(user.id) {
        return Err(UserError::Oneself);
    }
    let before = get(tx, user.id)?;
    let roles = |of: &User| of.roles.iter().copied().collect::<BTreeSet<_>>();
    if actor.user_id() == Some(user.id) && roles(user) != roles(&before) {
        return Err(UserError::OwnRoles);
    }
    let had_key = !who_may::<ManageUsers>(tx, None)?.is_empty();
    let status = if user.active { "active" } else { "disabled" };
    let changed = tx.execute(
        &UPDATE,
        params![user.id, &user.name, &user.language, &user.time_zone, status, user.version],
    )?;
    if changed == 0 {
        return Err(UserError::Moved(user.version));
    }
    if !user.active {
        tx.execute(&END_SESSIONS, params![user.id])?;
    }
    tx.execute(&CLEAR_ROLES, params![user.id])?;
    save_roles(tx, user.id, &user.roles)?;
    if had_key && who_may::<ManageUsers>(tx, None)?.is_empty() {
        return Err(UserError::LastKey);
    }
    note_change(tx, actor, &before, user)
}

/// Changes the acting user's own language and time zone, which needs no permission. Nothing is written where
/// they are so already.
pub(crate) fn set_own_settings(
    tx: &Tx<'_>,
    actor: &Actor,
    id: UserId,
    language: &str,
    time_zone: &str,
) -> Result<(), UserError> {
    check_settings(language, time_zone)?;
    let before = get(tx, id)?;
    if (before.language.as_str(), before.time_zone.as_str()) == (language, time_zone) {
        return Ok(());
    }
    tx.execute(&SET_SETTINGS, params![id, language, time_zone])?;
    note_change(tx, actor, &before, &get(tx, id)?)
}

fn note_change(tx: &Tx<'_>, actor: &Actor, before: &User, after: &User) -> Result<(), UserError> {
    let shown = |u: &User| {
        json!({"name": u.name, "language": u.language, "time_zone": u.time_zone, "active": u.active,
            "roles": words(&u.roles)})
    };
    let detail = json!({"before": shown(before), "after": shown(after)});
    audit::record(tx, actor, "user.changed", ("user", &before.id), detail)?;
    Ok(())
}

/// Gives a user another password, lifts a lock-out and ends the sessions begun with the old one.
pub fn set_password(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<ManageUsers>,
    id: UserId,
    password: &PasswordHash,
) -> Result<(), UserError> {
    if !save_password(tx, id, password)? {
        return Err(UserError::Unknown);
    }
    tx.execute(&END_SESSIONS, params![id])?;
    audit::record(tx, actor, "user.password_set", ("user", &id), json!({}))?;
    Ok(())
}

/// Keeps a password and lifts a lock-out; whether there is such a user.
pub(crate) fn save_password(
    tx: &Tx<'_>,
    id: UserId,
    password: &PasswordHash,
) -> Result<bool, db::Error> {
    Ok(tx.execute(&SET_PASSWORD, params![id, &password.0])? > 0)
}

fn check(name: &str, language: &str, time_zone: &str) -> Result<(), UserError> {
    if name.trim().is_empty() {
        return Err(UserError::NoName);
    }
    check_settings(language, time_zone)
}

fn check_settings(language: &str, time_zone: &str) -> Result<(), UserError> {
    if !matches!(language, "en" | "es") {
        return Err(UserError::UnknownLanguage(language.to_owned()));
    }
    if jiff::tz::TimeZone::get(time_zone).is_err() {
        return Err(UserError::UnknownTimeZone(time_zone.to_owned()));
    }
    Ok(())
}

fn words(roles: &[RoleId]) -> Vec<String> {
    roles.iter().map(ToString::to_string).collect()
}

fn save_roles(tx: &Tx<'_>, id: UserId, roles: &[RoleId]) -> Result<(), UserError> {
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    tx.load(&LOAD_ROLES, &roles, |role| [id.into(), (*role).into()])
        .map_err(|e| if e.is_foreign_key() { UserError::UnknownRole } else { e.into() })
}

/// A user by id.
pub fn get(tx: &Tx<'_>, id: UserId) -> Result<User, UserError> {
    let mut user = tx.query_opt(&FIND, params![id], user_of)?.ok_or(UserError::Unknown)?;
    user.roles = tx.query(&ROLES_OF, params![vec![id]], |r| r.get(1))?;
    Ok(user)
}

/// The user with an e-mail address.
pub fn by_email(tx: &Tx<'_>, email: &str) -> Result<Option<UserId>, db::Error> {
    tx.query_opt(&BY_EMAIL, params![email.trim().to_lowercase()], |r| r.get(0))
}

/// What users are called, found with one query. For users whose doings the actor has been shown.
pub fn names(
    tx: &Tx<'_>,
    users: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, String>, db::Error> {
    let users: BTreeSet<UserId> = users.into_iter().collect();
    if users.is_empty() {
        return Ok(HashMap::new());
    }
    let users: Vec<UserId> = users.into_iter().collect();
    Ok(tx.query(&NAMES, params![users], |r| Ok((r.get(0)?, r.get(1)?)))?.into_iter().collect())
}

/// Those who may look after clients, which are all who may sign in: their ids and names, by name.
pub fn owners(tx: &Tx<'_>, _: &Allowed<WriteClients>) -> Result<Vec<(UserId, String)>, db::Error> {
    tx.query(&OWNERS, &[], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// A page of the users.
pub fn list(tx: &Tx<'_>, _: &Allowed<ManageUsers>, ask: &Ask<'_>) -> Result<Page<User>, db::Error> {
    let mut page = USERS.page(tx, ask, |_| Ok(None), user_of)?;
    let ids: Vec<UserId> = page.items.iter().map(|u| u.id).collect();
    for (id, role) in
        tx.query(&ROLES_OF, params![ids], |r| Ok((r.get::<UserId>(0)?, r.get::<RoleId>(1)?)))?
    {
        if let Some(user) = page.items.iter_mut().find(|u| u.id == id) {
            user.roles.push(role);
        }
    }
    Ok(page)
}

fn user_of(row: &db::Row<'_>) -> Result<User, db::Error> {
    Ok(User {
        id: row.get(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        language: row.get(3)?,
        time_zone: row.get(4)?,
        active: row.get::<String>(5)? == "active",
        locked_until: row.get(6)?,
        roles: Vec::new(),
        version: row.get(7)?,
        created_at: row.get(8)?,
    })
}

/// The user as an actor: what their roles grant, the widest reach of each permission.
pub fn actor(tx: &Tx<'_>, id: UserId, name: String) -> Result<Actor, db::Error> {
    let mut widest: BTreeMap<Permission, Scope> = BTreeMap::new();
    for (permission, scope) in
        tx.query(&GRANTS_OF, params![id], |r| Ok((r.parse(0)?, r.parse::<Scope>(1)?)))?
    {
        let kept = widest.entry(permission).or_insert(scope);
        *kept = scope.max(*kept);
    }
    let mut mates: Vec<UserId> = Vec::new();
    if widest.values().any(|s| *s == Scope::Team) {
        mates = tx.query(&TEAM_MATES, params![id], |r| r.get(0))?;
        if !mates.contains(&id) {
            mates.push(id);
        }
    }
    let reach = |scope: Scope| match scope {
        Scope::Own => Reach::Owners(vec![id]),
        Scope::Team => Reach::Owners(mates.clone()),
        Scope::All => Reach::All,
    };
    let grants = widest.into_iter().map(|(p, s)| (p, reach(s))).collect();
    Ok(Actor::user(tx.tenant(), id, name, grants))
}

/// Those who may sign in and have permission `P` for a client of this owner.
pub fn who_may<P: PermissionType>(
    tx: &Tx<'_>,
    owner: Option<UserId>,
) -> Result<Vec<UserId>, db::Error> {
    let holders: Vec<(UserId, String)> =
        tx.query(&HOLDERS, params![P::PERMISSION.word()], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let mut found = Vec::new();
    for (id, name) in holders {
        if actor(tx, id, name)?.allow::<P>().is_ok_and(|proof| proof.covers(owner)) {
            found.push(id);
        }
    }
    Ok(found)
}
