//! The trial balance.

use ledger::trial_balance::{Balance, trial_balance};
use people::permission::ReadLedger;
use reports::Key;
use reports::trial_balance::trial_balance_by;

use super::{By, Day, key_cell};
use crate::books::Books;
use crate::error::Result;
use crate::terminal::{Cell, Column, Printed, Sheet};
use money::Currency;

/// What can be typed after `rapport report trial-balance`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    day: Day,
    /// What the rows are of, beside the account and the currency
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// Only what was posted for this client, by number
    #[arg(long, value_name = "NUMBER")]
    client: Option<String>,
    #[command(flatten)]
    printed: Printed,
}

/// Prints every account that has a balance, on the side on which it stands.
pub fn run(args: &Args, books: &Books) -> Result<()> {
    let rows = rows(args, books)?;
    let columns = ["account", "name", "currency"].map(Column::text).into_iter();
    let columns =
        columns.chain(["debit", "credit", "base_debit", "base_credit"].map(Column::number));
    let columns = args.by.column().into_iter().chain(columns).collect();
    let mut sheet = Sheet::open(&args.printed, "Trial balance", columns)?;
    for (key, row) in rows {
        let key = match (args.by, key) {
            (By::Total, _) => None,
            (_, key) => Some(key.as_ref().and_then(key_cell).unwrap_or(Cell::Empty)),
        };
        sheet.row(&Vec::from_iter(key.into_iter().chain(cells(row, books.base()))))?;
    }
    sheet.finish()?;
    Ok(())
}

fn rows(args: &Args, books: &Books) -> Result<Vec<(Option<Key>, Balance)>> {
    let proof = books.actor.allow::<ReadLedger>()?;
    let day = books.day(args.day.as_of);
    books.db.read(books.tenant, |tx| {
        let client = args.client.as_deref().map(|number| super::client(tx, number)).transpose()?;
        if args.by == By::Total && client.is_none() {
            let all = trial_balance(tx, &proof, day, None)?;
            return Ok(all.into_iter().map(|row| (None, row)).collect());
        }
        Ok(trial_balance_by(tx, &proof, day, args.by.into(), client)?)
    })
}

fn cells(row: Balance, base: Currency) -> Vec<Cell> {
    let mut cells =
        vec![Cell::Text(row.number), Cell::Text(row.name), Cell::text(row.currency.code())];
    for (minor, currency) in [(row.balance_minor, row.currency), (row.base_balance_minor, base)] {
        cells.push(Cell::amount(minor.max(0), currency));
        cells.push(Cell::amount(minor.saturating_neg().max(0), currency));
    }
    cells
}
