//! Payments on both engines.

mod books;
mod random;
mod scenarios;
