//! What becomes of a job once its handler has answered.

use db::{Db, Tx, params};
use jiff::{SignedDuration, Timestamp};
use kernel::{Id, TenantId, UserId};
use serde_json::{Value, json};

use crate::lease::{LeaseMark, Progress};
use crate::{JobFailure, JobId, Status, Stop, backoff, outbox};

/// Tries of one job at the most; then it has failed.
pub const ATTEMPTS_MAX: u32 = 5;
/// The topic of a job that has failed for good. Its payload is `job`, `kind`, `error`,
/// `code`, and `by`: who ordered it.
pub const FAILED: &str = "job.failed";
/// Characters that are kept of an error's message.
pub const ERROR_CHARS_MAX: usize = 2_000;

db::statements! {
    HELD = "SELECT attempts, stop_asked_at, kind, created_by, created_at FROM job WHERE tenant_id = ?1 AND job_id = ?2 AND lease_id = ?3";
    SETTLE = "UPDATE job SET status = ?4, result = ?5, error = ?6, error_code = ?7, attempts = ?8, due_at = COALESCE(?9::timestamptz, due_at),
                     finished_at = ?10, done = ?11, total = ?12, lease_id = NULL, lease_until = NULL
              WHERE tenant_id = ?1 AND job_id = ?2 AND lease_id = ?3";
}

/// How a run of a handler ended.
pub(crate) struct Ended {
    pub(crate) job: JobId,
    pub(crate) lease: Id<LeaseMark>,
    pub(crate) progress: Progress,
    /// What the handler was told when it reported progress.
    pub(crate) stop: Option<Stop>,
    pub(crate) answer: Result<Value, JobFailure>,
}

/// What the row says of the run.
struct Held {
    attempts: u32,
    stop_asked: bool,
    order: Order,
}

/// What was ordered: which job, of what kind, by whom and when.
pub(crate) struct Order {
    pub(crate) job: JobId,
    pub(crate) kind: String,
    pub(crate) by: Option<UserId>,
    pub(crate) at: Timestamp,
}

impl Order {
    /// Says in the outbox that the job has failed: once for each time that it was ordered.
    pub(crate) fn publish_failed(&self, tx: &Tx<'_>, why: &Why) -> Result<(), db::Error> {
        let (job, by) = (self.job.to_string(), self.by.map(|by| by.to_string()));
        let payload = json!({"job": job, "kind": self.kind, "error": why.message, "code": why.code, "by": by});
        outbox::publish(tx, FAILED, &format!("{job} {}", self.at), &payload)
    }
}

/// Why a job failed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Why {
    pub(crate) message: String,
    pub(crate) code: &'static str,
}

/// What the row is to say.
#[derive(Debug, PartialEq, Eq)]
struct Verdict {
    status: Status,
    error: Option<Why>,
    attempts: u32,
    /// The wait before another try.
    wait: Option<SignedDuration>,
}

/// Writes down how a run ended; `None` where the lease was lost, and so nothing is written.
pub(crate) fn settle(
    db: &Db,
    tenant: TenantId,
    ended: &Ended,
) -> Result<Option<Status>, db::Error> {
    db.write(tenant, |tx| {
        let held = tx.query_opt(&HELD, params![ended.job, ended.lease], |r| {
            let order = Order { job: ended.job, kind: r.get(2)?, by: r.get(3)?, at: r.get(4)? };
            let stop_asked = r.get::<Option<Timestamp>>(1)?.is_some();
            Ok(Held { attempts: r.get(0)?, stop_asked, order })
        })?;
        let Some(held) = held else { return Ok(None) };
        let now = tx.now();
        let verdict = verdict(&held, ended.stop, &ended.answer);
        let (done, total) = ended.progress.columns();
        if let (Status::Failed, Some(why)) = (verdict.status, &verdict.error) {
            held.order.publish_failed(tx, why)?;
        }
        tx.execute(
            &SETTLE,
            params![
                ended.job,
                ended.lease,
                verdict.status.word(),
                ended.answer.as_ref().ok(),
                verdict.error.as_ref().map(|why| &why.message),
                verdict.error.as_ref().map(|why| why.code),
                verdict.attempts,
                verdict.wait.map(|wait| now + wait),
                verdict.status.is_over().then_some(now),
                done,
                total
            ],
        )?;
        Ok(Some(verdict.status))
    })
}

fn verdict(held: &Held, stop: Option<Stop>, answer: &Result<Value, JobFailure>) -> Verdict {
    let attempts = held.attempts;
    let over = |status, error| Verdict { status, error, attempts, wait: None };
    let failure = match answer {
        Ok(_) => return over(Status::Done, None),
        Err(failure) => failure,
    };
    let told_to_stop = matches!(stop, Some(Stop::Cancelled | Stop::ShuttingDown));
    let error =
        (!told_to_stop).then(|| Why { message: clip(&failure.message), code: failure.code });
    if held.stop_asked {
        return over(Status::Cancelled, error);
    }
    let (wait, attempts) = if told_to_stop {
        // It did not fail: the program ends, or whoever cancelled the job has ordered it again since.
        (SignedDuration::ZERO, attempts.saturating_sub(1))
    } else if failure.retry && attempts < ATTEMPTS_MAX {
        (backoff::after(attempts), attempts)
    } else {
        return over(Status::Failed, error);
    };
    Verdict { status: Status::Queued, error, attempts, wait: Some(wait) }
}

/// A message as it is kept: not too long, and without the one character that no engine's text takes.
pub(crate) fn clip(message: &str) -> String {
    message.chars().filter(|c| *c != '\0').take(ERROR_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(attempts: u32, stop_asked: bool) -> Held {
        let at = Timestamp::UNIX_EPOCH;
        let order = Order { job: JobId::NIL, kind: "bill".to_owned(), by: None, at };
        Held { attempts, stop_asked, order }
    }

    fn status(held: &Held, stop: Option<Stop>, failure: JobFailure) -> (Status, u32) {
        let verdict = verdict(held, stop, &Err(failure));
        (verdict.status, verdict.attempts)
    }

    #[test]
    fn what_may_be_tried_again_is_until_the_tries_are_used_up() {
        assert_eq!(status(&held(1, false), None, JobFailure::retry("busy")), (Status::Queued, 1));
        assert_eq!(
            status(&held(1, false), None, JobFailure::fatal("no such file")),
            (Status::Failed, 1)
        );
        let last = held(ATTEMPTS_MAX, false);
        assert_eq!(status(&last, None, JobFailure::retry("busy")), (Status::Failed, ATTEMPTS_MAX));
    }

    #[test]
    fn a_stop_is_not_a_failure() {
        let asked = held(1, true);
        let stop = |stop: Stop| (Some(stop), JobFailure::from(stop));
        let (told, failure) = stop(Stop::Cancelled);
        assert_eq!(status(&asked, told, failure.clone()), (Status::Cancelled, 1));
        assert_eq!(
            status(&held(1, false), told, failure),
            (Status::Queued, 0),
            "ordered again since"
        );
        let (told, failure) = stop(Stop::ShuttingDown);
        assert_eq!(status(&held(1, false), told, failure), (Status::Queued, 0));
        assert_eq!(verdict(&asked, None, &Ok(Value::Null)).status, Status::Done, "it was done");
    }

    #[test]
    fn messages_are_kept_within_their_limit() {
        assert_eq!(clip("a\0b"), "ab");
        assert_eq!(clip(&"ñ".repeat(ERROR_CHARS_MAX + 1)).chars().count(), ERROR_CHARS_MAX);
    }
}
