//! Teams and their managers.

use db::{Tx, params};
use kernel::{Id, UserId};
use serde_json::json;

use crate::permission::ManageUsers;
use crate::{Actor, Allowed, audit};

/// Marks the id of a team.
pub enum TeamMark {}
/// A team's id.
pub type TeamId = Id<TeamMark>;

db::statements! {
    INSERT = "INSERT INTO team (tenant_id, team_id, name, manager_id, version) VALUES (?1, ?2, ?3, ?4, 1)";
    UPDATE = "UPDATE team SET name = ?3, manager_id = ?4, version = version + 1 WHERE tenant_id = ?1 AND team_id = ?2 AND version = ?5";
    CLEAR = "DELETE FROM team_member WHERE tenant_id = ?1 AND team_id = ?2";
    TEAMS = "SELECT team_id, name, manager_id, version FROM team WHERE tenant_id = ?1 ORDER BY name";
    MEMBERS = "SELECT team_id, user_id FROM team_member WHERE tenant_id = ?1 ORDER BY team_id, user_id";
}

db::loads! {
    LOAD_MEMBERS = team_member(team_id, user_id);
}

/// A team.
#[derive(Clone, Debug)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Who manages it; a manager's *team* permissions reach every member's clients.
    pub manager: Option<UserId>,
    /// Who belongs to it.
    pub members: Vec<UserId>,
    /// For optimistic locking.
    pub version: i64,
}

/// Why a team is not saved.
#[derive(Debug, thiserror::Error)]
pub enum TeamError {
    /// A name is missing.
    #[error("the team needs a name")]
    NoName,
    /// There is one of that name.
    #[error("there is a team '{0}' already")]
    NameTaken(String),
    /// The manager or a member is no user of this company.
    #[error("the manager or a member is not a user of this company")]
    UnknownUser,
    /// No such team, or not at this version any more.
    #[error("the team is not there, or somebody changed it meanwhile; look at it again")]
    Moved,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(TeamError {
    Self::NoName => Invalid, "name-missing", at "name";
    Self::NameTaken(_) => Conflict, "name-taken", at "name";
    Self::UnknownUser => Invalid, "unknown-user", at "members";
    Self::Moved => Conflict, "version-moved";
    Self::Db(e) => delegate e;
});

/// Makes a team.
pub fn create(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<ManageUsers>,
    name: &str,
    manager: Option<UserId>,
    members: &[UserId],
) -> Result<TeamId, TeamError> {
    if name.trim().is_empty() {
        return Err(TeamError::NoName);
    }
    let id: TeamId = tx.new_id();
    tx.execute(&INSERT, params![id, name, manager]).map_err(|e| why(e, name))?;
    save_members(tx, id, members).map_err(|e| why(e, name))?;
    let detail = json!({"after": {"name": name, "members": members.len()}});
    audit::record(tx, actor, "team.created", ("team", &id), detail)?;
    Ok(id)
}

/// Changes a team's name, manager and members.
pub fn update(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<ManageUsers>,
    team: &Team,
) -> Result<(), TeamError> {
    if team.name.trim().is_empty() {
        return Err(TeamError::NoName);
    }
    let before = all(tx)?.into_iter().find(|t| t.id == team.id).ok_or(TeamError::Moved)?;
    let changed = tx
        .execute(&UPDATE, params![team.id, &team.name, team.manager, team.version])
        .map_err(|e| why(e, &team.name))?;
    if changed == 0 {
        return Err(TeamError::Moved);
    }
    tx.execute(&CLEAR, params![team.id])?;
    save_members(tx, team.id, &team.members).map_err(|e| why(e, &team.name))?;
    let detail = json!({"before": shown(&before), "after": shown(team)});
    audit::record(tx, actor, "team.changed", ("team", &team.id), detail)?;
    Ok(())
}

fn save_members(tx: &Tx<'_>, id: TeamId, members: &[UserId]) -> Result<(), db::Error> {
    let mut members = members.to_vec();
    members.sort_unstable();
    members.dedup();
    tx.load(&LOAD_MEMBERS, &members, |user| [id.into(), (*user).into()])
}

fn shown(team: &Team) -> serde_json::Value {
    let members: Vec<String> = team.members.iter().map(ToString::to_string).collect();
    json!({"name": team.name, "manager": team.manager.map(|m| m.to_string()), "members": members})
}

fn why(error: db::Error, name: &str) -> TeamError {
    match error {
        e if e.is_unique("team_name_unique") => TeamError::NameTaken(name.to_owned()),
        e if e.is_foreign_key() => TeamError::UnknownUser,
        e => e.into(),
    }
}

/// Every team, by name.
pub fn all(tx: &Tx<'_>) -> Result<Vec<Team>, db::Error> {
    let mut teams: Vec<Team> = tx.query(&TEAMS, &[], |r| {
        Ok(Team {
            id: r.get(0)?,
            name: r.get(1)?,
            manager: r.get(2)?,
            members: Vec::new(),
            version: r.get(3)?,
        })
    })?;
    for (id, user) in tx.query(&MEMBERS, &[], |r| Ok((r.get::<TeamId>(0)?, r.get::<UserId>(1)?)))? {
        if let Some(team) = teams.iter_mut().find(|t| t.id == id) {
            team.members.push(user);
        }
    }
    Ok(teams)
}

/// The teams that a user belongs to or manages, by name.
pub fn of_user(tx: &Tx<'_>, user: UserId) -> Result<Vec<Team>, db::Error> {
    let mut teams = all(tx)?;
    teams.retain(|team| team.manager == Some(user) || team.members.contains(&user));
    Ok(teams)
}
