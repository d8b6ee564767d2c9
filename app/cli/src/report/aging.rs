//! The aged balance.

use clap::ValueEnum;
use people::permission::ReadReceivables;
use reports::aging::bucket_names;
use reports::{AgingAsk, AgingBasis, AgingRow, aged_balance};

use super::{By, Day, key_cell};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::terminal::{Cell, Column, Printed, Sheet};

/// What can be typed after `rapport report aging`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    day: Day,
    /// What the rows are of, beside the currency
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// The day from which an item ages
    #[arg(long, value_enum, default_value_t)]
    basis: Basis,
    /// The longest days of each bucket; the last bucket is beyond them
    #[arg(long, value_name = "DAYS", value_delimiter = ',', default_value = "30,60,90")]
    buckets: Vec<u32>,
    /// Only this client's items, by the client's number
    #[arg(long, value_name = "NUMBER")]
    client: Option<String>,
    /// With --client: those of the clients below it too
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

/// The day from which an item ages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Basis {
    /// The day on which it is due
    #[default]
    Due,
    /// Its own day
    Issued,
}

/// Prints the aged balance.
pub fn run(args: &Args, books: &Books) -> Result<()> {
    let proof = books.actor.allow::<ReadReceivables>()?;
    let rows = books.db.read(books.tenant, |tx| {
        let ask = AgingAsk {
            by: args.by.into(),
            basis: match args.basis {
                Basis::Due => AgingBasis::Due,
                Basis::Issued => AgingBasis::Issued,
            },
            buckets: args.buckets.clone(),
            client: args.client.as_deref().map(|number| super::client(tx, number)).transpose()?,
            include_children: args.with_branches,
            owner: super::owner(tx, args.owner.as_deref())?.map(Into::into),
            in_base: args.base,
            ..AgingAsk::of(books.day(args.day.as_of))
        };
        Ok::<_, Error>(aged_balance(tx, &proof, &ask)?)
    })?;
    let mut sheet = Sheet::open(&args.printed, "Aged balance", columns(args))?;
    for row in rows {
        sheet.row(&cells(&row))?;
    }
    sheet.finish()?;
    Ok(())
}

fn columns(args: &Args) -> Vec<Column> {
    let mut columns: Vec<Column> = args.by.column().into_iter().collect();
    columns.push(Column::text("currency"));
    columns.extend(["open_items", "open", "not_due"].map(Column::number));
    let bucket = |name: String| {
        let days = name.trim_start_matches("days_").replace("over_", "over ").replace('_', "-");
        Column::number(&name).titled(&format!("{days} days"))
    };
    columns.extend(bucket_names(&args.buckets).into_iter().map(bucket));
    columns
}

fn cells(row: &AgingRow) -> Vec<Cell> {
    let mut cells: Vec<Cell> = key_cell(&row.key).into_iter().collect();
    cells.push(Cell::text(row.currency.code()));
    cells.push(Cell::Count(i64::try_from(row.open_items).unwrap_or(i64::MAX)));
    let amounts =
        [row.open_minor, row.not_due_minor].into_iter().chain(row.buckets.iter().copied());
    cells.extend(amounts.map(|minor| Cell::amount(minor, row.currency)));
    cells
}
