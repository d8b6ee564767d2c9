//! The benchmark.

use crate::error::{Error, Result};
use crate::settings::Settings;

/// What can be typed after `rapport bench`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Measures.
#[expect(clippy::needless_pass_by_value, reason = "commands own what was typed")]
pub fn run(_: Args, _: &Settings) -> Result<()> {
    Err(Error::new("not built yet"))
}
