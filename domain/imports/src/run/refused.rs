//! The file of refused rows: as they stood, with a last column that says why, to be mended and imported.

use std::io::Write;

use sheets::{Cell, Row, Writer};

use super::walk::Raw;
use crate::{ImportError, Refusal};

/// The column that the file of refused rows has behind the file's own.
const WHY_COLUMN: &str = "refused_because";
/// The column that tells which cells were numbers in a workbook, by their places from 1. They stand there in the
/// plain form `1234.56`, whatever the profile says of numbers in texts.
const NUMBERS_COLUMN: &str = "refused_numbers";

/// Whether a file of these headings is one of refused rows.
pub(super) fn is_mended(headers: &[String]) -> bool {
    headers.iter().any(|h| h == WHY_COLUMN)
}

/// Whether the rows of a file of these headings tell which of their cells were numbers.
pub(super) fn has_numbers(headers: &[String]) -> bool {
    headers.iter().any(|h| h == NUMBERS_COLUMN)
}

/// Whether a column is one that the file of refused rows has behind the file's own.
pub(super) fn is_of_refusal(header: &str) -> bool {
    header == WHY_COLUMN || header == NUMBERS_COLUMN
}

/// What a spreadsheet takes for the beginning of a formula; the writer of CSV files puts an apostrophe before
/// it, which is taken away again when the mended file is read.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Writes refused rows.
pub(super) struct RefusedRows<'w> {
    writer: Writer<&'w mut (dyn Write + Send)>,
    /// The places of the file's columns, without the reason of an earlier refusal.
    places: Vec<usize>,
    /// Whether the rows are from a workbook, where a cell can be a number.
    has_numbers: bool,
}

impl<'w> RefusedRows<'w> {
    pub(super) fn new(
        out: &'w mut (dyn Write + Send),
        headers: &[String],
        has_numbers: bool,
    ) -> Result<Self, ImportError> {
        let mut writer = Writer::csv(out);
        let places: Vec<usize> =
            (0..headers.len()).filter(|at| !is_of_refusal(&headers[*at])).collect();
        let mut names: Vec<&str> = places.iter().map(|at| headers[*at].as_str()).collect();
        names.push(WHY_COLUMN);
        if has_numbers {
            names.push(NUMBERS_COLUMN);
        }
        writer.headers(&names)?;
        Ok(Self { writer, places, has_numbers })
    }

    /// Adds a row as it stood in the file, and why it is refused.
    pub(super) fn add(&mut self, raw: &Raw, refusals: &[Refusal]) -> Result<(), ImportError> {
        let (Ok(row) | Err((row, _))) = raw;
        let why: Vec<String> = refusals
            .iter()
            .map(|r| match r.column.as_str() {
                "" => r.why.clone(),
                column => format!("{column}: {}", r.why),
            })
            .collect();
        let why = why.join("; ");
        let texts: Vec<String> = self
            .places
            .iter()
            .map(|at| marked(row.cells.get(*at).map_or("", String::as_str)))
            .collect();
        let mut cells: Vec<Cell<'_>> = texts.iter().map(|text| cell(text)).collect();
        let numbers = self.places.iter().enumerate().filter(|(_, at)| row.numbers.contains(at));
        let numbers =
            numbers.map(|(place, _)| (place + 1).to_string()).collect::<Vec<_>>().join(" ");
        cells.push(Cell::Text(&why));
        if self.has_numbers {
            cells.push(Cell::Text(&numbers));
        }
        self.writer.row(&cells)?;
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), ImportError> {
        self.writer.finish()?;
        Ok(())
    }
}

/// An amount below nought needs no apostrophe, for a spreadsheet takes it for just that.
fn cell(text: &str) -> Cell<'_> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_amount = text.strip_prefix('-').is_some_and(|rest| {
        let (whole, fraction) = rest.split_once('.').unwrap_or((rest, "0"));
        digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0'))
    });
    if is_amount { Cell::Number(text) } else { Cell::Text(text) }
}

/// A text that has an apostrophe before a formula already gets another, so that taking one away is right.
fn marked(text: &str) -> String {
    if before_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether there is nothing but apostrophes, at least one, before the beginning of a formula.
fn before_formula(text: &str) -> bool {
    text.starts_with('\'') && text.trim_start_matches('\'').starts_with(FORMULA)
}

/// Takes the apostrophes away that the writer put before what looks like a formula, and says again which cells
/// were numbers.
pub(super) fn as_it_stood(row: &mut Row, headers: &[String]) {
    let told = headers.iter().position(|h| h == NUMBERS_COLUMN).and_then(|at| row.cells.get(at));
    if let Some(told) = told {
        let places =
            told.split(' ').filter_map(|place| place.parse::<usize>().ok()?.checked_sub(1));
        row.numbers = places.collect();
    }
    for cell in row.cells.iter_mut().filter(|cell| before_formula(cell)) {
        cell.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_stood() {
        let cells = [
            "=1+1",
            "'=1+1",
            "''=x",
            "-5,00",
            "-5.00",
            "-05",
            "0000000001",
            "+34912345678",
            "+34 912",
            "@a",
            "'quoted'",
            "'",
            "",
            "-",
            "1e400",
            "\tx",
        ];
        let headers: Vec<String> = (0..cells.len()).map(|n| format!("c{n}")).collect();
        let mut out: Vec<u8> = Vec::new();
        {
            let mut rows = RefusedRows::new(&mut out, &headers, true).unwrap();
            let row = Row {
                number: 2,
                cells: cells.iter().map(|c| (*c).to_owned()).collect(),
                numbers: vec![4, 6],
            };
            rows.add(&Ok(row), &[]).unwrap();
            rows.finish().unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("refused.csv");
        std::fs::write(&path, out).unwrap();
        let options = sheets::ReadOptions::default();
        let mut reader = sheets::Reader::open(&path, &options, &sheets::Limits::default()).unwrap();
        let mut row = Row::default();
        assert!(reader.next_row(&mut row).unwrap());
        as_it_stood(&mut row, reader.headers());
        assert_eq!(&row.cells[..cells.len()], cells);
        assert_eq!(row.numbers, [4, 6]);
    }
}
