//! Copying the database while others go on working.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use db::{Address, Db};

use crate::books;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::shell::{quoted, without_password};
use crate::terminal::{note, shell};

/// What can be typed after `rapport backup`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to put the copy; a file that is there already is not overwritten
    file: PathBuf,
}

/// Makes the copy, proves it whole, and puts it in its place.
pub fn run(args: &Args, settings: &Settings) -> Result<()> {
    if let Address::Postgres(url) = &settings.db {
        let command = format!(
            "pg_dump --format=custom --file={} --dbname={}",
            quoted(&args.file.to_string_lossy()),
            quoted(&without_password(url))
        );
        return Err(Error::new("nothing was copied: PostgreSQL is backed up with its own tool")
            .hint(format!("type: {command}\n      It asks for the password, or takes it from PGPASSWORD or ~/.pgpass.")));
    }
    let db = books::existing(settings)?;
    if args.file.exists() {
        return Err(Error::new(format!("{} is there already", args.file.display()))
            .hint("choose another name"));
    }
    copy(&db, &args.file)?;
    let bytes = std::fs::metadata(&args.file).map_err(|e| Error::file(&args.file, &e))?.len();
    note(&format!(
        "{} holds a copy of {} ({bytes} bytes), checked and whole.",
        args.file.display(),
        settings.db
    ));
    let place = args.file.to_string_lossy();
    note(&format!("To put it back: {}", shell::instead(&["restore", &place, "--force"])));
    Ok(())
}

/// Copies a database into a file that only its owner can read. The file is there whole or not at all.
pub fn copy(db: &Db, into: &Path) -> Result<()> {
    let mut name = into.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = into.with_file_name(name);
    let done = private_file(&part).and_then(|file| {
        db.backup(&part)?;
        file.sync_all().map_err(|e| Error::file(&part, &e))?;
        std::fs::rename(&part, into).map_err(|e| Error::file(into, &e))
    });
    if done.is_err() {
        // What is left of a copy that failed is of no use to anybody.
        let _ = std::fs::remove_file(&part);
    }
    done
}

fn private_file(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|e| Error::file(path, &e))
}
