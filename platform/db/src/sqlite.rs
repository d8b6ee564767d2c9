//! The embedded engine: SQLite in one file, through rusqlite.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use rusqlite::types::{ToSqlOutput, Type, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};
use uuid::Uuid;

use crate::error::{ConstraintKind, Error};
use crate::row::{Cells, Row};
use crate::{Column, Statement, Value, migrations, schema};

/// How long one process waits for another that is writing to the same file.
const BUSY_WAIT: Duration = Duration::from_secs(15);
/// Prepared statements that a connection keeps.
const STATEMENTS_KEPT: usize = 512;

/// Opens a connection that writes, making the file where there is none.
pub(crate) fn open_writer(path: &Path) -> Result<Connection, Error> {
    let conn = open(path, OpenFlags::default())?;
    conn.execute_batch("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 32768;")
        .map_err(unopened)?;
    Ok(conn)
}

/// Rows that a table is said to have: it will be large one day.
const ROWS_SAID: &str = "1000000";
/// Rows that an index of some of them is said to have.
const SOME_SAID: &str = "100000";
/// Rows that are said to have the first columns of an index in common, the tenant and some more.
const ALIKE_SAID: &str = "10";

/// Tells the planner of every index how many rows it has, all of one tenant, and how many of them have the
/// further columns in common.
///
/// SQLite takes the first column of an index that it knows nothing of for one that few rows have in common, and
/// would walk through all rows of the tenant where another index finds the few that are wanted. What it would
/// see by looking depends on when it looks. So it is told, once, and plans the same on every file.
fn say_statistics(conn: &Connection) -> rusqlite::Result<()> {
    // The only way to make the table of statistics.
    conn.execute_batch("ANALYZE schema_migration; DELETE FROM sqlite_stat1;")?;
    let mut indexes = conn.prepare(
        "SELECT t.name, CASE WHEN i.origin = 'pk' AND t.wr THEN t.name ELSE i.name END, i.\"unique\", i.partial,
                (SELECT group_concat(c.name, ' ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno) c)
         FROM pragma_table_list t JOIN pragma_index_list(t.name) i
         WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
    )?;
    let rows = indexes.query_map([], |row| {
        let columns: String = row.get(4)?;
        let columns: Vec<&str> = columns.split(' ').collect();
        let said = said_of(&columns, row.get(2)?, row.get(3)?);
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, said))
    })?;
    for said in rows.collect::<rusqlite::Result<Vec<_>>>()? {
        conn.execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)", said)?;
    }
    Ok(())
}

/// How many rows an index is said to have, and how many to have its first column, its first two, and so on in
/// common.
fn said_of(columns: &[&str], is_unique: bool, is_partial: bool) -> String {
    let rows = if is_partial { SOME_SAID } else { ROWS_SAID };
    let mut said = vec![rows];
    said.extend(columns.iter().map(|_| ALIKE_SAID));
    if is_unique {
        said[columns.len()] = "1";
    }
    if columns[0] == "tenant_id" && columns.len() > 1 {
        said[1] = rows;
    }
    said.join(" ")
}

/// Opens a connection that can only read.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, Error> {
    let conn = open(path, OpenFlags::default() & !OpenFlags::SQLITE_OPEN_CREATE)?;
    conn.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -8192;").map_err(unopened)?;
    Ok(conn)
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    let conn = Connection::open_with_flags(path, flags).map_err(unopened)?;
    conn.busy_timeout(BUSY_WAIT).map_err(unopened)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;",
    )
    .map_err(unopened)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    rusqlite::vtab::array::load_module(&conn).map_err(unopened)?;
    Ok(conn)
}

#[expect(clippy::needless_pass_by_value, reason = "it is a function for map_err")]
fn unopened(error: rusqlite::Error) -> Error {
    Error::Connection(error.to_string())
}

/// A table of a file that has never been migrated.
const SOMEBODY_ELSES: &str = "SELECT MIN(name) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
    AND NOT EXISTS (SELECT 1 FROM sqlite_schema m WHERE m.type = 'table' AND m.name = 'schema_migration')";

/// Applies the migrations that the file lacks, all or none.
pub(crate) fn migrate(conn: &Connection) -> Result<usize, Error> {
    let engine = |e: rusqlite::Error| error_of(&e, "migrate");
    conn.execute_batch("BEGIN IMMEDIATE").map_err(engine)?;
    let done = (|| {
        let table: Option<String> =
            conn.query_row(SOMEBODY_ELSES, [], |r| r.get(0)).map_err(engine)?;
        if let Some(table) = table {
            let why = format!(
                "the file is of another program: it has a table '{table}' and none of these books"
            );
            return Err(Error::Schema(why));
        }
        conn.execute_batch(&migrations::NOTES_SQL.replace("bigint", "INTEGER")).map_err(engine)?;
        let had = migrations_had(conn)?;
        let missing = migrations::missing(&had)?;
        for migration in missing {
            conn.execute_batch(&schema::for_sqlite(migration.sql))
                .map_err(|e| Error::Schema(format!("migration {}: {e}", migration.name)))?;
            conn.execute(
                "INSERT INTO schema_migration (version, name, checksum) VALUES (?1, ?2, ?3)",
                (migration.version, migration.name, migration.checksum()),
            )
            .map_err(engine)?;
        }
        if !missing.is_empty() {
            say_statistics(conn).map_err(engine)?;
        }
        Ok(missing.len())
    })();
    conn.execute_batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" }).map_err(engine)?;
    if done.is_ok() {
        conn.execute_batch("ANALYZE sqlite_schema").map_err(engine)?;
    }
    done
}

