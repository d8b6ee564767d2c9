//! The program as people run it: the real binary, on both engines.

mod books;
mod company;
mod currencies;
mod files;
mod hledger;
mod ibm;
mod program;
mod serving;
mod settings;
mod typed;
