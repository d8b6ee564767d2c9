//! The company whose books these are.

use jiff::civil::Date;

use crate::clients::Address;
use crate::days::{Holiday, holidays, month_number, months, plus};
use crate::money::TaxRate;
use crate::rng::{Purpose, Rng};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    pub legal_name: &'static str,
    pub trading_name: &'static str,
    pub slug: &'static str,
    pub base_currency: &'static str,
    pub language: &'static str,
    pub time_zone: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub address: Address,
    pub currencies: Vec<Currency>,
    /// From the first year of the history to the year after its last.
    pub holidays: Vec<Holiday>,
    pub payment_terms: Vec<PaymentTerms>,
    pub tax_rates: Vec<TaxRate>,
    pub client_types: Vec<ClientType>,
    pub teams: Vec<Team>,
    /// For the first day of every month of the history, oldest first.
    pub exchange_rates: Vec<ExchangeRate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency {
    pub code: &'static str,
    pub name: &'static str,
    /// The number of decimals of its minor unit.
    pub exponent: u32,
}

/// What one unit of `currency` is worth in the base currency from `on`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeRate {
    pub currency: &'static str,
    pub on: Date,
    pub rate_e12: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientType {
    pub code: &'static str,
    pub english: &'static str,
    pub spanish: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub key: &'static str,
    pub name: &'static str,
    /// The key of a member of the staff.
    pub manager: &'static str,
}

/// When an invoice falls due, and what is given for paying early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentTerms {
    pub code: &'static str,
    pub name: &'static str,
    pub net_days: u16,
    /// The days count from the last day of the month of issue.
    pub from_end_of_month: bool,
    pub early_discount: Option<EarlyDiscount>,
}

/// A discount for money received within `days` of the issue day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlyDiscount {
    pub days: u16,
    /// The fraction of the gross total in millionths: 20 000 is 2 %.
    pub rate_e6: i64,
}

impl PaymentTerms {
    /// The day an invoice issued on `issued_on` falls due.
    pub fn due_on(&self, issued_on: Date) -> Date {
        let from = if self.from_end_of_month { issued_on.last_of_month() } else { issued_on };
        plus(from, i64::from(self.net_days))
    }
}

pub(crate) static CURRENCIES: [Currency; 3] = [
    Currency { code: "USD", name: "US dollar", exponent: 2 },
    Currency { code: "EUR", name: "Euro", exponent: 2 },
    Currency { code: "MXN", name: "Mexican peso", exponent: 2 },
];

pub(crate) static TAX_RATES: [TaxRate; 4] = [
    rate("standard", "S", "Sales tax", 82_500),
    rate("reduced", "AA", "Sales tax on food", 40_000),
    rate("exempt", "E", "Exempt organisation", 0),
    rate("export", "G", "Delivered abroad", 0),
];

const fn rate(
    code: &'static str,
    category: &'static str,
    name: &'static str,
    rate_e6: i64,
) -> TaxRate {
    TaxRate { code, category, name, rate_e6 }
}

pub(crate) static PAYMENT_TERMS: [PaymentTerms; 7] = [
    terms("on-receipt", "Due on receipt", 0),
    terms("net-15", "Net 15 days", 15),
    terms("net-30", "Net 30 days", 30),
    terms("net-45", "Net 45 days", 45),
    terms("net-60", "Net 60 days", 60),
    PaymentTerms {
        early_discount: Some(EarlyDiscount { days: 10, rate_e6: 20_000 }),
        ..terms("2-10-net-30", "2 % within 10 days, net 30", 30)
    },
    PaymentTerms {
        from_end_of_month: true,
        ..terms("eom-15", "15 days from the end of the month", 15)
    },
];

const fn terms(code: &'static str, name: &'static str, net_days: u16) -> PaymentTerms {
    PaymentTerms { code, name, net_days, from_end_of_month: false, early_discount: None }
}

/// The payment terms known by `code`; only codes of the table above are asked for.
pub(crate) fn terms_of(code: &str) -> &'static PaymentTerms {
    PAYMENT_TERMS.iter().find(|terms| terms.code == code).unwrap_or(&PAYMENT_TERMS[2])
}

pub(crate) fn exponent_of(currency: &str) -> u32 {
    CURRENCIES.iter().find(|known| known.code == currency).map_or(2, |known| known.exponent)
}

