//! Opening the books that a command is about.

use std::path::Path;

use billing::company;
use db::{Address, Db, MIGRATIONS};
use jiff::civil::Date;
use kernel::{IdSource, TenantId};
use money::Currency;
use people::Actor;
use people::tenant::{self, NewTenant, Tenant};
use tempfile::TempDir;

use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::{note, shell};

/// The short name of a company that nobody named.
pub const SLUG_DEFAULT: &str = "main";
/// The currency of a company for which nobody named one.
pub const CURRENCY_DEFAULT: &str = "USD";

const NO_OTHER_CURRENCY: &str = "The company is there already; its base currency never changes, so --base-currency does nothing.";

/// One company's books, open.
pub struct Books {
    /// The database.
    pub db: Db,
    /// The company's id.
    pub tenant: TenantId,
    /// The company.
    pub company: Tenant,
    /// Whoever runs the command, who may do everything.
    pub actor: Actor,
}

impl Books {
    /// Opens the books that are there. A person who has none yet is told how to get some.
    pub fn open(settings: &Settings) -> Result<Self> {
        let db = existing(settings)?;
        if tenant::all(&db)?.is_empty() {
            return Err(nothing_there(settings));
        }
        Self::of(db, settings)
    }

    /// Opens the books to rehearse in. Where there are none yet, nothing is made of them: a company stands in
    /// for the one that would be made, in a folder that is gone with what is answered beside the books.
    pub fn open_to_rehearse(
        settings: &Settings,
        base_currency: Option<Currency>,
    ) -> Result<(Self, Option<TempDir>)> {
        if holds_a_company(settings)? {
            if base_currency.is_some() {
                note(NO_OTHER_CURRENCY);
            }
            return Ok((Self::open(settings)?, None));
        }
        let folder = TempDir::new().map_err(|e| Error::file(&std::env::temp_dir(), &e))?;
        let path = folder.path().join("rehearsal.db");
        let stand_in = Settings { db: Address::Sqlite(path), ..settings.clone() };
        let db = make(&stand_in)?;
        db.migrate()?;
        let company = first_company(settings, base_currency)?;
        let (tenant, actor) = new_company(&db);
        db.write(tenant, |tx| company::open(tx, &actor, &company))?;
        note(&format!(
            "{} holds no company yet. With --apply one is made: \"{}\" (short name {}), base currency {}, time zone {}. For another: {}",
            settings.db,
            company.legal_name,
            company.slug,
            company.base_currency,
            company.time_zone,
            shell::instead(&["init", "--help"])
        ));
        Ok((Self::of(db, &stand_in)?, Some(folder)))
    }

    /// Opens the books, and makes the database and a first company where they are missing. Says so.
    pub fn open_or_make(settings: &Settings, base_currency: Option<Currency>) -> Result<Self> {
        let db = make(settings)?;
        bring_up_to_date(&db, settings, true)?;
        if tenant::all(&db)?.is_empty() {
            let company = first_company(settings, base_currency)?;
            let (tenant, actor) = new_company(&db);
            db.write(tenant, |tx| company::open(tx, &actor, &company))?;
            note(&format!(
                "{} held no company yet, so one was made: \"{}\" (short name {}), base currency {}, time zone {}.",
                settings.db,
                company.legal_name,
                company.slug,
                company.base_currency,
                company.time_zone
            ));
        } else if base_currency.is_some() {
            note(NO_OTHER_CURRENCY);
        }
        Self::of(db, settings)
    }

    fn of(db: Db, settings: &Settings) -> Result<Self> {
        let tenant = tenant::find(&db, settings.company.as_deref()).map_err(|e| {
            let several = matches!(e, tenant::TenantError::Several(_));
            let error = Error::from(e);
            if several {
                error.hint("name it with --company SLUG, or set RAPPORT_COMPANY")
            } else {
                error
            }
        })?;
        let company = db.read(tenant, tenant::get)?;
        Ok(Self { actor: operator(tenant), db, tenant, company })
    }

    /// What day it is for the company, unless another was asked for.
    pub fn day(&self, asked: Option<Date>) -> Date {
        asked.unwrap_or_else(|| self.company.day(self.db.now()))
    }

    /// The company's base currency.
    pub fn base(&self) -> Currency {
        self.company.base_currency
    }
}

