//! What clients owe and have.

use clients::client::access::access;
use money::{Currency, MoneyError, format_minor};
use people::permission::ReadReceivables;
use reports::client_balance::{CurrencyBalance, Sums};
use reports::{BalancesAsk, Key, client_balance, client_balances};

use super::{By, Day, key_cell};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::terminal::{Cell, Column, Printed, Sheet, note};

/// What can be typed after `rapport report client-balance`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    day: Day,
    /// What the rows are of, beside the currency
    #[arg(long, value_enum, default_value = "client")]
    by: By,
    /// Only this client, by number
    #[arg(long, value_name = "NUMBER")]
    client: Option<String>,
    /// With --client: the clients below it too
    #[arg(long, requires = "client")]
    with_branches: bool,
    /// Only the clients that this person looks after, by e-mail address
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<String>,
    /// All currencies together, in the company's base currency
    #[arg(long)]
    base: bool,
    #[command(flatten)]
    printed: Printed,
}

/// Prints the balances. Of one client, says what is left of its credit limit.
pub fn run(args: &Args, books: &Books) -> Result<()> {
    let proof = books.actor.allow::<ReadReceivables>()?;
    let day = books.day(args.day.as_of);
    let (balances, left) = books.db.read(books.tenant, |tx| {
        let client = args.client.as_deref().map(|number| super::client(tx, number)).transpose()?;
        let ask = BalancesAsk {
            as_of: day,
            by: args.by.into(),
            client,
            include_children: args.with_branches,
            owner: super::owner(tx, args.owner.as_deref())?.map(Into::into),
        };
        let balances = client_balances(tx, &proof, &ask)?;
        let Some(client) = client else { return Ok((balances, None)) };
        let access = access::<ReadReceivables>(tx, &books.actor, client)?;
        let one = client_balance(tx, &access, day, args.with_branches)?;
        let left = one.credit_limit_left_minor.map(|left| (left, access.currency()));
        Ok::<_, Error>((balances, left))
    })?;
    let columns = args.by.column().into_iter().chain([Column::text("currency")]);
    let numbers = ["invoices", "credit_notes", "on_account", "balance", "overdue"];
    let columns = columns.chain(numbers.map(Column::number)).collect();
    let mut sheet = Sheet::open(&args.printed, "Client balance", columns)?;
    let rows = if args.base { in_base(balances, books.base())? } else { balances };
    for (key, row) in &rows {
        sheet.row(&cells(key, row.sums, row.currency))?;
    }
    sheet.finish()?;
    if let Some((left, currency)) = left {
        let left = format_minor(left, currency);
        note(&format!(
            "Left of the credit limit, by what is open in {currency}: {left} {currency}"
        ));
    }
    Ok(())
}

/// All currencies of each key together, in base currency.
fn in_base(
    all: Vec<(Key, CurrencyBalance)>,
    base: Currency,
) -> Result<Vec<(Key, CurrencyBalance)>> {
    let mut sums: Vec<(Key, CurrencyBalance)> = Vec::new();
    for (key, one) in all {
        match sums.last_mut().filter(|(last, _)| *last == key) {
            Some((_, sum)) => sum.sums = sum.sums.and(one.base).ok_or(MoneyError::Overflow)?,
            None => {
                let first = CurrencyBalance { currency: base, sums: one.base, base: one.base };
                sums.push((key, first));
            }
        }
    }
    Ok(sums)
}

fn cells(key: &Key, sums: Sums, currency: Currency) -> Vec<Cell> {
    let mut cells: Vec<Cell> = key_cell(key).into_iter().collect();
    cells.push(Cell::text(currency.code()));
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