pub(crate) static CLIENT_TYPES: [ClientType; 9] = [
    client_type("restaurant", "Restaurant", "Restaurante"),
    client_type("hotel", "Hotel", "Hotel"),
    client_type("cafe", "Café", "Cafetería"),
    client_type("caterer", "Caterer", "Servicio de banquetes"),
    client_type("bar", "Bar", "Bar"),
    client_type("office", "Office", "Oficina"),
    client_type("school", "School", "Escuela"),
    client_type("hospital", "Hospital", "Hospital"),
    client_type("private", "Private customer", "Particular"),
];

const fn client_type(
    code: &'static str,
    english: &'static str,
    spanish: &'static str,
) -> ClientType {
    ClientType { code, english, spanish }
}

const TEAMS: [Team; 2] = [
    Team { key: "harbour", name: "Harbour team", manager: "ingrid-marlowick" },
    Team { key: "vale", name: "Vale team", manager: "ingrid-marlowick" },
];

pub(crate) fn company(seed: u64, since: Date, until: Date) -> Company {
    Company {
        legal_name: "Harbour & Vale Trading Co.",
        trading_name: "Harbour & Vale",
        slug: "harbour-vale",
        base_currency: "USD",
        language: "en",
        time_zone: "America/New_York",
        email: "accounts@harbour-vale.example.com",
        phone: "+12025550100",
        address: Address {
            kind: "billing",
            lines: vec!["1 Candlewharf Row".into(), "Building C".into()],
            city: "Baltimore",
            region: "MD",
            postal_code: "21202".into(),
            country: "US",
        },
        currencies: CURRENCIES.to_vec(),
        holidays: holidays(since, until),
        payment_terms: PAYMENT_TERMS.to_vec(),
        tax_rates: TAX_RATES.to_vec(),
        client_types: CLIENT_TYPES.to_vec(),
        teams: TEAMS.to_vec(),
        exchange_rates: months(since, until)
            .flat_map(|on| [euro_rate(seed, on), peso_rate(seed, on)])
            .collect(),
    }
}

fn euro_rate(seed: u64, on: Date) -> ExchangeRate {
    ExchangeRate {
        currency: "EUR",
        on,
        rate_e12: drifting_e6(seed, 0, on, 1_100_000, 8_000) / 100 * 100_000_000,
    }
}

fn peso_rate(seed: u64, on: Date) -> ExchangeRate {
    ExchangeRate {
        currency: "MXN",
        on,
        rate_e12: drifting_e6(seed, 1, on, 55_000, 450) * 1_000_000,
    }
}

/// A rate that wanders around `base` like a market but never leaves its range.
/// It is a moving sum of each month's own noise, so that a month's rate is the
/// same whatever day the history begins on.
fn drifting_e6(seed: u64, currency: u64, on: Date, base: i64, noise: i64) -> i64 {
    let month = month_number(on);
    let drift: i64 = (0..12)
        .map(|back| {
            let index = ((month - back) as u64).wrapping_mul(2) + currency;
            Rng::stream(seed, Purpose::ExchangeRates, index).between(-noise, noise)
        })
        .sum();
    base + drift
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn terms_say_when_an_invoice_falls_due() {
        let issued = date(2026, 1, 20);
        assert_eq!(terms_of("on-receipt").due_on(issued), issued);
        assert_eq!(terms_of("net-30").due_on(issued), date(2026, 2, 19));
        assert_eq!(terms_of("eom-15").due_on(issued), date(2026, 2, 15));
    }

    #[test]
    fn every_month_has_both_rates_within_believable_bounds() {
        for seed in 0..50 {
            let company = company(seed, date(2023, 11, 1), date(2026, 10, 31));
            assert_eq!(company.exchange_rates.len(), 36 * 2);
            for rate in company.exchange_rates {
                let bounds = match rate.currency {
                    "EUR" => 1_000_000_000_000..1_200_000_000_000_i64,
                    _ => 49_000_000_000..61_000_000_000,
                };
                assert!(bounds.contains(&rate.rate_e12), "{rate:?}");
            }
        }
    }

    #[test]
    fn a_month_has_the_same_rate_in_every_history() {
        let long = company(1, date(2020, 1, 1), date(2026, 10, 31)).exchange_rates;
        let short = company(1, date(2026, 9, 9), date(2026, 10, 31)).exchange_rates;
        assert_eq!(long[long.len() - 4..], short[..]);
    }
}
