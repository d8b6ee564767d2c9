//! The journal as CSV, a line a posting.

use jiff::civil::Date;
use ledger::entry::JournalRow;
use money::{Currency, format_minor};
use sheets::{Cell, Writer};

use crate::books::Books;
use crate::error::Result;
use crate::terminal::Output;

const HEADINGS: [&str; 18] = [
    "entry_no",
    "effective_on",
    "recorded_at",
    "recorded_by",
    "source",
    "narrative",
    "reason",
    "reverses_no",
    "account",
    "account_name",
    "currency",
    "debit",
    "credit",
    "base_debit",
    "base_credit",
    "rate",
    "client",
    "document",
];

/// Writes the entries of the days.
pub fn write(out: Output, books: &Books, days: (Date, Date)) -> Result<()> {
    let mut writer = Writer::csv(out);
    writer.headers(&HEADINGS)?;
    books.db.read(books.tenant, |tx| {
        super::each_entry(tx, books, days, |rows| {
            rows.iter().try_for_each(|row| posting(&mut writer, row, books.base()))
        })
    })?;
    writer.finish()?.finish()
}

fn posting(writer: &mut Writer<Output>, row: &JournalRow, base: Currency) -> Result<()> {
    let (number, day) = (row.entry_no.to_string(), row.effective_on.to_string());
    let (recorded_at, rate) = (row.recorded_at.to_string(), row.rate.to_string());
    let reverses = row.reverses_no.map(|no| no.to_string());
    let document = row.document.map(|id| id.to_string());
    let own = [row.debit_minor, row.credit_minor].map(|minor| format_minor(minor, row.currency));
    let in_base =
        [row.base_debit_minor, row.base_credit_minor].map(|minor| format_minor(minor, base));
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (reason, client) = (text(&row.reason), text(&row.client_number));
    writer.row(&[
        Cell::Number(&number),
        Cell::Date(&day),
        Cell::Text(&recorded_at),
        Cell::Text(&row.recorded_by),
        Cell::Text(&row.source),
        Cell::Text(&row.narrative),
        Cell::Text(&reason),
        reverses.as_deref().map_or(Cell::Empty, Cell::Number),
        Cell::Text(&row.account_number),
        Cell::Text(&row.account_name),
        Cell::Text(row.currency.code()),
        Cell::Number(&own[0]),
        Cell::Number(&own[1]),
        Cell::Number(&in_base[0]),
        Cell::Number(&in_base[1]),
        Cell::Number(&rate),
        Cell::Text(&client),
        document.as_deref().map_or(Cell::Empty, Cell::Text),
    ])?;
    Ok(())
}
