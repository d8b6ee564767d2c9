//! Opens a CSV file: encoding first, then the separator, then the records.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use encoding_rs::{Encoding, REPLACEMENT, UTF_16BE, UTF_16LE};

use super::decode::TextSource;
use super::detect::{self, Detected, Format};
use super::reader::ReadOptions;
use super::records::Records;
use crate::error::SheetError;
use crate::limits::Limits;

/// A CSV file that is ready to be read, and what was found out about it.
pub(crate) struct CsvFile {
    pub(crate) records: Records<File>,
    pub(crate) detected: Detected,
    /// The first line that can hold the headings.
    pub(crate) first_row: u64,
}

pub(crate) fn open(
    file: &str,
    mut input: File,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<CsvFile, SheetError> {
    let failed = |source| SheetError::Io { file: file.to_owned(), source };
    let mut sample = Vec::new();
    (&mut input).take(detect::SAMPLE_BYTES as u64).read_to_end(&mut sample).map_err(failed)?;
    input.seek(SeekFrom::Start(0)).map_err(failed)?;

    let complete = sample.len() < detect::SAMPLE_BYTES;
    let encoding = match &options.encoding {
        Some(label) => named_encoding(label, &sample)?,
        None => detect::encoding(&sample, complete),
    };
    if !is_wide(encoding) && detect::is_binary(&sample) {
        return Err(SheetError::WrongFormat {
            file: file.to_owned(),
            found: "neither a spreadsheet nor a text file",
            advice: "Save the table as .xlsx or CSV.",
        });
    }

    let declared = detect::declared_delimiter(&sample, encoding);
    let first_row = options.header_row.unwrap_or(1);
    let first_row = first_row.max(if declared.is_some() { 2 } else { 1 });
    let delimiter = match options.delimiter.or(declared) {
        Some(delimiter) => detect::check_delimiter(delimiter)?,
        None => detect::delimiter(&sample, encoding, first_row),
    };
    let source = TextSource::new(input, encoding);
    Ok(CsvFile {
        records: Records::new(file, source, delimiter, limits),
        detected: Detected {
            format: Format::Csv,
            encoding: encoding.name().to_owned(),
            delimiter: Some(char::from(delimiter)),
            sheet: None,
        },
        first_row,
    })
}

fn named_encoding(label: &str, sample: &[u8]) -> Result<&'static Encoding, SheetError> {
    let named = Encoding::for_label(label.as_bytes())
        // This pseudo-encoding exists to make dangerous labels decode to nothing.
        .filter(|encoding| *encoding != REPLACEMENT)
        .ok_or_else(|| SheetError::UnknownEncoding { label: label.to_owned() })?;
    // “utf-16” leaves open which byte comes first, and the mark at the beginning says it.
    let marked = Encoding::for_bom(sample).map(|(encoding, _)| encoding);
    Ok(marked.filter(|encoding| is_wide(named) && is_wide(encoding)).unwrap_or(named))
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}
