//! Worker threads: woken by a call, ended by another.

use std::sync::mpsc;
use std::time::Duration;

use db::{Db, Error};
use jobs::outbox::{self, Message};
use jobs::{Registry, Status, Worker};
use kernel::TenantId;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::{enqueue, job};

/// How long a test waits for a thread before it calls that a failure.
const PATIENCE: Duration = Duration::from_secs(30);

fn order_a_job(db: &Db, tenant: TenantId, message: &Message) -> Result<(), String> {
    let ordered =
        db.write(tenant, |tx| jobs::enqueue(tx, "tell", &message.key, &message.payload, None));
    ordered.map(drop).map_err(|e| e.to_string())
}

#[db_test]
fn threads_deliver_messages_and_run_jobs(t: TestDb) {
    let (tell, told) = mpsc::channel();
    let registry = Registry::new().with_reactions(&[("ordered", order_a_job)]).on(
        "tell",
        move |_, _, context| {
            tell.send(context.key().to_owned()).unwrap();
            Ok(json!(1))
        },
    );
    let handle = Worker::start(t.db.clone(), registry, 2);
    let waker = handle.waker();
    for n in 0..5 {
        let key = n.to_string();
        t.db.write(t.tenant, |tx| outbox::publish(tx, "ordered", &key, &json!({}))).unwrap();
        waker.notify();
    }
    let mut heard: Vec<String> = (0..5).map(|_| told.recv_timeout(PATIENCE).unwrap()).collect();
    heard.sort();
    assert_eq!(heard, ["0", "1", "2", "3", "4"]);
    handle.stop();
    let counts: Result<_, Error> = t.db.read(t.tenant, jobs::counts);
    assert_eq!(counts.unwrap().done, 5, "stop waits for what was running");
    assert!(told.try_recv().is_err());
}

#[db_test]
fn stopping_gives_a_running_job_back(t: TestDb) {
    let id = enqueue(&t, "endless", "k");
    let (tell, told) = mpsc::channel();
    let registry = Registry::new().on("endless", move |_, _, context| {
        let mut n = 0;
        loop {
            context.progress(n, None)?;
            if n == 0 {
                tell.send(()).unwrap();
            }
            n += 1;
            std::thread::yield_now();
        }
    });
    let handle = Worker::start(t.db.clone(), registry, 1);
    told.recv_timeout(PATIENCE).unwrap();
    handle.stop();
    let job = job(&t, id);
    assert_eq!((job.status, job.attempts), (Status::Queued, 0));
    assert_eq!((job.due_at, job.lease_until), (t.clock.now(), None));
    assert!(job.error.is_none());
}
