#![doc = include_str!("../README.md")]

pub mod bare;
pub mod cursor;
mod dump;
mod error;
mod lane;
mod list;
mod migrations;
mod pool;
mod postgres;
mod row;
pub mod schema;
mod sqlite;
mod statement;
mod tx;
mod value;

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::{Clock, Fault, IdSource, TenantId};

pub use dump::{dump, row_counts};
pub use error::{ConstraintKind, Error};
#[doc(hidden)]
pub use inventory;
pub use list::{Ask, List, SortKind};
pub use migrations::{MIGRATIONS, Migration};
pub use row::Row;
pub use statement::{Load, Registered, Statement, registered};
pub use tx::Tx;
pub use value::{Column, Value};

use lane::Lanes;
use pool::Pool;
use tx::Conn;

/// Connections that read at once at the most.
const READERS_MAX: usize = 16;
/// Lanes of writers on PostgreSQL; a tenant always takes the same one.
const POSTGRES_LANES: usize = 4;

/// Where a database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file of the embedded engine.
    Sqlite(PathBuf),
    /// The URL of a PostgreSQL database.
    Postgres(String),
}

impl FromStr for Address {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            _ => Err(Error::Address(text.to_owned())),
        }
    }
}

/// Written without the password, so that it can stand in logs and messages.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => match (url.find("://"), url.rfind('@')) {
                (Some(scheme), Some(at)) => {
                    let user = url[scheme + 3..at].split(':').next().unwrap_or_default();
                    write!(f, "{}{user}{}", &url[..scheme + 3], &url[at..])
                }
                _ => f.write_str(url),
            },
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A database, open. Cheap to clone; all clones share its connections.
#[derive(Clone)]
pub struct Db(Arc<Shared>);

struct Shared {
    address: Address,
    clock: Clock,
    ids: IdSource,
    lanes: Lanes,
    readers: Pool,
}

impl Db {
    /// Opens a database with the system's clock and random ids.
    pub fn open(address: &Address) -> Result<Self, Error> {
        Self::open_with(address, Clock::System, IdSource::random())
    }

    /// Opens a database with a clock and a source of ids of the caller's.
    pub fn open_with(address: &Address, clock: Clock, ids: IdSource) -> Result<Self, Error> {
        let (first, lanes) = match address {
            Address::Sqlite(path) => (Some(Conn::Sqlite(sqlite::open_writer(path)?)), 1),
            Address::Postgres(url) => {
                (Some(Conn::Postgres(Box::new(postgres::Session::open(url)?))), POSTGRES_LANES)
            }
        };
        Ok(Self(Arc::new(Shared {
            address: address.clone(),
            clock,
            ids,
            lanes: Lanes::new(lanes, first),
            readers: Pool::new(READERS_MAX),
        })))
    }

    /// Where the database is.
    pub fn address(&self) -> &Address {
        &self.0.address
    }

