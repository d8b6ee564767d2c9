//! What the lines of an entry come to before it is posted.

use std::collections::BTreeMap;

use money::{Currency, MoneyError};

use crate::book::Side;

/// Debits and credits in one currency, in minor units of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// The currency.
    pub currency: Currency,
    /// The sum of the left side.
    pub debit_minor: i64,
    /// The sum of the right side.
    pub credit_minor: i64,
}

impl Total {
    fn of(currency: Currency) -> Self {
        Self { currency, debit_minor: 0, credit_minor: 0 }
    }

    fn add(&mut self, side: Side, minor: i64) -> Result<(), MoneyError> {
        let sum = match side {
            Side::Debit => &mut self.debit_minor,
            Side::Credit => &mut self.credit_minor,
        };
        *sum = sum.checked_add(minor).ok_or(MoneyError::Overflow)?;
        Ok(())
    }

    /// Debits less credits; nought where it balances.
    pub fn difference_minor(&self) -> Result<i64, MoneyError> {
        self.debit_minor.checked_sub(self.credit_minor).ok_or(MoneyError::Overflow)
    }
}

/// The sums of an entry's lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// One for each currency, by code.
    pub currencies: Vec<Total>,
    /// Those of all lines in base currency.
    pub base: Total,
}

impl Totals {
    /// Whether debits equal credits in every currency and in base currency.
    pub fn balance(&self) -> bool {
        let even = |total: &Total| total.debit_minor == total.credit_minor;
        self.currencies.iter().all(even) && even(&self.base)
    }
}

/// Adds up lines: the side, the currency, the amount and the base amount of each.
pub fn totals(
    base: Currency,
    lines: impl IntoIterator<Item = (Side, Currency, i64, i64)>,
) -> Result<Totals, MoneyError> {
    let mut currencies: BTreeMap<Currency, Total> = BTreeMap::new();
    let mut all = Total::of(base);
    for (side, currency, amount_minor, base_minor) in lines {
        currencies.entry(currency).or_insert(Total::of(currency)).add(side, amount_minor)?;
        all.add(side, base_minor)?;
    }
    Ok(Totals { currencies: currencies.into_values().collect(), base: all })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    #[test]
    fn each_currency_is_summed_by_itself_and_all_in_base() {
        let (usd, eur) = (currency("USD"), currency("EUR"));
        let lines = [
            (Side::Debit, eur, 100, 125),
            (Side::Credit, eur, 100, 120),
            (Side::Credit, usd, 5, 5),
        ];
        let found = totals(usd, lines).unwrap();
        let euros = Total { currency: eur, debit_minor: 100, credit_minor: 100 };
        let dollars = Total { currency: usd, debit_minor: 0, credit_minor: 5 };
        assert_eq!(found.currencies, [euros, dollars]);
        assert_eq!(found.base, Total { currency: usd, debit_minor: 125, credit_minor: 125 });
        assert_eq!(dollars.difference_minor(), Ok(-5));
        assert!(!found.balance());
        assert!(totals(usd, lines[..0].iter().copied()).unwrap().balance());
        let twice = [(Side::Debit, usd, i64::MAX, 0); 2];
        assert_eq!(totals(usd, twice), Err(MoneyError::Overflow));
    }
}
