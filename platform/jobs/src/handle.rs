//! Worker threads: waking them, and ending them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use db::Db;
use parking_lot::{Condvar, Mutex};

use crate::{Registry, Worker, outbox};

/// How long a thread with nothing to do waits before it looks again by itself.
pub const POLL_EVERY: Duration = Duration::from_secs(1);

/// What threads and those who wake them share.
#[derive(Default)]
pub(crate) struct Signal {
    /// How often somebody has called; a thread that has not seen the last call does not wait.
    calls: Mutex<u64>,
    called: Condvar,
    stopping: AtomicBool,
}

impl Signal {
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    fn notify(&self) {
        *self.calls.lock() += 1;
        self.called.notify_all();
    }

    fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.notify();
    }

    fn calls(&self) -> u64 {
        *self.calls.lock()
    }

    /// Waits for a call after the `seen`-th, but not for ever.
    fn wait(&self, seen: u64) {
        let mut calls = self.calls.lock();
        if *calls == seen && !self.is_stopping() {
            self.called.wait_for(&mut calls, POLL_EVERY);
        }
    }
}

/// Wakes worker threads; cheap to clone, and harmless once they have ended.
#[derive(Clone)]
pub struct Waker(Arc<Signal>);

impl Waker {
    /// Has the threads look for work now instead of at their next poll: after a commit that queued a job or
    /// published a message.
    pub fn notify(&self) {
        self.0.notify();
    }
}

/// Running worker threads. Dropping it ends them, as [`Handle::stop`] does.
pub struct Handle {
    signal: Arc<Signal>,
    threads: Vec<JoinHandle<()>>,
}

impl Handle {
    pub(crate) fn start(db: &Db, registry: &Registry, threads: usize) -> Self {
        let signal = Arc::<Signal>::default();
        let mut started: Vec<_> = (0..threads.max(1))
            .map(|_| {
                let (db, signal) = (db.clone(), Arc::clone(&signal));
                let worker = Worker::with_signal(registry.clone(), Arc::clone(&signal));
                std::thread::spawn(move || keep_on(&signal, || work(&worker, &db)))
            })
            .collect();
        let reactions = registry.reactions();
        if !reactions.is_empty() {
            let (db, signal) = (db.clone(), Arc::clone(&signal));
            started.push(std::thread::spawn(move || {
                let stopping = || signal.is_stopping();
                keep_on(&signal, || {
                    let delivery = outbox::deliver_until(&db, reactions, &stopping);
                    found(delivery.map(|d| d.delivered + d.failed))
                });
            }));
        }
        Self { signal, threads: started }
    }

    /// Has the threads look for work now; see [`Waker::notify`].
    pub fn notify(&self) {
        self.signal.notify();
    }

    /// What wakes the threads, to hand to whoever queues jobs.
    pub fn waker(&self) -> Waker {
        Waker(Arc::clone(&self.signal))
    }

    /// Ends the threads and waits for that. A handler that runs is told at its next report of progress, and
    /// its job is queued again without counting as a try.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.signal.stop();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a worker thread had panicked");
            }
        }
    }
}

/// Looks for work until told to stop, and waits when there was none. Work often makes more of it, so whoever
/// did some wakes the others.
fn keep_on(signal: &Signal, look: impl Fn() -> bool) {
    while !signal.is_stopping() {
        let seen = signal.calls();
        if look() {
            signal.notify();
        } else {
            signal.wait(seen);
        }
    }
}

fn work(worker: &Worker, db: &Db) -> bool {
    found(worker.round(db).map(|round| round.ran))
}

fn found(done: Result<usize, db::Error>) -> bool {
    done.unwrap_or_else(|error| {
        tracing::error!(%error, "the database cannot be asked for work");
        0
    }) > 0
}
