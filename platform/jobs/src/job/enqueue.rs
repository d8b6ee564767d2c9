//! Ordering a piece of work, once.

use db::{Tx, params};
use kernel::UserId;
use serde_json::Value;

use crate::JobId;

/// Bytes of a job's kind and of its key at the most.
pub const KEY_BYTES_MAX: usize = 400;
/// Bytes of a payload's JSON at the most; what is larger is stored first and the payload names it.
pub const PAYLOAD_BYTES_MAX: usize = 1 << 20;

db::statements! {
    INSERT = "INSERT INTO job (tenant_id, job_id, kind, job_key, payload, status, done, attempts, due_at, created_at, created_by)
              VALUES (?1, ?2, ?3, ?4, ?5, 'queued', 0, 0, ?6, ?6, ?7)
              ON CONFLICT (tenant_id, kind, job_key) DO NOTHING";
    AGAIN = "UPDATE job SET payload = ?4, status = 'queued', done = 0, total = NULL, attempts = 0, due_at = ?5, stop_asked_at = NULL,
                    created_at = ?5, created_by = ?6, finished_at = NULL, result = NULL, error = NULL
             WHERE tenant_id = ?1 AND kind = ?2 AND job_key = ?3 AND status IN ('failed', 'cancelled')";
    WITHDRAW_STOP = "UPDATE job SET stop_asked_at = NULL
                     WHERE tenant_id = ?1 AND kind = ?2 AND job_key = ?3 AND status = 'running' AND stop_asked_at IS NOT NULL";
    FIND = "SELECT job_id FROM job WHERE tenant_id = ?1 AND kind = ?2 AND job_key = ?3";
}

/// Why a job is not queued.
#[derive(Debug, thiserror::Error)]
pub enum EnqueueError {
    /// The kind or the key is empty or too long.
    #[error("a job's {what} has 1 to {KEY_BYTES_MAX} bytes, and this one has {bytes}")]
    Name {
        /// `kind` or `key`.
        what: &'static str,
        /// Its length.
        bytes: usize,
    },
    /// The payload is too large.
    #[error("a job's payload has at most {PAYLOAD_BYTES_MAX} bytes, and this one has {bytes}")]
    Payload {
        /// Its length as JSON.
        bytes: usize,
    },
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(EnqueueError {
    Self::Name { what, .. } => Invalid, "bad-job-name", at *what;
    Self::Payload { .. } => Invalid, "payload-too-large", at "payload";
    Self::Db(e) => delegate e;
});

/// Queues a job of a kind, once for each key, in the transaction that wants it done.
///
/// Where the tenant has that job already, it is answered as it is; one that failed or was cancelled is
/// queued again with this payload, and a worker that was asked to stop it is asked no more.
pub fn enqueue(
    tx: &Tx<'_>,
    kind: &str,
    key: &str,
    payload: &Value,
    created_by: Option<UserId>,
) -> Result<JobId, EnqueueError> {
    for (what, name) in [("kind", kind), ("key", key)] {
        if name.is_empty() || name.len() > KEY_BYTES_MAX {
            return Err(EnqueueError::Name { what, bytes: name.len() });
        }
    }
    let bytes = payload.to_string().len();
    if bytes > PAYLOAD_BYTES_MAX {
        return Err(EnqueueError::Payload { bytes });
    }
    let id: JobId = tx.new_id();
    if tx.execute(&INSERT, params![id, kind, key, payload, tx.now(), created_by])? == 1 {
        return Ok(id);
    }
    if tx.execute(&AGAIN, params![kind, key, payload, tx.now(), created_by])? == 0 {
        tx.execute(&WITHDRAW_STOP, params![kind, key])?;
    }
    Ok(tx.query_one(&FIND, params![kind, key], |r| r.get(0))?)
}
