//! The queue: ordering, showing, cancelling, trying again.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use db::{Ask, Db, Error};
use jiff::SignedDuration;
use jobs::outbox::{self, Message};
use jobs::{
    ATTEMPTS_MAX, BACKOFF_FIRST, CancelError, Cancellation, EnqueueError, JobFailure,
    KEY_BYTES_MAX, PAYLOAD_BYTES_MAX, PROGRESS_EVERY, Status, Stop,
};
use kernel::{Fault, Kind, PageRequest, TenantId, UserId};
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::{NEIGHBOUR, enqueue, job, pass, worker};

#[db_test]
fn the_same_job_is_queued_once(t: TestDb) {
    let user = UserId::from_uuid(uuid::Uuid::from_u128(7));
    let order = |tenant, key: &str, payload| {
        t.db.write(tenant, |tx| jobs::enqueue(tx, "bill", key, &payload, Some(user))).unwrap()
    };
    let first = order(t.tenant, "2026-03", json!({"n": 1}));
    assert_eq!(order(t.tenant, "2026-03", json!({"n": 2})), first);
    assert_ne!(order(t.tenant, "2026-04", json!({})), first);
    assert_ne!(order(NEIGHBOUR, "2026-03", json!({})), first);
    let job = job(&t, first);
    assert_eq!((job.payload, job.created_by), (json!({"n": 1}), Some(user)));
    assert_eq!((job.status, job.attempts, job.done, job.total), (Status::Queued, 0, 0, None));
    assert_eq!(job.created_at, t.clock.now());
}

#[db_test]
fn a_job_that_is_done_stays_done(t: TestDb) {
    let id = enqueue(&t, "bill", "k");
    let worker = worker("bill", |_, _, _| Ok(json!({"invoices": 3})));
    assert_eq!(worker.run_once(&t.db).unwrap(), 1);
    assert_eq!(enqueue(&t, "bill", "k"), id);
    assert_eq!(worker.run_once(&t.db).unwrap(), 0);
    let job = job(&t, id);
    assert_eq!((job.status, job.attempts), (Status::Done, 1));
    assert_eq!(job.result, Some(json!({"invoices": 3})));
    assert_eq!((job.finished_at, job.lease_until), (Some(t.clock.now()), None));
}

#[db_test]
fn names_and_payloads_have_limits(t: TestDb) {
    let order = |kind: &str, key: &str, payload| {
        t.db.write(t.tenant, |tx| jobs::enqueue(tx, kind, key, &payload, None)).unwrap_err()
    };
    let error = order("", "k", json!({}));
    assert_eq!((error.kind(), error.field().as_deref()), (Kind::Invalid, Some("kind")));
    let long = "k".repeat(KEY_BYTES_MAX + 1);
    assert!(matches!(order("bill", &long, json!({})), EnqueueError::Name { what: "key", .. }));
    let large = json!("x".repeat(PAYLOAD_BYTES_MAX));
    assert!(matches!(order("bill", "k", large), EnqueueError::Payload { .. }));
}

#[db_test]
fn progress_is_seen_by_others_but_not_written_at_every_report(t: TestDb) {
    let id = enqueue(&t, "count", "k");
    let clock = t.clock.clone();
    let t = Arc::new(t);
    let reader = Arc::clone(&t);
    let worker = worker("count", move |_, _, context| {
        let seen = || {
            let job = job(&reader, id);
            (job.status, job.done, job.total)
        };
        context.progress(1, None)?;
        assert_eq!(seen(), (Status::Running, 1, None));
        context.progress(2, 10)?;
        assert_eq!(seen(), (Status::Running, 1, None), "too soon to be written");
        let before = job(&reader, id).lease_until;
        clock.set(clock.now() + PROGRESS_EVERY);
        context.progress(3, 10)?;
        assert_eq!(seen(), (Status::Running, 3, Some(10)));
        assert!(job(&reader, id).lease_until > before, "the lease is renewed");
        context.progress(10, 10)?;
        Ok(json!(null))
    });
    assert_eq!(worker.run_once(&t.db).unwrap(), 1);
    let job = job(&t, id);
    assert_eq!((job.status, job.done, job.total), (Status::Done, 10, Some(10)), "{:?}", job.error);
}

