#![doc = include_str!("../README.md")]

pub mod client;
pub mod contact;
mod field;
mod name;
pub mod tally;

pub use client::{
    Address, AddressKind, Client, ClientId, ClientKind, ClientMark, ClientStatus, NewClient,
    TaxNumber,
};
pub use contact::{Contact, ContactId, ContactMark, NewContact};
pub use field::FieldError;
pub use name::sort_name;
