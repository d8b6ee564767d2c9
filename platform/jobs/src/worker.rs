//! Workers: they take due jobs, run their handlers, and write down how that ended.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use db::Db;
use kernel::TenantId;

use crate::handle::{Handle, Signal};
use crate::settle::{Ended, settle};
use crate::{JobContext, JobFailure, Registry, Status, lease};

/// Takes up due jobs of all tenants that its registry has handlers for; others' kinds stay queued.
pub struct Worker {
    registry: Registry,
    kinds: Vec<String>,
    signal: Arc<Signal>,
}

/// What one look at every tenant came to.
pub(crate) struct Round {
    pub(crate) ran: usize,
    /// The first failure of the machinery; the other tenants' jobs ran all the same.
    pub(crate) failed: Option<db::Error>,
}

impl Worker {
    /// A worker that runs jobs in the caller's own thread, when told to.
    pub fn new(registry: Registry) -> Self {
        Self::with_signal(registry, Arc::default())
    }

    pub(crate) fn with_signal(registry: Registry, signal: Arc<Signal>) -> Self {
        let kinds = registry.kinds();
        Self { registry, kinds, signal }
    }

    /// Starts threads that take up jobs as they fall due, and one that delivers the outbox where the
    /// registry has reactions.
    pub fn start(db: Db, registry: Registry, threads: usize) -> Handle {
        Handle::start(&db, &registry, threads)
    }

    /// Runs every job that is due, the tenants in turn, until none is, and says how many ran.
    pub fn run_once(&self, db: &Db) -> Result<usize, db::Error> {
        let mut ran = 0;
        loop {
            let round = self.round(db)?;
            ran += round.ran;
            if round.ran == 0 || self.signal.is_stopping() {
                return round.failed.map_or(Ok(ran), Err);
            }
        }
    }

    /// One job of each tenant that has one due.
    pub(crate) fn round(&self, db: &Db) -> Result<Round, db::Error> {
        let mut round = Round { ran: 0, failed: None };
        for tenant in lease::due_tenants(db, &self.kinds)? {
            if self.signal.is_stopping() {
                break;
            }
            match self.run_next(db, tenant) {
                Ok(ran) => round.ran += usize::from(ran),
                Err(error) => {
                    tracing::error!(%tenant, %error, "a tenant's jobs cannot be worked on");
                    round.failed.get_or_insert(error);
                }
            }
        }
        Ok(round)
    }

    /// Runs the tenant's job that has been due longest; whether there was one.
    fn run_next(&self, db: &Db, tenant: TenantId) -> Result<bool, db::Error> {
        let Some(claim) = lease::claim(db, tenant, &self.kinds)? else { return Ok(false) };
        let Some(handler) = self.registry.handler(&claim.kind) else { return Ok(false) };
        let context = JobContext::new(db, tenant, claim, &self.signal);
        let (kind, job, attempt) = (context.kind().to_owned(), context.job_id(), context.attempt());
        tracing::info!(%tenant, kind, %job, attempt, "job begins");
        let run = catch_unwind(AssertUnwindSafe(|| handler(db, tenant, &context)));
        let answer = run.unwrap_or_else(|panic| Err(JobFailure::retry(panicked(&*panic))));
        match write_down(db, tenant, context.ended(answer))? {
            Some(Status::Failed) => tracing::error!(%tenant, kind, %job, attempt, "job failed"),
            Some(status) => tracing::info!(%tenant, kind, %job, attempt, %status, "job ends"),
            None => tracing::warn!(%tenant, kind, %job, attempt, "job was lost to another worker"),
        }
        Ok(true)
    }
}

/// Settles a run. A result that the database does not take makes the job a failed one that says so.
fn write_down(db: &Db, tenant: TenantId, mut ended: Ended) -> Result<Option<Status>, db::Error> {
    match settle(db, tenant, &ended) {
        Err(db::Error::Engine { message, .. }) if ended.answer.is_ok() => {
            ended.answer = Err(JobFailure::fatal(format!(
                "the job was done, but its result cannot be kept: {message}"
            )));
            settle(db, tenant, &ended)
        }
        settled => settled,
    }
}

/// What a panic said, as the message of a failure.
pub(crate) fn panicked(panic: &(dyn Any + Send)) -> String {
    let words = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("the program made a mistake: {}", words.unwrap_or("a panic without words"))
}