/// The migrations that the file has had.
pub(crate) fn migrations_had(conn: &Connection) -> Result<Vec<(i64, String)>, Error> {
    let engine = |e: rusqlite::Error| error_of(&e, "migrations_had");
    if !conn.table_exists(None, "schema_migration").map_err(engine)? {
        return Ok(Vec::new());
    }
    let mut statement = conn
        .prepare("SELECT version, checksum FROM schema_migration ORDER BY version")
        .map_err(engine)?;
    let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).map_err(engine)?;
    rows.collect::<Result<_, _>>().map_err(engine)
}

/// Copies the whole database into another file while others go on reading and writing.
pub(crate) fn backup(conn: &Connection, into: &PathBuf) -> Result<(), Error> {
    const PAGES_A_STEP: i32 = 2_000;
    let engine = |e: rusqlite::Error| error_of(&e, "backup");
    let mut target = Connection::open(into).map_err(unopened)?;
    let backup = rusqlite::backup::Backup::new(conn, &mut target).map_err(engine)?;
    backup.run_to_completion(PAGES_A_STEP, Duration::ZERO, None).map_err(engine)?;
    drop(backup);
    let verdict: String =
        target.query_row("PRAGMA integrity_check", [], |r| r.get(0)).map_err(engine)?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(Error::Connection(format!("the copy is damaged: {verdict}")))
    }
}

