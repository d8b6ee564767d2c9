#![doc = include_str!("../README.md")]

mod cells;
mod decide;
mod error;
pub mod profile;
mod receivables;
pub mod run;
pub mod undo;

pub use decide::{Plan, Refusal};
pub use error::ImportError;
pub use profile::{Kind, Profile};
pub use run::{ImportId, Progress, Request, apply, plan};
