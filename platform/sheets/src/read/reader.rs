//! The one reader for all formats: headings first, then row after row.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::csv;
use super::detect::{self, Container, Detected, Format};
use super::record::Record;
use super::records::Records;
use super::xlsx::XlsxRows;
use crate::error::{Column, RowFault, SheetError};
use crate::limits::{Limit, Limits};

/// How many bytes it takes to tell the formats apart.
const HEAD_BYTES: u64 = 1024;

/// What the caller knows about a file. Whatever is left out is detected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The encoding, by any label of the WHATWG Encoding Standard such as `windows-1252`; CSV only.
    pub encoding: Option<String>,
    /// The character between two cells; CSV only.
    pub delimiter: Option<u8>,
    /// The sheet to read instead of the first visible one; XLSX only.
    pub sheet: Option<String>,
    /// The row with the headings, counted from 1, instead of the first row that is not blank.
    pub header_row: Option<u64>,
}

/// One row of a table. Reuse it from call to call of [`Reader::next_row`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Where the row is: in a CSV file the line it starts on, in an XLSX sheet its number there.
    pub number: u64,
    /// The cells, exactly one to a heading, just as they stand in the file.
    pub cells: Vec<String>,
    /// The places of the cells that an XLSX sheet has as numbers, in ascending order. They have a plain decimal
    /// form, such as `-1234.56`; a text may be a number as people of some country write it. A CSV file has only
    /// texts.
    pub numbers: Vec<usize>,
}

/// Reads a CSV or XLSX file of unknown origin, row by row, in constant memory.
pub struct Reader {
    file: String,
    detected: Detected,
    headers: Vec<String>,
    source: Source,
    limits: Limits,
    bytes_total: u64,
    record: Record,
    rows: u64,
    ended: bool,
}

enum Source {
    Csv(Box<Records<File>>),
    Xlsx(XlsxRows),
}

impl Source {
    fn next(&mut self, record: &mut Record) -> Result<bool, SheetError> {
        match self {
            Self::Csv(records) => records.next(record),
            Self::Xlsx(rows) => rows.next(record),
        }
    }
}

impl Reader {
    /// Opens a file, finds out what it is and reads its headings.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read, is neither CSV nor XLSX, goes over a limit, has no
    /// headings, or has headings that do not tell its columns apart.
    pub fn open(path: &Path, options: &ReadOptions, limits: &Limits) -> Result<Self, SheetError> {
        let file = path.file_name().unwrap_or(path.as_os_str());
        let file = file.to_string_lossy().into_owned();
        let (mut input, bytes_total) = open_file(&file, path, limits)?;
        let head = read_head(&mut input)
            .map_err(|source| SheetError::Io { file: file.clone(), source })?;
        let (source, detected, first_row) = match detect::container(&head) {
            Container::Text => {
                let csv = csv::open(&file, input, options, limits)?;
                (Source::Csv(Box::new(csv.records)), csv.detected, csv.first_row)
            }
            Container::Zip => {
                let rows = XlsxRows::open(&file, input, options.sheet.as_deref(), limits)?;
                let detected = Detected {
                    format: Format::Xlsx,
                    encoding: encoding_rs::UTF_8.name().to_owned(),
                    delimiter: None,
                    sheet: Some(rows.sheet.clone()),
                };
                (Source::Xlsx(rows), detected, options.header_row.unwrap_or(1))
            }
            Container::Other(found, advice) => {
                return Err(SheetError::WrongFormat { file, found, advice });
            }
        };
        let mut reader = Self {
            file,
            detected,
            headers: Vec::new(),
            source,
            limits: limits.clone(),
            bytes_total,
            record: Record::default(),
            rows: 0,
            ended: false,
        };
        reader.read_headers(first_row)?;
        Ok(reader)
    }

    /// What was found out about the file.
    #[must_use]
    pub fn detected(&self) -> &Detected {
        &self.detected
    }

