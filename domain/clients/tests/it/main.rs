//! The crate on both engines.

mod access;
mod bulk;
mod change;
mod changing_many;
mod contacts;
mod listing;
mod office;
mod opening;
mod speed;
mod statements;
mod tally;
