//! The crate on both engines.

mod aging;
mod books;
mod client;
mod damage;
mod doctor;
mod groups;
mod listing;
mod ratios;
mod speed;
mod statements;
