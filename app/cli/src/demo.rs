//! The demonstration.

use crate::error::{Error, Result};
use crate::settings::Settings;

/// What can be typed after `rapport demo`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Shows the program on sample data.
#[expect(clippy::needless_pass_by_value, reason = "commands own what was typed")]
pub fn run(_: Args, _: &Settings) -> Result<()> {
    Err(Error::new("not built yet"))
}
