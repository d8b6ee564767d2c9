//! Calling a job off.

use db::{Tx, params};

use crate::{JobId, Status};

db::statements! {
    FIND = "SELECT status FROM job WHERE tenant_id = ?1 AND job_id = ?2";
    CANCEL = "UPDATE job SET status = 'cancelled', finished_at = ?3 WHERE tenant_id = ?1 AND job_id = ?2 AND status = 'queued'";
    ASK = "UPDATE job SET stop_asked_at = ?3 WHERE tenant_id = ?1 AND job_id = ?2 AND status = 'running' AND stop_asked_at IS NULL";
}

/// How a job was called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancellation {
    /// It is cancelled.
    AtOnce,
    /// Its worker was asked to stop, and will know at its next report of progress.
    Asked,
}

/// Why a job is not called off.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// The tenant has no such job.
    #[error("there is no job {0}")]
    Unknown(JobId),
    /// It ended before.
    #[error("the job is {0} already")]
    Over(Status),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(CancelError {
    Self::Unknown(_) => NotFound, "unknown-job";
    Self::Over(_) => Conflict, "job-over";
    Self::Db(e) => delegate e;
});

/// Calls a job off: at once while it waits; once a worker has it, by asking the worker to stop. What the
/// handler has committed by then stays. Twice is as good as once.
pub fn cancel(tx: &Tx<'_>, id: JobId) -> Result<Cancellation, CancelError> {
    let status = tx.query_opt(&FIND, params![id], |r| r.parse::<Status>(0))?;
    match status.ok_or(CancelError::Unknown(id))? {
        Status::Queued => {
            tx.execute(&CANCEL, params![id, tx.now()])?;
            Ok(Cancellation::AtOnce)
        }
        Status::Running => {
            tx.execute(&ASK, params![id, tx.now()])?;
            Ok(Cancellation::Asked)
        }
        Status::Cancelled => Ok(Cancellation::AtOnce),
        over @ (Status::Done | Status::Failed) => Err(CancelError::Over(over)),
    }
}
