#![doc = include_str!("../README.md")]

mod cells;
mod clients;
mod contacts;
mod decide;
mod error;
mod importer;
mod kept;
pub mod preview;
pub mod profile;
mod receivables;
pub mod run;
pub mod undo;
mod wrong;

pub use decide::{Plan, Refusal};
pub use error::ImportError;
pub use profile::{Kind, Profile};
pub use run::{ImportId, Progress, Request, apply, plan};