    /// The headings, without the blanks around them. No two are the same and none is empty.
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// How many bytes of the file are done with, for showing progress. An XLSX file is looked
    /// through once before this starts to count.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        let read = match &self.source {
            _ if self.ended => self.bytes_total,
            Source::Csv(records) => records.bytes_read(),
            Source::Xlsx(rows) => rows.bytes_read(),
        };
        read.min(self.bytes_total)
    }

    /// The size of the file.
    #[must_use]
    pub fn bytes_total(&self) -> u64 {
        self.bytes_total
    }

    /// Reads the next row that is not blank into `row`. `Ok(false)` means that there is none.
    ///
    /// # Errors
    ///
    /// An error for which [`SheetError::is_row`] holds is about this row alone: `row` has its
    /// number and what cells could be read, and the next call goes on behind it. After any other
    /// error there are no more rows.
    pub fn next_row(&mut self, row: &mut Row) -> Result<bool, SheetError> {
        while !self.ended {
            let found = self.source.next(&mut self.record);
            if !matches!(found, Ok(true)) {
                self.ended = true;
                return found;
            }
            if self.record.is_blank() {
                continue;
            }
            self.rows += 1;
            if self.rows > self.limits.rows {
                self.ended = true;
                return Err(SheetError::OverLimit {
                    file: self.file.clone(),
                    row: Some(self.record.number),
                    limit: Limit::Rows,
                    allowed: self.limits.rows,
                });
            }
            row.number = self.record.number;
            std::mem::swap(&mut row.cells, &mut self.record.cells);
            std::mem::swap(&mut row.numbers, &mut self.record.numbers);
            return self.fit(row).map(|()| true);
        }
        Ok(false)
    }

    /// Makes the row as wide as the headings, or says why it cannot be used.
    fn fit(&mut self, row: &mut Row) -> Result<(), SheetError> {
        let width = self.headers.len();
        let used = used_width(&row.cells);
        let nul = row.cells.iter().position(|cell| has_nul(cell));
        let fault = if let Some((column, fault)) = self.record.fault.take() {
            Some((Some(column), fault))
        } else if let Some(column) = nul {
            Some((Some(column), RowFault::NulCharacter))
        } else if used > width {
            let (cells, headers) = (used, width);
            Some((None, RowFault::MoreCellsThanHeaders { cells, headers }))
        } else {
            None
        };
        if let Some((column, fault)) = fault {
            return Err(SheetError::Row {
                row: row.number,
                column: column.map(|column| Column::at(column, &self.headers)),
                fault,
            });
        }
        row.cells.resize(width, String::new());
        Ok(())
    }

    fn read_headers(&mut self, first_row: u64) -> Result<(), SheetError> {
        loop {
            if !self.source.next(&mut self.record)? {
                return Err(SheetError::Empty {
                    file: self.file.clone(),
                    sheet: self.detected.sheet.clone(),
                });
            }
            if self.record.number >= first_row && !self.record.is_blank() {
                break;
            }
        }
        let row = self.record.number;
        let cells = self.record.cells.iter();
        let headers: Vec<String> = cells.map(|cell| cell.trim().to_owned()).collect();
        let nul = headers.iter().position(|cell| has_nul(cell));
        let nul = nul.map(|column| (column, RowFault::NulCharacter));
        if let Some((column, fault)) = self.record.fault.take().or(nul) {
            return Err(SheetError::BadHeader {
                file: self.file.clone(),
                row,
                column: Column::at(column, &[]),
                fault,
            });
        }
        // Spreadsheets write separators for columns to the right of the table.
        let used = used_width(&headers);
        self.headers = headers;
        self.headers.truncate(used);
        self.check_headers(row)
    }

    fn check_headers(&self, row: u64) -> Result<(), SheetError> {
        let mut seen = HashMap::new();
        for (index, name) in self.headers.iter().enumerate() {
            let column = Column::at(index, &self.headers);
            if name.is_empty() {
                return Err(SheetError::EmptyHeader { file: self.file.clone(), row, column });
            }
            if let Some(first) = seen.insert(name, index) {
                return Err(SheetError::DuplicateHeader {
                    file: self.file.clone(),
                    row,
                    first: Column::at(first, &self.headers),
                    second: column,
                });
            }
        }
        Ok(())
    }
}

/// The number of cells up to the last one that is not blank.
fn used_width(cells: &[String]) -> usize {
    let last = cells.iter().rposition(|cell| !cell.trim().is_empty());
    last.map_or(0, |last| last + 1)
}

/// No database takes a NUL as text, so no table is allowed to have one.
fn has_nul(cell: &str) -> bool {
    cell.as_bytes().contains(&0)
}

fn open_file(file: &str, path: &Path, limits: &Limits) -> Result<(File, u64), SheetError> {
    let failed = |source| SheetError::Io { file: file.to_owned(), source };
    // Asked before opening, because opening a pipe waits for its other end.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(SheetError::WrongFormat {
            file: file.to_owned(),
            found: "a folder or a device",
            advice: "Choose a file.",
        });
    }
    let input = File::open(path).map_err(failed)?;
    let size = input.metadata().map_err(failed)?.len();
    if size > limits.file_bytes {
        return Err(SheetError::OverLimit {
            file: file.to_owned(),
            row: None,
            limit: Limit::FileBytes,
            allowed: limits.file_bytes,
        });
    }
    Ok((input, size))
}

fn read_head(input: &mut File) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    Read::by_ref(input).take(HEAD_BYTES).read_to_end(&mut head)?;
    input.seek(SeekFrom::Start(0))?;
    Ok(head)
}
