//! Printing the description of the HTTP API.

use std::io::Write;
use std::path::PathBuf;

use crate::error::Result;
use crate::terminal::Output;

/// What can be typed after `rapport openapi`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Prints the OpenAPI document.
pub fn run(args: &Args) -> Result<()> {
    let mut out = Output::open(args.out.as_deref())?;
    out.write_all(server::openapi().as_bytes())?;
    out.finish()
}
