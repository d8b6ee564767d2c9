//! The engine for teams: PostgreSQL, through its synchronous Rust client.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Write as _;
use std::time::Duration;

use bytes::{BufMut, BytesMut};
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{FromSql, IsNull, Kind, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls};

use crate::error::{ConstraintKind, Error};
use crate::row::{Cells, Row};
use crate::{Load, Statement, Value, migrations, schema};

const CONNECT_WAIT: Duration = Duration::from_secs(10);
/// Bytes of a COPY that are gathered before they are sent.
const COPY_CHUNK_BYTES: usize = 256 * 1024;

/// A connection and the statements prepared on it, each known by the address of its static.
pub(crate) struct Session {
    client: RefCell<Client>,
    prepared: RefCell<HashMap<usize, postgres::Statement>>,
}

impl Session {
    pub(crate) fn open(url: &str) -> Result<Self, Error> {
        let unopened = |e: postgres::Error| Error::Connection(words(&e));
        let mut config: postgres::Config = url.parse().map_err(unopened)?;
        config.connect_timeout(CONNECT_WAIT).application_name("rapport");
        let mut client = config.connect(NoTls).map_err(unopened)?;
        client
            .batch_execute("SET TIME ZONE 'UTC'; SET standard_conforming_strings = on; SET synchronous_commit = on;")
            .map_err(unopened)?;
        Ok(Self { client: RefCell::new(client), prepared: RefCell::default() })
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.client.borrow().is_closed()
    }

    pub(crate) fn batch(&self, sql: &str) -> Result<(), Error> {
        self.client.borrow_mut().batch_execute(sql).map_err(|e| error_of(&e, "batch"))
    }

    pub(crate) fn prepare(&self, statement: &Statement) -> Result<postgres::Statement, Error> {
        let key = std::ptr::from_ref(statement).addr();
        if let Some(prepared) = self.prepared.borrow().get(&key) {
            return Ok(prepared.clone());
        }
        let prepared = self
            .client
            .borrow_mut()
            .prepare(statement.for_postgres())
            .map_err(|e| error_of(&e, statement.name))?;
        self.prepared.borrow_mut().insert(key, prepared.clone());
        Ok(prepared)
    }

