//! Amounts of a currency in minor units.

use crate::decimal::{format_scaled, parse_scaled};
use crate::{Currency, E6, MoneyError, Rate, round_half_even, round_half_up};

/// Reads a decimal amount as minor units, exactly: more places than the currency has are refused.
pub fn parse_minor(text: &str, currency: Currency) -> Result<i64, MoneyError> {
    parse_scaled(text, currency.exponent())
}

/// Writes minor units as a plain decimal with the currency's places: `-1234.50`.
pub fn format_minor(minor: i64, currency: Currency) -> String {
    format_scaled(minor, currency.exponent())
}

/// The net amount of an invoice line in minor units: quantity × unit price × (1 − discount), rounded half
/// up to the currency's exponent once, at the end (EN 16931-1, BR-DEC-23 and the line net amount BT-131).
///
/// `unit_price` is in major units with up to six places; `discount` is a fraction from 0 to 1.
pub fn line_net(
    quantity: E6,
    unit_price: E6,
    discount: E6,
    currency: Currency,
) -> Result<i64, MoneyError> {
    let kept = i128::from(E6::ONE.scaled() - discount.scaled());
    let exact = i128::from(quantity.scaled())
        .checked_mul(i128::from(unit_price.scaled()))
        .and_then(|p| p.checked_mul(kept))
        .and_then(|p| p.checked_mul(i128::from(currency.minor_per_major())))
        .ok_or(MoneyError::Overflow)?;
    minor(round_half_up(exact, 10_i128.pow(18)))
}

/// The tax on a taxable sum in minor units at `rate` (a fraction), rounded half up (EN 16931-1, BT-117:
/// the tax of a category is its taxable amount times its rate, rounded to two decimals).
pub fn tax_of(taxable_minor: i64, rate: E6) -> Result<i64, MoneyError> {
    minor(round_half_up(
        i128::from(taxable_minor) * i128::from(rate.scaled()),
        i128::from(E6::ONE.scaled()),
    ))
}

/// The part of `whole_minor` that `part` is of `all` (`all` above nought), rounded half to even; used to
/// relieve a base-currency amount in proportion. The last part takes what is left, so nothing is lost.
pub fn share_of(whole_minor: i64, part: i64, all: i64) -> Result<i64, MoneyError> {
    minor(round_half_even(i128::from(whole_minor) * i128::from(part), i128::from(all)))
}

impl Rate {
    /// `amount_minor` of `from` in minor units of `to`, at this many major units of `to` for one of
    /// `from`, rounded half up.
    pub fn convert(
        self,
        amount_minor: i64,
        from: Currency,
        to: Currency,
    ) -> Result<i64, MoneyError> {
        let exact = i128::from(amount_minor)
            .checked_mul(i128::from(self.scaled()))
            .and_then(|p| p.checked_mul(i128::from(to.minor_per_major())))
            .ok_or(MoneyError::Overflow)?;
        minor(round_half_up(exact, 10_i128.pow(12) * i128::from(from.minor_per_major())))
    }
}

fn minor(exact: i128) -> Result<i64, MoneyError> {
    i64::try_from(exact).map_err(|_| MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn e6(text: &str) -> E6 {
        text.parse().unwrap()
    }

    #[test]
    fn a_line_is_rounded_once_at_the_end() {
        let cases = [
            ("3", "0.3333", "0", "USD", 100),
            ("1", "0.005", "0", "USD", 1),
            ("1", "-0.005", "0", "USD", -1),
            ("7", "14.2857", "0.05", "USD", 9_500),
            ("12.5", "8", "0", "JPY", 100),
            ("1", "0.0005", "0", "KWD", 1),
            ("10000", "0.000001", "0", "USD", 1),
        ];
        for (quantity, price, discount, currency, expect) in cases {
            let currency = Currency::parse(currency).unwrap();
            assert_eq!(
                line_net(e6(quantity), e6(price), e6(discount), currency).unwrap(),
                expect,
                "{quantity} × {price}"
            );
        }
    }

    #[test]
    fn amounts_are_exact_or_refused() {
        let usd = Currency::parse("USD").unwrap();
        let jpy = Currency::parse("JPY").unwrap();
        assert_eq!(parse_minor("55.94", usd).unwrap(), 5_594);
        assert_eq!(parse_minor("55.9", usd).unwrap(), 5_590);
        assert!(matches!(parse_minor("55.945", usd), Err(MoneyError::TooFine { places: 2, .. })));
        assert!(matches!(parse_minor("1.5", jpy), Err(MoneyError::TooFine { places: 0, .. })));
        assert!(matches!(parse_minor("92233720368547758.08", usd), Err(MoneyError::Overflow)));
        assert_eq!(format_minor(-5, usd), "-0.05");
        assert_eq!(format_minor(1500, jpy), "1500");
    }

    #[test]
    fn conversion_heeds_both_exponents() {
        let (eur, usd, jpy) =
            ("EUR".parse().unwrap(), "USD".parse().unwrap(), "JPY".parse().unwrap());
        let rate: Rate = "1.1".parse().unwrap();
        assert_eq!(rate.convert(10_000, eur, usd).unwrap(), 11_000);
        let yen: Rate = "0.0067".parse().unwrap();
        assert_eq!(yen.convert(1_000, jpy, usd).unwrap(), 670);
        assert_eq!(Rate::ONE.convert(123, usd, usd).unwrap(), 123);
        assert!(Rate::from_scaled(i64::MAX).convert(i64::MAX, usd, usd).is_err());
    }
}
