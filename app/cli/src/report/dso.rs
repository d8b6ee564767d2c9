//! Days sales outstanding.

use people::permission::ReadReceivables;
use reports::dso::{DsoFigures, dso_by};

use super::{Period, key_cell, two_places};
use crate::books::Books;
use crate::error::{Error, Result};
use crate::terminal::{Cell, Column, Sheet};

/// Prints days sales outstanding, by the simple and by the count-back method.
pub fn run(args: &Period, books: &Books) -> Result<()> {
    let proof = books.actor.allow::<ReadReceivables>()?;
    let figures = books.db.read(books.tenant, |tx| {
        let ask = args.ask(tx, books)?;
        Ok::<_, Error>(dso_by(tx, &proof, &ask, args.by.into())?)
    })?;
    let columns = [
        Column::text("currency"),
        Column::number("days"),
        Column::number("receivable"),
        Column::number("credit_sales"),
        Column::number("dso"),
        Column::number("dso_count_back"),
    ];
    let columns = args.by.column().into_iter().chain(columns).collect();
    let mut sheet = Sheet::open(&args.printed, "Days sales outstanding", columns)?;
    for (key, dso) in figures {
        let rows = if args.base { vec![dso.base] } else { dso.currencies };
        for row in &rows {
            sheet.row(&Vec::from_iter(key_cell(&key).into_iter().chain(cells(row, dso.days))))?;
        }
    }
    sheet.finish()?;
    Ok(())
}

fn cells(row: &DsoFigures, days: i64) -> [Cell; 6] {
    let ratio =
        |ratio: Option<money::E6>| ratio.map_or(Cell::Empty, |r| Cell::Decimal(two_places(r)));
    [
        Cell::text(row.currency.code()),
        Cell::Count(days),
        Cell::amount(row.receivable_minor, row.currency),
        Cell::amount(row.credit_sales_minor, row.currency),
        ratio(row.simple),
        ratio(row.count_back),
    ]
}
