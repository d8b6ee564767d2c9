//! Leases: a job is with one worker, and goes on with another when its worker is gone.

use std::collections::BTreeMap;
use std::sync::{Arc, Barrier};

use db::{Db, params};
use jiff::SignedDuration;
use jobs::{ATTEMPTS_MAX, JobFailure, LEASE, PROGRESS_EVERY, Registry, Status, Stop, Worker};
use kernel::TenantId;
use parking_lot::Mutex;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::{enqueue, job, pass, second_program, worker};

db::statements! {
    TAKE_ALL = "UPDATE job SET status = 'running', attempts = attempts + 1, lease_id = ?2, lease_until = ?3 WHERE tenant_id = ?1";
    WRITE_LINE = "INSERT INTO outbox (tenant_id, outbox_id, topic, message_key, payload, created_at, due_at, attempts)
                  VALUES (?1, ?2, 'line', ?3, ?4, ?5, ?5, 0)";
    FORGET_LEASE = "UPDATE job SET lease_id = ?2 WHERE tenant_id = ?1 AND lease_id IS NOT NULL";
    LINES = "SELECT COUNT(*) FROM outbox WHERE tenant_id = ?1 AND topic = 'line'";
}

/// As if a program had taken every job up and been killed.
fn take_all_and_die(t: &TestDb) {
    let taken: Result<u64, db::Error> = t
        .db
        .write(t.tenant, |tx| tx.execute(&TAKE_ALL, params![tx.new_id::<()>(), tx.now() + LEASE]));
    assert!(taken.unwrap() > 0);
}

fn forget_lease(db: &Db, tenant: TenantId) {
    let forgotten: Result<u64, db::Error> =
        db.write(tenant, |tx| tx.execute(&FORGET_LEASE, params![tx.new_id::<()>()]));
    assert_eq!(forgotten.unwrap(), 1);
}

fn lines(db: &Db, tenant: TenantId) -> u64 {
    let count: Result<_, db::Error> = db.read(tenant, |tx| tx.query_one(&LINES, &[], |r| r.get(0)));
    count.unwrap()
}

#[db_test]
fn a_dead_workers_jobs_are_taken_up_once_by_racing_workers(t: TestDb) {
    const JOBS: u32 = 30;
    for n in 0..JOBS {
        enqueue(&t, "bill", &format!("{n}"));
    }
    take_all_and_die(&t);
    let runs = Arc::new(Mutex::new(BTreeMap::<String, u32>::new()));
    let count = Arc::clone(&runs);
    let registry = Registry::new().on("bill", move |_, _, context| {
        *count.lock().entry(context.key().to_owned()).or_default() += 1;
        assert_eq!(context.attempt(), 2);
        Ok(json!(1))
    });
    assert_eq!(Worker::new(registry.clone()).run_once(&t.db).unwrap(), 0, "the leases hold");
    pass(&t, LEASE);
    let start = Arc::new(Barrier::new(4));
    let racers: Vec<_> = [t.db.clone(), t.db.clone(), second_program(&t), second_program(&t)]
        .into_iter()
        .map(|db| {
            let (start, worker) = (Arc::clone(&start), Worker::new(registry.clone()));
            std::thread::spawn(move || {
                start.wait();
                worker.run_once(&db).unwrap()
            })
        })
        .collect();
    let ran: usize = racers.into_iter().map(|r| r.join().unwrap()).sum();
    assert_eq!(ran, JOBS as usize);
    let runs = runs.lock();
    assert_eq!(runs.len(), JOBS as usize);
    assert!(runs.values().all(|n| *n == 1), "{runs:?}");
    let counts: Result<_, db::Error> = t.db.read(t.tenant, jobs::counts);
    assert_eq!(counts.unwrap().done, u64::from(JOBS));
}

#[db_test]
fn a_worker_that_lost_its_lease_writes_nothing(t: TestDb) {
    let id = enqueue(&t, "bill", "k");
    let second = worker("bill", |_, _, context| {
        context.progress(7, 7)?;
        Ok(json!("the second's"))
    });
    let first = worker("bill", move |db, _, context| {
        context.progress(1, 7)?;
        db.clock().set(db.now() + LEASE);
        assert_eq!(second.run_once(db).unwrap(), 1);
        assert_eq!(context.progress(2, 7), Err(Stop::LeaseLost));
        Ok(json!("the first's"))
    });
    assert_eq!(first.run_once(&t.db).unwrap(), 1);
    let job = job(&t, id);
    assert_eq!((job.status, job.attempts, job.done), (Status::Done, 2, 7));
    assert_eq!(job.result, Some(json!("the second's")));
}

