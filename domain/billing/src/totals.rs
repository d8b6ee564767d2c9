//! Totals of an invoice, rounded as EN 16931-1:2017 says.
//!
//! BT-131, a line's net amount, is rounded to the currency's minor unit (BR-DEC-23); BT-116, a category's
//! taxable amount, is the sum of its line net amounts; BT-117, its tax, is that sum times the rate, rounded;
//! BT-110 and BT-112 are sums of rounded amounts and are not rounded again (BR-CO-14, BR-CO-15).

use money::{Currency, E6, MoneyError, line_net, tax_of};

/// What of a line its amounts depend on.
#[derive(Clone, Debug)]
pub struct LineFigures {
    /// How many.
    pub quantity: E6,
    /// The price of one, in major units.
    pub unit_price: E6,
    /// A fraction from 0 to 1.
    pub discount: E6,
    /// The tax category (UNTDID 5305), such as `S` or `Z`.
    pub category: String,
    /// The tax rate as a fraction.
    pub rate: E6,
}

/// The tax of one category at one rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxTotal {
    /// The category.
    pub category: String,
    /// The rate as a fraction.
    pub rate: E6,
    /// The sum of its line net amounts.
    pub taxable_minor: i64,
    /// The tax on that.
    pub tax_minor: i64,
}

/// The amounts of a document in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Net amount of each line.
    pub line_net_minor: Vec<i64>,
    /// Tax by category and rate, in that order.
    pub taxes: Vec<TaxTotal>,
    /// The sum of the lines.
    pub net_minor: i64,
    /// The sum of the taxes.
    pub tax_minor: i64,
    /// Both together.
    pub total_minor: i64,
}

/// The totals of lines in a currency. Overflow is an error.
pub fn totals(currency: Currency, lines: &[LineFigures]) -> Result<Totals, MoneyError> {
    let mut line_net_minor = Vec::with_capacity(lines.len());
    let mut taxes: Vec<TaxTotal> = Vec::new();
    let mut net_minor = 0_i64;
    let add = |a: i64, b: i64| a.checked_add(b).ok_or(MoneyError::Overflow);
    for line in lines {
        let net = line_net(line.quantity, line.unit_price, line.discount, currency)?;
        line_net_minor.push(net);
        net_minor = add(net_minor, net)?;
        match taxes.iter_mut().find(|t| t.category == line.category && t.rate == line.rate) {
            Some(tax) => tax.taxable_minor = add(tax.taxable_minor, net)?,
            None => taxes.push(TaxTotal {
                category: line.category.clone(),
                rate: line.rate,
                taxable_minor: net,
                tax_minor: 0,
            }),
        }
    }
    taxes.sort_by(|a, b| (&a.category, a.rate).cmp(&(&b.category, b.rate)));
    let mut tax_minor = 0;
    for tax in &mut taxes {
        tax.tax_minor = tax_of(tax.taxable_minor, tax.rate)?;
        tax_minor = add(tax_minor, tax.tax_minor)?;
    }
    Ok(Totals {
        line_net_minor,
        taxes,
        net_minor,
        tax_minor,
        total_minor: add(net_minor, tax_minor)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One case a row: lines as `quantity × price − discount % @category rate %`, then net, tax and total.
    const CASES: &str = "
        USD | 1 × 100 − 0 @S 8.25                                  | 100.00 | 8.25 | 108.25
        USD | 3 × 0.3333 − 0 @S 8.25                               | 1.00   | 0.08 | 1.08
        USD | 1 × 0.06 − 0 @S 8.25; 1 × 0.06 − 0 @S 8.25           | 0.12   | 0.01 | 0.13
        EUR | 1 × 10.05 − 0 @S 21; 1 × 10.05 − 0 @AA 10            | 20.10  | 3.12 | 23.22
        EUR | 2.5 × 19.99 − 10 @S 21                               | 44.98  | 9.45 | 54.43
        JPY | 7 × 33.3 − 0 @S 10                                   | 233    | 23   | 256
        KWD | 1 × 1.2345 − 0 @Z 0                                  | 1.235  | 0.000 | 1.235
        USD | 1 × 100 − 0 @S 8.25; 1 × -20 − 0 @S 8.25             | 80.00  | 6.60 | 86.60
        USD | 10 × 9.995 − 100 @S 8.25                             | 0.00   | 0.00 | 0.00
    ";

    #[test]
    fn totals_an_accountant_can_check() {
        for case in CASES.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let cells: Vec<&str> = case.split('|').map(str::trim).collect();
            let currency = Currency::parse(cells[0]).unwrap();
            let lines: Vec<LineFigures> = cells[1].split(';').map(|l| figures(l.trim())).collect();
            let totals = totals(currency, &lines).unwrap();
            let shown = [totals.net_minor, totals.tax_minor, totals.total_minor]
                .map(|m| money::format_minor(m, currency));
            assert_eq!(shown.as_slice(), &cells[2..], "{case}");
        }
    }

    fn figures(line: &str) -> LineFigures {
        let words: Vec<&str> = line.split_whitespace().collect();
        let percent = |text: &str| E6::from_scaled(text.parse::<E6>().unwrap().scaled() / 100);
        LineFigures {
            quantity: words[0].parse().unwrap(),
            unit_price: words[2].parse().unwrap(),
            discount: percent(words[4]),
            category: words[5].trim_start_matches('@').to_owned(),
            rate: percent(words[6]),
        }
    }

    proptest! {
        #[test]
        fn sums_are_never_rounded_again(lines in prop::collection::vec((1_i64..10_000_000, 1_i64..100_000_000, 0_i64..=1_000_000, 0_usize..3), 1..30)) {
            let rates = [("S", 82_500), ("AA", 40_000), ("Z", 0)];
            let lines: Vec<LineFigures> = lines.iter().map(|(q, p, d, r)| LineFigures {
                quantity: E6::from_scaled(*q), unit_price: E6::from_scaled(*p), discount: E6::from_scaled(*d),
                category: rates[*r].0.into(), rate: E6::from_scaled(rates[*r].1),
            }).collect();
            let t = totals(Currency::parse("USD").unwrap(), &lines).unwrap();
            prop_assert_eq!(t.net_minor, t.line_net_minor.iter().sum::<i64>());
            prop_assert_eq!(t.net_minor, t.taxes.iter().map(|x| x.taxable_minor).sum::<i64>());
            prop_assert_eq!(t.total_minor, t.net_minor + t.taxes.iter().map(|x| x.tax_minor).sum::<i64>());
        }
    }
}
