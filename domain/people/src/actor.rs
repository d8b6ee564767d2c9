//! Who acts, and the proof that they may.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use kernel::{TenantId, UserId};

use crate::permission::{Permission, PermissionType};

/// Whose clients a permission reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Clients owned by any of these users.
    Owners(Vec<UserId>),
    /// Every client of the tenant, also those without an owner.
    All,
}

/// Who acts: a user with their grants, or the operator of the machine.
#[derive(Clone, Debug)]
pub struct Actor {
    tenant: TenantId,
    user: Option<UserId>,
    name: String,
    grants: BTreeMap<Permission, Reach>,
}

impl Actor {
    /// A user with what their roles grant.
    pub fn user(
        tenant: TenantId,
        user: UserId,
        name: String,
        grants: BTreeMap<Permission, Reach>,
    ) -> Self {
        Self { tenant, user: Some(user), name, grants }
    }

    /// Whoever runs the program on the machine itself, or one of its jobs: may do everything, and the audit
    /// trail says under which name.
    pub fn operator(tenant: TenantId, name: &str) -> Self {
        let grants = Permission::ALL.iter().map(|p| (*p, Reach::All)).collect();
        Self { tenant, user: None, name: name.to_owned(), grants }
    }

    /// The tenant in whose books the actor works.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The user's id; `None` for the operator.
    pub fn user_id(&self) -> Option<UserId> {
        self.user
    }

    /// The name for the audit trail.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the actor's roles grant.
    pub fn grants(&self) -> &BTreeMap<Permission, Reach> {
        &self.grants
    }

    /// The proof that the actor has permission `P`, with how far it reaches.
    pub fn allow<P: PermissionType>(&self) -> Result<Allowed<P>, Denied> {
        let far_enough = |reach: &&Reach| P::PERMISSION.is_of_clients() || **reach == Reach::All;
        match self.grants.get(&P::PERMISSION).filter(far_enough) {
            Some(reach) => Ok(Allowed { reach: reach.clone(), permission: PhantomData }),
            None => Err(Denied { permission: P::PERMISSION }),
        }
    }

    /// As [`Actor::allow`], where the whole tenant must be in reach.
    pub fn allow_all<P: PermissionType>(&self) -> Result<Allowed<P>, Denied> {
        let proof = self.allow::<P>()?;
        if proof.reaches_all() { Ok(proof) } else { Err(Denied { permission: P::PERMISSION }) }
    }
}

/// The proof that an actor has permission `P`. It can only be had from [`Actor::allow`].
#[derive(Clone, Debug)]
pub struct Allowed<P> {
    reach: Reach,
    permission: PhantomData<P>,
}

impl<P> Allowed<P> {
    /// How far it reaches.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Whether it reaches the whole tenant.
    pub fn reaches_all(&self) -> bool {
        self.reach == Reach::All
    }

    /// Whether it reaches a client of this owner.
    pub fn covers(&self, owner: Option<UserId>) -> bool {
        match (&self.reach, owner) {
            (Reach::All, _) => true,
            (Reach::Owners(owners), Some(owner)) => owners.contains(&owner),
            (Reach::Owners(_), None) => false,
        }
    }

    /// The owners whose clients are in reach; `None` for all. A list that is bound is never NULL to SQL on
    /// one engine and always to the other, so a statement asks a flag of its own:
    /// `(?2::boolean OR owner_id IN LIST(?3))`.
    pub fn owners(&self) -> Option<Vec<UserId>> {
        match &self.reach {
            Reach::All => None,
            Reach::Owners(owners) => Some(owners.clone()),
        }
    }
}

/// The actor lacks a permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this needs the permission '{permission}', which your roles do not give you")]
pub struct Denied {
    /// The permission that is lacking.
    pub permission: Permission,
}

kernel::fault!(Denied {
    Self { .. } => Forbidden, "permission-lacking";
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::{LockPeriods, ReadClients};

    #[test]
    fn a_proof_reaches_only_as_far_as_its_role() {
        let (me, other) = (UserId::from_uuid(uuid(1)), UserId::from_uuid(uuid(2)));
        let grants = BTreeMap::from([(Permission::ReadClients, Reach::Owners(vec![me]))]);
        let actor = Actor::user(TenantId::NIL, me, "Ana".into(), grants);
        let proof = actor.allow::<ReadClients>().unwrap();
        assert!(proof.covers(Some(me)));
        assert!(!proof.covers(Some(other)) && !proof.covers(None) && !proof.reaches_all());
        assert!(actor.allow_all::<ReadClients>().is_err());
        assert_eq!(actor.allow::<LockPeriods>().unwrap_err().permission, Permission::LockPeriods);
    }

    fn uuid(n: u8) -> uuid::Uuid {
        uuid::Uuid::from_u128(u128::from(n))
    }
}