#[db_test]
fn a_running_job_does_not_hold_up_the_next(t: TestDb) {
    enqueue(&t, "bill", "long");
    let second = worker("bill", |_, _, context| Ok(json!(context.key())));
    let first = worker("bill", move |db, tenant, _| {
        let next = db.write(tenant, |tx| jobs::enqueue(tx, "bill", "next", &json!({}), None))?;
        assert_eq!(second.run_once(db).unwrap(), 1);
        let next = db.read(tenant, |tx| jobs::get(tx, next))?.map(|job| job.status);
        assert_eq!(next, Some(Status::Done));
        Ok(json!(1))
    });
    assert_eq!(first.run_once(&t.db).unwrap(), 1);
    let counts: Result<_, db::Error> = t.db.read(t.tenant, jobs::counts);
    assert_eq!(counts.unwrap().done, 2);
}

#[db_test]
fn progress_keeps_the_lease(t: TestDb) {
    enqueue(&t, "bill", "k");
    let second = worker("bill", |_, _, _| Ok(json!(2)));
    let first = worker("bill", move |db, _, context| {
        for n in 0..10 {
            db.clock().set(db.now() + LEASE - SignedDuration::from_secs(1));
            context.progress(n, 10)?;
            assert_eq!(second.run_once(db).unwrap(), 0);
        }
        Ok(json!(1))
    });
    assert_eq!(first.run_once(&t.db).unwrap(), 1);
}

#[db_test]
fn a_handler_goes_on_where_the_killed_one_ended(t: TestDb) {
    const LINES_ALL: u64 = 10;
    let id = enqueue(&t, "import", "file");
    // Writes a line a commit and goes on behind those that are there.
    let import = |killed_at: Option<u64>| {
        worker("import", move |db, tenant, context| {
            let (before, done_before) = (lines(db, tenant), context.done());
            for n in before..LINES_ALL {
                if killed_at == Some(n) {
                    // What the database sees of a killed program: a lease that is never heard of again.
                    forget_lease(db, tenant);
                    return Err(JobFailure::fatal("nobody is left to write this down"));
                }
                db.write(tenant, |tx| {
                    let (id, key) = (tx.new_id::<()>(), n.to_string());
                    tx.execute(&WRITE_LINE, params![id, key, context.payload(), tx.now()])
                })?;
                db.clock().set(db.now() + PROGRESS_EVERY);
                context.progress(n + 1, LINES_ALL)?;
            }
            Ok(json!([before, done_before, context.attempt()]))
        })
    };
    assert_eq!(import(Some(6)).run_once(&t.db).unwrap(), 1);
    let cut_off = job(&t, id);
    assert_eq!((cut_off.status, cut_off.done, cut_off.error), (Status::Running, 6, None));
    let second = import(None);
    assert_eq!(second.run_once(&t.db).unwrap(), 0, "the lease holds");
    pass(&t, LEASE);
    assert_eq!(second.run_once(&t.db).unwrap(), 1);
    let whole = job(&t, id);
    assert_eq!(whole.result, Some(json!([6, 6, 2])));
    assert_eq!((whole.status, whole.done), (Status::Done, LINES_ALL));
    assert_eq!(lines(&t.db, t.tenant), LINES_ALL);
}

#[db_test]
fn a_job_that_kills_its_program_every_time_has_failed_in_the_end(t: TestDb) {
    let id = enqueue(&t, "bill", "k");
    for _ in 0..ATTEMPTS_MAX {
        take_all_and_die(&t);
        pass(&t, LEASE);
    }
    let worker = worker("bill", |_, _, _| Ok(json!("must not run")));
    assert_eq!(worker.run_once(&t.db).unwrap(), 0);
    let failed = job(&t, id);
    assert_eq!((failed.status, failed.attempts), (Status::Failed, ATTEMPTS_MAX));
    assert!(failed.error.unwrap().contains("last try"));
    assert_eq!(t.db.read(t.tenant, jobs::outbox::pending).unwrap().waiting, 1);
}

#[db_test]
fn a_dead_workers_job_that_was_cancelled_is_not_taken_up(t: TestDb) {
    let id = enqueue(&t, "bill", "k");
    take_all_and_die(&t);
    t.db.write(t.tenant, |tx| jobs::cancel(tx, id)).unwrap();
    pass(&t, LEASE);
    let worker = worker("bill", |_, _, _| Ok(json!("must not run")));
    assert_eq!(worker.run_once(&t.db).unwrap(), 0);
    assert_eq!(job(&t, id).status, Status::Cancelled);
    assert_eq!(t.db.read(t.tenant, jobs::outbox::pending).unwrap().waiting, 0);
}
