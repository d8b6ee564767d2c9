//! A job as people see it: what it is, how far it is, how it ended.

pub(crate) mod cancel;
pub(crate) mod enqueue;

use std::fmt;
use std::str::FromStr;

use db::{Ask, List, Row, SortKind, Tx, params};
use jiff::Timestamp;
use kernel::{Id, Page, UserId};
use serde_json::Value;

/// Marks the id of a job.
pub enum JobMark {}
/// A job's id.
pub type JobId = Id<JobMark>;

db::statements! {
    FIND = "SELECT job_id, kind, job_key, payload, status, done, total, attempts, due_at, lease_until, stop_asked_at,
                   created_at, created_by, finished_at, result, error, error_code
            FROM job WHERE tenant_id = ?1 AND job_id = ?2";
    COUNTS = "SELECT COUNT(*) FILTER (WHERE status = 'queued'), COUNT(*) FILTER (WHERE status = 'running'),
                     COUNT(*) FILTER (WHERE status = 'done'), COUNT(*) FILTER (WHERE status = 'failed'),
                     COUNT(*) FILTER (WHERE status = 'cancelled'), MIN(due_at) FILTER (WHERE status = 'queued')
              FROM job WHERE tenant_id = ?1";
}

db::list! {
    /// The jobs, newest first when asked with `-created_at`.
    JOBS = List {
        name: "jobs",
        columns: "job_id, kind, job_key, payload, status, done, total, attempts, due_at, lease_until, stop_asked_at, created_at, created_by, finished_at, result, error, error_code",
        from: "job",
        base: "tenant_id = ?1",
        filters: &[("status", "status = {}"), ("kind", "kind = {}"), ("created_by", "created_by = {}")],
        sorts: &[
            ("created_at", "created_at", SortKind::Instant),
            ("due_at", "due_at", SortKind::Instant),
            ("kind", "kind", SortKind::Text),
        ],
        key: ("job_id", SortKind::Uuid),
    };
}

/// Where a job is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It waits for a worker: for the first time, or for another try.
    Queued,
    /// A worker has it under a lease.
    Running,
    /// It ended well, and has a result.
    Done,
    /// It ended badly, and has an error.
    Failed,
    /// Somebody called it off.
    Cancelled,
}

impl Status {
    /// All of them, in the order of a job's life.
    pub const ALL: [Self; 5] =
        [Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// The word for it in the database and the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more will happen to the job by itself.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|s| s.word() == word);
        known.ok_or_else(|| {
            format!(
                "'{word}' is not a job's status: use queued, running, done, failed or cancelled"
            )
        })
    }
}

/// A job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What kind of work it is; the registry has a handler for it.
    pub kind: String,
    /// Which piece of that work it is; there is one job of a kind and key.
    pub key: String,
    /// What the handler is given.
    pub payload: Value,
    /// Where it is in its life.
    pub status: Status,
    /// How much is done, in units of the handler's.
    pub done: u64,
    /// How much there is to do; `None` while nobody knows.
    pub total: Option<u64>,
    /// How often a worker took it up since it was last ordered.
    pub attempts: u32,
    /// From when on a worker may take it up.
    pub due_at: Timestamp,
    /// Until when its worker has it, unless progress renews that; `None` when no worker has it.
    pub lease_until: Option<Timestamp>,
    /// When its worker was asked to stop.
    pub stop_asked_at: Option<Timestamp>,
    /// When it was ordered, for the last time where it was ordered again.
    pub created_at: Timestamp,
    /// Who ordered it; `None` for the program itself.
    pub created_by: Option<UserId>,
    /// When it was over.
    pub finished_at: Option<Timestamp>,
    /// What the handler answered.
    pub result: Option<Value>,
    /// Why the last try failed.
    pub error: Option<String>,
    /// The same as a word for programs.
    pub error_code: Option<String>,
}

/// How many jobs a tenant has of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Jobs that wait.
    pub queued: u64,
    /// Jobs that a worker has.
    pub running: u64,
    /// Jobs that ended well.
    pub done: u64,
    /// Jobs that ended badly.
    pub failed: u64,
    /// Jobs that were called off.
    pub cancelled: u64,
    /// Since when the one that waits longest has been due (or when the first will be).
    pub oldest_due_at: Option<Timestamp>,
}

/// A job; `None` where the tenant has no such job.
pub fn get(tx: &Tx<'_>, id: JobId) -> Result<Option<Job>, db::Error> {
    tx.query_opt(&FIND, params![id], job_of)
}

/// A page of the jobs. Filters: `status`, `kind`, `created_by`; sorts: `created_at`, `due_at`, `kind`.
pub fn list(tx: &Tx<'_>, ask: &Ask<'_>) -> Result<Page<Job>, db::Error> {
    JOBS.page(tx, ask, |_| Ok(None), job_of)
}

/// How many jobs there are of each status.
pub fn counts(tx: &Tx<'_>) -> Result<Counts, db::Error> {
    tx.query_one(&COUNTS, &[], |r| {
        Ok(Counts {
            queued: r.get(0)?,
            running: r.get(1)?,
            done: r.get(2)?,
            failed: r.get(3)?,
            cancelled: r.get(4)?,
            oldest_due_at: r.get(5)?,
        })
    })
}

fn job_of(row: &Row<'_>) -> Result<Job, db::Error> {
    Ok(Job {
        id: row.get(0)?,
        kind: row.get(1)?,
        key: row.get(2)?,
        payload: row.get(3)?,
        status: row.parse(4)?,
        done: row.get(5)?,
        total: row.get::<Option<i64>>(6)?.map(i64::unsigned_abs),
        attempts: row.get(7)?,
        due_at: row.get(8)?,
        lease_until: row.get(9)?,
        stop_asked_at: row.get(10)?,
        created_at: row.get(11)?,
        created_by: row.get(12)?,
        finished_at: row.get(13)?,
        result: row.get(14)?,
        error: row.get(15)?,
        error_code: row.get(16)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_read_from_its_word() {
        for status in Status::ALL {
            assert_eq!(status.to_string().parse(), Ok(status));
        }
        assert!("paused".parse::<Status>().unwrap_err().contains("'paused'"));
    }
}