    /// The instant now, by the database's clock.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// The clock, to give to what else needs the time.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(crate) fn ids(&self) -> &IdSource {
        &self.0.ids
    }

    /// Applies the migrations that the database lacks and says how many there were.
    pub fn migrate(&self) -> Result<usize, Error> {
        self.0.lanes.with_first(self, |conn| match conn {
            Conn::Sqlite(conn) => sqlite::migrate(conn),
            Conn::Postgres(session) => session.migrate(),
        })
    }

    /// How many migrations the database lacks; an error where it has had others than this program's.
    pub fn migrations_missing(&self) -> Result<usize, Error> {
        let had = self.0.lanes.with_first(self, |conn| match conn {
            Conn::Sqlite(conn) => sqlite::migrations_had(conn),
            Conn::Postgres(session) => session.migrations_had(),
        })?;
        migrations::missing(&had).map(<[Migration]>::len)
    }

    /// Reads in one snapshot: everything the closure sees is of one instant.
    pub fn read<T, E: From<Error>>(
        &self,
        tenant: TenantId,
        read: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.0.readers.with(
            || self.connect_reader(),
            |conn| {
                begin_read(conn)?;
                let tx = Tx {
                    conn,
                    tenant,
                    now: self.now(),
                    ids: self.ids(),
                    dirty: std::cell::Cell::new(false),
                };
                let result = read(&tx);
                end_read(conn)?;
                result
            },
        )
    }

    /// Writes in one transaction and returns once it is durable. The closure may be run again (another
    /// writer was first, a neighbour in the group failed), so nothing outside of the database happens in it.
    pub fn write<T, E: From<Error> + Fault>(
        &self,
        tenant: TenantId,
        write: impl FnMut(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.0.lanes.of(tenant).write(self, tenant, write)
    }

    /// Copies the database into a file while others use it. PostgreSQL has its own tools for this.
    pub fn backup(&self, into: &Path) -> Result<(), Error> {
        match &self.0.address {
            Address::Sqlite(path) => sqlite::backup(&sqlite::open_reader(path)?, &into.to_owned()),
            Address::Postgres(_) => {
                Err(Error::Connection("PostgreSQL is backed up with pg_dump".to_owned()))
            }
        }
    }

    /// Has PostgreSQL sample its tables, so that it chooses its indexes well. Worth it after a bulk load; for the
    /// rest it sees to it by itself. SQLite is told of its tables once, by the migrations, and looks at nothing.
    pub fn refresh_statistics(&self) -> Result<(), Error> {
        self.0.lanes.with_first(self, |conn| match conn {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(session) => session.batch("ANALYZE"),
        })
    }

    /// Prepares a statement without running it; the tests do so with every registered one.
    pub fn prepare(&self, statement: &'static Statement) -> Result<(), Error> {
        self.0.lanes.with_first(self, |conn| match conn {
            Conn::Sqlite(conn) => conn
                .prepare(statement.for_sqlite())
                .map(drop)
                .map_err(|e| sqlite::error_of(&e, statement.name)),
            Conn::Postgres(session) => session.prepare(statement).map(drop),
        })
    }

    /// How SQLite finds the rows of a statement, a line for each table, for the test that looks for walks
    /// through whole tables. PostgreSQL decides anew by what is in the tables, so there it is nothing.
    pub fn plan(&self, statement: &'static Statement) -> Result<Vec<String>, Error> {
        self.0.lanes.with_first(self, |conn| match conn {
            Conn::Sqlite(conn) => sqlite::plan(conn, statement),
            Conn::Postgres(_) => Ok(Vec::new()),
        })
    }

    pub(crate) fn connect_writer(&self) -> Result<Conn, Error> {
        match &self.0.address {
            Address::Sqlite(path) => sqlite::open_writer(path).map(Conn::Sqlite),
            Address::Postgres(url) => {
                postgres::Session::open(url).map(|s| Conn::Postgres(Box::new(s)))
            }
        }
    }

    fn connect_reader(&self) -> Result<Conn, Error> {
        match &self.0.address {
            Address::Sqlite(path) => sqlite::open_reader(path).map(Conn::Sqlite),
            Address::Postgres(url) => {
                postgres::Session::open(url).map(|s| Conn::Postgres(Box::new(s)))
            }
        }
    }
}

fn begin_read(conn: &Conn) -> Result<(), Error> {
    match conn {
        Conn::Sqlite(conn) => {
            conn.execute_batch("BEGIN").map_err(|e| sqlite::error_of(&e, "begin"))
        }
        Conn::Postgres(session) => session.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
    }
}

fn end_read(conn: &Conn) -> Result<(), Error> {
    match conn {
        Conn::Sqlite(conn) => {
            conn.execute_batch("COMMIT").map_err(|e| sqlite::error_of(&e, "end of reading"))
        }
        Conn::Postgres(session) => session.batch("COMMIT"),
    }
}
