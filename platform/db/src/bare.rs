//! The bare engines, for benchmarks only: what the seam's own speed is measured against.
//!
//! Nothing here knows tenants, turns or registered statements: rusqlite's own prepared loop, PostgreSQL's own
//! binary COPY and hand-written SQL, on a connection of their own.

use std::cell::Cell;

use kernel::{IdSource, TenantId};

use crate::schema::{ColumnType, Table};
use crate::statement::intern;
use crate::tx::{Conn, Tx, insert_statement};
use crate::{Address, Error, Load, Row, Statement, Value, postgres, sqlite};

/// A connection to an engine without the seam.
pub struct Bare {
    conn: Conn,
    ids: IdSource,
    tenant: TenantId,
}

impl Bare {
    /// Opens a connection.
    pub fn open(address: &Address, tenant: TenantId) -> Result<Self, Error> {
        let conn = match address {
            Address::Sqlite(path) => Conn::Sqlite(sqlite::open_writer(path)?),
            Address::Postgres(url) => Conn::Postgres(Box::new(postgres::Session::open(url)?)),
        };
        Ok(Self { conn, ids: IdSource::random(), tenant })
    }

    /// Runs SQL as it stands.
    pub fn batch(&self, sql: &str) -> Result<(), Error> {
        match &self.conn {
            Conn::Sqlite(conn) => conn.execute_batch(sql).map_err(|e| sqlite::error_of(&e, "bare")),
            Conn::Postgres(session) => session.batch(sql),
        }
    }

    /// Inserts rows in one transaction: a prepared loop on SQLite, COPY on PostgreSQL.
    pub fn bulk(&self, load: &'static Load, rows: &[Vec<Value<'static>>]) -> Result<(), Error> {
        self.batch("BEGIN")?;
        match &self.conn {
            Conn::Sqlite(conn) => {
                let sql = insert_statement(load, 1).for_sqlite().to_owned();
                let mut prepared = conn.prepare(&sql).map_err(|e| sqlite::error_of(&e, "bare"))?;
                let tenant = Value::from(self.tenant);
                for row in rows {
                    let cells = std::iter::once(&tenant).chain(row).map(sqlite::Bound);
                    prepared
                        .execute(rusqlite::params_from_iter(cells))
                        .map_err(|e| sqlite::error_of(&e, "bare"))?;
                }
            }
            Conn::Postgres(session) => {
                session.copy(load, &Value::from(self.tenant), rows.iter())?
            }
        }
        self.batch("COMMIT")
    }

    /// Inserts the rows of several tables in one transaction, each table's in one statement where the engine
    /// takes them so, and runs one more statement in it: what a single document costs at the least.
    pub fn document(
        &self,
        rows: &[(&'static Load, &[Vec<Value<'static>>])],
        then: Option<(&'static Statement, &[Value<'_>])>,
    ) -> Result<(), Error> {
        self.batch("BEGIN")?;
        let tx = self.tx();
        for (load, rows) in rows.iter().filter(|(_, rows)| !rows.is_empty()) {
            tx.execute(insert_statement(load, rows.len()), &rows.concat())?;
        }
        if let Some((statement, params)) = then {
            tx.execute(statement, params)?;
        }
        self.batch("COMMIT")
    }

    /// The load of a whole table of the schema. Made once for each table, and kept.
    pub fn load_of(table: &'static Table) -> &'static Load {
        let columns: Vec<&'static str> = table
            .columns
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| *name != "tenant_id")
            .collect();
        Box::leak(Box::new(Load {
            table: &table.name,
            columns: Box::leak(columns.into_boxed_slice()),
        }))
    }

    /// Hands the rows of a table that satisfy a condition to `take`, in the order of the table's key and so
    /// many at a time, as [`Bare::bulk`] wants them.
    pub fn rows_of(
        &self,
        table: &'static Table,
        condition: &str,
        at_a_time: usize,
        mut take: impl FnMut(&[Vec<Value<'static>>]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let columns: Vec<_> =
            table.columns.iter().filter(|(name, _)| name != "tenant_id").collect();
        let names = columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        let key = table.constraints.iter().find(|c| c.kind == "PRIMARY KEY");
        let order = key.map_or(String::new(), |k| format!(" ORDER BY {}", k.columns.join(", ")));
        let sql = format!(
            "SELECT {names} FROM {} WHERE tenant_id = ?1 AND {condition}{order}",
            table.name
        );
        let statement = intern("bare::rows_of", sql, false);
        let mut rows = Vec::with_capacity(at_a_time);
        self.tx().for_each(statement, &[], |row| {
            let cells =
                columns.iter().enumerate().map(|(index, (_, kind))| value_of(row, index, *kind));
            rows.push(cells.collect::<Result<Vec<_>, Error>>()?);
            if rows.len() == at_a_time {
                take(&rows)?;
                rows.clear();
            }
            Ok::<(), Error>(())
        })?;
        if rows.is_empty() { Ok(()) } else { take(&rows) }
    }

    /// Runs statements in one transaction of their own.
    pub fn transaction(&self, run: impl FnOnce(&Tx<'_>) -> Result<(), Error>) -> Result<(), Error> {
        self.batch("BEGIN")?;
        run(&self.tx())?;
        self.batch("COMMIT")
    }

    /// Reads every row of a hand-written query and answers how many there were.
    pub fn read(&self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64, Error> {
        let mut rows = 0;
        self.tx().for_each(statement, params, |_| {
            rows += 1;
            Ok::<(), Error>(())
        })?;
        Ok(rows)
    }

    fn tx(&self) -> Tx<'_> {
        let now = kernel::Clock::System.now();
        Tx { conn: &self.conn, tenant: self.tenant, now, ids: &self.ids, dirty: Cell::new(false) }
    }
}

fn value_of(row: &Row<'_>, index: usize, kind: ColumnType) -> Result<Value<'static>, Error> {
    Ok(match kind {
        ColumnType::Boolean => row.get::<Option<bool>>(index)?.into(),
        ColumnType::Bigint => row.get::<Option<i64>>(index)?.into(),
        ColumnType::Text => row.get::<Option<String>>(index)?.into(),
        ColumnType::Bytea => row.get::<Option<Vec<u8>>>(index)?.into(),
        ColumnType::Uuid => row.get::<Option<uuid::Uuid>>(index)?.into(),
        ColumnType::Date => row.get::<Option<jiff::civil::Date>>(index)?.into(),
        ColumnType::Timestamptz => row.get::<Option<jiff::Timestamp>>(index)?.into(),
        ColumnType::Jsonb => row.get::<Option<serde_json::Value>>(index)?.into(),
    })
}
