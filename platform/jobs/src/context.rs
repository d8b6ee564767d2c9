//! What a handler is given, and what it answers.

use db::Db;
use jiff::{SignedDuration, Timestamp};
use kernel::{Fault, Kind, TenantId, UserId, code};
use parking_lot::Mutex;
use serde_json::Value;
use std::sync::Arc;

use crate::JobId;
use crate::handle::Signal;
use crate::lease::{self, Claim, Progress, Renewal};

/// How often progress is persisted at the most; reports in between cost nothing.
pub const PROGRESS_EVERY: SignedDuration = SignedDuration::from_millis(250);

/// Why a handler is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// Somebody called the job off.
    #[error("the job was cancelled")]
    Cancelled,
    /// The lease ended, and another worker has the job or will have it.
    #[error("the job's lease ended, so another worker goes on with it")]
    LeaseLost,
    /// The program ends; the job is queued for the next one.
    #[error("the program is shutting down")]
    ShuttingDown,
}

/// Why a handler did not do the job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobFailure {
    /// What went wrong, for the person who ordered the job.
    pub message: String,
    /// The same as a word for programs, such as `facts-moved`.
    pub code: &'static str,
    /// Whether doing the same again may help.
    pub retry: bool,
}

impl JobFailure {
    /// A failure that may pass: the job is tried again after a wait, a few times at the most.
    pub fn retry(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: code!("job-failed"), retry: true }
    }

    /// A failure that would be the same the next time.
    pub fn fatal(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: code!("job-failed"), retry: false }
    }
}

/// So that `?` ends a handler at [`JobContext::progress`].
impl From<Stop> for JobFailure {
    fn from(stop: Stop) -> Self {
        Self::retry(stop.to_string())
    }
}

/// So that `?` ends a handler at a use case's refusal. What the machine did may pass; what is wrong with
/// the command or the facts does not.
impl<E: Fault> From<E> for JobFailure {
    fn from(error: E) -> Self {
        let retry = error.kind() == Kind::Internal || error.code() == "busy";
        Self { message: error.to_string(), code: error.code(), retry }
    }
}

/// The job at hand: what it is about, and where its progress goes.
pub struct JobContext {
    db: Db,
    tenant: TenantId,
    claim: Claim,
    signal: Arc<Signal>,
    seen: Mutex<Seen>,
}

/// What was reported and answered so far.
struct Seen {
    progress: Progress,
    until: Timestamp,
    persisted_at: Option<Timestamp>,
    stop: Option<Stop>,
}

impl JobContext {
    pub(crate) fn new(db: &Db, tenant: TenantId, claim: Claim, signal: &Arc<Signal>) -> Self {
        let seen = Mutex::new(Seen {
            progress: claim.progress,
            until: claim.until,
            persisted_at: None,
            stop: None,
        });
        Self { db: db.clone(), tenant, claim, signal: Arc::clone(signal), seen }
    }

    /// The job's id.
    pub fn job_id(&self) -> JobId {
        self.claim.job
    }

    /// The key under which the job was ordered.
    pub fn key(&self) -> &str {
        &self.claim.key
    }

    /// What the job was ordered with; the same at each try.
    pub fn payload(&self) -> &Value {
        &self.claim.payload
    }

    /// Which try this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.claim.attempts
    }

    /// Who ordered the job; `None` for the program itself.
    pub fn created_by(&self) -> Option<UserId> {
        self.claim.created_by
    }

    /// How much was last reported as done, by this try or one before. It may lag behind what a lost worker
    /// had committed, so a handler goes on from its own rows and takes this for a hint.
    pub fn done(&self) -> u64 {
        self.seen.lock().progress.done
    }

    /// Reports how much is done, of how much (if that is known); says whether to end instead of going on.
    ///
    /// Persists at most every [`PROGRESS_EVERY`] and renews the lease as it does. Not to be called within
    /// [`Db::write`], of which this is one.
    pub fn progress(&self, done: u64, total: impl Into<Option<u64>>) -> Result<(), Stop> {
        let mut seen = self.seen.lock();
        seen.progress = Progress { done, total: total.into() };
        if seen.stop.is_none() {
            seen.stop = self.look(&mut seen);
        }
        seen.stop.map_or(Ok(()), Err)
    }

    fn look(&self, seen: &mut Seen) -> Option<Stop> {
        if self.signal.is_stopping() {
            return Some(Stop::ShuttingDown);
        }
        let now = self.db.now();
        let is_fresh = |at: Timestamp| now.duration_since(at).abs() < PROGRESS_EVERY;
        if seen.persisted_at.is_some_and(is_fresh) {
            return None;
        }
        let renewed =
            lease::renew(&self.db, self.tenant, self.claim.job, self.claim.lease, seen.progress);
        match renewed {
            Ok(Renewal::Until(until)) => {
                seen.until = until;
                seen.persisted_at = Some(now);
                None
            }
            Ok(Renewal::StopAsked) => Some(Stop::Cancelled),
            Ok(Renewal::Lost) => Some(Stop::LeaseLost),
            // Progress is not worth a job: only when nobody knows any more who has it must it end.
            Err(error) if now < seen.until => {
                tracing::warn!(job = %self.claim.job, %error, "progress was not persisted");
                None
            }
            Err(_) => Some(Stop::LeaseLost),
        }
    }

    /// What the run came to, for settling it.
    pub(crate) fn ended(self, answer: Result<Value, JobFailure>) -> crate::settle::Ended {
        let seen = self.seen.into_inner();
        crate::settle::Ended {
            job: self.claim.job,
            lease: self.claim.lease,
            progress: seen.progress,
            stop: seen.stop,
            answer,
        }
    }

    pub(crate) fn kind(&self) -> &str {
        &self.claim.kind
    }
}
