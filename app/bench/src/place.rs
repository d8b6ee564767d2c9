//! Where it is measured: a database for the program, and one for the bare engine.

use db::bare::Bare;
use db::schema::TABLES;
use db::{Address, Db, Error};
use kernel::TenantId;
use money::Currency;
use people::Actor;
use people::tenant::NewTenant;
use tempfile::TempDir;

use crate::{BenchError, step, timed};

/// Rows that the bare engine is given at a time.
pub(crate) const BARE_ROWS: usize = 20_000;
const NAMES: [&str; 2] = ["rapport_bench_program", "rapport_bench_bare"];

/// Two fresh databases of one engine with the same schema, and a company in the first.
pub(crate) struct Place {
    pub(crate) db: Option<Db>,
    pub(crate) actor: Actor,
    pub(crate) tenant: TenantId,
    pub(crate) folder: TempDir,
    ours: Address,
    bare: Address,
    server: Option<Address>,
}

impl Place {
    pub(crate) fn new(server: Option<&Address>) -> Result<Self, BenchError> {
        let folder = TempDir::new()?;
        let tenant =
            TenantId::from_uuid(uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
        let (ours, bare) = match server {
            None => (sqlite(&folder, "program"), sqlite(&folder, "bare")),
            Some(server) => {
                make_databases(server, tenant)?;
                (named(server, NAMES[0]), named(server, NAMES[1]))
            }
        };
        let db = Db::open(&ours)?;
        db.migrate()?;
        Db::open(&bare)?.migrate()?;
        let actor = Actor::operator(tenant, "bench");
        let new = NewTenant {
            slug: "bench".to_owned(),
            legal_name: "Bench".to_owned(),
            base_currency: Currency::parse("USD").map_err(step("company"))?,
            time_zone: "UTC".to_owned(),
            language: "en".to_owned(),
        };
        db.write(tenant, |tx| billing::company::open(tx, &actor, &new).map(drop))
            .map_err(step("company"))?;
        Ok(Self { db: Some(db), actor, tenant, folder, ours, bare, server: server.cloned() })
    }

    pub(crate) fn db(&self) -> Result<&Db, BenchError> {
        self.db
            .as_ref()
            .ok_or(BenchError::Step { step: "place", why: "the database is closed".to_owned() })
    }

    /// A bare connection to the program's database, to read what it reads.
    pub(crate) fn beside(&self) -> Result<Bare, Error> {
        Bare::open(&self.ours, self.tenant)
    }

    /// A bare connection to the other database, to write what it wrote.
    pub(crate) fn bare(&self) -> Result<Bare, Error> {
        Bare::open(&self.bare, self.tenant)
    }

    /// Writes every row that the program has into the other database, through the bare engine, and answers
    /// how long only the writing took. `timed` says of each table whether its rows count.
    pub(crate) fn mirror(&self, counts: impl Fn(&str) -> bool) -> Result<u64, BenchError> {
        let (from, to) = (self.beside()?, self.bare()?);
        let mut micros = 0;
        for table in TABLES.iter().filter(|t| t.name != "write_lock") {
            let load = Bare::load_of(table);
            from.rows_of(table, "TRUE", BARE_ROWS, |rows| {
                let ((), took) = timed(|| to.bulk(load, rows))?;
                micros += if counts(&table.name) { took } else { 0 };
                Ok(())
            })?;
        }
        Ok(micros)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.db = None;
        if let Some(server) = &self.server
            && let Ok(admin) = Bare::open(server, self.tenant)
        {
            for name in NAMES {
                // What is left on a server for measuring is dropped by the next run.
                let _ = admin.batch(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            }
        }
    }
}

fn sqlite(folder: &TempDir, name: &str) -> Address {
    Address::Sqlite(folder.path().join(format!("{name}.db")))
}

fn named(server: &Address, name: &str) -> Address {
    match server {
        Address::Postgres(url) => {
            let (host, _) = url.rsplit_once('/').unwrap_or((url, ""));
            Address::Postgres(format!("{host}/{name}"))
        }
        Address::Sqlite(path) => Address::Sqlite(path.clone()),
    }
}

fn make_databases(server: &Address, tenant: TenantId) -> Result<(), Error> {
    let admin = Bare::open(server, tenant)?;
    for name in NAMES {
        admin.batch(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        admin.batch(&format!("CREATE DATABASE {name}"))?;
    }
    Ok(())
}
