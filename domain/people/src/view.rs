//! Saved views: a list's filters, sort and columns under a name, for oneself, a team, or the company.

use db::{Ask, List, SortKind, Tx, params};
use kernel::{Id, Page, UserId};
use serde_json::{Map, Value, json};

use crate::kept::{self, KeptError};
use crate::permission::ManageCompany;
use crate::team::TeamId;
use crate::{Actor, audit};

/// Bytes of what a view keeps at the most, as JSON.
pub const STATE_BYTES_MAX: usize = 8 << 10;
/// Characters of a view's name at the most.
pub const NAME_CHARS_MAX: usize = 80;
/// Views that one user may have.
pub const VIEWS_MAX: u64 = 200;

/// Marks the id of a view.
pub enum ViewMark {}
/// A view's id.
pub type ViewId = Id<ViewMark>;

db::statements! {
    INSERT = "INSERT INTO saved_view (tenant_id, view_id, owner_id, list, name, visibility, team_id, state, pinned, version)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)";
    UPDATE = "UPDATE saved_view SET name = ?3, visibility = ?4, team_id = ?5, state = ?6, pinned = ?7, version = version + 1
              WHERE tenant_id = ?1 AND view_id = ?2 AND version = ?8";
    DELETE = "DELETE FROM saved_view WHERE tenant_id = ?1 AND view_id = ?2";
    COUNT = "SELECT COUNT(*) FROM saved_view WHERE tenant_id = ?1 AND owner_id = ?2";
    /// Whether a user belongs to a team or manages it.
    IN_TEAM = "SELECT 1 FROM team t WHERE t.tenant_id = ?1 AND t.team_id = ?2 AND (t.manager_id = ?3 OR EXISTS (
                   SELECT 1 FROM team_member m WHERE m.tenant_id = t.tenant_id AND m.team_id = t.team_id AND m.user_id = ?3))";
}

db::list! {
    /// Views; `seen_by` takes those that a user sees: their own, those of their teams, the company's.
    VIEWS = List {
        name: "views",
        columns: "v.view_id, v.owner_id, u.name, v.list, v.name, v.visibility, v.team_id, v.state, v.pinned, v.version",
        from: "saved_view v JOIN app_user u ON u.tenant_id = v.tenant_id AND u.user_id = v.owner_id",
        base: "v.tenant_id = ?1",
        filters: &[
            ("seen_by", "(v.owner_id = {} OR v.visibility = 'company' OR (v.visibility = 'team' AND EXISTS (
                SELECT 1 FROM team t WHERE t.tenant_id = v.tenant_id AND t.team_id = v.team_id AND (t.manager_id = {} OR EXISTS (
                    SELECT 1 FROM team_member m WHERE m.tenant_id = t.tenant_id AND m.team_id = t.team_id AND m.user_id = {})))))"),
            ("list", "v.list = {}"),
            ("id", "v.view_id = {}"),
        ],
        sorts: &[("name", "v.name", SortKind::Text)],
        key: ("v.view_id", SortKind::Uuid),
    };
}

kernel::words! {
    /// Who sees a view.
    pub enum Visibility {
        /// Who made it.
        Private = "private",
        /// A team.
        Team = "team",
        /// Everybody.
        Company = "company",
    }
}

/// A list's filters, sort and columns under a name.
#[derive(Clone, Debug)]
pub struct View {
    /// Its id.
    pub id: ViewId,
    /// Who made it.
    pub owner: UserId,
    /// Their name.
    pub owner_name: String,
    /// What it is, as people say it.
    pub fields: NewView,
    /// For optimistic locking.
    pub version: i64,
}

/// What a view is made from.
#[derive(Clone, Debug)]
pub struct NewView {
    /// The list that it is of, such as `open-items`.
    pub list: String,
    /// Its name, which its owner has once for a list.
    pub name: String,
    /// Who sees it.
    pub visibility: Visibility,
    /// The team that sees it.
    pub team: Option<TeamId>,
    /// Filters, sort, columns: whatever the screen keeps there. The program does not read it.
    pub state: Map<String, Value>,
    /// Whether it stands in front of the others.
    pub pinned: bool,
}

