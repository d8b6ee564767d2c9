//! Looking after the audit trail.

use people::audit;

use crate::books::Books;
use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::terminal::Output;
use std::io::Write;

/// What can be typed after `rapport audit`.
#[derive(Debug, clap::Subcommand)]
pub enum Audit {
    /// Walk the whole trail and see whether an event is missing or was altered
    Verify,
}

/// Does what was typed.
pub fn run(what: &Audit, settings: &Settings) -> Result<()> {
    match what {
        Audit::Verify => verify(&Books::open(settings)?),
    }
}

fn verify(books: &Books) -> Result<()> {
    let found = books.db.read(books.tenant, audit::verify)?;
    match found.broken_at {
        None => {
            let mut out = Output::open(None)?;
            writeln!(out, "whole: {} events, each follows from the one before", found.events)?;
            out.finish()
        }
        Some(at) => Err(Error::new(format!(
            "the audit trail is broken at event {at} of {}: it is missing or was altered",
            found.events
        ))
        .hint("compare it with a backup from before")),
    }
}
