//! Splits decoded text into CSV records.
//!
//! The `csv` crate writes this crate's files, but does not read them: it takes a quote that is
//! never closed for the rest of the file, lets a record grow until memory is gone, and counts no
//! lines in files that end them with a lone carriage return. A file from a stranger needs an
//! answer to all three. On files without such faults the two agree, and a property test holds
//! this module to that.

use std::io::Read;

use super::decode::{Piece, TextSource};
use super::record::Record;
use crate::error::{RowFault, SheetError};
use crate::limits::{Limit, Limits};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing of the cell has been read yet.
    Start,
    /// Inside a cell without quotes, where a quote is an ordinary character.
    Plain,
    /// Inside a quoted cell.
    Quoted,
    /// Behind a quote inside a quoted cell, which either closes it or is the first of two.
    AfterQuote,
    /// Behind the closing quote of a cell and at least one further character.
    Closed,
}

/// A stream of CSV records.
pub(crate) struct Records<R> {
    file: String,
    source: TextSource<R>,
    delimiter: u8,
    limits: Limits,
    state: State,
    /// The physical line that the next character stands on.
    line: u64,
    /// Whether the last character was a carriage return, so that a line feed belongs to it.
    after_return: bool,
    /// The line of the quote that opened the current cell.
    quote_line: u64,
    /// How many cells the current record has, stored or not.
    width: usize,
    /// How many bytes of text the current record has.
    length: usize,
}

impl<R: Read> Records<R> {
    pub(crate) fn new(file: &str, source: TextSource<R>, delimiter: u8, limits: &Limits) -> Self {
        Self {
            file: file.to_owned(),
            source,
            delimiter,
            limits: limits.clone(),
            state: State::Start,
            line: 1,
            after_return: false,
            quote_line: 1,
            width: 0,
            length: 0,
        }
    }

    pub(crate) fn bytes_read(&self) -> u64 {
        self.source.bytes_read()
    }

