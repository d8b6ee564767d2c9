//! The collection effectiveness index.

use people::permission::ReadReceivables;
use reports::cei::{CeiFigures, cei_by};

use super::{Period, key_cell, two_places};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::terminal::{Cell, Column, Sheet};

/// Prints the index, and what it is made of.
pub fn run(args: &Period, books: &Books) -> Result<()> {
    let proof = books.actor.allow::<ReadReceivables>()?;
    let figures = books.db.read(books.tenant, |tx| {
        let ask = args.ask(tx, books)?;
        Ok::<_, Error>(cei_by(tx, &proof, &ask, args.by.into())?)
    })?;
    let columns = [
        Column::text("currency"),
        Column::number("beginning"),
        Column::number("credit_sales"),
        Column::number("ending_total"),
        Column::number("ending_current"),
        Column::number("cei"),
    ];
    let columns = args.by.column().into_iter().chain(columns).collect();
    let mut sheet = Sheet::open(&args.printed, "Collection effectiveness", columns)?;
    for (key, cei) in figures {
        let rows = if args.base { vec![cei.base] } else { cei.currencies };
        for row in &rows {
            sheet.row(&Vec::from_iter(key_cell(&key).into_iter().chain(cells(row))))?;
        }
    }
    sheet.finish()?;
    Ok(())
}

fn cells(row: &CeiFigures) -> [Cell; 6] {
    [
        Cell::text(row.currency.code()),
        Cell::amount(row.beginning_minor, row.currency),
        Cell::amount(row.credit_sales_minor, row.currency),
        Cell::amount(row.ending_total_minor, row.currency),
        Cell::amount(row.ending_current_minor, row.currency),
        row.index.map_or(Cell::Empty, |index| Cell::Decimal(two_places(index))),
    ]
}
