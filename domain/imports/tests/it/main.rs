//! Imports on both engines.

mod books;
mod clients;
mod clients_undone;
mod contacts;
mod formats;
mod ibm;
mod interrupted;
mod mended;
mod moved;
mod random;
mod refusals;
mod schema;
mod settlements;
mod undoing;
