//! What waits in the whole database, for health checks and metrics.

use db::{Db, params};
use jiff::Timestamp;
use kernel::TenantId;

db::all_tenant_statements! {
    JOBS_OPEN = "SELECT COUNT(*) FILTER (WHERE status = 'queued'), COUNT(*) FILTER (WHERE status = 'running'),
                        MIN(due_at) FILTER (WHERE status = 'queued' AND due_at <= ?1)
                 FROM job WHERE finished_at IS NULL";
    MESSAGES_OPEN = "SELECT COUNT(*), COUNT(*) FILTER (WHERE error IS NOT NULL), MIN(created_at)
                     FROM outbox WHERE delivered_at IS NULL";
}

/// What waits, over all tenants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Jobs that wait for a worker or for another try.
    pub jobs_queued: u64,
    /// Jobs that a worker has.
    pub jobs_running: u64,
    /// Since when the job that waits longest has been due; an old instant says that workers cannot keep up,
    /// or that none has a handler for it.
    pub job_due_since: Option<Timestamp>,
    /// Messages that are not delivered.
    pub messages_waiting: u64,
    /// Those of them whose delivery has failed at least once.
    pub messages_failing: u64,
    /// When the oldest message that is not delivered was published.
    pub message_waiting_since: Option<Timestamp>,
}

/// What waits, over all tenants; costs the open rows and not the history.
pub fn backlog(db: &Db) -> Result<Backlog, db::Error> {
    let now = db.now();
    db.read(TenantId::NIL, |tx| {
        let (jobs_queued, jobs_running, job_due_since) =
            tx.query_one(&JOBS_OPEN, params![now], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let (messages_waiting, messages_failing, message_waiting_since) =
            tx.query_one(&MESSAGES_OPEN, &[], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        Ok(Backlog {
            jobs_queued,
            jobs_running,
            job_due_since,
            messages_waiting,
            messages_failing,
            message_waiting_since,
        })
    })
}
