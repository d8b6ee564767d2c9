#![doc = include_str!("../README.md")]

pub mod company;
pub mod invoice;
pub mod payment_term;
pub mod tax;
pub mod totals;

pub use invoice::{Invoice, InvoiceId, InvoiceKind, InvoiceStatus};
