//! The journal as JSON, an object an entry.

use std::io::Write;

use jiff::civil::Date;
use ledger::entry::JournalRow;
use money::{Currency, format_minor};
use serde::Serialize;

use crate::books::Books;
use crate::error::Result;
use crate::terminal::Output;

#[derive(Serialize)]
struct EntryShape<'a> {
    entry_no: i64,
    effective_on: String,
    recorded_at: String,
    recorded_by: &'a str,
    source: &'a str,
    narrative: &'a str,
    reason: Option<&'a str>,
    reverses_no: Option<i64>,
    postings: Vec<PostingShape<'a>>,
}

#[derive(Serialize)]
struct PostingShape<'a> {
    account: &'a str,
    account_name: &'a str,
    currency: &'static str,
    debit: String,
    credit: String,
    base_debit: String,
    base_credit: String,
    rate: String,
    client: Option<&'a str>,
    document: Option<String>,
}

/// Writes the entries of the days.
pub fn write(mut out: Output, books: &Books, days: (Date, Date)) -> Result<()> {
    let mut between = "[\n";
    books.db.read(books.tenant, |tx| {
        super::each_entry(tx, books, days, |rows| {
            let Some(entry) = shape(rows, books.base()) else { return Ok(()) };
            write!(out, "{between}{}", serde_json::to_string(&entry)?)?;
            between = ",\n";
            Ok(())
        })
    })?;
    out.write_all(if between == "[\n" { b"[]\n" } else { b"\n]\n" })?;
    out.finish()
}

fn shape(rows: &[JournalRow], base: Currency) -> Option<EntryShape<'_>> {
    let entry = rows.first()?;
    Some(EntryShape {
        entry_no: entry.entry_no,
        effective_on: entry.effective_on.to_string(),
        recorded_at: entry.recorded_at.to_string(),
        recorded_by: &entry.recorded_by,
        source: &entry.source,
        narrative: &entry.narrative,
        reason: entry.reason.as_deref(),
        reverses_no: entry.reverses_no,
        postings: rows.iter().map(|row| posting(row, base)).collect(),
    })
}

fn posting(row: &JournalRow, base: Currency) -> PostingShape<'_> {
    PostingShape {
        account: &row.account_number,
        account_name: &row.account_name,
        currency: row.currency.code(),
        debit: format_minor(row.debit_minor, row.currency),
        credit: format_minor(row.credit_minor, row.currency),
        base_debit: format_minor(row.base_debit_minor, base),
        base_credit: format_minor(row.base_credit_minor, base),
        rate: row.rate.to_string(),
        client: row.client_number.as_deref(),
        document: row.document.map(|id| id.to_string()),
    }
}
