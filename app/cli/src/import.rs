//! Bringing files in: rehearsed, applied, listed, undone.

mod apply;
mod list;
mod plan;
mod profiles;
mod refused;
mod undo;

use std::path::{Path, PathBuf};

use imports::profile::saved::{SavedProfile, SavedProfileError, all, get};
use imports::{Kind, Profile, Request};
use money::Currency;

use crate::books::Books;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::{Printed, shell};

/// What can be typed after `rapport import`.
#[derive(Debug, clap::Subcommand)]
pub enum Import {
    /// Bring in invoices and how far they were settled
    Receivables(File),
    /// Bring in clients
    Clients(File),
    /// Bring in contacts of clients
    Contacts(File),
    /// List the imports so far
    List(Printed),
    /// Take back all that an import brought, by reversing entries
    Undo(undo::Args),
    /// List the profiles that come with the program and those that the company keeps, and explain the fields that a profile can name
    Profiles,
}

const AFTER_HELP: &str = "\
Without --apply nothing is written: the plan says what would become of every row and ends with a fingerprint.
Given back with --apply, it stands for exactly that. An import that was interrupted goes on when the same is
typed again, and one that is done can be undone.";

/// A file, how it is to be read, and whether to do it.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct File {
    /// The file: CSV or XLSX
    file: PathBuf,
    /// How its columns become fields: a profile of the program, one that the company keeps, or a file of your own
    /// (see: rapport import profiles) [default: the plain form of the kind]
    #[arg(long, value_name = "NAME|PATH")]
    profile: Option<String>,
    /// Do exactly what the plan of this fingerprint said
    #[arg(long, value_name = "FINGERPRINT")]
    apply: Option<String>,
    /// Where rows that are refused are written, to be mended and imported again [default: FILE.refused.csv]
    #[arg(long, value_name = "FILE", conflicts_with = "apply")]
    refused: Option<PathBuf>,
    /// The base currency of the company that is made where the database has none yet
    #[arg(long, value_name = "CODE")]
    base_currency: Option<Currency>,
}

/// Does what was typed.
pub fn run(what: Import, settings: &Settings) -> Result<()> {
    match what {
        Import::Receivables(file) => import(&file, Kind::Receivables, settings),
        Import::Clients(file) => import(&file, Kind::Clients, settings),
        Import::Contacts(file) => import(&file, Kind::Contacts, settings),
        Import::List(printed) => list::run(&Books::open(settings)?, &printed),
        Import::Undo(args) => undo::run(args, &Books::open(settings)?),
        Import::Profiles => profiles::run(&kept(settings)?),
    }
}

fn import(file: &File, kind: Kind, settings: &Settings) -> Result<()> {
    let profile = profile(file, kind, settings)?;
    // A file that is not there is found out before a database is made for it.
    std::fs::File::open(&file.file).map_err(|e| Error::file(&file.file, &e))?;
    let name = file_name(&file.file);
    let request = Request { path: &file.file, file_name: &name, profile: &profile };
    match &file.apply {
        None => {
            let (books, _stand_in) = Books::open_to_rehearse(settings, file.base_currency)?;
            plan::run(&books, &request, file.refused.as_deref())
        }
        Some(fingerprint) => {
            let books = Books::open_or_make(settings, file.base_currency)?;
            apply::run(&books, &request, fingerprint)
        }
    }
}

fn profile(file: &File, kind: Kind, settings: &Settings) -> Result<Profile> {
    let name = file.profile.as_deref().unwrap_or(kind.word());
    let profile = match saved(name, settings)? {
        Some(profile) => profile,
        None => {
            Profile::find(name).map_err(|e| Error::from(e).hint("see: rapport import profiles"))?
        }
    };
    if profile.kind != kind {
        let right = shell::quoted(profile.kind.word());
        return Err(Error::Usage(format!(
            "the profile {name} is for {right}, not {}: type rapport import {right} …",
            kind.word()
        )));
    }
    Ok(profile)
}

/// A profile that the company keeps. One of the program's goes before it, and so does a file of that name;
/// where there are no books yet, nobody keeps any.
fn saved(name: &str, settings: &Settings) -> Result<Option<Profile>> {
    if Profile::shipped_text(name).is_some() || Path::new(name).exists() {
        return Ok(None);
    }
    let Ok(books) = Books::open(settings) else { return Ok(None) };
    match books.db.read(books.tenant, |tx| get(tx, name)) {
        Ok(saved) => Ok(Some(saved.profile()?)),
        Err(SavedProfileError::Unknown(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The profiles that the company keeps.
fn kept(settings: &Settings) -> Result<Vec<SavedProfile>> {
    let Ok(books) = Books::open(settings) else { return Ok(Vec::new()) };
    Ok(books.db.read(books.tenant, all)?)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
