#![doc = include_str!("../README.md")]

mod amount;
mod currency;
mod decimal;
mod rounding;

pub use amount::{format_minor, line_net, parse_minor, share_of, tax_of};
pub use currency::Currency;
pub use decimal::{Decimal, E6, Rate};
pub use rounding::{allocate, round_half_even, round_half_up};

/// Why a text or a sum is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The text is not a plain decimal number.
    #[error("'{0}' is not a decimal number such as 1234.56")]
    NotDecimal(String),
    /// The text is finer than the type or the currency can hold.
    #[error("'{text}' has more than {places} decimal places")]
    TooFine {
        /// The text as given.
        text: String,
        /// The places that fit.
        places: u32,
    },
    /// The amount does not fit 64 bits of minor units.
    #[error("the amount is too large: at most 92,233,720,368,547,758.07 fits")]
    Overflow,
    /// Three letters that ISO 4217 does not list, or a unit without minor units (such as XAU).
    #[error("'{0}' is not a currency of ISO 4217")]
    UnknownCurrency(String),
}

kernel::fault!(MoneyError {
    Self::NotDecimal(_) => Invalid, "not-a-decimal";
    Self::TooFine { .. } => Invalid, "too-many-decimals";
    Self::Overflow => Invalid, "amount-too-large";
    Self::UnknownCurrency(_) => Invalid, "unknown-currency";
});
