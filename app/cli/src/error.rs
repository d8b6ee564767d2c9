//! How a command fails: one message for a person, perhaps a hint, and an exit code.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

use crate::terminal;

/// The exit code of a command line that was typed wrongly, as clap has it.
const USAGE: u8 = 2;

/// What a command comes to.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a command was not done.
#[derive(Debug)]
pub enum Error {
    /// It could not be done.
    Failed {
        /// What went wrong.
        what: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// It was typed wrongly.
    Usage(String),
    /// All has been said already.
    Said,
    /// Whoever read the output has gone away; that is their right.
    NoReader,
}

impl Error {
    /// A failure.
    pub fn new(what: impl Display) -> Self {
        Self::Failed { what: what.to_string(), hint: None }
    }

    /// A failure about a file.
    pub fn file(path: &std::path::Path, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::NoReader;
        }
        Self::new(format!("{}: {error}", path.display()))
    }

    /// The same failure with what to do about it.
    #[must_use]
    pub fn hint(self, hint: impl Display) -> Self {
        match self {
            Self::Failed { what, .. } => Self::Failed { what, hint: Some(hint.to_string()) },
            other => other,
        }
    }

    /// Tells the person, and the shell.
    pub fn report(self) -> ExitCode {
        match self {
            Self::Failed { what, hint } => {
                terminal::note(&format!("error: {what}"));
                if let Some(hint) = hint {
                    terminal::note(&format!("hint: {hint}"));
                }
                ExitCode::FAILURE
            }
            Self::Usage(what) => {
                terminal::note(&format!("error: {what}"));
                ExitCode::from(USAGE)
            }
            Self::Said => ExitCode::FAILURE,
            Self::NoReader => ExitCode::SUCCESS,
        }
    }
}

/// Errors of the rooms below are written for people already.
impl<E: std::error::Error + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        if terminal::reader_is_gone() {
            return Self::NoReader;
        }
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(inner) = cause {
            if inner
                .downcast_ref::<io::Error>()
                .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
            {
                return Self::NoReader;
            }
            cause = inner.source();
        }
        Self::new(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_who_went_away_is_no_failure() {
        let pipe = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(matches!(Error::from(pipe()), Error::NoReader));
        let deep = sheets::SheetError::Io { file: "x".into(), source: pipe() };
        assert!(matches!(Error::from(deep), Error::NoReader));
        let other = Error::from(io::Error::other("no")).hint("yes");
        assert!(
            matches!(other, Error::Failed { what, hint: Some(hint) } if what == "no" && hint == "yes")
        );
    }
}
