//! The crate on both engines.

mod access;
mod bulk;
mod change;
mod contacts;
mod listing;
mod office;
mod opening;
mod speed;
mod statements;
mod tally;
