#![doc = include_str!("../README.md")]

use std::fmt;
use std::time::Instant;

use db::{Address, Error};

mod books;
mod documents;
mod lists;
mod place;
mod writes;

/// What is measured.
#[derive(Clone, Debug)]
pub struct Options {
    /// A PostgreSQL server on which databases may be made, or `None` for SQLite in a temporary folder.
    pub server: Option<Address>,
    /// The numbers of rows, ascending.
    pub sizes: Vec<u64>,
    /// Which parts; all where none are named.
    pub only: Vec<Part>,
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
}

/// A part of the measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Imports.
    Import,
    /// Documents in bulk, and the aged balance.
    Books,
    /// Documents one by one, and many callers at once.
    Single,
    /// Pages of lists.
    Lists,
}

/// Why a measurement ended.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// A step of the program failed.
    #[error("{step}: {why}")]
    Step {
        /// Which one.
        step: &'static str,
        /// What it said.
        why: String,
    },
    /// The folder or server for the measurement.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] Error),
}

/// Names the step in which an error came up.
pub(crate) fn step<E: fmt::Display>(step: &'static str) -> impl Fn(E) -> BenchError {
    move |e| BenchError::Step { step, why: e.to_string() }
}

/// So many rows in so many microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Speed {
    /// The rows.
    pub rows: u64,
    /// The microseconds.
    pub micros: u64,
}

impl Speed {
    /// Rows in a second.
    pub fn per_second(&self) -> u64 {
        self.rows.saturating_mul(1_000_000) / self.micros.max(1)
    }

    /// This speed in hundredths of another.
    pub fn percent_of(&self, other: &Self) -> u64 {
        self.per_second().saturating_mul(100) / other.per_second().max(1)
    }
}

/// Times a step.
pub(crate) fn timed<T, E>(run: impl FnOnce() -> Result<T, E>) -> Result<(T, u64), E> {
    let begun = Instant::now();
    let value = run()?;
    Ok((value, u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX)))
}

/// One line of the result.
#[derive(Clone, Debug)]
pub struct Measure {
    /// What was done.
    pub what: String,
    /// With how many rows.
    pub size: u64,
    /// The program.
    pub ours: Speed,
    /// The bare engine, where there is one.
    pub bare: Option<Speed>,
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<44} {:>9} {:>12}/s", self.what, self.size, self.ours.per_second())?;
        match &self.bare {
            Some(bare) => {
                write!(f, " {:>12}/s {:>6} %", bare.per_second(), self.ours.percent_of(bare))
            }
            None => Ok(()),
        }
    }
}

/// The heading of the lines.
pub const HEADING: &str =
    "what                                              rows      program         bare  ratio";

/// Measures everything, handing each line to `print` as it is known.
pub fn run(options: &Options, print: &mut dyn FnMut(String)) -> Result<(), BenchError> {
    print(HEADING.to_owned());
    let place = || place::Place::new(options.server.as_ref());
    for size in options.sizes.iter().filter(|_| options.wants(Part::Import)) {
        for measure in writes::import(&place()?, *size)? {
            print(measure.to_string());
        }
        print(memory("peak memory after the import", *size));
    }
    for size in options.sizes.iter().filter(|_| options.wants(Part::Books)) {
        books::measure(&place()?, *size, &mut |m| print(m.to_string()))?;
        print(memory("peak memory after bulk invoices", *size));
    }
    if options.wants(Part::Single) {
        let place = place()?;
        for measure in writes::one_by_one(&place)? {
            print(measure.to_string());
        }
        print(writes::concurrent(&place)?.to_string());
    }
    for size in options.sizes.iter().filter(|_| options.wants(Part::Lists)) {
        for line in lists::clients(&place()?, *size)? {
            print(line);
        }
    }
    print(memory("peak memory at the end", 0));
    Ok(())
}

/// The most memory that the process has had so far, where the system tells.
fn memory(what: &str, size: u64) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).map_or("unknown", str::trim);
    format!("{what:<44} {size:>9} {peak:>12}")
}