    /// Reads the next record, blank lines included. `Ok(false)` means that there is none.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<bool, SheetError> {
        record.fault = None;
        self.state = State::Start;
        self.width = 0;
        self.length = 0;
        record.number = self.line;
        self.begin_cell(record);
        loop {
            if self.source.text().is_empty() {
                match self.fill()? {
                    Piece::Text => {}
                    Piece::Malformed => self.take_malformed(record)?,
                    Piece::End => return self.end_of_file(record),
                }
            } else if self.length == 0 && std::mem::take(&mut self.after_return) {
                // The last record ended in a carriage return; a line feed still belongs to it.
                let line_feed = self.source.text().starts_with('\n');
                self.source.take(usize::from(line_feed));
            } else if self.step(record)? {
                record.cells.truncate(self.width.min(self.limits.columns));
                return Ok(true);
            }
        }
    }

    /// Goes on to the next character that matters. `true` means that it ended the record.
    fn step(&mut self, record: &mut Record) -> Result<bool, SheetError> {
        let (run, special) = self.find_special();
        if run > 0 {
            self.take_run(run, record)?;
        }
        let Some(special) = special else {
            return Ok(false);
        };
        self.source.take(1);
        self.grow(1, record)?;
        let after_return = std::mem::replace(&mut self.after_return, special == b'\r');
        match (self.state, special) {
            (State::Start, b'"') => {
                self.state = State::Quoted;
                self.quote_line = self.line;
            }
            (State::Quoted, b'"') => self.state = State::AfterQuote,
            (State::AfterQuote, b'"') => {
                self.state = State::Quoted;
                self.push("\"", record);
            }
            (State::Plain, b'"') => self.push("\"", record),
            (State::Closed, b'"') => record.blame(self.width - 1, RowFault::TextAfterQuote),
            (State::Quoted, b'\r') => {
                self.push("\r", record);
                self.line += 1;
            }
            (State::Quoted, b'\n') => {
                self.push("\n", record);
                self.line += u64::from(!after_return);
            }
            (_, b'\r' | b'\n') => {
                self.line += 1;
                return Ok(true);
            }
            // What is left is the delimiter, which inside quotes is never found.
            _ => {
                self.state = State::Start;
                self.begin_cell(record);
            }
        }
        Ok(false)
    }

    /// The length of the text before the next character that matters here, and that character.
    fn find_special(&self) -> (usize, Option<u8>) {
        let bytes = self.source.text().as_bytes();
        let delimiter = self.delimiter;
        let found = if self.state == State::Quoted {
            bytes.iter().position(|&b| matches!(b, b'"' | b'\r' | b'\n'))
        } else {
            bytes.iter().position(|&b| b == delimiter || matches!(b, b'"' | b'\r' | b'\n'))
        };
        match found {
            Some(at) => (at, bytes.get(at).copied()),
            None => (bytes.len(), None),
        }
    }

    fn take_run(&mut self, run: usize, record: &mut Record) -> Result<(), SheetError> {
        self.grow(run, record)?;
        self.after_return = false;
        let column = self.width - 1;
        let text = self.source.text().get(..run).unwrap_or_default();
        match self.state {
            State::AfterQuote | State::Closed => {
                self.state = State::Closed;
                // Blanks between the quote and the separator are a habit of some programs.
                if !text.trim().is_empty() {
                    record.blame(column, RowFault::TextAfterQuote);
                }
            }
            State::Start | State::Plain => {
                self.state = State::Plain;
                record.push(column, text, &self.limits);
            }
            State::Quoted => record.push(column, text, &self.limits),
        }
        self.source.take(run);
        Ok(())
    }

    fn take_malformed(&mut self, record: &mut Record) -> Result<(), SheetError> {
        let encoding = self.source.encoding_name().to_owned();
        record.blame(self.width - 1, RowFault::NotInEncoding { encoding });
        self.after_return = false;
        if self.state == State::Start {
            self.state = State::Plain;
        }
        // They count as one byte, so that a file of nothing else is given up as well.
        self.grow(1, record)
    }

    fn begin_cell(&mut self, record: &mut Record) {
        record.open(self.width, &self.limits);
        self.width += 1;
    }

    fn push(&self, text: &str, record: &mut Record) {
        record.push(self.width - 1, text, &self.limits);
    }

    /// Counts the record's bytes, so that a line without an end is given up early.
    fn grow(&mut self, bytes: usize, record: &Record) -> Result<(), SheetError> {
        self.length += bytes;
        if self.length <= self.limits.record_bytes {
            return Ok(());
        }
        Err(SheetError::OverLimit {
            file: self.file.clone(),
            row: Some(record.number),
            limit: Limit::RecordBytes,
            allowed: self.limits.record_bytes as u64,
        })
    }

    fn end_of_file(&mut self, record: &mut Record) -> Result<bool, SheetError> {
        if self.state == State::Quoted {
            return Err(SheetError::UnclosedQuote {
                file: self.file.clone(),
                row: self.quote_line,
            });
        }
        record.cells.truncate(self.width.min(self.limits.columns));
        Ok(self.length > 0)
    }

    fn fill(&mut self) -> Result<Piece, SheetError> {
        self.source.fill().map_err(|source| SheetError::Io { file: self.file.clone(), source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::UTF_8;
    use std::cell::Cell;
    use std::io;

    /// An input that never ends and knows how much of it was read.
    struct Endless<'a> {
        start: &'a [u8],
        filler: u8,
        read: &'a Cell<usize>,
    }

    impl Read for Endless<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.start.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            buffer.fill(self.filler);
            self.read.set(self.read.get() + buffer.len());
            Ok(buffer.len())
        }
    }

    #[test]
    fn a_line_without_an_end_is_given_up_after_little_reading() {
        let starts: [(&[u8], u8, u64); 5] = [
            (b"a,b\n1,2\n", b'x', 3),
            (b"a,b\n1,\"2", b'\n', 2),
            (b"a,b\n1,2\n", b',', 3),
            (b"a,b\n1,2\n", b'"', 3),
            (b"a,b\n1,2\n", 0xFF, 3),
        ];
        for (start, filler, line) in starts {
            let read = Cell::new(0);
            let input = Endless { start, filler, read: &read };
            let limits = Limits::default();
            let source = TextSource::new(input, UTF_8);
            let mut records = Records::new("endless.csv", source, b',', &limits);
            let mut record = Record::default();
            let error = loop {
                match records.next(&mut record) {
                    Ok(more) => assert!(more),
                    Err(error) => break error,
                }
            };
            assert_eq!(error.row(), Some(line));
            assert!(matches!(error, SheetError::OverLimit { .. }), "{error}");
            assert!(read.get() <= limits.record_bytes + 128 * 1024, "{}", read.get());
            let held: usize = record.cells.iter().map(String::capacity).sum();
            assert!(held <= 2 * limits.record_bytes, "{held}");
        }
    }
}
