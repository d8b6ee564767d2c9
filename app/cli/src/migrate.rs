//! Bringing the database to this program's version.

use crate::books;
use crate::error::Result;
use crate::settings::Settings;
use crate::terminal;

/// What can be typed after `rapport migrate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only say how many migrations are missing
    #[arg(long)]
    dry_run: bool,
}

/// Applies the migrations that the database lacks; all or none on SQLite.
pub fn run(args: &Args, settings: &Settings) -> Result<()> {
    let db = books::make(settings)?;
    let count = if args.dry_run { db.migrations_missing()? } else { db.migrate()? };
    let what = match (args.dry_run, count) {
        (_, 0) => format!("{} is up to date.", settings.db),
        (true, n) => format!("{}.", books::behind(settings, n)),
        (false, n) => format!("{}, and was brought up to it.", books::behind(settings, n)),
    };
    terminal::note(&what);
    Ok(())
}
