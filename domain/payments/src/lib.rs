#![doc = include_str!("../README.md")]

pub mod apply;
mod error;
pub mod receipt;
pub mod refund;
pub mod write_off;

pub use error::PaymentError;
pub use receipt::{Method, Receipt, ReceiptId, ReceiptStatus};