#[db_test]
fn a_queued_job_is_cancelled_at_once(t: TestDb) {
    let id = enqueue(&t, "bill", "k");
    let cancel = || t.db.write(t.tenant, |tx| jobs::cancel(tx, id));
    assert_eq!(cancel().unwrap(), Cancellation::AtOnce);
    assert_eq!(cancel().unwrap(), Cancellation::AtOnce, "twice is as good as once");
    let worker = worker("bill", |_, _, _| Ok(json!(1)));
    assert_eq!(worker.run_once(&t.db).unwrap(), 0);
    assert_eq!(job(&t, id).status, Status::Cancelled);

    assert_eq!(enqueue(&t, "bill", "k"), id, "ordering it again queues it again");
    assert_eq!((job(&t, id).status, job(&t, id).finished_at), (Status::Queued, None));
    assert_eq!(worker.run_once(&t.db).unwrap(), 1);
    assert!(matches!(cancel().unwrap_err(), CancelError::Over(Status::Done)));
    let unknown = t.db.write(NEIGHBOUR, |tx| jobs::cancel(tx, id)).unwrap_err();
    assert_eq!(unknown.kind(), Kind::NotFound);
}

#[db_test]
fn a_running_job_is_asked_to_stop(t: TestDb) {
    let id = enqueue(&t, "bill", "k");
    let worker = worker("bill", move |db, tenant, context| {
        context.progress(1, 3)?;
        let asked = db.write(tenant, |tx| jobs::cancel(tx, id)).unwrap();
        assert_eq!(asked, Cancellation::Asked);
        db.clock().set(db.now() + PROGRESS_EVERY);
        assert_eq!(context.progress(2, 3), Err(Stop::Cancelled));
        context.progress(2, 3)?;
        panic!("a handler that is told to stop does not come here")
    });
    assert_eq!(worker.run_once(&t.db).unwrap(), 1);
    let job = job(&t, id);
    assert_eq!((job.status, job.done, job.error), (Status::Cancelled, 2, None));
    assert_eq!(worker.run_once(&t.db).unwrap(), 0);
}

#[db_test]
fn a_stop_that_is_withdrawn_before_the_worker_ends_leaves_the_job_queued(t: TestDb) {
    let id = enqueue(&t, "bill", "k");
    let runs = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&runs);
    let worker = worker("bill", move |db, tenant, context| {
        if count.fetch_add(1, Ordering::SeqCst) == 0 {
            db.write(tenant, |tx| jobs::cancel(tx, id)).unwrap();
            let stop = context.progress(1, 3);
            db.write(tenant, |tx| jobs::enqueue(tx, "bill", "k", &json!({}), None)).unwrap();
            stop?;
        }
        Ok(json!("whole"))
    });
    assert_eq!(worker.run_once(&t.db).unwrap(), 2);
    let job = job(&t, id);
    assert_eq!((job.status, job.attempts), (Status::Done, 1));
}

#[db_test]
fn what_fails_is_tried_again_ever_later_and_then_has_failed(t: TestDb) {
    let id = enqueue(&t, "bill", "k");
    let worker = worker("bill", |_, _, context| {
        Err(JobFailure::retry(format!("the bank is closed, {}", context.attempt())))
    });
    let mut wait = BACKOFF_FIRST;
    for attempt in 1..ATTEMPTS_MAX {
        assert_eq!(worker.run_once(&t.db).unwrap(), 1);
        let job = job(&t, id);
        assert_eq!((job.status, job.attempts), (Status::Queued, attempt));
        assert_eq!(job.error, Some(format!("the bank is closed, {attempt}")));
        assert_eq!(job.due_at, t.clock.now() + wait);
        pass(&t, wait - SignedDuration::from_millis(1));
        assert_eq!(worker.run_once(&t.db).unwrap(), 0, "not yet due");
        pass(&t, SignedDuration::from_millis(1));
        wait *= 2;
    }
    assert_eq!(worker.run_once(&t.db).unwrap(), 1);
    let failed = job(&t, id);
    assert_eq!((failed.status, failed.attempts), (Status::Failed, ATTEMPTS_MAX));
    assert_eq!(failed.error.as_deref(), Some("the bank is closed, 5"));
    let said = t.db.read(t.tenant, outbox::pending).unwrap();
    assert_eq!(said.waiting, 1, "that it has failed is said once");
    pass(&t, SignedDuration::from_hours(48));
    assert_eq!(worker.run_once(&t.db).unwrap(), 0);

    enqueue(&t, "bill", "k");
    let again = job(&t, id);
    assert_eq!((again.status, again.attempts, again.error), (Status::Queued, 0, None));
}

