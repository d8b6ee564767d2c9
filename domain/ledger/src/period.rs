//! Periods (calendar months) and their locks.

use std::collections::BTreeMap;

use db::{Tx, params};
use jiff::Timestamp;
use jiff::civil::Date;
use people::permission::{LockPeriods, PostInSoftLock, ReadLedger};
use people::{Actor, Allowed, audit};
use serde_json::{Value, json};

use crate::day::{self, DayOutOfRange};

db::statements! {
    ALL = "SELECT starts_on, ends_on, lock, changed_at, changed_by, reason FROM period WHERE tenant_id = ?1 ORDER BY starts_on";
    LOCKED = "SELECT starts_on, ends_on, lock FROM period WHERE tenant_id = ?1 AND lock <> 'open' ORDER BY starts_on";
    /// What was done to locks, in its order.
    AUDITED = "SELECT subject_id, detail FROM audit_event WHERE tenant_id = ?1 AND subject_kind = 'period' ORDER BY seq";
    PUT = "INSERT INTO period (tenant_id, starts_on, ends_on, lock, changed_at, changed_by, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
           ON CONFLICT (tenant_id, starts_on) DO UPDATE SET lock = excluded.lock, changed_at = excluded.changed_at, changed_by = excluded.changed_by, reason = excluded.reason";
}

kernel::words! {
    /// How firmly a period is closed.
    pub enum Lock {
        /// Anybody who may post may post here.
        Open = "open",
        /// Only who has the permission to post in softly locked periods.
        Soft = "soft",
        /// Nobody, until it is opened again.
        Hard = "hard",
        /// Nobody, ever again.
        Sealed = "sealed",
    }
}

/// A month whose lock was ever set.
#[derive(Clone, Debug)]
pub struct Period {
    /// Its first day.
    pub starts_on: Date,
    /// Its last day.
    pub ends_on: Date,
    /// Its lock.
    pub lock: Lock,
    /// When the lock was last changed.
    pub changed_at: Timestamp,
    /// By whom.
    pub changed_by: String,
    /// Why.
    pub reason: String,
}

/// Why a lock is not changed.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// It is sealed.
    #[error("the period {0} is sealed; that cannot be undone")]
    Sealed(Date),
    /// Nobody can mean that day.
    #[error(transparent)]
    DayOutOfRange(#[from] DayOutOfRange),
    /// A reason is missing.
    #[error("say why the lock is changed")]
    NoReason,
    /// An earlier month is less locked.
    #[error("the period {earlier} is still {lock}; lock the earlier months first")]
    EarlierOpen {
        /// The earlier month's first day.
        earlier: Date,
        /// Its lock.
        lock: Lock,
    },
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(LockError {
    Self::Sealed(_) => Conflict, "period-sealed";
    Self::DayOutOfRange(_) => Invalid, "day-out-of-range", at "starts_on";
    Self::NoReason => Invalid, "reason-missing", at "reason";
    Self::EarlierOpen { .. } => Conflict, "earlier-period-open";
    Self::Db(e) => delegate e;
});

/// A lock that is not what the audit trail says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The month's first day.
    pub starts_on: Date,
    /// What the audit trail says last.
    pub audited: Option<Lock>,
    /// What is kept.
    pub kept: Option<Lock>,
}

/// The locks that are not what the audit trail says of them, by month.
pub fn prove(tx: &Tx<'_>) -> Result<Vec<Difference>, db::Error> {
    let mut locks: BTreeMap<Date, (Option<Lock>, Option<Lock>)> = BTreeMap::new();
    for period in all(tx)? {
        locks.entry(period.starts_on).or_default().1 = Some(period.lock);
    }
    for (month, detail) in
        tx.query(&AUDITED, &[], |r| Ok((r.get::<String>(0)?, r.get::<Value>(1)?)))?
    {
        let Ok(starts_on) = month.parse() else { continue };
        let after = detail["after"].as_str().and_then(|word| word.parse().ok());
        locks.entry(starts_on).or_default().0 = after;
    }
    let wrong = locks.into_iter().filter(|(_, (audited, kept))| audited != kept);
    Ok(wrong.map(|(starts_on, (audited, kept))| Difference { starts_on, audited, kept }).collect())
}

/// Sets the lock of the month that holds `day`. A sealed month stays sealed, and a month is sealed only
/// after the months before it that were ever locked.
pub fn set_lock(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<LockPeriods>,
    day: Date,
    lock: Lock,
    reason: &str,
) -> Result<Period, LockError> {
    if reason.trim().is_empty() {
        return Err(LockError::NoReason);
    }
    let starts_on = day.first_of_month();
    day::check_now(tx, starts_on)?;
    let known = all(tx)?;
    let before = known.iter().find(|p| p.starts_on == starts_on).map_or(Lock::Open, |p| p.lock);
    if before == Lock::Sealed && lock != Lock::Sealed {
        return Err(LockError::Sealed(starts_on));
    }
    if lock == Lock::Sealed
        && let Some(earlier) = known.iter().find(|p| p.starts_on < starts_on && p.lock < Lock::Hard)
    {
        return Err(LockError::EarlierOpen { earlier: earlier.starts_on, lock: earlier.lock });
    }
    let ends_on = day.last_of_month();
    tx.execute(&PUT, params![starts_on, ends_on, lock.word(), tx.now(), actor.name(), reason])?;
    let detail = json!({"before": before.word(), "after": lock.word(), "reason": reason});
    audit::record(tx, actor, "period.lock_changed", ("period", &starts_on), detail)?;
    let (changed_at, changed_by) = (tx.now(), actor.name().to_owned());
    Ok(Period { starts_on, ends_on, lock, changed_at, changed_by, reason: reason.to_owned() })
}

/// The periods whose lock was ever set; every other month is open.
pub fn list(tx: &Tx<'_>, _: &Allowed<ReadLedger>) -> Result<Vec<Period>, db::Error> {
    all(tx)
}

fn all(tx: &Tx<'_>) -> Result<Vec<Period>, db::Error> {
    tx.query(&ALL, &[], |r| {
        Ok(Period {
            starts_on: r.get(0)?,
            ends_on: r.get(1)?,
            lock: r.parse(2)?,
            changed_at: r.get(3)?,
            changed_by: r.get(4)?,
            reason: r.get(5)?,
        })
    })
}

/// The locks as a posting meets them.
pub(crate) struct Locks {
    locked: Vec<(Date, Date, Lock)>,
    soft_allowed: bool,
}

impl Locks {
    pub(crate) fn load(tx: &Tx<'_>, actor: &Actor) -> Result<Self, db::Error> {
        let locked = tx.query(&LOCKED, &[], |r| Ok((r.get(0)?, r.get(1)?, r.parse(2)?)))?;
        Ok(Self { locked, soft_allowed: actor.allow::<PostInSoftLock>().is_ok() })
    }

    /// The lock that keeps this actor from posting on a day.
    pub(crate) fn against(&self, day: Date) -> Option<Lock> {
        let of_day = self.locked.iter().find(|(from, to, _)| *from <= day && day <= *to);
        let is_before_sealed =
            || self.locked.iter().any(|(from, _, lock)| day < *from && *lock == Lock::Sealed);
        match of_day.map(|(_, _, lock)| *lock) {
            // What was owed at the end of a sealed month stays so.
            _ if is_before_sealed() => Some(Lock::Sealed),
            Some(Lock::Soft) if self.soft_allowed => None,
            lock => lock,
        }
    }
}