/// Why a view is not saved or found.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// Only users have views.
    #[error("only a user has views")]
    NoUser,
    /// A name is missing or too long.
    #[error("the view needs a name of at most {NAME_CHARS_MAX} characters on one line")]
    BadName,
    /// The user has one of that name.
    #[error("you have a view '{0}' of this list already")]
    NameTaken(String),
    /// The user has too many.
    #[error("you have {VIEWS_MAX} views, which is the most; delete some first")]
    TooMany,
    /// A view of a team without one, or a team without need.
    #[error("a view that a team sees names the team, and no other view does")]
    TeamMismatch,
    /// Not one of the user's teams.
    #[error("you are in no such team")]
    UnknownTeam,
    /// No such view, or none that the user sees.
    #[error("there is no such view")]
    Unknown,
    /// Somebody else's.
    #[error("only who made a view, or who manages the company, changes it")]
    NotYours,
    /// Somebody changed it first.
    #[error("somebody changed this view meanwhile; look again (you had version {0})")]
    Moved(i64),
    /// The state is too large, or the list has no such name.
    #[error(transparent)]
    Kept(#[from] KeptError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(ViewError {
    Self::NoUser => Forbidden, "no-user";
    Self::BadName => Invalid, "bad-name", at "name";
    Self::NameTaken(_) => Conflict, "name-taken", at "name";
    Self::TooMany => Conflict, "too-many-views";
    Self::TeamMismatch => Invalid, "team-mismatch", at "team_id";
    Self::UnknownTeam => Invalid, "unknown-team", at "team_id";
    Self::Unknown => NotFound, "unknown-view";
    Self::NotYours => Forbidden, "not-yours";
    Self::Moved(_) => Conflict, "version-moved";
    Self::Kept(e) => delegate e;
    Self::Db(e) => delegate e;
});

/// Saves a view of the acting user's. Sharing one needs no permission: it shows nobody anything that they
/// could not see by themselves.
pub fn create(tx: &Tx<'_>, actor: &Actor, new: &NewView) -> Result<View, ViewError> {
    let owner = actor.user_id().ok_or(ViewError::NoUser)?;
    check(new)?;
    check_team(tx, owner, new.team)?;
    if tx.query_one(&COUNT, params![owner], |r| r.get::<u64>(0))? >= VIEWS_MAX {
        return Err(ViewError::TooMany);
    }
    let id: ViewId = tx.new_id();
    let state = Value::Object(new.state.clone());
    tx.execute(
        &INSERT,
        params![
            id,
            owner,
            &new.list,
            new.name.trim(),
            new.visibility.word(),
            new.team,
            &state,
            new.pinned
        ],
    )
    .map_err(|e| taken(e, &new.name))?;
    audit::record(tx, actor, "view.created", ("view", &id), json!({"after": shown(new)}))?;
    get(tx, actor, id)
}

/// Changes a view that was at `version`: everything but its list, as it shall be.
pub fn change(
    tx: &Tx<'_>,
    actor: &Actor,
    id: ViewId,
    version: i64,
    new: &NewView,
) -> Result<View, ViewError> {
    let before = own(tx, actor, id)?;
    let new = NewView { list: before.fields.list.clone(), ..new.clone() };
    check(&new)?;
    if new.team != before.fields.team {
        check_team(tx, actor.user_id().ok_or(ViewError::NoUser)?, new.team)?;
    }
    let state = Value::Object(new.state.clone());
    let changed = tx
        .execute(
            &UPDATE,
            params![
                id,
                new.name.trim(),
                new.visibility.word(),
                new.team,
                &state,
                new.pinned,
                version
            ],
        )
        .map_err(|e| taken(e, &new.name))?;
    if changed == 0 {
        return Err(ViewError::Moved(version));
    }
    let detail = json!({"before": shown(&before.fields), "after": shown(&new)});
    audit::record(tx, actor, "view.changed", ("view", &id), detail)?;
    let owner = ask_of(before.owner).filter("id", Some(id));
    find(tx, &owner)
}

