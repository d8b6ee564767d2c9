//! What an invoice comes to, to the cent, in whole numbers only.

use crate::facts::Line;
use std::fmt;

/// One part in a million, the unit of every fraction in this crate.
const MILLION: i128 = 1_000_000;

/// A tax category and its rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxRate {
    pub code: &'static str,
    /// The category of EN 16931. No two codes share both category and rate, so
    /// grouping lines by code is grouping them by category and rate.
    pub category: &'static str,
    pub name: &'static str,
    /// The rate as a fraction in millionths: 82 500 is 8.25 %.
    pub rate_e6: i64,
}

/// Why a total could not be worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TotalError {
    UnknownTaxCode(&'static str),
    TooLarge,
}

impl fmt::Display for TotalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TotalError::UnknownTaxCode(code) => write!(f, "there is no tax rate for code {code}"),
            TotalError::TooLarge => f.write_str("the total does not fit in 64 bits"),
        }
    }
}

impl std::error::Error for TotalError {}

/// The net amount of one line in minor units: quantity × unit price ×
/// (1 − discount), rounded half away from zero. `None` when it does not fit.
pub fn line_net_minor(line: &Line, exponent: u32) -> Option<i64> {
    let kept = MILLION - i128::from(line.discount_e6);
    let product = i128::from(line.quantity_e6)
        .checked_mul(i128::from(line.unit_price_e6))?
        .checked_mul(kept)?;
    let minor = if exponent <= 18 {
        divide_half_away(product, 10_i128.checked_pow(18 - exponent)?)
    } else {
        product.checked_mul(10_i128.checked_pow(exponent - 18)?)?
    };
    i64::try_from(minor).ok()
}

/// The gross total of `lines` in minor units of a currency with `exponent`
/// decimals, by the rule of EN 16931: every line is rounded, tax is worked out
/// and rounded once for each tax category, and the total is their sum.
///
/// The rule is the same for credit notes, whose lines are positive too.
pub fn gross_minor(lines: &[Line], exponent: u32, rates: &[TaxRate]) -> Result<i64, TotalError> {
    let mut taxable = vec![0_i128; rates.len()];
    for line in lines {
        let category = rates
            .iter()
            .position(|rate| rate.code == line.tax_code)
            .ok_or(TotalError::UnknownTaxCode(line.tax_code))?;
        let net = line_net_minor(line, exponent).ok_or(TotalError::TooLarge)?;
        taxable[category] += i128::from(net);
    }
    let gross: i128 = taxable
        .iter()
        .zip(rates)
        .map(|(net, rate)| net + divide_half_away(net * i128::from(rate.rate_e6), MILLION))
        .sum();
    i64::try_from(gross).map_err(|_| TotalError::TooLarge)
}

/// A fraction of an amount, rounded half away from zero.
pub fn fraction_minor(amount_minor: i64, fraction_e6: i64) -> i64 {
    let product = i128::from(amount_minor) * i128::from(fraction_e6);
    divide_half_away(product, MILLION) as i64
}

fn divide_half_away(value: i128, divisor: i128) -> i128 {
    let (quotient, rest) = (value / divisor, value % divisor);
    // Comparing with the remainder's complement avoids doubling, which could overflow.
    if rest.abs() >= divisor - rest.abs() { quotient + value.signum() } else { quotient }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::TAX_RATES;

    fn line(
        quantity_e6: i64,
        unit_price_e6: i64,
        discount_e6: i64,
        tax_code: &'static str,
    ) -> Line {
        Line {
            product: "TEST",
            description: String::new(),
            unit: "each",
            quantity_e6,
            unit_price_e6,
            discount_e6,
            tax_code,
        }
    }

    #[test]
    fn rounds_half_away_from_zero() {
        let halves = [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (15, 10, 2), (-14, 10, -1)];
        for (value, divisor, expected) in halves {
            assert_eq!(divide_half_away(value, divisor), expected);
        }
        assert_eq!(fraction_minor(12_345, 20_000), 247);
        assert_eq!(fraction_minor(125, 20_000), 3);
    }

    #[test]
    fn rounds_each_line_before_the_tax() {
        // 3 × 0.0375 = 0.1125 → 0.11, twice, and not 0.225 → 0.23.
        let small = line(3_000_000, 37_500, 0, "exempt");
        assert_eq!(line_net_minor(&small, 2), Some(11));
        assert_eq!(gross_minor(&[small.clone(), small], 2, &TAX_RATES), Ok(22));
    }

    #[test]
    fn rounds_the_tax_once_for_each_category() {
        // 0.06 × 8.25 % is just under half a cent, so one such line owes no tax; two owe a cent together.
        let tiny = line(1_000_000, 60_000, 0, "standard");
        assert_eq!(gross_minor(std::slice::from_ref(&tiny), 2, &TAX_RATES), Ok(6));
        assert_eq!(gross_minor(&[tiny.clone(), tiny], 2, &TAX_RATES), Ok(13));
        let mixed = [
            line(1_000_000, 100_000_000, 50_000, "standard"),
            line(1_000_000, 100_000_000, 0, "reduced"),
        ];
        assert_eq!(gross_minor(&mixed, 2, &TAX_RATES), Ok(9500 + 784 + 10_000 + 400));
    }

    #[test]
    fn knows_currencies_of_other_exponents() {
        let yen = line(1_000_000, 1_500_000, 0, "exempt");
        assert_eq!(line_net_minor(&yen, 0), Some(2));
        assert_eq!(line_net_minor(&yen, 3), Some(1500));
        assert_eq!(line_net_minor(&yen, 20), None);
    }

    #[test]
    fn refuses_what_it_cannot_total() {
        let unknown = line(1_000_000, 1_000_000, 0, "luxury");
        assert_eq!(
            gross_minor(&[unknown], 2, &TAX_RATES),
            Err(TotalError::UnknownTaxCode("luxury"))
        );
        let huge = line(i64::MAX, i64::MAX, 0, "exempt");
        assert_eq!(gross_minor(&[huge], 2, &TAX_RATES), Err(TotalError::TooLarge));
    }
}
