//! Signed decimals with a fixed number of places, for what is finer than a minor unit.

use std::fmt;
use std::str::FromStr;

use crate::MoneyError;

/// A decimal with exactly `PLACES` places, held as an integer: `Decimal::<6>(1_500_000)` is 1.5.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal<const PLACES: u32>(i64);

/// Six places: quantities, unit prices, discounts and tax rates as fractions (8.25 % is 0.0825).
pub type E6 = Decimal<6>;
/// Twelve places: the base-currency value of one major unit of a foreign currency.
pub type Rate = Decimal<12>;

impl<const PLACES: u32> Decimal<PLACES> {
    /// Nought.
    pub const ZERO: Self = Self(0);
    /// One.
    pub const ONE: Self = Self(10_i64.pow(PLACES));

    /// The decimal held as `scaled` steps of the last place.
    pub const fn from_scaled(scaled: i64) -> Self {
        Self(scaled)
    }

    /// The number of steps of the last place, for storage.
    pub const fn scaled(self) -> i64 {
        self.0
    }

    /// Whether it is below nought.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl<const PLACES: u32> FromStr for Decimal<PLACES> {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        parse_scaled(text, PLACES).map(Self)
    }
}

impl<const PLACES: u32> fmt::Display for Decimal<PLACES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format_scaled(self.0, PLACES);
        let short =
            if PLACES > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        f.write_str(short)
    }
}

impl<const PLACES: u32> fmt::Debug for Decimal<PLACES> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads a plain decimal (`-12.5`, `.5`, `7`) as an integer of `places` places, exactly or not at all.
/// No exponents, signs other than a leading one, or group separators: those belong to a file's profile.
pub(crate) fn parse_scaled(text: &str, places: u32) -> Result<i64, MoneyError> {
    let bad = || MoneyError::NotDecimal(text.chars().take(60).collect());
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(bad());
    }
    if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return Err(bad());
    }
    let kept = fraction.trim_end_matches('0');
    if kept.len() > places as usize {
        return Err(MoneyError::TooFine { text: text.chars().take(60).collect(), places });
    }
    let missing = places as usize - kept.len();
    let mut scaled: i64 = 0;
    let zeros = std::iter::repeat_n(b'0', missing);
    for digit in whole.bytes().chain(kept.bytes()).chain(zeros) {
        let step = i64::from(digit - b'0');
        let step = if negative { -step } else { step };
        scaled =
            scaled.checked_mul(10).and_then(|s| s.checked_add(step)).ok_or(MoneyError::Overflow)?;
    }
    Ok(scaled)
}

/// Writes an integer of `places` places as a plain decimal with all its places.
pub(crate) fn format_scaled(scaled: i64, places: u32) -> String {
    let digits = scaled.unsigned_abs().to_string();
    let places = places as usize;
    let sign = if scaled < 0 { "-" } else { "" };
    if places == 0 {
        return format!("{sign}{digits}");
    }
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        let cases: [(&str, Result<i64, ()>); 16] = [
            ("1", Ok(1_000_000)),
            ("1.5", Ok(1_500_000)),
            (".5", Ok(500_000)),
            ("5.", Ok(5_000_000)),
            ("-0.000001", Ok(-1)),
            ("+7", Ok(7_000_000)),
            ("1.50000000000", Ok(1_500_000)),
            ("9223372036854.775807", Ok(i64::MAX)),
            ("-9223372036854.775808", Ok(i64::MIN)),
            ("9223372036854.775808", Err(())),
            ("0.0000001", Err(())),
            ("", Err(())),
            (".", Err(())),
            ("1e400", Err(())),
            ("1,000", Err(())),
            ("--1", Err(())),
        ];
        for (text, expect) in cases {
            assert_eq!(text.parse::<E6>().map(E6::scaled).map_err(drop), expect, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(scaled in any::<i64>()) {
            let decimal = E6::from_scaled(scaled);
            prop_assert_eq!(decimal.to_string().parse::<E6>().unwrap(), decimal);
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = text.parse::<E6>();
        }
    }
}