pub(crate) fn execute(
    conn: &Connection,
    statement: &Statement,
    params: &[Value<'_>],
) -> Result<u64, Error> {
    let engine = |e: rusqlite::Error| error_of(&e, statement.name);
    let mut prepared = conn.prepare_cached(statement.for_sqlite()).map_err(engine)?;
    for (index, value) in params.iter().enumerate() {
        prepared.raw_bind_parameter(index + 1, Bound(value)).map_err(engine)?;
    }
    let count = prepared.raw_execute().map_err(engine)?;
    Ok(count as u64)
}

pub(crate) fn for_each<E: From<Error>>(
    conn: &Connection,
    statement: &Statement,
    params: &[Value<'_>],
    each: &mut dyn FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let engine = |e: rusqlite::Error| error_of(&e, statement.name);
    let mut prepared = conn.prepare_cached(statement.for_sqlite()).map_err(engine)?;
    for (index, value) in params.iter().enumerate() {
        prepared.raw_bind_parameter(index + 1, Bound(value)).map_err(engine)?;
    }
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next().map_err(engine)? {
        each(&Row { cells: Cells::Sqlite(row), statement: statement.name })?;
    }
    Ok(())
}

/// The lines of the engine's plan for a statement.
pub(crate) fn plan(conn: &Connection, statement: &Statement) -> Result<Vec<String>, Error> {
    let engine = |e: rusqlite::Error| error_of(&e, statement.name);
    let explained = format!("EXPLAIN QUERY PLAN {}", statement.for_sqlite());
    let mut prepared = conn.prepare(&explained).map_err(engine)?;
    let lines = prepared.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>();
    lines.map_err(engine)
}

/// A value as rusqlite binds it.
pub(crate) struct Bound<'a>(pub(crate) &'a Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::Value as Owned;
        let borrowed = |v| Ok(ToSqlOutput::Borrowed(v));
        let list = |cells: Vec<Owned>| Ok(ToSqlOutput::from_rc(Rc::new(cells), c"rarray"));
        match self.0 {
            Value::Null => borrowed(ValueRef::Null),
            Value::Bool(v) => borrowed(ValueRef::Integer(i64::from(*v))),
            Value::Int(v) => borrowed(ValueRef::Integer(*v)),
            Value::Text(v) => borrowed(ValueRef::Text(v.as_bytes())),
            Value::Bytes(v) => borrowed(ValueRef::Blob(v)),
            Value::Uuid(v) => borrowed(ValueRef::Blob(v.as_bytes())),
            Value::Date(v) => borrowed(ValueRef::Integer(day_number(*v))),
            Value::Instant(v) => borrowed(ValueRef::Integer(v.as_microsecond())),
            Value::Json(v) => Ok(ToSqlOutput::Owned(Owned::Text(v.to_string()))),
            Value::Texts(v) => list(v.iter().map(|t| Owned::Text(t.clone())).collect()),
            Value::Uuids(v) => list(v.iter().map(|u| Owned::Blob(u.as_bytes().to_vec())).collect()),
            Value::Ints(v) => list(v.iter().map(|i| Owned::Integer(*i)).collect()),
        }
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

fn day_number(day: Date) -> i64 {
    i64::from((day - EPOCH).get_days())
}

fn day_of(number: i64) -> Option<Date> {
    EPOCH.checked_add(Span::new().try_days(number).ok()?).ok()
}

/// What the engine's error means. SQLite names a check, and the columns of a broken unique constraint;
/// the schema knows the constraint's name.
pub(crate) fn error_of(error: &rusqlite::Error, statement: &'static str) -> Error {
    let message = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => constraint_of(&message),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
        Some(ErrorCode::CannotOpen | ErrorCode::NotADatabase) => Error::Connection(message),
        _ => Error::Engine { statement, message },
    }
}

fn constraint_of(message: &str) -> Error {
    let (what, about) = message.split_once(" constraint failed").unwrap_or((message, ""));
    let about = about.trim_start_matches(": ");
    let (kind, name) = match what {
        "UNIQUE" => {
            let columns: Vec<&str> =
                about.split(", ").filter_map(|c| c.split('.').nth(1)).collect();
            let table = about.split('.').next().unwrap_or_default();
            (ConstraintKind::Unique, schema::unique_on(table, &columns).unwrap_or(about))
        }
        "CHECK" => (ConstraintKind::Check, about),
        "NOT NULL" => (ConstraintKind::NotNull, about),
        _ => (ConstraintKind::ForeignKey, ""),
    };
    Error::Constraint { name: name.to_owned(), kind }
}

fn read<T>(
    row: &rusqlite::Row<'_>,
    at: (&Row<'_>, usize),
    take: impl FnOnce(ValueRef<'_>) -> Option<T>,
) -> Result<T, Error> {
    let (outer, index) = at;
    let cell = row.get_ref(index).map_err(|e| outer.unreadable(index, &e))?;
    let kind: Type = cell.data_type();
    take(cell).ok_or_else(|| outer.unreadable(index, &format!("it holds {kind}")))
}

/// Reads the logical types from both engines; an `Option` reads NULL as `None`.
macro_rules! columns {
    ($($type:ty, $postgres:ty => |$cell:ident| $take:expr, |$native:ident| $made:expr;)*) => {
        $(
            impl Column for $type {
                fn read(row: &Row<'_>, index: usize) -> Result<Self, Error> {
                    match row.cells {
                        Cells::Sqlite(cells) => read(cells, (row, index), |$cell| $take),
                        Cells::Postgres(cells) => {
                            let $native: $postgres = crate::postgres::cell(cells, row, index)?;
                            $made.ok_or_else(|| row.unreadable(index, &"out of range"))
                        }
                    }
                }
            }

            impl Column for Option<$type> {
                fn read(row: &Row<'_>, index: usize) -> Result<Self, Error> {
                    match row.cells {
                        Cells::Sqlite(cells) => read(cells, (row, index), |$cell| match $cell {
                            ValueRef::Null => Some(None),
                            _ => $take.map(Some),
                        }),
                        Cells::Postgres(cells) => {
                            let native: Option<$postgres> = crate::postgres::cell(cells, row, index)?;
                            native.map(|$native| $made.ok_or_else(|| row.unreadable(index, &"out of range"))).transpose()
                        }
                    }
                }
            }
        )*
    };
}

columns! {
    i64, crate::postgres::AnyInt => |c| c.as_i64().ok(), |n| Some(n.0);
    bool, bool => |c| c.as_i64().ok().map(|v| v != 0), |n| Some(n);
    String, String => |c| c.as_str().ok().map(str::to_owned), |n| Some(n);
    Vec<u8>, Vec<u8> => |c| c.as_blob().ok().map(<[u8]>::to_vec), |n| Some(n);
    Uuid, Uuid => |c| c.as_blob().ok().and_then(|b| Uuid::from_slice(b).ok()), |n| Some(n);
    Date, Date => |c| c.as_i64().ok().and_then(day_of), |n| Some(n);
    Timestamp, Timestamp => |c| c.as_i64().ok().and_then(|v| Timestamp::from_microsecond(v).ok()), |n| Some(n);
    serde_json::Value, serde_json::Value => |c| c.as_str().ok().and_then(|t| serde_json::from_str(t).ok()), |n| Some(n);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        for (text, number) in [("1970-01-01", 0), ("1969-12-31", -1), ("2012-02-29", 15_399)] {
            let day: Date = text.parse().unwrap();
            assert_eq!(day_number(day), number);
            assert_eq!(day_of(number), Some(day));
        }
        assert_eq!(day_of(i64::MAX), None);
    }
}
