//! What stands around a new client: the numbers that are taken, the users who may own it, the clients above.

use std::collections::{HashMap, HashSet};

use db::{Tx, params};
use kernel::UserId;
use people::permission::WriteClients;
use people::{Actor, Allowed};

use super::open::OpenError;
use super::tree::{self, LEVELS_MAX, Line};
use super::{ClientId, NewClient, find};

db::statements! {
    USERS = "SELECT user_id FROM app_user WHERE tenant_id = ?1 AND user_id IN LIST(?2)";
}

/// What the database and the other rows say of numbers, owners and parents.
pub(super) struct Known {
    numbers: HashSet<String>,
    users: HashSet<UserId>,
    lines: HashMap<ClientId, Line>,
    /// The parents of the rows themselves.
    rows: HashMap<ClientId, Option<ClientId>>,
}

impl Known {
    pub(super) fn gather(
        tx: &Tx<'_>,
        actor: &Actor,
        new: &[(ClientId, NewClient)],
    ) -> Result<Self, db::Error> {
        let numbers: Vec<String> = new.iter().map(|(_, n)| n.number.trim().to_owned()).collect();
        let numbers = find::find_by_numbers(tx, &numbers)?.into_iter().map(|f| f.number).collect();
        let owners = new.iter().map(|(_, n)| n.owner_id).chain([actor.user_id()]);
        let users = existing_users(tx, owners.flatten().collect())?;
        let rows: HashMap<_, _> = new.iter().map(|(id, n)| (*id, n.parent_id)).collect();
        let mut parents: Vec<ClientId> =
            rows.values().flatten().filter(|p| !rows.contains_key(p)).copied().collect();
        parents.sort_unstable();
        parents.dedup();
        Ok(Self { numbers, users, lines: tree::above(tx, parents)?, rows })
    }

    pub(super) fn number(&mut self, number: &str) -> Result<(), OpenError> {
        if self.numbers.insert(number.to_owned()) {
            Ok(())
        } else {
            Err(OpenError::NumberTaken(number.to_owned()))
        }
    }

    pub(super) fn owner(
        &self,
        allowed: &Allowed<WriteClients>,
        owner: Option<UserId>,
    ) -> Result<(), OpenError> {
        owner_fits(allowed, owner, &self.users)
    }

    /// How many of the rows stand above this one, if nothing speaks against its parent.
    pub(super) fn level(
        &self,
        allowed: &Allowed<WriteClients>,
        id: ClientId,
    ) -> Result<usize, OpenError> {
        let mut level = 0;
        let mut at = id;
        while let Some(parent) = self.rows.get(&at).copied().flatten() {
            if parent == id {
                return Err(OpenError::ParentCycle);
            }
            if !self.rows.contains_key(&parent) {
                let line = self.lines.get(&parent).filter(|line| allowed.covers(line.owner));
                let line = line.ok_or(OpenError::UnknownParent(parent))?;
                return if level + line.ids.len() > LEVELS_MAX {
                    Err(OpenError::TooDeep)
                } else {
                    Ok(level)
                };
            }
            level += 1;
            if level > LEVELS_MAX {
                return Err(OpenError::TooDeep);
            }
            at = parent;
        }
        Ok(level)
    }
}

/// Whether the actor may make someone the owner of a client.
pub(super) fn check_owner(
    tx: &Tx<'_>,
    allowed: &Allowed<WriteClients>,
    owner: Option<UserId>,
) -> Result<(), OpenError> {
    let users = existing_users(tx, owner.into_iter().collect())?;
    owner_fits(allowed, owner, &users)
}

fn owner_fits(
    allowed: &Allowed<WriteClients>,
    owner: Option<UserId>,
    users: &HashSet<UserId>,
) -> Result<(), OpenError> {
    match owner {
        owner if !allowed.covers(owner) => Err(OpenError::OwnerOutOfReach),
        Some(owner) if !users.contains(&owner) => Err(OpenError::UnknownOwner(owner)),
        _ => Ok(()),
    }
}

fn existing_users(tx: &Tx<'_>, ids: HashSet<UserId>) -> Result<HashSet<UserId>, db::Error> {
    if ids.is_empty() {
        return Ok(ids);
    }
    let ids: Vec<UserId> = ids.into_iter().collect();
    Ok(tx.query(&USERS, params![ids], |r| r.get(0))?.into_iter().collect())
}
