//! The trial balance.

use ledger::trial_balance::{Balance, trial_balance};
use people::permission::ReadLedger;

use super::Day;
use crate::books::Books;
use crate::error::Result;
use crate::terminal::{Cell, Column, Printed, Sheet};
use money::Currency;

/// What can be typed after `rapport report trial-balance`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    day: Day,
    #[command(flatten)]
    printed: Printed,
}

/// Prints every account that has a balance, on the side on which it stands.
pub fn run(args: &Args, books: &Books) -> Result<()> {
    let proof = books.actor.allow::<ReadLedger>()?;
    let day = books.day(args.day.as_of);
    let rows = books.db.read(books.tenant, |tx| trial_balance(tx, &proof, day, None))?;
    let columns = ["account", "name", "currency"].map(Column::text).into_iter();
    let columns =
        columns.chain(["debit", "credit", "base_debit", "base_credit"].map(Column::number));
    let mut sheet = Sheet::open(&args.printed, "Trial balance", columns.collect())?;
    for row in rows {
        sheet.row(&cells(row, books.base()))?;
    }
    sheet.finish()?;
    Ok(())
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
