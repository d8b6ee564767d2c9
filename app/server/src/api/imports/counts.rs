//! What a plan counts, now and as it is kept with its import.

use std::collections::BTreeMap;

use imports::Plan;
use money::{Currency, MoneyError};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::wire::Amount;

/// What an import brings.
#[derive(Serialize, ToSchema)]
pub(super) struct ImportCounts {
    /// Rows read.
    rows: u64,
    /// Clients that are new.
    new_clients: u64,
    /// Clients that were there already.
    known_clients: u64,
    /// Contacts that are new.
    new_contacts: u64,
    /// Clients or contacts that change.
    changes: u64,
    /// Rows that bring nothing new.
    unchanged: u64,
    /// Rows that are refused.
    refused: u64,
    /// Invoices that are new, by currency.
    invoices: Vec<CurrencySum>,
    /// Credit notes that are new, by currency.
    credit_notes: Vec<CurrencySum>,
    /// Receipts that are new, by currency.
    receipts: Vec<CurrencySum>,
}

/// Documents of one currency.
#[derive(Serialize, ToSchema)]
struct CurrencySum {
    /// The currency.
    #[schema(example = "USD")]
    currency: String,
    /// How many.
    count: u64,
    /// Their sum.
    sum: Amount,
}

impl ImportCounts {
    /// Of a plan that was just made.
    pub(super) fn of_plan(plan: &Plan) -> Result<Self, Problem> {
        let sums = |tally: &BTreeMap<Currency, (u64, i128)>| -> Result<Vec<_>, Problem> {
            let sum = |(currency, (count, minor)): (&Currency, &(u64, i128))| {
                let minor = i64::try_from(*minor).map_err(|_| MoneyError::Overflow)?;
                Ok(CurrencySum {
                    currency: currency.to_string(),
                    count: *count,
                    sum: Amount::of(minor, *currency),
                })
            };
            tally.iter().map(sum).collect()
        };
        Ok(Self {
            rows: plan.rows,
            new_clients: plan.new_clients,
            known_clients: plan.known_clients,
            new_contacts: plan.new_contacts,
            changes: plan.changes,
            unchanged: plan.unchanged,
            refused: plan.refused,
            invoices: sums(&plan.invoices)?,
            credit_notes: sums(&plan.credit_notes)?,
            receipts: sums(&plan.receipts)?,
        })
    }

    /// Of a plan as it is kept.
    pub(super) fn of_summary(summary: &Value) -> Self {
        let count = |name: &str| summary[name].as_u64().unwrap_or_default();
        let sum = |row: &Value| {
            let currency = Currency::parse(row["currency"].as_str()?).ok()?;
            Some(CurrencySum {
                currency: currency.to_string(),
                count: row["count"].as_u64()?,
                sum: Amount::of(row["sum_minor"].as_i64()?, currency),
            })
        };
        let sums = |name: &str| -> Vec<CurrencySum> {
            let rows = summary[name].as_array().map(Vec::as_slice).unwrap_or_default();
            rows.iter().filter_map(sum).collect()
        };
        Self {
            rows: count("rows"),
            new_clients: count("new_clients"),
            known_clients: count("known_clients"),
            new_contacts: count("new_contacts"),
            changes: count("changes"),
            unchanged: count("unchanged"),
            refused: count("refused"),
            invoices: sums("invoices"),
            credit_notes: sums("credit_notes"),
            receipts: sums("receipts"),
        }
    }
}