#[db_test]
fn what_cannot_be_mended_by_trying_fails_at_once(t: TestDb) {
    let id = enqueue(&t, "bill", "k");
    let worker = worker("bill", |db, tenant, _| {
        let nobody = jobs::JobId::NIL;
        db.write(tenant, |tx| jobs::cancel(tx, nobody))?;
        Ok(json!(1))
    });
    worker.run_once(&t.db).unwrap();
    let failed = job(&t, id);
    assert_eq!(failed.status, Status::Failed);
    assert!(failed.error.unwrap().starts_with("there is no job"));
    SAID.with_borrow_mut(Vec::clear);
    assert_eq!(outbox::deliver_due(&t.db, &[(jobs::FAILED, note)]).unwrap().delivered, 1);
    let said = SAID.with_borrow_mut(std::mem::take).remove(0);
    assert_eq!((&said["job"], &said["kind"]), (&json!(id.to_string()), &json!("bill")));
    assert!(said["error"].as_str().unwrap().starts_with("there is no job"), "{said}");
}

thread_local! {
    /// What the messages of this test said.
    static SAID: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
}

fn note(_: &Db, _: TenantId, message: &Message) -> Result<(), String> {
    SAID.with_borrow_mut(|said| said.push(message.payload.clone()));
    Ok(())
}

#[db_test]
fn a_handler_that_panics_fails_its_job_and_no_other(t: TestDb) {
    let bad = enqueue(&t, "bill", "bad");
    let good = enqueue(&t, "bill", "good");
    let worker = worker("bill", |_, _, context| {
        assert_ne!(context.key(), "bad", "a bug");
        Ok(json!(context.payload()))
    });
    assert_eq!(worker.run_once(&t.db).unwrap(), 2);
    assert_eq!(job(&t, good).result, Some(json!({"key": "good"})));
    let bad = job(&t, bad);
    assert_eq!(bad.status, Status::Queued);
    assert!(bad.error.unwrap().contains("a bug"));
}

#[db_test]
fn a_result_that_the_database_refuses_does_not_run_the_job_again(t: TestDb) {
    let id = enqueue(&t, "bill", "k");
    let worker = worker("bill", |_, _, _| Ok(json!("nothing\0ness")));
    assert_eq!(worker.run_once(&t.db).unwrap(), 1);
    assert!(job(&t, id).status.is_over());
}

#[db_test]
fn tenants_take_turns_and_unknown_kinds_wait(t: TestDb) {
    for key in ["a", "b"] {
        enqueue(&t, "bill", key);
    }
    t.db.write(NEIGHBOUR, |tx| jobs::enqueue(tx, "bill", "n", &json!({}), None)).unwrap();
    let unknown = enqueue(&t, "of a later version", "k");
    let order = Arc::new(parking_lot::Mutex::new(Vec::new()));
    let seen = Arc::clone(&order);
    let worker = worker("bill", move |_, _, context| {
        seen.lock().push(context.key().to_owned());
        Ok(json!(1))
    });
    assert_eq!(worker.run_once(&t.db).unwrap(), 3);
    let order = order.lock();
    assert!(order.iter().position(|k| k == "n").unwrap() < 2, "{order:?}");
    assert_eq!(job(&t, unknown).status, Status::Queued);
}

#[db_test]
fn jobs_are_listed_and_counted(t: TestDb) {
    for n in 0..7 {
        enqueue(&t, "bill", &format!("{n}"));
        pass(&t, SignedDuration::from_secs(1));
    }
    let off = enqueue(&t, "import", "file");
    t.db.write(t.tenant, |tx| jobs::cancel(tx, off)).unwrap();
    let page = |ask: &Ask<'_>| t.db.read(t.tenant, |tx| jobs::list(tx, ask)).unwrap();
    let newest = Ask {
        sort: Some("-created_at".to_owned()),
        page: PageRequest { limit: Some(2), after: None },
        ..Ask::default()
    };
    let bills = page(&newest.filter("kind", Some("bill")));
    assert_eq!(bills.total, 7);
    assert_eq!(bills.items.iter().map(|j| j.key.as_str()).collect::<Vec<_>>(), ["6", "5"]);
    let cancelled = page(&Ask::default().filter("status", Some(Status::Cancelled.word())));
    assert_eq!(cancelled.items[0].id, off);
    let counts: Result<_, Error> = t.db.read(t.tenant, jobs::counts);
    let counts = counts.unwrap();
    assert_eq!((counts.queued, counts.cancelled, counts.running), (7, 1, 0));
    assert_eq!(counts.oldest_due_at, Some(testkit::at(testkit::TEST_NOW)));
    let backlog = jobs::backlog(&t.db).unwrap();
    assert_eq!((backlog.jobs_queued, backlog.job_due_since), (7, counts.oldest_due_at));
}
