//! A transaction of one tenant.

use std::cell::Cell;

use jiff::Timestamp;
use kernel::{Id, IdSource, TenantId};

use crate::statement::intern;
use crate::{Error, Load, Row, Statement, Value, postgres, sqlite};

/// Rows up to which PostgreSQL gets a multi-row INSERT, which takes one message where COPY takes three.
const INSERT_ROWS_MAX: usize = 24;

/// One connection of either engine.
pub(crate) enum Conn {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Session>),
}

/// A transaction of one tenant: the tenant is bound as `?1` of every statement, so a statement that forgets
/// it cannot be prepared, and no row of another tenant can be reached.
pub struct Tx<'c> {
    pub(crate) conn: &'c Conn,
    pub(crate) tenant: TenantId,
    pub(crate) now: Timestamp,
    pub(crate) ids: &'c IdSource,
    /// Whether something was written; a group that holds a failed write is rolled back whole.
    pub(crate) dirty: Cell<bool>,
}

impl Tx<'_> {
    /// The tenant whose rows this transaction sees.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The instant at which the transaction began; the same for all that it writes.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// A new id, greater than every id made before.
    pub fn new_id<K>(&self) -> Id<K> {
        self.ids.next_id(self.now)
    }

    /// Random bytes for a secret.
    pub fn new_secret(&self) -> [u8; 32] {
        self.ids.secret()
    }

    /// Runs a statement that changes rows, and says how many it changed.
    pub fn execute(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<u64, Error> {
        self.dirty.set(true);
        let params = self.with_tenant(statement, params);
        match self.conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, statement, &params),
            Conn::Postgres(session) => session.execute(statement, &params),
        }
    }

    /// Hands each row of the answer to `each` as it arrives, keeping none. No other statement may run
    /// meanwhile in the same transaction.
    pub fn for_each<E: From<Error>>(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let params = self.with_tenant(statement, params);
        match self.conn {
            Conn::Sqlite(conn) => sqlite::for_each(conn, statement, &params, &mut each),
            Conn::Postgres(session) => session.for_each(statement, &params, &mut each),
        }
    }

    /// All rows of the answer, each made into a `T`. For a statement that changes rows and returns them,
    /// use [`Tx::returning`].
    pub fn query<T>(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        self.for_each(statement, params, |row| {
            all.push(map(row)?);
            Ok::<(), Error>(())
        })?;
        Ok(all)
    }

    /// The rows that a changing statement returns.
    pub fn returning<T>(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        self.dirty.set(true);
        self.query(statement, params, map)
    }

    /// The first row of the answer, or `None`.
    pub fn query_opt<T>(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        Ok(self.query(statement, params, map)?.into_iter().next())
    }

    /// The row of an answer that has one.
    pub fn query_one<T>(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.query_opt(statement, params, map)?.ok_or(Error::NoRow { statement: statement.name })
    }

    /// Writes many rows: a prepared loop on SQLite, binary COPY on PostgreSQL. `row` makes the cells of one
    /// item in the order of the load's columns; the tenant goes first by itself.
    pub fn load<'i, T, const N: usize>(
        &self,
        load: &'static Load,
        items: &'i [T],
        row: impl Fn(&'i T) -> [Value<'i>; N],
    ) -> Result<(), Error> {
        debug_assert_eq!(N, load.columns.len(), "a cell for each column of {}", load.table);
        if items.is_empty() {
            return Ok(());
        }
        self.dirty.set(true);
        let tenant = Value::from(self.tenant);
        match self.conn {
            Conn::Sqlite(conn) => {
                let statement = insert_statement(load, 1);
                let mut params = Vec::with_capacity(N + 1);
                for item in items {
                    params.clear();
                    params.push(tenant.clone());
                    params.extend(row(item));
                    sqlite::execute(conn, statement, &params)?;
                }
                Ok(())
            }
            Conn::Postgres(session) if items.len() > INSERT_ROWS_MAX => {
                session.copy(load, &tenant, items.iter().map(row))
            }
            Conn::Postgres(session) => {
                let statement = insert_statement(load, items.len());
                let mut params = Vec::with_capacity(1 + items.len() * N);
                params.push(tenant);
                params.extend(items.iter().flat_map(row));
                session.execute(statement, &params).map(drop)
            }
        }
    }

    fn with_tenant<'v>(&self, statement: &Statement, params: &[Value<'v>]) -> Vec<Value<'v>> {
        let mut all = Vec::with_capacity(params.len() + 1);
        if !statement.all_tenants {
            all.push(Value::from(self.tenant));
        }
        all.extend_from_slice(params);
        all
    }
}

/// The INSERT of `rows` rows of a load, the tenant as `?1` in each. At most [`INSERT_ROWS_MAX`] texts a load.
pub(crate) fn insert_statement(load: &'static Load, rows: usize) -> &'static Statement {
    let width = load.columns.len();
    let tuple = |row: usize| {
        let cells: Vec<String> = (0..width).map(|c| format!("?{}", 2 + row * width + c)).collect();
        format!("(?1, {})", cells.join(", "))
    };
    let tuples: Vec<String> = (0..rows).map(tuple).collect();
    let columns = load.columns.join(", ");
    let sql =
        format!("INSERT INTO {} (tenant_id, {columns}) VALUES {}", load.table, tuples.join(", "));
    intern(load.table, sql, false)
}
