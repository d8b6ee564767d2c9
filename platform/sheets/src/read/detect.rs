//! Finds out what a file is from its first bytes; its name is never asked.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::decode::TextSource;
use super::record::Record;
use super::records::Records;
use crate::error::SheetError;
use crate::limits::Limits;

/// How much of a CSV file its encoding and its separator are judged by.
pub(crate) const SAMPLE_BYTES: usize = 1024 * 1024;
/// How much of the sample the separator is judged by.
const DELIMITER_BYTES: usize = 64 * 1024;
/// How many records the separator is judged by.
const DELIMITER_RECORDS: usize = 50;
/// How much of the sample decides whether the file is text at all.
const BINARY_BYTES: usize = 8 * 1024;
/// The separators that are recognised, in the order in which ties are decided.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// The two formats that can be read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with one row to a line and a separator between the cells.
    Csv,
    /// An Office Open XML workbook, as Excel has saved it since 2007.
    Xlsx,
}

/// What a file turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// The format.
    pub format: Format,
    /// The name of the encoding, as the WHATWG Encoding Standard spells it.
    pub encoding: String,
    /// The character between two cells; CSV only.
    pub delimiter: Option<char>,
    /// The sheet that is read; XLSX only.
    pub sheet: Option<String>,
}

/// What [`container`] makes of the first bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Container {
    Zip,
    Text,
    /// Something else, with what it is called and what to do about it.
    Other(&'static str, &'static str),
}

const SAVE_AS: &str = "Open it in the program it belongs to and save the table as .xlsx or CSV.";
const SAVE_AS_SHEET: &str = "Open it in a spreadsheet program and save it as .xlsx or CSV.";
const NO_PASSWORD: &str = "Open it in Excel and save it as .xlsx, without a password, or as CSV.";

/// How the formats start that people take for tables or upload by mistake.
const SIGNATURES: [(&[u8], &str, &str); 12] = [
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "an old Excel file (.xls) or a file with a password",
        NO_PASSWORD,
    ),
    (b"\x09\x08\x10\x00", "an old Excel file (.xls)", SAVE_AS_SHEET),
    (b"\x09\x08\x08\x00", "an old Excel file (.xls)", SAVE_AS_SHEET),
    (b"PK\x05\x06", "an empty ZIP archive", SAVE_AS),
    (b"%PDF", "a PDF file", SAVE_AS),
    (b"\x1F\x8B", "a compressed file (.gz)", "Unpack it first."),
    (b"7z\xBC\xAF\x27\x1C", "a compressed file (.7z)", "Unpack it first."),
    (b"Rar!", "a compressed file (.rar)", "Unpack it first."),
    (b"{\\rtf", "a Rich Text document", SAVE_AS),
    (b"\x89PNG", "a picture", SAVE_AS),
    (b"\xFF\xD8\xFF", "a picture", SAVE_AS),
    (b"GIF8", "a picture", SAVE_AS),
];

/// Tells zip packages, text and everything else apart.
pub(crate) fn container(sample: &[u8]) -> Container {
    if sample.starts_with(b"PK\x03\x04") {
        return Container::Zip;
    }
    for (signature, found, advice) in SIGNATURES {
        if sample.starts_with(signature) {
            return Container::Other(found, advice);
        }
    }
    let text = sample.trim_ascii_start();
    for tag in [&b"<!doctype html"[..], b"<html", b"<table", b"<?xml"] {
        let start = text.get(..tag.len()).unwrap_or_default();
        if start.eq_ignore_ascii_case(tag) {
            return Container::Other("a web page or an XML file", SAVE_AS_SHEET);
        }
    }
    Container::Text
}

/// Whether bytes that no Unicode encoding explains are anything but text.
pub(crate) fn is_binary(sample: &[u8]) -> bool {
    let head = sample.get(..BINARY_BYTES).unwrap_or(sample);
    let control =
        head.iter().filter(|byte| matches!(byte, 0..=8 | 0x0E..=0x19 | 0x1C..=0x1F | 0x7F)).count();
    control * 10 > head.len()
}