    pub(crate) fn execute(
        &self,
        statement: &Statement,
        params: &[Value<'_>],
    ) -> Result<u64, Error> {
        let prepared = self.prepare(statement)?;
        let params: Vec<&(dyn ToSql + Sync)> =
            params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
        self.client
            .borrow_mut()
            .execute(&prepared, &params)
            .map_err(|e| error_of(&e, statement.name))
    }

    pub(crate) fn for_each<E: From<Error>>(
        &self,
        statement: &Statement,
        params: &[Value<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let engine = |e: postgres::Error| error_of(&e, statement.name);
        let prepared = self.prepare(statement)?;
        let params: Vec<&(dyn ToSql + Sync)> =
            params.iter().map(|p| p as &(dyn ToSql + Sync)).collect();
        let mut client = self.client.borrow_mut();
        let mut rows = client.query_raw(&prepared, params).map_err(engine)?;
        while let Some(row) = rows.next().map_err(engine)? {
            each(&Row { cells: Cells::Postgres(&row), statement: statement.name })?;
        }
        Ok(())
    }

    /// Sends rows by binary COPY.
    pub(crate) fn copy<'r>(
        &self,
        load: &Load,
        tenant: &Value<'_>,
        rows: impl Iterator<Item = impl AsRef<[Value<'r>]>>,
    ) -> Result<(), Error> {
        let engine = |e: postgres::Error| error_of(&e, load.table);
        let broken =
            |e: std::io::Error| match e.get_ref().and_then(|i| i.downcast_ref::<postgres::Error>())
            {
                Some(inner) => error_of(inner, load.table),
                None => Error::Engine { statement: load.table, message: e.to_string() },
            };
        let columns = load.columns.join(", ");
        let sql = format!("COPY {} (tenant_id, {columns}) FROM STDIN (FORMAT binary)", load.table);
        let mut client = self.client.borrow_mut();
        let mut writer = client.copy_in(&sql).map_err(engine)?;
        let mut buffer = BytesMut::with_capacity(COPY_CHUNK_BYTES + 4096);
        buffer.put_slice(b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0");
        let width = i16::try_from(load.columns.len() + 1)
            .map_err(|e| Error::Engine { statement: load.table, message: e.to_string() })?;
        for row in rows {
            buffer.put_i16(width);
            put_cell(&mut buffer, tenant)?;
            for cell in row.as_ref() {
                put_cell(&mut buffer, cell)?;
            }
            if buffer.len() >= COPY_CHUNK_BYTES {
                writer.write_all(&buffer).map_err(broken)?;
                buffer.clear();
            }
        }
        buffer.put_i16(-1);
        writer.write_all(&buffer).map_err(broken)?;
        writer.finish().map_err(engine)?;
        Ok(())
    }

    /// Applies the migrations that the database lacks, all or none, one program at a time.
    pub(crate) fn migrate(&self) -> Result<usize, Error> {
        self.batch("BEGIN; SELECT pg_advisory_xact_lock(7273061);")?;
        let done = (|| {
            self.batch(migrations::NOTES_SQL)?;
            let had = self.migrations_had()?;
            let missing = migrations::missing(&had)?;
            for migration in missing {
                self.batch(&schema::for_postgres(migration.sql))
                    .map_err(|e| Error::Schema(format!("migration {}: {e}", migration.name)))?;
                let checksum = migration.checksum();
                self.batch(&format!(
                    "INSERT INTO schema_migration (version, name, checksum) VALUES ({}, '{}', '{checksum}')",
                    migration.version, migration.name
                ))?;
            }
            Ok(missing.len())
        })();
        self.batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        done
    }

    /// The migrations that the database has had.
    pub(crate) fn migrations_had(&self) -> Result<Vec<(i64, String)>, Error> {
        let engine = |e: postgres::Error| error_of(&e, "migrations_had");
        let mut client = self.client.borrow_mut();
        let there = client
            .query_one("SELECT to_regclass('schema_migration') IS NOT NULL", &[])
            .map_err(engine)?;
        if !there.get::<_, bool>(0) {
            return Ok(Vec::new());
        }
        let rows =
            client.query("SELECT version, checksum FROM schema_migration ORDER BY version", &[]);
        Ok(rows.map_err(engine)?.iter().map(|r| (r.get(0), r.get(1))).collect())
    }
}

/// One cell in COPY's binary form: its length and its bytes, or −1 for NULL.
fn put_cell(buffer: &mut BytesMut, value: &Value<'_>) -> Result<(), Error> {
    let at = buffer.len();
    buffer.put_i32(0);
    let bad = |e: Box<dyn std::error::Error + Sync + Send>| Error::Engine {
        statement: "load",
        message: e.to_string(),
    };
    if matches!(put_value(value, buffer).map_err(bad)?, IsNull::Yes) {
        buffer[at..at + 4].copy_from_slice(&(-1_i32).to_be_bytes());
        return Ok(());
    }
    let length = i32::try_from(buffer.len() - at - 4).map_err(|e| bad(Box::new(e)))?;
    buffer[at..at + 4].copy_from_slice(&length.to_be_bytes());
    Ok(())
}

type Encoded = Result<IsNull, Box<dyn std::error::Error + Sync + Send>>;

/// A value in the binary form of its logical type's column.
fn put_value(value: &Value<'_>, out: &mut BytesMut) -> Encoded {
    match value {
        Value::Null => return Ok(IsNull::Yes),
        Value::Bool(v) => out.put_u8(u8::from(*v)),
        Value::Int(v) => out.put_i64(*v),
        Value::Text(v) => out.put_slice(v.as_bytes()),
        Value::Bytes(v) => out.put_slice(v),
        Value::Uuid(v) => out.put_slice(v.as_bytes()),
        Value::Date(v) => return v.to_sql(&Type::DATE, out),
        Value::Instant(v) => return v.to_sql(&Type::TIMESTAMPTZ, out),
        Value::Json(v) => {
            out.put_u8(1);
            out.put_slice(v.to_string().as_bytes());
        }
        Value::Texts(v) => return v.to_sql(&Type::TEXT_ARRAY, out),
        Value::Uuids(v) => return v.to_sql(&Type::UUID_ARRAY, out),
        Value::Ints(v) => return v.to_sql(&Type::INT8_ARRAY, out),
    }
    Ok(IsNull::No)
}

impl ToSql for Value<'_> {
    fn to_sql(&self, column: &Type, out: &mut BytesMut) -> Encoded {
        let fits = match self {
            Value::Null => true,
            Value::Bool(_) => *column == Type::BOOL,
            Value::Int(v) if *column == Type::INT4 => {
                return i32::try_from(*v)?.to_sql(column, out);
            }
            Value::Int(_) => *column == Type::INT8,
            Value::Text(_) => *column == Type::TEXT,
            Value::Bytes(_) => *column == Type::BYTEA,
            Value::Uuid(_) => *column == Type::UUID,
            Value::Date(_) => *column == Type::DATE,
            Value::Instant(_) => *column == Type::TIMESTAMPTZ,
            Value::Json(_) => *column == Type::JSONB,
            Value::Texts(_) | Value::Uuids(_) | Value::Ints(_) => {
                matches!(column.kind(), Kind::Array(_))
            }
        };
        if !fits {
            return Err(format!("a parameter of type {column} was given {self:?}").into());
        }
        put_value(self, out)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// An integer of any width that an expression may have.
pub(crate) struct AnyInt(pub(crate) i64);

impl<'a> FromSql<'a> for AnyInt {
    fn from_sql(
        column: &Type,
        raw: &'a [u8],
    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        match *column {
            Type::INT2 => i16::from_sql(column, raw).map(|v| Self(v.into())),
            Type::INT4 => i32::from_sql(column, raw).map(|v| Self(v.into())),
            _ => i64::from_sql(column, raw).map(Self),
        }
    }

    fn accepts(column: &Type) -> bool {
        matches!(*column, Type::INT2 | Type::INT4 | Type::INT8)
    }
}

pub(crate) fn cell<'a, T: FromSql<'a>>(
    cells: &'a postgres::Row,
    row: &Row<'_>,
    index: usize,
) -> Result<T, Error> {
    cells.try_get(index).map_err(|e| row.unreadable(index, &words(&e)))
}

/// The error's own words and those of its cause.
fn words(error: &postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(db), _) => db.message().to_owned(),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}

/// What the engine's error means.
pub(crate) fn error_of(error: &postgres::Error, statement: &'static str) -> Error {
    let Some(db) = error.as_db_error() else {
        return if error.is_closed()
            || error.code().is_none()
                && std::error::Error::source(error).is_some_and(|s| s.is::<std::io::Error>())
        {
            Error::Connection(words(error))
        } else {
            Error::Engine { statement, message: words(error) }
        };
    };
    let kind = match *db.code() {
        SqlState::UNIQUE_VIOLATION => ConstraintKind::Unique,
        SqlState::FOREIGN_KEY_VIOLATION => ConstraintKind::ForeignKey,
        SqlState::CHECK_VIOLATION => ConstraintKind::Check,
        SqlState::NOT_NULL_VIOLATION => ConstraintKind::NotNull,
        SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::LOCK_NOT_AVAILABLE => {
            return Error::Busy;
        }
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
            return Error::Connection(words(error));
        }
        _ => return Error::Engine { statement, message: words(error) },
    };
    let name = match (kind, db.constraint(), db.table(), db.column()) {
        (_, Some(constraint), _, _) => constraint.to_owned(),
        (_, None, Some(table), Some(column)) => format!("{table}.{column}"),
        _ => String::new(),
    };
    Error::Constraint { name, kind }
}
