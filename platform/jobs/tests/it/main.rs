//! Jobs and the outbox, on both engines. No test sleeps: the clock stands still until it is moved.

mod lease;
mod outbox;
mod queue;
mod threads;

use db::{Db, Error};
use jiff::SignedDuration;
use jobs::{Job, JobContext, JobFailure, JobId, Registry, Worker};
use kernel::{IdSource, TenantId};
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

/// Another tenant than the test's.
const NEIGHBOUR: TenantId = TenantId::from_uuid(uuid::Uuid::from_u128(9));

fn enqueue(t: &TestDb, kind: &str, key: &str) -> JobId {
    t.db.write(t.tenant, |tx| jobs::enqueue(tx, kind, key, &json!({"key": key}), None)).unwrap()
}

fn job(t: &TestDb, id: JobId) -> Job {
    let found: Result<_, Error> = t.db.read(t.tenant, |tx| jobs::get(tx, id));
    found.unwrap().expect("the job is there")
}

/// A worker with one handler.
fn worker(
    kind: &str,
    handler: impl Fn(&Db, TenantId, &JobContext) -> Result<Value, JobFailure> + Send + Sync + 'static,
) -> Worker {
    Worker::new(Registry::new().on(kind, handler))
}

/// Moves the test's clock on.
fn pass(t: &TestDb, time: SignedDuration) {
    t.clock.set(t.clock.now() + time);
}

/// The same database, opened once more as another program would.
fn second_program(t: &TestDb) -> Db {
    Db::open_with(&t.address, t.clock.clone(), IdSource::seeded(2)).unwrap()
}

#[db_test]
fn every_statement_is_understood(t: TestDb) {
    let prepared = testkit::prepare_all(&t);
    assert!(prepared > 20, "{prepared}");
}
