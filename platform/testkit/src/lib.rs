#![doc = include_str!("../README.md")]

mod server;

use db::{Address, Db, Registered};
use jiff::Timestamp;
use kernel::{Clock, IdSource, TenantId};

pub use testkit_macros::db_test;

/// The instant at which a test's clock stands: a Tuesday, the last day of a quarter.
pub const TEST_NOW: &str = "2026-03-31T15:00:00Z";
/// The seed of a test's ids.
const TEST_SEED: u64 = 20_260_331;

/// A fresh database of one engine.
pub struct TestDb {
    /// The open database, migrated and empty.
    pub db: Db,
    /// An id for the test's tenant; nothing is stored under it yet.
    pub tenant: TenantId,
    /// Where the database is, for tests that open it once more or start a process on it.
    pub address: Address,
    /// The test's clock, shared with the database.
    pub clock: Clock,
    _guard: Guard,
}

/// What goes away when the test ends.
enum Guard {
    Folder { _folder: tempfile::TempDir },
    Database { _database: server::Database },
}

/// Runs a test on the embedded engine.
pub fn on_sqlite(test: fn(TestDb)) {
    test(sqlite());
}

/// Runs a test on PostgreSQL, or says loudly that there is none.
pub fn on_postgres(test: fn(TestDb)) {
    if let Some(t) = postgres() {
        test(t);
    }
}

/// A fresh embedded database in a folder of its own.
pub fn sqlite() -> TestDb {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let address = Address::Sqlite(folder.path().join("books.db"));
    open(address, Guard::Folder { _folder: folder })
}

/// A fresh database on the PostgreSQL server that tests are given; `None` (outside of CI) where there is
/// none.
pub fn postgres() -> Option<TestDb> {
    let Ok(url) = std::env::var("RAPPORT_TEST_POSTGRES") else {
        let message = "SKIPPED: RAPPORT_TEST_POSTGRES is not set, so nothing was tested on PostgreSQL (use `make test`)";
        assert!(std::env::var_os("CI").is_none(), "{message}");
        eprintln!("{message}");
        return None;
    };
    let database = server::Database::from_template(&url);
    let address = Address::Postgres(database.url().to_owned());
    Some(open(address, Guard::Database { _database: database }))
}

/// A fresh database of each engine that there is.
pub fn both() -> Vec<TestDb> {
    std::iter::once(sqlite()).chain(postgres()).collect()
}

fn open(address: Address, guard: Guard) -> TestDb {
    let clock = Clock::fixed(at(TEST_NOW));
    let ids = IdSource::seeded(TEST_SEED);
    let db = Db::open_with(&address, clock.clone(), ids).expect("the test's database opens");
    db.migrate().expect("the migrations apply");
    let tenant = TenantId::from_uuid(uuid_of_tenant());
    TestDb { db, tenant, address, clock, _guard: guard }
}

fn uuid_of_tenant() -> uuid::Uuid {
    uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001)
}

/// An instant from its text.
pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant such as 2026-03-31T15:00:00Z")
}

/// A day from its text.
pub fn day(text: &str) -> jiff::civil::Date {
    text.parse().expect("a day such as 2026-03-31")
}

/// Prepares every statement that is linked into the test, and looks for the columns of every bulk load; says how
/// many statements there were.
///
/// # Panics
///
/// Where the engine does not understand one, or a column is not there.
pub fn prepare_all(t: &TestDb) -> usize {
    let mut prepared = 0;
    for registered in db::registered() {
        let statements = match registered {
            Registered::Statement(statement) => vec![*statement],
            Registered::List(list) => list.variants(),
            Registered::Load(load) => {
                for column in load.columns {
                    let known = db::schema::column_type(load.table, column);
                    assert!(known.is_some(), "{} has no column {column}", load.table);
                }
                continue;
            }
        };
        for statement in statements {
            t.db.prepare(statement)
                .unwrap_or_else(|e| panic!("{}: {e}\n{}", statement.name, statement.sql));
            prepared += 1;
        }
    }
    prepared
}
