//! What a client owes and has.

use clients::client::access::access;
use people::permission::ReadReceivables;
use reports::client_balance::{Sums, client_balance};

use super::Day;
use crate::books::Books;
use crate::error::{Error, Result};
use crate::terminal::{Cell, Column, Printed, Sheet, note};
use money::{Currency, format_minor};

/// What can be typed after `rapport report client-balance`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    day: Day,
    /// The client, by number
    #[arg(long, value_name = "NUMBER")]
    client: String,
    /// The clients below it too
    #[arg(long)]
    with_branches: bool,
    /// In the company's base currency
    #[arg(long)]
    base: bool,
    #[command(flatten)]
    printed: Printed,
}

/// Prints the balance, a row a currency.
pub fn run(args: &Args, books: &Books) -> Result<()> {
    let day = books.day(args.day.as_of);
    let (balance, currency) = books.db.read(books.tenant, |tx| {
        let id = super::client(tx, &args.client)?;
        let access = access::<ReadReceivables>(tx, &books.actor, id)?;
        let balance = client_balance(tx, &access, day, args.with_branches)?;
        Ok::<_, Error>((balance, access.currency()))
    })?;
    let columns = ["client", "currency"].map(Column::text).into_iter();
    let numbers = ["invoices", "credit_notes", "on_account", "balance", "overdue"];
    let mut sheet = Sheet::open(
        &args.printed,
        "Client balance",
        columns.chain(numbers.map(Column::number)).collect(),
    )?;
    if args.base {
        let sums: Vec<Sums> = balance.currencies.iter().map(|c| c.base).collect();
        if let Some(sum) = added_up(&sums) {
            sheet.row(&cells(sum, books.base(), args))?;
        }
    } else {
        for row in &balance.currencies {
            sheet.row(&cells(row.sums, row.currency, args))?;
        }
    }
    sheet.finish()?;
    if let Some(left) = balance.credit_limit_left_minor {
        note(&format!("Left of the credit limit: {} {currency}", format_minor(left, currency)));
    }
    Ok(())
}

/// The sum of all; `None` where there is nothing, or more than an amount can be.
fn added_up(all: &[Sums]) -> Option<Sums> {
    let sum =
        |part: fn(&Sums) -> i64| all.iter().try_fold(0_i64, |sum, s| sum.checked_add(part(s)));
    Some(Sums {
        invoiced_minor: sum(|s| s.invoiced_minor)?,
        credited_minor: sum(|s| s.credited_minor)?,
        on_account_minor: sum(|s| s.on_account_minor)?,
        overdue_minor: sum(|s| s.overdue_minor)?,
    })
    .filter(|_| !all.is_empty())
}

fn cells(sums: Sums, currency: Currency, args: &Args) -> Vec<Cell> {
    let mut cells = vec![Cell::text(&args.client), Cell::text(currency.code())];
    let amounts = [
        sums.invoiced_minor,
        sums.credited_minor,
        sums.on_account_minor,
        sums.balance_minor(),
        sums.overdue_minor,
    ];
    cells.extend(amounts.map(|minor| Cell::amount(minor, currency)));
    cells
}
