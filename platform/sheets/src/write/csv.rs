//! Writes CSV, and keeps spreadsheets from running what stands in it.

use std::borrow::Cow;
use std::io::{self, Write};

use super::Cell;
use crate::error::SheetError;

pub(crate) struct CsvWriter<W: Write> {
    inner: csv::Writer<W>,
}

impl<W: Write> CsvWriter<W> {
    pub(crate) fn new(out: W) -> Self {
        let mut builder = csv::WriterBuilder::new();
        // The caller checks the width of rows, and knows their names for the message.
        builder.flexible(true).terminator(csv::Terminator::Any(b'\n'));
        Self { inner: builder.from_writer(out) }
    }

    pub(crate) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), SheetError> {
        for cell in cells {
            let text = match cell {
                Cell::Text(text) => without_formula(text),
                Cell::Number(text) | Cell::Date(text) => Cow::Borrowed(*text),
                Cell::Empty => Cow::Borrowed(""),
            };
            self.inner.write_field(text.as_bytes()).map_err(failed)?;
        }
        self.inner.write_record(None::<&[u8]>).map_err(failed)
    }

    pub(crate) fn finish(self) -> Result<W, SheetError> {
        self.inner.into_inner().map_err(|error| SheetError::Write { source: error.into_error() })
    }
}

fn failed(error: csv::Error) -> SheetError {
    SheetError::Write { source: io::Error::from(error) }
}

/// Puts an apostrophe before a text that a spreadsheet would run as a formula.
///
/// The first characters are those that OWASP lists under “CSV Injection”, with the full-width
/// forms that some spreadsheets take for them. A plus sign with nothing but digits behind it is
/// left alone: as a formula it is only that number, there is nothing in it that could act, and an
/// apostrophe would spoil every telephone number in the file.
fn without_formula(text: &str) -> Cow<'_, str> {
    const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(DANGEROUS) && !is_phone_number(text) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}