/// Whether a database is there and holds a company.
fn holds_a_company(settings: &Settings) -> Result<bool> {
    if let Address::Sqlite(path) = &settings.db
        && !path.exists()
    {
        return Ok(false);
    }
    let db = Db::open(&settings.db).map_err(|e| unopened(e, settings))?;
    Ok(db.migrations_missing()? < MIGRATIONS.len() && !tenant::all(&db)?.is_empty())
}

/// The company that is made where a file is brought in before there is one.
fn first_company(settings: &Settings, base_currency: Option<Currency>) -> Result<NewTenant> {
    Ok(NewTenant {
        slug: settings.company.clone().unwrap_or_else(|| SLUG_DEFAULT.to_owned()),
        legal_name: "My company".to_owned(),
        base_currency: base_currency.map_or_else(|| Currency::parse(CURRENCY_DEFAULT), Ok)?,
        time_zone: "UTC".to_owned(),
        language: "en".to_owned(),
    })
}

/// An id for a company to be made, and who makes it.
pub fn new_company(db: &Db) -> (TenantId, Actor) {
    let tenant: TenantId = IdSource::random().next_id(db.now());
    (tenant, operator(tenant))
}

/// Whoever is at the keyboard, as the audit trail names them.
fn operator(tenant: TenantId) -> Actor {
    let user = ["USER", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|u| !u.is_empty());
    let name =
        user.map_or_else(|| "command line".to_owned(), |user| format!("{user} (command line)"));
    Actor::operator(tenant, &name)
}

/// Opens a database that is there and has been used.
pub fn existing(settings: &Settings) -> Result<Db> {
    if let Address::Sqlite(path) = &settings.db
        && !path.exists()
    {
        return Err(nothing_there(settings));
    }
    let db = Db::open(&settings.db).map_err(|e| unopened(e, settings))?;
    bring_up_to_date(&db, settings, false)?;
    Ok(db)
}

/// Opens a database, making its file where there is none.
pub fn make(settings: &Settings) -> Result<Db> {
    if let Address::Sqlite(path) = &settings.db {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|p| !p.exists()) {
            if !settings.db_is_default {
                return Err(Error::new(format!("the folder {} does not exist", folder.display()))
                    .hint("make it first"));
            }
            make_private_folder(folder)?;
        }
    }
    Db::open(&settings.db).map_err(|e| unopened(e, settings))
}

fn make_private_folder(folder: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|e| Error::file(folder, &e))
}

/// Sees to it that the database has this program's schema. The embedded engine has one user, so it is brought
/// up to date as we go; on a server others may be at work, so somebody has to say so.
fn bring_up_to_date(db: &Db, settings: &Settings, may_begin: bool) -> Result<()> {
    let missing = db.migrations_missing()?;
    match (missing, &settings.db) {
        (0, _) => Ok(()),
        (n, _) if n == MIGRATIONS.len() && !may_begin => Err(nothing_there(settings)),
        (n, Address::Postgres(_)) if n < MIGRATIONS.len() => Err(Error::new(behind(settings, n))
            .hint(format!("bring it up with: {}", shell::instead(&["migrate"])))),
        (n, _) => {
            db.migrate()?;
            if n < MIGRATIONS.len() {
                note(&format!("{}, and was brought up to it.", behind(settings, n)));
            }
            Ok(())
        }
    }
}

/// Says how far a database is behind this program.
pub fn behind(settings: &Settings, missing: usize) -> String {
    let migrations = if missing == 1 { "migration" } else { "migrations" };
    format!("{} is {missing} {migrations} behind this program", settings.db)
}

fn nothing_there(settings: &Settings) -> Error {
    let import = shell::instead(&["import", "receivables", "FILE"]);
    Error::new(format!("there are no books at {} yet", settings.db)).hint(format!(
        "bring a file in with: {import}\n      or make a company with: {}\n      or name another database with --db",
        shell::instead(&["init", "--help"])
    ))
}

fn unopened(error: db::Error, settings: &Settings) -> Error {
    let what = format!("{}: {error}", settings.db);
    match &settings.db {
        Address::Sqlite(_) => Error::new(what),
        Address::Postgres(_) => Error::new(what).hint(
            "the form is postgres://USER:PASSWORD@HOST:PORT/DATABASE; is the server running?",
        ),
    }
}
