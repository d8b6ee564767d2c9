//! Reading: what a file is, and its rows one after the other.

mod csv;
mod decode;
mod detect;
mod package;
mod reader;
mod record;
mod records;
mod value;
mod xlsx;
mod xml;

pub use detect::{Detected, Format};
pub use reader::{ReadOptions, Reader, Row};
