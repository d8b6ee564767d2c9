//! Writes an XLSX workbook of one sheet.
//!
//! Text needs no guard here: it is stored as text, and a spreadsheet only runs what is stored as
//! a formula, which this module never does.

use std::io::{self, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, value};
use crate::error::SheetError;

/// The rows and columns that a sheet of an XLSX workbook has.
const ROWS: u32 = 1_048_576;
const COLUMNS: u16 = 16_384;
/// The characters that a cell can hold.
const CELL_CHARACTERS: usize = 32_767;
/// The digits that a spreadsheet keeps of a number.
const NUMBER_DIGITS: usize = 15;
/// Columns are wide enough for a date, and for their heading unless it is a sentence.
const COLUMN_CHARACTERS: std::ops::RangeInclusive<usize> = 12..=40;

pub(crate) struct XlsxWriter<W> {
    out: W,
    workbook: Workbook,
    row: u32,
    heading: Format,
    date: Format,
    /// The formats of numbers, by how many decimals they show.
    numbers: Vec<Format>,
}

/// Whether a cell can hold the text.
pub(crate) fn takes(text: &str) -> bool {
    text.len() <= CELL_CHARACTERS || text.chars().count() <= CELL_CHARACTERS
}

impl<W: Write + Send> XlsxWriter<W> {
    pub(crate) fn new(out: W, sheet: &str) -> Result<Self, SheetError> {
        let mut workbook = Workbook::new();
        workbook
            .add_worksheet_with_constant_memory()
            .and_then(|worksheet| worksheet.set_name(sheet))
            .map_err(failed)?;
        Ok(Self {
            out,
            workbook,
            row: 0,
            heading: Format::new().set_bold(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            numbers: Vec::new(),
        })
    }

    /// Writes the headings in bold and keeps them in sight when the rows are scrolled.
    pub(crate) fn headers(&mut self, names: &[&str]) -> Result<(), SheetError> {
        let row = self.next_row(names.len())?;
        let worksheet = self.workbook.worksheet_from_index(0).map_err(failed)?;
        worksheet.set_freeze_panes(row + 1, 0).map_err(failed)?;
        for (column, name) in (0..COLUMNS).zip(names) {
            let characters = name.chars().count() + 2;
            let characters = characters.clamp(*COLUMN_CHARACTERS.start(), *COLUMN_CHARACTERS.end());
            worksheet
                .set_column_width(column, u8::try_from(characters).unwrap_or(u8::MAX))
                .and_then(|sheet| sheet.write_string_with_format(row, column, *name, &self.heading))
                .map_err(failed)?;
        }
        Ok(())
    }

    pub(crate) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), SheetError> {
        let row = self.next_row(cells.len())?;
        for cell in cells {
            if let Cell::Number(text) = cell {
                self.prepare_format(value::decimals(text));
            }
        }
        let worksheet = self.workbook.worksheet_from_index(0).map_err(failed)?;
        for (column, cell) in (0..COLUMNS).zip(cells) {
            match cell {
                Cell::Empty => Ok(()),
                Cell::Text(text) => write_text(worksheet, row, column, text),
                Cell::Number(text) => {
                    let format = self.numbers.get(value::decimals(text));
                    write_number(worksheet, row, column, text, format)
                }
                Cell::Date(text) => write_date(worksheet, row, column, text, &self.date),
            }
            .map_err(failed)?;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<W, SheetError> {
        self.workbook.save_to_writer(&mut self.out).map_err(failed)?;
        Ok(self.out)
    }

    fn next_row(&mut self, width: usize) -> Result<u32, SheetError> {
        if self.row >= ROWS || width > usize::from(COLUMNS) {
            return Err(SheetError::SheetFull {
                rows: u64::from(ROWS),
                columns: usize::from(COLUMNS),
            });
        }
        let row = self.row;
        self.row += 1;
        Ok(row)
    }

    /// Makes sure that there is a format with that many decimals, unless they are too many for a
    /// number anyway.
    fn prepare_format(&mut self, decimals: usize) {
        while self.numbers.len() <= decimals.min(NUMBER_DIGITS) {
            let code = match self.numbers.len() {
                0 => "0".to_owned(),
                decimals => format!("0.{}", "0".repeat(decimals)),
            };
            self.numbers.push(Format::new().set_num_format(code));
        }
    }
}

fn write_text(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
) -> Result<(), XlsxError> {
    worksheet.write_string(row, column, text).map(|_| ())
}

/// Writes a number, or its digits as text if a spreadsheet could not keep all of them.
fn write_number(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    let exact = value::significant_digits(text) <= NUMBER_DIGITS;
    match (text.parse::<f64>(), format) {
        (Ok(number), Some(format)) if exact => {
            worksheet.write_number_with_format(row, column, number, format).map(|_| ())
        }
        _ => write_text(worksheet, row, column, text),
    }
}

/// Writes a date, or its text if it lies before the days that a spreadsheet can count.
fn write_date(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    // The library would also write the day before, which spreadsheets show as a time of day.
    let date = value::date(text)
        .filter(|(year, ..)| *year >= 1900)
        .and_then(|(year, month, day)| ExcelDateTime::from_ymd(year, month, day).ok());
    match date {
        Some(date) => worksheet.write_datetime_with_format(row, column, date, format).map(|_| ()),
        None => write_text(worksheet, row, column, text),
    }
}

fn failed(error: XlsxError) -> SheetError {
    let source = match error {
        XlsxError::IoError(source) | XlsxError::TempFileError(_, source) => source,
        other => io::Error::other(other),
    };
    SheetError::Write { source }
}
