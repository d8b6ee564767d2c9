#![doc = include_str!("../README.md")]

mod error;
pub mod limits;
mod read;
mod write;

pub use error::{Column, RowFault, SheetError};
pub use limits::{Limit, Limits};
pub use read::{Detected, Format, ReadOptions, Reader, Row};
pub use write::{Cell, Writer};
