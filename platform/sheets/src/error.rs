//! What can be wrong with a table, in words for the person whose table it is.

use std::fmt;
use std::io;

use crate::limits::Limit;

/// Everything that can go wrong while reading or writing a table.
///
/// The messages are whole sentences that can be shown as they are. They name the file without
/// its folder, the row, the column, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SheetError {
    /// The operating system refused to open or read the file.
    #[error("“{file}” could not be read: {source}")]
    Io { file: String, source: io::Error },

    /// The file is not a CSV or XLSX file.
    #[error("“{file}” is {found}, which cannot be read here. {advice}")]
    WrongFormat { file: String, found: &'static str, advice: &'static str },

    /// There is no row at all to take the column headings from.
    #[error("“{file}” holds no table: {}", nothing_found(sheet.as_deref()))]
    Empty { file: String, sheet: Option<String> },

    /// The file is larger, or asks for more memory, than is safe to take in.
    #[error("“{file}” was refused{}: {}", at_row(*row), over_limit(*limit, *allowed))]
    OverLimit { file: String, row: Option<u64>, limit: Limit, allowed: u64 },

    /// The encoding that the caller asked for does not exist.
    #[error(
        "There is no text encoding called “{label}”. Well-known ones are utf-8, windows-1252, \
         iso-8859-15 and utf-16le."
    )]
    UnknownEncoding { label: String },

    /// The separator that the caller asked for cannot separate anything.
    #[error(
        "{delimiter:?} cannot be the separator. Use a comma, a semicolon, a tab or another plain \
         punctuation mark, but not a quotation mark."
    )]
    BadDelimiter { delimiter: char },

    /// The workbook has no sheet of the name that the caller asked for, or no sheet at all.
    #[error("“{file}” has no sheet {}. {}", called(sheet.as_deref()), listed(sheets))]
    UnknownSheet { file: String, sheet: Option<String>, sheets: Vec<String> },

    /// A column has cells but no heading.
    #[error(
        "“{file}” has no heading in {column}, row {row}. Give the column a heading or remove it."
    )]
    EmptyHeader { file: String, row: u64, column: Column },

    /// Two columns share a heading, so that it is unclear which one is meant.
    #[error(
        "“{file}” has the heading “{}” twice in row {row}: in column {} and in column {}. Rename \
         or remove one of them.", second.name, first.letters(), second.letters()
    )]
    DuplicateHeader { file: String, row: u64, first: Column, second: Column },

    /// A heading cannot be read.
    #[error("The headings of “{file}” cannot be read. Row {row}, {column}: {fault}")]
    BadHeader { file: String, row: u64, column: Column, fault: RowFault },

    /// A quotation mark opens a cell and the file ends before it is closed.
    #[error(
        "“{file}” ends inside a quoted cell. The quotation mark that opens it is on row {row}; \
         close it there or remove it."
    )]
    UnclosedQuote { file: String, row: u64 },

    /// The workbook does not follow its own format.
    #[error(
        "“{file}” is damaged{} ({detail}). Open it in a spreadsheet program, save it again as \
         .xlsx and try once more.", after_row(*row)
    )]
    Damaged { file: String, row: Option<u64>, detail: String },

    /// One row cannot be used. Reading can go on with the next row.
    #[error("Row {row}{}: {fault}", in_column(column.as_ref()))]
    Row { row: u64, column: Option<Column>, fault: RowFault },

    /// The table could not be written.
    #[error("The table could not be written: {source}")]
    Write { source: io::Error },

    /// The caller handed over a cell that is not what it claims to be.
    #[error("Row {row}, {column}: “{value}” cannot be written because it is not {wanted}.")]
    BadCell { row: u64, column: Column, value: String, wanted: &'static str },

    /// The caller handed over a row that does not fit under the headings.
    #[error("Row {row} has {cells} cells, but there are {headers} column headings.")]
    WrongWidth { row: u64, cells: usize, headers: usize },

    /// A worksheet cannot take more rows or columns.
    #[error(
        "An XLSX sheet holds {rows} rows of {columns} columns at most. Write a CSV file instead, \
         or split the table."
    )]
    SheetFull { rows: u64, columns: usize },
}

impl SheetError {
    /// Whether only one row is affected, so that reading can go on with the next one.
    #[must_use]
    pub fn is_row(&self) -> bool {
        matches!(self, Self::Row { .. })
    }

    /// The row the error is about, if it is about one.
    #[must_use]
    pub fn row(&self) -> Option<u64> {
        match self {
            Self::EmptyHeader { row, .. }
            | Self::DuplicateHeader { row, .. }
            | Self::BadHeader { row, .. }
            | Self::UnclosedQuote { row, .. }
            | Self::Row { row, .. }
            | Self::BadCell { row, .. }
            | Self::WrongWidth { row, .. } => Some(*row),
            Self::OverLimit { row, .. } | Self::Damaged { row, .. } => *row,
            _ => None,
        }
    }
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowFault {
    #[error(
        "there are {cells} cells but only {headers} column headings. Look for a stray separator \
         or a missing quotation mark."
    )]
    MoreCellsThanHeaders { cells: usize, headers: usize },

    #[error("the row is wider than the {allowed} columns that a table may have.")]
    TooManyColumns { allowed: usize },

    #[error("the cell is longer than the {allowed} bytes that a cell may have. Shorten it.")]
    CellTooLong { allowed: usize },

    #[error(
        "the text is not valid {encoding}. The file was probably saved in another encoding: say \
         which one, or save it again as UTF-8."
    )]
    NotInEncoding { encoding: String },

    #[error("the cell contains a NUL character, which is not text. Remove it.")]
    NulCharacter,

    #[error(
        "there is more text after the closing quotation mark. A quotation mark inside a quoted \
         cell must be written twice."
    )]
    TextAfterQuote,

    #[error("the cell shows the error {shown}. Correct it in the spreadsheet.")]
    ErrorValue { shown: String },

    #[error(
        "the cell holds a formula whose result was never calculated. Open the file in a \
         spreadsheet program and save it."
    )]
    NotCalculated,

    #[error("the cell is formatted as a date, but {value} is no date. Correct it.")]
    NotADate { value: String },

    #[error("the cell holds a number that has no decimal form ({value}). Correct it.")]
    NotANumber { value: String },
}

