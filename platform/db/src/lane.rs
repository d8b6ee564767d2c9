//! Writes, one after another on one connection, committed in groups.
//!
//! Several callers write at once; each runs its closure in the open transaction of the lane in turn, and
//! whoever finds nobody waiting behind it commits for all. So a commit's wait for the disk is shared by as
//! many writes as came in meanwhile, and a caller returns only when its own write is durable.
//!
//! No savepoints are taken. A closure that fails without having written leaves the transaction as it was.
//! One that fails after writing rolls back the whole group: its own caller gets the error, the others run
//! again. That is rare, is why a closure may be run again, and keeps a write at one message a statement.
//!
//! On PostgreSQL a transaction first locks its tenant's row in `write_lock`, so the writes of one tenant
//! follow each other across processes as well, and each sees all that came before it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use kernel::{Fault, TenantId};
use parking_lot::{Condvar, Mutex, MutexGuard};

use crate::tx::{Conn, Tx};
use crate::{Db, Error, Statement, Value, postgres, sqlite};

/// Writes that share one commit at the most, which bounds what one failure makes others repeat.
const GROUP_MAX: usize = 256;
/// Tries of one write before the caller is told that the database is busy.
const TRIES_MAX: u32 = 8;

/// Takes the tenant's turn to write. Not registered: only PostgreSQL has the clause, and needs it.
static LOCK_TENANT: Statement =
    Statement::new("lane::LOCK_TENANT", "SELECT 1 FROM write_lock WHERE tenant_id = ?1 FOR UPDATE");
/// Makes the row that a tenant's writers take turns on.
static MAKE_LOCK: Statement = Statement::new(
    "lane::MAKE_LOCK",
    "INSERT INTO write_lock (tenant_id, made_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
);

thread_local! {
    /// Whether this thread is inside a write, where another would wait for itself for ever.
    static WRITING: Cell<bool> = const { Cell::new(false) };
}

/// One connection that writes, and the group that is open on it.
pub(crate) struct Lane {
    state: Mutex<State>,
    waiting: AtomicUsize,
}

struct State {
    conn: Option<Conn>,
    group: Option<Arc<Group>>,
    size: usize,
}

/// Writes that share a transaction, and the one outcome that they wait for.
struct Group {
    tenant: TenantId,
    outcome: Mutex<Option<Outcome>>,
    known: Condvar,
}

#[derive(Clone, Copy)]
enum Outcome {
    Committed,
    /// Nothing of the group is in the database; run again.
    RolledBack,
    /// The connection broke during the commit.
    Unknown,
}

impl Group {
    fn decide(&self, outcome: Outcome) {
        *self.outcome.lock() = Some(outcome);
        self.known.notify_all();
    }

    fn wait(&self) -> Outcome {
        let mut outcome = self.outcome.lock();
        loop {
            match *outcome {
                Some(outcome) => return outcome,
                None => self.known.wait(&mut outcome),
            }
        }
    }
}

/// How one run of a closure ended for its caller.
enum Turn<T, E> {
    Done(Result<T, E>),
    /// The run is undone through no fault of this closure's.
    Repeat,
    /// The engine asked for another try.
    Retry(E),
    Panicked(Box<dyn std::any::Any + Send>),
}

/// What a closure answered, or the panic that it ended in.
type Ran<T, E> = Result<Result<T, E>, Box<dyn std::any::Any + Send>>;

impl Lane {
    pub(crate) fn new(conn: Option<Conn>) -> Self {
        Self {
            state: Mutex::new(State { conn, group: None, size: 0 }),
            waiting: AtomicUsize::new(0),
        }
    }

