//! Measuring the program beside the bare engine.

use db::Address;

use crate::error::Result;
use crate::settings::Settings;

/// What can be typed after `rapport bench`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The numbers of rows, ascending
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000], value_name = "COUNTS")]
    rows: Vec<u64>,
}

/// Measures in a temporary folder or, with `--db postgres://…`, in databases that it makes on that server and
/// drops again. The database that was named is not touched.
pub fn run(args: Args, settings: &Settings) -> Result<()> {
    let server = match &settings.db {
        Address::Postgres(_) => Some(settings.db.clone()),
        Address::Sqlite(_) => None,
    };
    let options = bench::Options { server, sizes: args.rows };
    bench::run(&options, &mut |line| println!("{line}"))?;
    Ok(())
}
