//! Exchange rates to the base currency.

use db::{Tx, params};
use jiff::civil::Date;
use money::{Currency, Rate};
use people::permission::SetUpLedger;
use people::{Actor, Allowed, audit};
use serde_json::json;

use crate::day::{self, DayOutOfRange};

db::statements! {
    PUT = "INSERT INTO exchange_rate (tenant_id, currency, on_date, rate_e12, source) VALUES (?1, ?2, ?3, ?4, ?5)
           ON CONFLICT (tenant_id, currency, on_date) DO UPDATE SET rate_e12 = excluded.rate_e12, source = excluded.source";
    LATEST = "SELECT rate_e12 FROM exchange_rate WHERE tenant_id = ?1 AND currency = ?2 AND on_date <= ?3 ORDER BY on_date DESC LIMIT 1";
    ALL = "SELECT currency, on_date, rate_e12, source FROM exchange_rate WHERE tenant_id = ?1 AND (?2::text IS NULL OR currency = ?2) ORDER BY currency, on_date";
}

/// A rate of a day.
#[derive(Clone, Debug)]
pub struct ExchangeRate {
    /// The foreign currency.
    pub currency: Currency,
    /// The day from which it holds, until the next one.
    pub on_date: Date,
    /// Base-currency units for one unit of the foreign currency.
    pub rate: Rate,
    /// Where it comes from, such as `ECB`.
    pub source: String,
}

/// Why there is no rate.
#[derive(Debug, thiserror::Error)]
pub enum RateError {
    /// None on or before the day.
    #[error("there is no exchange rate for {currency} on or before {on}; enter one first")]
    Missing {
        /// The foreign currency.
        currency: Currency,
        /// The day.
        on: Date,
    },
    /// Nobody can mean that day.
    #[error(transparent)]
    DayOutOfRange(#[from] DayOutOfRange),
    /// Nought or less.
    #[error("an exchange rate is above nought")]
    NotPositive,
    /// The base currency's rate is always one.
    #[error("{0} is the base currency; its rate is always 1")]
    BaseCurrency(Currency),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(RateError {
    Self::Missing { .. } => Invalid, "rate-missing", at "currency";
    Self::DayOutOfRange(_) => Invalid, "day-out-of-range", at "on_date";
    Self::NotPositive => Invalid, "rate-not-positive", at "rate";
    Self::BaseCurrency(_) => Invalid, "base-currency", at "currency";
    Self::Db(e) => delegate e;
});

/// Enters a rate, or corrects it. What was posted keeps the rate that it was posted with.
pub fn put(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<SetUpLedger>,
    base: Currency,
    rate: &ExchangeRate,
) -> Result<(), RateError> {
    if rate.rate <= Rate::ZERO {
        return Err(RateError::NotPositive);
    }
    day::check_now(tx, rate.on_date)?;
    if rate.currency == base {
        return Err(RateError::BaseCurrency(base));
    }
    tx.execute(&PUT, params![rate.currency, rate.on_date, rate.rate, &rate.source])?;
    let subject = format!("{} {}", rate.currency, rate.on_date);
    let detail = json!({"after": {"rate": rate.rate.to_string(), "source": rate.source}});
    audit::record(tx, actor, "exchange_rate.set", ("exchange_rate", &subject), detail)?;
    Ok(())
}

/// The rate of a currency on a day: the latest on or before it; one for the base currency.
pub fn on(tx: &Tx<'_>, base: Currency, currency: Currency, day: Date) -> Result<Rate, RateError> {
    if currency == base {
        return Ok(Rate::ONE);
    }
    let found = tx.query_opt(&LATEST, params![currency, day], |r| r.get(0))?;
    found.ok_or(RateError::Missing { currency, on: day })
}

/// The rates of a currency, or of all, in the order of their days.
pub fn list(tx: &Tx<'_>, currency: Option<Currency>) -> Result<Vec<ExchangeRate>, db::Error> {
    tx.query(&ALL, params![currency], |r| {
        Ok(ExchangeRate {
            currency: r.get(0)?,
            on_date: r.get(1)?,
            rate: r.get(2)?,
            source: r.get(3)?,
        })
    })
}