/// A column as both its letters in a spreadsheet and its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The position, counted from 1.
    pub number: usize,
    /// The heading; empty if the column has none.
    pub name: String,
}

impl Column {
    pub(crate) fn at(index: usize, headers: &[String]) -> Self {
        Self { number: index + 1, name: headers.get(index).cloned().unwrap_or_default() }
    }

    /// The letters a spreadsheet shows above the column: A, B, …, Z, AA, ….
    #[must_use]
    pub fn letters(&self) -> String {
        let mut letters = Vec::new();
        let mut rest = self.number;
        while rest > 0 {
            let digit = (rest - 1) % 26;
            letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

impl fmt::Display for Column {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "column {}", self.letters())?;
        if self.name.is_empty() {
            return Ok(());
        }
        write!(out, " “{}”", self.name)
    }
}

fn in_column(column: Option<&Column>) -> String {
    column.map_or_else(String::new, |column| format!(", {column}"))
}

fn at_row(row: Option<u64>) -> String {
    row.map_or_else(String::new, |row| format!(" at row {row}"))
}

fn after_row(row: Option<u64>) -> String {
    row.map_or_else(String::new, |row| format!(" somewhere after row {row}"))
}

fn called(sheet: Option<&str>) -> String {
    match sheet {
        Some(sheet) => format!("called “{sheet}”"),
        None => "that is not hidden".to_owned(),
    }
}

fn listed(sheets: &[String]) -> String {
    match sheets {
        [] => "It has no sheets with cells at all.".to_owned(),
        sheets => format!("Its sheets are: {}.", sheets.join(", ")),
    }
}

fn nothing_found(sheet: Option<&str>) -> String {
    match sheet {
        Some(sheet) => format!("the sheet “{sheet}” has no row of column headings."),
        None => "there is no row of column headings.".to_owned(),
    }
}

fn over_limit(limit: Limit, allowed: u64) -> String {
    match limit {
        Limit::FileBytes => {
            format!("it is larger than {}. Split it.", size(allowed))
        }
        Limit::RecordBytes => format!(
            "the row that starts there is longer than {}. Most often a quotation mark is opened \
             and never closed.",
            size(allowed)
        ),
        Limit::Rows => format!("it has more than {allowed} rows. Split it."),
        Limit::ZipEntries => format!(
            "the workbook is made of more than {allowed} parts. Save only the sheet you need."
        ),
        Limit::ZipBytes => format!(
            "unpacked it is larger than {}. Save only the sheet you need, or save it as CSV.",
            size(allowed)
        ),
        Limit::ZipRatio => format!(
            "it unpacks to more than {allowed} times its size, which is how files that are meant \
             to do harm are built. Save it as CSV."
        ),
        Limit::PartBytes => format!(
            "a part of the workbook other than a sheet is larger than {}. Remove pictures and \
             attachments, or save it as CSV.",
            size(allowed)
        ),
        Limit::HeldBytes => format!(
            "its texts or its formatting need more than {} of memory. Save it as CSV.",
            size(allowed)
        ),
    }
}

fn size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    UNITS
        .iter()
        .find(|(_, unit)| bytes >= *unit && bytes.is_multiple_of(*unit))
        .map_or_else(|| format!("{bytes} bytes"), |(name, unit)| format!("{} {name}", bytes / unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_letters_are_those_of_a_spreadsheet() {
        let letters = |number| Column { number, name: String::new() }.letters();
        assert_eq!(letters(1), "A");
        assert_eq!(letters(26), "Z");
        assert_eq!(letters(27), "AA");
        assert_eq!(letters(703), "AAA");
        assert_eq!(letters(16_384), "XFD");
    }

    #[test]
    fn messages_name_row_and_column_and_what_to_do() {
        let error = SheetError::Row {
            row: 12,
            column: Some(Column { number: 3, name: "Amount".into() }),
            fault: RowFault::ErrorValue { shown: "#N/A".into() },
        };
        assert_eq!(
            error.to_string(),
            "Row 12, column C “Amount”: the cell shows the error #N/A. Correct it in the \
             spreadsheet."
        );
        assert!(error.is_row());
        assert_eq!(error.row(), Some(12));
    }

    #[test]
    fn a_limit_is_told_in_round_units() {
        assert_eq!(size(2 << 30), "2 GiB");
        assert_eq!(size(64 << 20), "64 MiB");
        assert_eq!(size(100), "100 bytes");
    }
}
