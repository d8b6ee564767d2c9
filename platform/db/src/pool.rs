//! The connections that read.

use parking_lot::{Condvar, Mutex};

use crate::Error;
use crate::tx::Conn;

/// Connections kept for readers, made when first needed, at most so many at once.
pub(crate) struct Pool {
    state: Mutex<State>,
    returned: Condvar,
    max: usize,
}

struct State {
    idle: Vec<Conn>,
    out: usize,
}

impl Pool {
    pub(crate) fn new(max: usize) -> Self {
        Self {
            state: Mutex::new(State { idle: Vec::new(), out: 0 }),
            returned: Condvar::new(),
            max,
        }
    }

    /// Lends a connection to `f`, waiting for one if all are out. A connection on which `f` failed or
    /// panicked is not used again: what state it is in need not be known.
    pub(crate) fn with<T, E: From<Error>>(
        &self,
        connect: impl FnOnce() -> Result<Conn, Error>,
        f: impl FnOnce(&Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = {
            let mut state = self.state.lock();
            while state.idle.is_empty() && state.out >= self.max {
                self.returned.wait(&mut state);
            }
            state.out += 1;
            state.idle.pop()
        };
        let mut lent = Lent { pool: self, conn: None };
        let usable = idle.filter(|c| !matches!(c, Conn::Postgres(s) if s.is_closed()));
        let conn = match usable {
            Some(conn) => conn,
            None => connect()?,
        };
        let result = f(&conn);
        if result.is_ok() {
            lent.conn = Some(conn);
        }
        result
    }
}

/// Gives the place back however `f` ends.
struct Lent<'p> {
    pool: &'p Pool,
    conn: Option<Conn>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state.lock();
        state.out -= 1;
        state.idle.extend(self.conn.take());
        drop(state);
        self.pool.returned.notify_one();
    }
}
