//! Handing the books on to other programs.

mod csv;
mod hledger;
mod json;

use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;
use ledger::entry::{self, JournalRow};
use people::permission::ReadLedger;

use crate::books::Books;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::Output;

/// The first and the last day that both engines know.
const EVER: (Date, Date) = (Date::constant(1, 1, 1), Date::constant(9999, 12, 31));

/// What can be typed after `rapport export`.
#[derive(Debug, clap::Subcommand)]
pub enum Export {
    /// The journal: every entry with its postings, in the order of its numbers
    Journal(Journal),
}

/// What can be typed after `rapport export journal`.
#[derive(Debug, clap::Args)]
pub struct Journal {
    /// The form
    #[arg(long = "format", value_enum, default_value_t, value_name = "FORM")]
    form: Form,
    /// Only entries that count from this day on
    #[arg(long, value_name = "DAY")]
    from: Option<Date>,
    /// Only entries that count up to this day
    #[arg(long, value_name = "DAY")]
    until: Option<Date>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The form of the journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Plain-text accounting, which hledger and its kin read, check and add up
    #[default]
    Hledger,
    /// A line a posting
    Csv,
    /// A list of entries, each with its postings; amounts are texts, so that no digit is lost
    Json,
}

/// Does what was typed.
pub fn run(what: Export, settings: &Settings) -> Result<()> {
    match what {
        Export::Journal(args) => journal(&args, &Books::open(settings)?),
    }
}

/// Writes the journal as it is read: nothing of it is kept but the entry at hand.
fn journal(args: &Journal, books: &Books) -> Result<()> {
    let days = (args.from.unwrap_or(EVER.0), args.until.unwrap_or(EVER.1));
    if days.0 > days.1 {
        return Err(Error::Usage(format!("--until {} lies before --from {}", days.1, days.0)));
    }
    let out = Output::open(args.out.as_deref())?;
    match args.form {
        Form::Hledger => hledger::write(out, books, days),
        Form::Csv => csv::write(out, books, days),
        Form::Json => json::write(out, books, days),
    }
}

/// Hands over the journal an entry at a time.
fn each_entry(
    tx: &db::Tx<'_>,
    books: &Books,
    days: (Date, Date),
    mut each: impl FnMut(&[JournalRow]) -> Result<()>,
) -> Result<()> {
    let proof = books.actor.allow::<ReadLedger>()?;
    let mut entry: Vec<JournalRow> = Vec::new();
    entry::export(tx, &proof, days, |row| {
        if entry.first().is_some_and(|first| first.entry_no != row.entry_no) {
            each(&entry)?;
            entry.clear();
        }
        entry.push(row);
        Ok::<_, Error>(())
    })?;
    if entry.is_empty() { Ok(()) } else { each(&entry) }
}