/// Deletes a view.
pub fn delete(tx: &Tx<'_>, actor: &Actor, id: ViewId) -> Result<(), ViewError> {
    let before = own(tx, actor, id)?;
    tx.execute(&DELETE, params![id])?;
    let detail = json!({"before": shown(&before.fields)});
    audit::record(tx, actor, "view.deleted", ("view", &id), detail)?;
    Ok(())
}

/// A view that the acting user sees.
pub fn get(tx: &Tx<'_>, actor: &Actor, id: ViewId) -> Result<View, ViewError> {
    let user = actor.user_id().ok_or(ViewError::NoUser)?;
    find(tx, &ask_of(user).filter("id", Some(id)))
}

/// A page of the views that the acting user sees.
pub fn list(tx: &Tx<'_>, actor: &Actor, ask: Ask<'_>) -> Result<Page<View>, ViewError> {
    let user = actor.user_id().ok_or(ViewError::NoUser)?;
    Ok(VIEWS.page(tx, &ask.filter("seen_by", Some(user)), |_| Ok(None), view_of)?)
}

fn ask_of(user: UserId) -> Ask<'static> {
    Ask::default().filter("seen_by", Some(user))
}

fn find(tx: &Tx<'_>, ask: &Ask<'_>) -> Result<View, ViewError> {
    let page = VIEWS.page(tx, ask, |_| Ok(Some(1)), view_of)?;
    page.items.into_iter().next().ok_or(ViewError::Unknown)
}

/// A view that the acting user sees and may change.
fn own(tx: &Tx<'_>, actor: &Actor, id: ViewId) -> Result<View, ViewError> {
    let found = get(tx, actor, id)?;
    let mine = actor.user_id() == Some(found.owner);
    if mine || actor.allow::<ManageCompany>().is_ok() {
        Ok(found)
    } else {
        Err(ViewError::NotYours)
    }
}

fn check(new: &NewView) -> Result<(), ViewError> {
    let name = new.name.trim();
    let fits = (1..=NAME_CHARS_MAX).contains(&name.chars().count());
    if !fits || name.chars().any(char::is_control) {
        return Err(ViewError::BadName);
    }
    if (new.visibility == Visibility::Team) != new.team.is_some() {
        return Err(ViewError::TeamMismatch);
    }
    kept::check_list_name(&new.list, "list")?;
    kept::check(&Value::Object(new.state.clone()), "state", STATE_BYTES_MAX)?;
    Ok(())
}

fn check_team(tx: &Tx<'_>, user: UserId, team: Option<TeamId>) -> Result<(), ViewError> {
    let Some(team) = team else { return Ok(()) };
    let found = tx.query_opt(&IN_TEAM, params![team, user], |_| Ok(()))?;
    found.ok_or(ViewError::UnknownTeam)
}

fn taken(error: db::Error, name: &str) -> ViewError {
    if error.is_unique("saved_view_name_unique") {
        ViewError::NameTaken(name.trim().to_owned())
    } else {
        error.into()
    }
}

fn shown(view: &NewView) -> Value {
    json!({"list": view.list, "name": view.name.trim(), "visibility": view.visibility.word(),
        "team": view.team.map(|t| t.to_string()), "pinned": view.pinned})
}

fn view_of(row: &db::Row<'_>) -> Result<View, db::Error> {
    let state = match row.get::<Value>(7)? {
        Value::Object(state) => state,
        _ => Map::new(),
    };
    Ok(View {
        id: row.get(0)?,
        owner: row.get(1)?,
        owner_name: row.get(2)?,
        fields: NewView {
            list: row.get(3)?,
            name: row.get(4)?,
            visibility: row.parse(5)?,
            team: row.get(6)?,
            state,
            pinned: row.get(8)?,
        },
        version: row.get(9)?,
    })
}
