//! Writing: headings, then row after row, as CSV or XLSX.

mod csv;
mod value;
mod xlsx;

use std::io::Write;

use crate::error::{Column, SheetError};

/// One cell to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Any text. It is never taken for a formula, however it begins.
    Text(&'a str),
    /// An exact decimal such as `147703.18` or `-0.07`, written with just these decimals.
    Number(&'a str),
    /// A day as `yyyy-mm-dd`.
    Date(&'a str),
    /// Nothing.
    Empty,
}

/// Writes a table, row by row, in constant memory.
pub struct Writer<W: Write + Send> {
    format: FormatWriter<W>,
    headers: Vec<String>,
    rows: u64,
}

enum FormatWriter<W: Write + Send> {
    Csv(Box<csv::CsvWriter<W>>),
    Xlsx(Box<xlsx::XlsxWriter<W>>),
}

impl<W: Write + Send> Writer<W> {
    /// Starts a CSV file: RFC 4180, but with `\n` at the end of lines, in UTF-8.
    pub fn csv(out: W) -> Self {
        Self::new(FormatWriter::Csv(Box::new(csv::CsvWriter::new(out))))
    }

    /// Starts an XLSX file with one sheet of the given name. The rows wait in a temporary file
    /// until [`Writer::finish`] writes them to `out`.
    ///
    /// # Errors
    ///
    /// Fails if the temporary file cannot be made or if `sheet` cannot be the name of a sheet.
    pub fn xlsx(out: W, sheet: &str) -> Result<Self, SheetError> {
        let writer = xlsx::XlsxWriter::new(out, sheet)?;
        Ok(Self::new(FormatWriter::Xlsx(Box::new(writer))))
    }

    fn new(format: FormatWriter<W>) -> Self {
        Self { format, headers: Vec::new(), rows: 0 }
    }

    /// Writes the headings. Call it once, before any row.
    ///
    /// # Errors
    ///
    /// Fails if the headings cannot be written.
    pub fn headers(&mut self, names: &[&str]) -> Result<(), SheetError> {
        self.headers = names.iter().map(|name| (*name).to_owned()).collect();
        self.rows += 1;
        match &mut self.format {
            FormatWriter::Csv(writer) => {
                let cells: Vec<Cell<'_>> = names.iter().map(|name| Cell::Text(name)).collect();
                writer.row(&cells)
            }
            FormatWriter::Xlsx(writer) => writer.headers(names),
        }
    }

    /// Writes a row.
    ///
    /// # Errors
    ///
    /// Fails if the row is not as wide as the headings, if a cell is not what it claims to be or
    /// too long for the format, if the sheet is full, or if writing fails.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), SheetError> {
        self.rows += 1;
        if !self.headers.is_empty() && self.headers.len() != cells.len() {
            return Err(SheetError::WrongWidth {
                row: self.rows,
                cells: cells.len(),
                headers: self.headers.len(),
            });
        }
        for (index, cell) in cells.iter().enumerate() {
            if let Some((text, wanted)) = self.fault(cell) {
                return Err(SheetError::BadCell {
                    row: self.rows,
                    column: Column::at(index, &self.headers),
                    value: text.chars().take(40).collect(),
                    wanted,
                });
            }
        }
        match &mut self.format {
            FormatWriter::Csv(writer) => writer.row(cells),
            FormatWriter::Xlsx(writer) => writer.row(cells),
        }
    }

    /// The text of a cell that cannot be written, and what it should have been.
    fn fault<'a>(&self, cell: &Cell<'a>) -> Option<(&'a str, &'static str)> {
        match cell {
            Cell::Number(text) if !value::is_decimal(text) => {
                Some((text, "a decimal number like -147703.18"))
            }
            Cell::Date(text) if value::date(text).is_none() => {
                Some((text, "a date like 2013-01-31"))
            }
            Cell::Text(text) => match &self.format {
                FormatWriter::Xlsx(_) if !xlsx::takes(text) => {
                    Some((text, "short enough: a cell of a sheet holds 32,767 characters"))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Writes what is left to be written and gives back the output.
    ///
    /// # Errors
    ///
    /// Fails if writing fails. A table that was not finished is not complete.
    pub fn finish(self) -> Result<W, SheetError> {
        match self.format {
            FormatWriter::Csv(writer) => writer.finish(),
            FormatWriter::Xlsx(writer) => writer.finish(),
        }
    }
}
