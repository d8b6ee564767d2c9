//! What becomes of a job once its handler has answered.

use db::{Db, params};
use jiff::{SignedDuration, Timestamp};
use kernel::{Id, TenantId};
use serde_json::Value;

use crate::lease::{LeaseMark, Progress};
use crate::{JobFailure, JobId, Status, Stop, backoff};

/// Tries of one job at the most; then it has failed.
pub const ATTEMPTS_MAX: u32 = 5;
/// Characters that are kept of an error's message.
pub const ERROR_CHARS_MAX: usize = 2_000;

db::statements! {
    HELD = "SELECT attempts, stop_asked_at FROM job WHERE tenant_id = ?1 AND job_id = ?2 AND lease_id = ?3";
    SETTLE = "UPDATE job SET status = ?4, result = ?5, error = ?6, attempts = ?7, due_at = COALESCE(?8::timestamptz, due_at),
                     finished_at = ?9, done = ?10, total = ?11, lease_id = NULL, lease_until = NULL
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
}

/// What the row is to say.
#[derive(Debug, PartialEq, Eq)]
struct Verdict {
    status: Status,
    error: Option<String>,
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
            Ok(Held { attempts: r.get(0)?, stop_asked: r.get::<Option<Timestamp>>(1)?.is_some() })
        })?;
        let Some(held) = held else { return Ok(None) };
        let now = tx.now();
        let verdict = verdict(&held, ended.stop, &ended.answer);
        let (done, total) = ended.progress.columns();
        tx.execute(
            &SETTLE,
            params![
                ended.job,
                ended.lease,
                verdict.status.word(),
                ended.answer.as_ref().ok(),
                verdict.error,
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
    let error = (!told_to_stop).then(|| clip(&failure.message));
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

    const FIRST: Held = Held { attempts: 1, stop_asked: false };

    fn status(held: &Held, stop: Option<Stop>, failure: JobFailure) -> (Status, u32) {
        let verdict = verdict(held, stop, &Err(failure));
        (verdict.status, verdict.attempts)
    }

    #[test]
    fn what_may_be_tried_again_is_until_the_tries_are_used_up() {
        assert_eq!(status(&FIRST, None, JobFailure::retry("busy")), (Status::Queued, 1));
        assert_eq!(status(&FIRST, None, JobFailure::fatal("no such file")), (Status::Failed, 1));
        let last = Held { attempts: ATTEMPTS_MAX, stop_asked: false };
        assert_eq!(status(&last, None, JobFailure::retry("busy")), (Status::Failed, ATTEMPTS_MAX));
    }

    #[test]
    fn a_stop_is_not_a_failure() {
        let asked = Held { attempts: 1, stop_asked: true };
        let stop = |stop: Stop| (Some(stop), JobFailure::from(stop));
        let (told, failure) = stop(Stop::Cancelled);
        assert_eq!(status(&asked, told, failure.clone()), (Status::Cancelled, 1));
        assert_eq!(status(&FIRST, told, failure), (Status::Queued, 0), "ordered again since");
        let (told, failure) = stop(Stop::ShuttingDown);
        assert_eq!(status(&FIRST, told, failure), (Status::Queued, 0));
        assert_eq!(verdict(&asked, None, &Ok(Value::Null)).status, Status::Done, "it was done");
    }

    #[test]
    fn messages_are_kept_within_their_limit() {
        assert_eq!(clip("a\0b"), "ab");
        assert_eq!(clip(&"ñ".repeat(ERROR_CHARS_MAX + 1)).chars().count(), ERROR_CHARS_MAX);
    }
}
