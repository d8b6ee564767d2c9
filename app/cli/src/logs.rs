//! Logs, on standard error.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::args::LogForm;
use crate::error::{Error, Result};
use crate::settings::Settings;

/// Starts logging. A server tells what it does; a command speaks for itself, so only warnings are logged.
pub fn start(settings: &Settings, serving: bool) -> Result<()> {
    let default = if serving { "info" } else { "warn" };
    let level = settings.log_level.as_deref().unwrap_or(default);
    let filter = EnvFilter::try_new(level).map_err(|e| {
        Error::Usage(format!(
            "'{level}' is not a log level ({e}): use off, error, warn, info, debug or trace, or parts as in warn,server=debug"
        ))
    })?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match settings.log {
        LogForm::Text => logs.with_ansi(std::io::stderr().is_terminal()).init(),
        LogForm::Json => logs.json().init(),
    }
    Ok(())
}