/// The encoding of a CSV file. `complete` says that the sample is the whole file.
pub(crate) fn encoding(sample: &[u8], complete: bool) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return encoding;
    }
    if let Some(encoding) = utf_16_without_mark(sample) {
        return encoding;
    }
    match std::str::from_utf8(sample) {
        Ok(_) => return UTF_8,
        // A sample may end in the middle of a character.
        Err(error) if !complete && error.error_len().is_none() => return UTF_8,
        Err(_) if is_damaged_utf_8(sample) => return UTF_8,
        Err(_) => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, complete);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether most of what is not ASCII is UTF-8. Hardly any text of another encoding is by chance, so what is not
/// is damage: the rows that have it are named, instead of all others being read as what they are not.
fn is_damaged_utf_8(sample: &[u8]) -> bool {
    let (mut sound, mut damaged) = (0, 0);
    for chunk in sample.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    sound >= 3 * damaged
}

/// Latin text in UTF-16 has a zero in every second byte, which nothing else has.
fn utf_16_without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    let head = sample.get(..BINARY_BYTES).unwrap_or(sample);
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    match pairs {
        0 => None,
        _ if odd * 2 > pairs && even * 20 < pairs => Some(UTF_16LE),
        _ if even * 2 > pairs && odd * 20 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// The separator, judged by which one splits the first records into equally many cells.
pub(crate) fn delimiter(sample: &[u8], encoding: &'static Encoding, first_row: u64) -> u8 {
    let head = sample.get(..DELIMITER_BYTES).unwrap_or(sample);
    let mut best = (DELIMITERS[0], (0, 0));
    for delimiter in DELIMITERS {
        let score = agreement(&shapes(head, encoding, delimiter, first_row));
        // Only a better score replaces an earlier candidate, so that ties keep the order.
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// What a separator makes of one record.
struct Shape {
    width: usize,
    /// Whether no quote was torn apart, as the wrong separator does to quoted cells.
    whole: bool,
}

/// How many in a thousand records are whole and as wide as the first one, and how wide that is.
fn agreement(shapes: &[Shape]) -> (usize, usize) {
    match shapes.first() {
        Some(first) if first.width > 1 => {
            let agrees = |shape: &&Shape| shape.whole && shape.width == first.width;
            let agreeing = shapes.iter().filter(agrees).count();
            (agreeing * 1000 / shapes.len(), first.width)
        }
        _ => (0, 0),
    }
}

fn shapes(head: &[u8], encoding: &'static Encoding, delimiter: u8, first_row: u64) -> Vec<Shape> {
    let source = TextSource::new(head, encoding);
    let mut records = Records::new("", source, delimiter, &Limits::default());
    let mut record = Record::default();
    let mut shapes = Vec::new();
    while shapes.len() < DELIMITER_RECORDS && matches!(records.next(&mut record), Ok(true)) {
        if record.number >= first_row && !record.is_blank() {
            let torn = |cell: &String| cell.matches('"').count() % 2 == 1;
            shapes.push(Shape {
                width: record.cells.len(),
                whole: record.fault.is_none() && !record.cells.iter().any(torn),
            });
        }
    }
    // The record at the end of the sample is most often cut in two.
    if head.len() == DELIMITER_BYTES && shapes.len() > 1 {
        shapes.pop();
    }
    shapes
}

/// The separator that a first line like `sep=;` declares. Excel writes and obeys such a line, and
/// it is no part of the table.
pub(crate) fn declared_delimiter(sample: &[u8], encoding: &'static Encoding) -> Option<u8> {
    let head = sample.get(..64).unwrap_or(sample);
    let (text, _) = encoding.decode_with_bom_removal(head);
    let rest = text.strip_prefix("sep=")?;
    let (declared, rest) = rest.split_at_checked(1)?;
    let ended = rest.is_empty() || rest.starts_with(['\r', '\n']);
    declared.bytes().next().filter(|_| ended)
}

/// Refuses separators that would make the text ambiguous.
pub(crate) fn check_delimiter(delimiter: u8) -> Result<u8, SheetError> {
    let usable = delimiter == b'\t' || delimiter.is_ascii_punctuation();
    if usable && delimiter != b'"' {
        return Ok(delimiter);
    }
    Err(SheetError::BadDelimiter { delimiter: char::from(delimiter) })
}
