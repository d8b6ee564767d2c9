//! Roles: named sets of permissions, each with a reach.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use db::{Tx, params};
use kernel::Id;
use serde_json::json;

use crate::permission::{ManageUsers, Permission};
use crate::{Actor, Allowed, audit};

/// Marks the id of a role.
pub enum RoleMark {}
/// A role's id.
pub type RoleId = Id<RoleMark>;

db::statements! {
    INSERT = "INSERT INTO role (tenant_id, role_id, name, version) VALUES (?1, ?2, ?3, 1)";
    RENAME = "UPDATE role SET name = ?3, version = version + 1 WHERE tenant_id = ?1 AND role_id = ?2 AND version = ?4";
    CLEAR = "DELETE FROM role_permission WHERE tenant_id = ?1 AND role_id = ?2";
    ROLES = "SELECT role_id, name, version FROM role WHERE tenant_id = ?1 ORDER BY name";
    NAMES = "SELECT role_id, name FROM role WHERE tenant_id = ?1";
    GRANTS = "SELECT role_id, permission, scope FROM role_permission WHERE tenant_id = ?1 ORDER BY role_id, permission";
}

db::loads! {
    LOAD_GRANTS = role_permission(role_id, permission, scope);
}

/// How far a grant reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The user's own clients.
    Own,
    /// The clients of everyone in a team that the user manages or belongs to.
    Team,
    /// Every client.
    All,
}

impl Scope {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Team => "team",
            Self::All => "all",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Self::Own, Self::Team, Self::All]
            .into_iter()
            .find(|s| s.word() == word)
            .ok_or_else(|| format!("'{word}' is not a scope: use own, team or all"))
    }
}

/// A role and what it grants.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// What it grants.
    pub grants: Vec<(Permission, Scope)>,
    /// For optimistic locking.
    pub version: i64,
}

/// Why a role is not saved.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    /// A name is missing.
    #[error("the role needs a name")]
    NoName,
    /// There is one of that name.
    #[error("there is a role '{0}' already")]
    NameTaken(String),
    /// A permission of the company for some of its clients only.
    #[error("{0} is about the whole company: it is granted for all or not at all")]
    OfCompany(Permission),
    /// No such role, or not at this version any more.
    #[error("the role is not there, or somebody changed it meanwhile; look at it again")]
    Moved,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(RoleError {
    Self::NoName => Invalid, "name-missing", at "name";
    Self::NameTaken(_) => Conflict, "name-taken", at "name";
    Self::OfCompany(_) => Invalid, "of-company", at "grants";
    Self::Moved => Conflict, "version-moved";
    Self::Db(e) => delegate e;
});

/// Makes a role.
pub fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<ManageUsers>,
    name: &str,
    grants: &[(Permission, Scope)],
) -> Result<RoleId, RoleError> {
    if name.trim().is_empty() {
        return Err(RoleError::NoName);
    }
    let id: RoleId = tx.new_id();
    tx.execute(&INSERT, params![id, name]).map_err(|e| taken(e, name))?;
    save_grants(tx, id, grants)?;
    audit::record(
        tx,
        actor,
        "role.created",
        ("role", &id),
        json!({"after": {"name": name, "grants": shown(grants)}}),
    )?;
    Ok(id)
}

/// Gives a role another name and other grants.
pub fn update(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<ManageUsers>,
    role: &Role,
) -> Result<(), RoleError> {
    let before = all(tx)?.into_iter().find(|r| r.id == role.id).ok_or(RoleError::Moved)?;
    let changed = tx
        .execute(&RENAME, params![role.id, &role.name, role.version])
        .map_err(|e| taken(e, &role.name))?;
    if changed == 0 {
        return Err(RoleError::Moved);
    }
    tx.execute(&CLEAR, params![role.id])?;
    save_grants(tx, role.id, &role.grants)?;
    let detail = json!({"before": {"name": before.name, "grants": shown(&before.grants)},
        "after": {"name": role.name, "grants": shown(&role.grants)}});
    audit::record(tx, actor, "role.changed", ("role", &role.id), detail)?;
    Ok(())
}

fn taken(error: db::Error, name: &str) -> RoleError {
    if error.is_unique("role_name_unique") {
        RoleError::NameTaken(name.to_owned())
    } else {
        error.into()
    }
}

fn save_grants(tx: &Tx<'_>, id: RoleId, grants: &[(Permission, Scope)]) -> Result<(), RoleError> {
    let halved = |(p, s): &&(Permission, Scope)| *s != Scope::All && !p.is_of_clients();
    if let Some((permission, _)) = grants.iter().find(halved) {
        return Err(RoleError::OfCompany(*permission));
    }
    tx.load(&LOAD_GRANTS, grants, |(permission, scope)| {
        [id.into(), permission.word().into(), scope.word().into()]
    })?;
    Ok(())
}

fn shown(grants: &[(Permission, Scope)]) -> serde_json::Value {
    grants.iter().map(|(p, s)| json!({"permission": p.word(), "scope": s.word()})).collect()
}

/// What the roles are called.
pub fn names(tx: &Tx<'_>) -> Result<HashMap<RoleId, String>, db::Error> {
    Ok(tx.query(&NAMES, &[], |r| Ok((r.get(0)?, r.get(1)?)))?.into_iter().collect())
}

/// Every role, by name.
pub fn all(tx: &Tx<'_>) -> Result<Vec<Role>, db::Error> {
    let mut roles: Vec<Role> = tx.query(&ROLES, &[], |r| {
        Ok(Role { id: r.get(0)?, name: r.get(1)?, grants: Vec::new(), version: r.get(2)? })
    })?;
    let grants =
        tx.query(&GRANTS, &[], |r| Ok((r.get::<RoleId>(0)?, (r.parse(1)?, r.parse(2)?))))?;
    for (id, grant) in grants {
        if let Some(role) = roles.iter_mut().find(|r| r.id == id) {
            role.grants.push(grant);
        }
    }
    Ok(roles)
}

/// The four roles that a new company starts with: name and grants.
pub fn defaults() -> Vec<(&'static str, Vec<(Permission, Scope)>)> {
    use Permission as P;
    let of = |scope: Scope, list: &[P]| list.iter().map(|p| (*p, scope)).collect::<Vec<_>>();
    let daily = [
        P::ReadClients,
        P::WriteClients,
        P::ReadReceivables,
        P::WriteInvoices,
        P::TakeReceipts,
        P::WriteOff,
    ];
    let mut manager = of(Scope::Team, &daily);
    manager.extend(of(Scope::Team, &[P::ApproveWriteOffs, P::Refund]));
    manager.extend(of(Scope::All, &[P::ReadAudit]));
    let books = [
        P::ReadClients,
        P::WriteClients,
        P::ReadReceivables,
        P::WriteInvoices,
        P::TakeReceipts,
        P::WriteOff,
        P::Refund,
        P::ReadLedger,
        P::PostJournal,
        P::PostInSoftLock,
        P::LockPeriods,
        P::SetUpLedger,
        P::RunImports,
        P::ReadAudit,
    ];
    vec![
        ("Administrator", of(Scope::All, P::ALL)),
        ("Accountant", of(Scope::All, &books)),
        ("Manager", manager),
        ("Representative", of(Scope::Own, &daily)),
    ]
}