    /// Runs `write` in a transaction of `tenant` and returns once it is durable.
    pub(crate) fn write<T, E>(
        &self,
        db: &Db,
        tenant: TenantId,
        mut write: impl FnMut(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<Error> + Fault,
    {
        assert!(!WRITING.get(), "a write within a write would wait for itself for ever");
        let mut tries = 0;
        loop {
            match self.turn(db, tenant, &mut write) {
                Turn::Done(result) => return result,
                Turn::Repeat => {}
                Turn::Panicked(panic) => resume_unwind(panic),
                Turn::Retry(error) => {
                    tries += 1;
                    if tries >= TRIES_MAX {
                        return Err(error);
                    }
                    std::thread::sleep(Duration::from_millis(5 << tries));
                }
            }
        }
    }

    fn turn<T, E: From<Error> + Fault>(
        &self,
        db: &Db,
        tenant: TenantId,
        write: &mut impl FnMut(&Tx<'_>) -> Result<T, E>,
    ) -> Turn<T, E> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut state = self.state.lock();
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        if state.group.as_ref().is_some_and(|g| g.tenant != tenant) {
            state.commit();
        }
        if state.group.is_none()
            && let Err(error) = state.begin(db, tenant)
        {
            return if is_transient(&error) {
                Turn::Retry(error.into())
            } else {
                Turn::Done(Err(error.into()))
            };
        }
        let (result, dirty) = state.run(db, tenant, write);
        match result {
            Ok(Ok(value)) => {
                state.size += 1;
                match self.finish(state) {
                    Outcome::Committed => Turn::Done(Ok(value)),
                    Outcome::RolledBack => Turn::Repeat,
                    Outcome::Unknown => Turn::Done(Err(Error::OutcomeUnknown.into())),
                }
            }
            failed => {
                if dirty || state.broken() || state.size == 0 {
                    state.roll_back();
                } else {
                    self.hand_on(state);
                }
                match failed {
                    Ok(Err(error)) if is_transient(&error) => Turn::Retry(error),
                    Ok(Err(error)) => Turn::Done(Err(error)),
                    Err(panic) => Turn::Panicked(panic),
                    Ok(Ok(_)) => Turn::Repeat,
                }
            }
        }
    }

    /// Commits, or leaves that to a writer who is waiting for the lane, and says how the group ended.
    fn finish(&self, state: MutexGuard<'_, State>) -> Outcome {
        let Some(group) = state.group.clone() else { return Outcome::RolledBack };
        self.hand_on(state);
        group.wait()
    }

    /// A writer who waits takes the open group on; with nobody waiting it is committed now. Whoever waits
    /// will take the lane, for a wait ends in nothing else.
    fn hand_on(&self, mut state: MutexGuard<'_, State>) {
        if self.waiting.load(Ordering::SeqCst) == 0 || state.size >= GROUP_MAX {
            state.commit();
        }
    }
}

/// Whether running the closure again may mend the error: the engine was busy, or the connection was lost
/// before the commit.
fn is_transient(error: &impl Fault) -> bool {
    matches!(error.code(), "busy" | "database-unavailable")
}

impl State {
    fn begin(&mut self, db: &Db, tenant: TenantId) -> Result<(), Error> {
        if self.conn.as_ref().is_none_or(|c| matches!(c, Conn::Postgres(s) if s.is_closed())) {
            self.conn = Some(db.connect_writer()?);
        }
        let Some(conn) = self.conn.as_ref() else { return Err(Error::Busy) };
        match conn {
            Conn::Sqlite(conn) => {
                conn.execute_batch("BEGIN IMMEDIATE").map_err(|e| sqlite::error_of(&e, "begin"))?;
            }
            Conn::Postgres(session) => {
                session.batch("BEGIN")?;
                if let Err(error) = take_turn(session, db, tenant) {
                    let _ = session.batch("ROLLBACK");
                    return Err(error);
                }
            }
        }
        let (outcome, known) = (Mutex::new(None), Condvar::new());
        self.group = Some(Arc::new(Group { tenant, outcome, known }));
        self.size = 0;
        Ok(())
    }

    fn run<T, E>(
        &self,
        db: &Db,
        tenant: TenantId,
        write: &mut impl FnMut(&Tx<'_>) -> Result<T, E>,
    ) -> (Ran<T, E>, bool)
    where
        E: From<Error>,
    {
        let Some(conn) = self.conn.as_ref() else { return (Ok(Err(Error::Busy.into())), false) };
        let tx = Tx { conn, tenant, now: db.now(), ids: db.ids(), dirty: Cell::new(false) };
        WRITING.set(true);
        let result = catch_unwind(AssertUnwindSafe(|| write(&tx)));
        WRITING.set(false);
        (result, tx.dirty.get())
    }

    /// Whether the engine itself has given the transaction up.
    fn broken(&self) -> bool {
        match &self.conn {
            Some(Conn::Sqlite(conn)) => conn.is_autocommit(),
            // A failed statement leaves PostgreSQL's transaction unusable even if nothing was written.
            Some(Conn::Postgres(session)) => session.batch("SELECT 1").is_err(),
            None => true,
        }
    }

    fn commit(&mut self) {
        let (Some(group), Some(conn)) = (self.group.take(), self.conn.as_ref()) else { return };
        let result = match conn {
            Conn::Sqlite(conn) if conn.is_autocommit() => Err(Error::Busy),
            Conn::Sqlite(conn) => {
                conn.execute_batch("COMMIT").map_err(|e| sqlite::error_of(&e, "commit"))
            }
            Conn::Postgres(session) => session.batch("COMMIT"),
        };
        group.decide(match result {
            Ok(()) => Outcome::Committed,
            Err(Error::Connection(_)) => Outcome::Unknown,
            Err(error) => {
                tracing::warn!(%error, "a group of writes did not commit and runs again");
                self.undo();
                Outcome::RolledBack
            }
        });
    }

    fn roll_back(&mut self) {
        self.undo();
        if let Some(group) = self.group.take() {
            group.decide(Outcome::RolledBack);
        }
    }

    fn undo(&self) {
        let undone = match &self.conn {
            Some(Conn::Sqlite(conn)) if !conn.is_autocommit() => {
                conn.execute_batch("ROLLBACK").map_err(|e| sqlite::error_of(&e, "rollback"))
            }
            Some(Conn::Postgres(session)) => session.batch("ROLLBACK"),
            _ => Ok(()),
        };
        if let Err(error) = undone {
            tracing::warn!(%error, "a rollback failed; the connection's end undoes the writes");
        }
    }
}

/// Takes the tenant's turn. Two programs that write for a new tenant at the same time both try to make the
/// row; the second one's insert does nothing, so the row is locked once more to be sure of the turn.
fn take_turn(session: &postgres::Session, db: &Db, tenant: TenantId) -> Result<(), Error> {
    let id = Value::from(tenant);
    let lock = || {
        let mut had = false;
        session.for_each(&LOCK_TENANT, std::slice::from_ref(&id), &mut |_| {
            had = true;
            Ok::<(), Error>(())
        })?;
        Ok::<bool, Error>(had)
    };
    if lock()? {
        return Ok(());
    }
    session.execute(&MAKE_LOCK, &[id.clone(), Value::Instant(db.now())])?;
    if lock()? { Ok(()) } else { Err(Error::Busy) }
}

/// The lanes of a database: one on SQLite, which has one writer; a few on PostgreSQL, where each tenant
/// always takes the same one.
pub(crate) struct Lanes(Vec<Lane>);

impl Lanes {
    pub(crate) fn new(count: usize, first: Option<Conn>) -> Self {
        let mut first = first;
        Self((0..count).map(|_| Lane::new(first.take())).collect())
    }

    pub(crate) fn of(&self, tenant: TenantId) -> &Lane {
        let hash = tenant.uuid().as_u128() % self.0.len() as u128;
        &self.0[usize::try_from(hash).unwrap_or(0)]
    }

    /// Runs `f` on the first lane's connection while nobody writes there.
    pub(crate) fn with_first<T>(
        &self,
        db: &Db,
        f: impl FnOnce(&Conn) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut state = self.0[0].state.lock();
        state.commit();
        if state.conn.is_none() {
            state.conn = Some(db.connect_writer()?);
        }
        match state.conn.as_ref() {
            Some(conn) => f(conn),
            None => Err(Error::Busy),
        }
    }
}
