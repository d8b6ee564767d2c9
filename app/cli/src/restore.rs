//! Putting a backup in the place of the database.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use db::{Address, Db, MIGRATIONS};

use crate::backup;
use crate::books;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::note;
use crate::terminal::shell::{quoted, without_password};

/// What every file of the embedded engine begins with (its file format, section 1.3).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// What can be typed after `rapport restore`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The backup, as `rapport backup` made it
    file: PathBuf,
    /// Even where the database holds a company; what was there is kept beside it
    #[arg(long)]
    force: bool,
}

/// Checks the backup, keeps what was there, and puts the backup in its place. Stop the server first.
pub fn run(args: &Args, settings: &Settings) -> Result<()> {
    let target = match &settings.db {
        Address::Sqlite(path) => path,
        Address::Postgres(url) => {
            let command = format!(
                "pg_restore --clean --if-exists --single-transaction --dbname={} {}",
                quoted(&without_password(url)),
                quoted(&args.file.to_string_lossy())
            );
            return Err(Error::new(
                "nothing was restored: PostgreSQL is restored with its own tool",
            )
            .hint(format!("stop the server, then type: {command}")));
        }
    };
    looks_right(&args.file)?;
    let was_there = target.exists();
    if !was_there {
        // Makes the folder where there is none.
        drop(books::make(settings)?);
    }
    if holds_a_company(target)? && !args.force {
        return Err(Error::new(format!("{} holds a company already", settings.db)).hint(
            "with --force the backup takes its place, and what was there is kept beside it",
        ));
    }
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let workshop = tempfile::Builder::new()
        .prefix(".rapport-restore-")
        .tempdir_in(folder)
        .map_err(|e| Error::file(folder, &e))?;
    let whole = checked(&args.file, workshop.path())?;
    let kept = if was_there { set_aside(target)? } else { None };
    std::fs::rename(&whole, target).map_err(|e| Error::file(target, &e))?;
    note(&format!("{} is what {} held.", settings.db, args.file.display()));
    if let Some(kept) = kept {
        note(&format!("What was there before is kept in {}.", kept.display()));
    }
    Ok(())
}

fn looks_right(path: &Path) -> Result<()> {
    let mut first = [0_u8; MAGIC.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
    match read {
        Ok(()) if first == *MAGIC => Ok(()),
        Err(e) if e.kind() != std::io::ErrorKind::UnexpectedEof => Err(Error::file(path, &e)),
        _ => Err(Error::new(format!("{} is no backup of this program", path.display()))),
    }
}

/// A copy of the backup that was proven whole and of this program, in a folder of its own. The backup itself
/// is only read.
fn checked(backup: &Path, workshop: &Path) -> Result<PathBuf> {
    let (raw, whole) = (workshop.join("raw.db"), workshop.join("whole.db"));
    std::fs::copy(backup, &raw).map_err(|e| Error::file(backup, &e))?;
    let db = Db::open(&Address::Sqlite(raw)).map_err(|e| damaged(backup, &e))?;
    if db.migrations_missing().map_err(|e| damaged(backup, &e))? == MIGRATIONS.len() {
        return Err(Error::new(format!(
            "{} is a database, but not one of this program",
            backup.display()
        )));
    }
    backup::copy(&db, &whole).map_err(|e| match e {
        Error::Failed { what, .. } => {
            Error::new(format!("{} is damaged: {what}", backup.display()))
        }
        other => other,
    })?;
    Ok(whole)
}

fn damaged(backup: &Path, error: &db::Error) -> Error {
    Error::new(format!("{} cannot be used: {error}", backup.display()))
}

/// Whether the database in a file holds a company. Ends with the last connection, so that nothing of the
/// database is left in files beside it.
fn holds_a_company(target: &Path) -> Result<bool> {
    let db = Db::open(&Address::Sqlite(target.to_owned())).map_err(|e| {
        Error::new(format!("{}: {e}", target.display())).hint("move that file away first")
    })?;
    Ok(db.migrations_missing()? < MIGRATIONS.len() && !people::tenant::all(&db)?.is_empty())
}

/// Renames what is there, and says how. Refuses where another program has it open, which shows in the log
/// that the engine removes with the last connection.
fn set_aside(target: &Path) -> Result<Option<PathBuf>> {
    let beside = |ending: &str| {
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        target.with_file_name(name)
    };
    if beside("-wal").exists() {
        return Err(Error::new(format!("another program has {} open", target.display()))
            .hint("stop it first"));
    }
    if std::fs::metadata(target).map_or(0, |m| m.len()) == 0 {
        return Ok(None);
    }
    let free = (1_u32..).map(|n| beside(&format!(".before-restore-{n}"))).find(|p| !p.exists());
    let Some(kept) = free else { return Ok(None) };
    std::fs::rename(target, &kept).map_err(|e| Error::file(target, &e))?;
    Ok(Some(kept))
}
