//! Measuring the program beside the bare engine.

use std::io::Write as _;

use db::Address;

use crate::error::Result;
use crate::settings::Settings;

/// What can be typed after `rapport bench`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The numbers of rows, ascending
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000], value_name = "COUNTS")]
    rows: Vec<u64>,
    /// Only these parts
    #[arg(long, value_delimiter = ',', value_name = "PARTS")]
    only: Vec<Part>,
}

/// What can be measured by itself.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Part {
    /// Imports
    Import,
    /// Documents in bulk, and the aged balance
    Books,
    /// Documents one by one, and many callers at once
    Single,
    /// Pages of lists
    Lists,
}

impl From<Part> for bench::Part {
    fn from(part: Part) -> Self {
        match part {
            Part::Import => Self::Import,
            Part::Books => Self::Books,
            Part::Single => Self::Single,
            Part::Lists => Self::Lists,
        }
    }
}

/// Measures in a temporary folder or, with `--db postgres://…`, in databases that it makes on that server and
/// drops again. The database that was named is not touched.
pub fn run(args: Args, settings: &Settings) -> Result<()> {
    let server = match &settings.db {
        Address::Postgres(_) => Some(settings.db.clone()),
        Address::Sqlite(_) => None,
    };
    let only = args.only.into_iter().map(bench::Part::from).collect();
    let options = bench::Options { server, sizes: args.rows, only };
    // Whoever stopped reading does not stop the measurement from cleaning up after itself.
    bench::run(&options, &mut |line| drop(writeln!(std::io::stdout(), "{line}")))?;
    Ok(())
}
