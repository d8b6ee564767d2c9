//! Leases: which worker has which job, and until when.
//!
//! A claim is one UPDATE in the tenant's own write, so two workers never have the same job. Whoever holds
//! the job's `lease_id` may write to it; a worker whose lease ended and was given to another writes nothing.

use db::{Db, Tx, params};
use jiff::{SignedDuration, Timestamp};
use kernel::{Id, TenantId, UserId, code};
use serde_json::Value;

use crate::settle::{ATTEMPTS_MAX, Order, Why};
use crate::{JobId, Status};

/// How long a worker has a job without reporting progress. A worker that was killed keeps others waiting so
/// long, and a handler must report more often than that.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// What a job says whose last worker never came back.
const LOST: &str = "the program ended before the job did, at its last try";

/// Marks the id of a lease.
pub(crate) enum LeaseMark {}

db::all_tenant_statements! {
    DUE_TENANTS = "SELECT DISTINCT tenant_id FROM job
                   WHERE finished_at IS NULL AND kind IN LIST(?1)
                     AND ((status = 'queued' AND due_at <= ?2) OR (status = 'running' AND lease_until <= ?2))
                   ORDER BY tenant_id";
}

db::statements! {
    /// Ends the jobs whose worker was lost and that are not to be taken up again; of those that failed by it
    /// the order is answered.
    END_LOST = "UPDATE job SET status = CASE WHEN stop_asked_at IS NULL THEN 'failed' ELSE 'cancelled' END,
                       error = CASE WHEN stop_asked_at IS NULL THEN ?4::text ELSE error END,
                       error_code = CASE WHEN stop_asked_at IS NULL THEN ?5::text ELSE error_code END,
                       finished_at = ?2, lease_id = NULL, lease_until = NULL
                WHERE tenant_id = ?1 AND finished_at IS NULL AND status = 'running' AND lease_until <= ?2
                  AND (attempts >= ?3 OR stop_asked_at IS NOT NULL)
                RETURNING job_id, kind, created_by, created_at, status";
    /// The outer condition repeats the inner one, so that it holds of the row that is changed, too.
    CLAIM = "UPDATE job SET status = 'running', lease_id = ?2, lease_until = ?3, attempts = attempts + 1
             WHERE tenant_id = ?1
               AND ((status = 'queued' AND due_at <= ?4) OR (status = 'running' AND lease_until <= ?4))
               AND job_id = (SELECT j.job_id FROM job j
                             WHERE j.tenant_id = ?1 AND j.finished_at IS NULL AND j.kind IN LIST(?5)
                               AND ((j.status = 'queued' AND j.due_at <= ?4) OR (j.status = 'running' AND j.lease_until <= ?4))
                             ORDER BY j.due_at, j.job_id LIMIT 1)
             RETURNING job_id, kind, job_key, payload, attempts, done, total, created_by";
    RENEW = "UPDATE job SET done = ?4, total = ?5, lease_until = ?6 WHERE tenant_id = ?1 AND job_id = ?2 AND lease_id = ?3
             RETURNING stop_asked_at";
}

/// A job that a worker has.
pub(crate) struct Claim {
    pub(crate) job: JobId,
    pub(crate) lease: Id<LeaseMark>,
    pub(crate) until: Timestamp,
    pub(crate) kind: String,
    pub(crate) key: String,
    pub(crate) payload: Value,
    pub(crate) attempts: u32,
    pub(crate) progress: Progress,
    pub(crate) created_by: Option<UserId>,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) done: u64,
    pub(crate) total: Option<u64>,
}

impl Progress {
    /// The two columns.
    pub(crate) fn columns(self) -> (i64, Option<i64>) {
        let column = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        (column(self.done), self.total.map(column))
    }
}

/// What became of a renewal.
pub(crate) enum Renewal {
    /// The lease holds until then.
    Until(Timestamp),
    /// It holds, but somebody asks for the job to be stopped.
    StopAsked,
    /// Another has the job by now, or it is over.
    Lost,
}

/// The tenants that have jobs of these kinds to be taken up now.
pub(crate) fn due_tenants(db: &Db, kinds: &[String]) -> Result<Vec<TenantId>, db::Error> {
    let now = db.now();
    db.read(TenantId::NIL, |tx| tx.query(&DUE_TENANTS, params![kinds.to_vec(), now], |r| r.get(0)))
}

/// Takes the tenant's job that has been due longest, if there is one.
pub(crate) fn claim(
    db: &Db,
    tenant: TenantId,
    kinds: &[String],
) -> Result<Option<Claim>, db::Error> {
    db.write(tenant, |tx| {
        let now = tx.now();
        end_lost(tx)?;
        let (lease, until) = (tx.new_id(), now + LEASE);
        let claimed = tx.returning(&CLAIM, params![lease, until, now, kinds.to_vec()], |r| {
            Ok(Claim {
                job: r.get(0)?,
                lease,
                until,
                kind: r.get(1)?,
                key: r.get(2)?,
                payload: r.get(3)?,
                attempts: r.get(4)?,
                progress: Progress {
                    done: r.get(5)?,
                    total: r.get::<Option<i64>>(6)?.map(i64::unsigned_abs),
                },
                created_by: r.get(7)?,
            })
        })?;
        Ok(claimed.into_iter().next())
    })
}

fn end_lost(tx: &Tx<'_>) -> Result<(), db::Error> {
    let why = Why { message: LOST.to_owned(), code: code!("job-lost") };
    let ended = tx.returning(&END_LOST, params![tx.now(), ATTEMPTS_MAX, LOST, why.code], |r| {
        let order = Order { job: r.get(0)?, kind: r.get(1)?, by: r.get(2)?, at: r.get(3)? };
        Ok((order, r.parse::<Status>(4)?))
    })?;
    let mut failed = ended.iter().filter(|(_, status)| *status == Status::Failed);
    failed.try_for_each(|(order, _)| order.publish_failed(tx, &why))
}

/// Persists the progress of a claimed job and renews its lease.
pub(crate) fn renew(
    db: &Db,
    tenant: TenantId,
    job: JobId,
    lease: Id<LeaseMark>,
    progress: Progress,
) -> Result<Renewal, db::Error> {
    db.write(tenant, |tx| {
        let until = tx.now() + LEASE;
        let (done, total) = progress.columns();
        let held = tx.returning(&RENEW, params![job, lease, done, total, until], |r| {
            r.get::<Option<Timestamp>>(0)
        })?;
        Ok(match held.first() {
            Some(None) => Renewal::Until(until),
            Some(Some(_)) => Renewal::StopAsked,
            None => Renewal::Lost,
        })
    })
}
