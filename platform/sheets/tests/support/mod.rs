//! Files to read, and everything that was read from them.

#![allow(dead_code, reason = "every test program uses another part of this module")]

use std::io::Write;

use sheets::{Limits, ReadOptions, Reader, Row, SheetError};
use tempfile::NamedTempFile;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Everything that a reader had to say about a file.
#[derive(Debug, Default)]
pub struct Contents {
    pub headers: Vec<String>,
    pub rows: Vec<(u64, Vec<String>)>,
    /// The errors of single rows, and at the end perhaps the one that stopped the reader.
    pub errors: Vec<SheetError>,
}

impl Contents {
    pub fn cells(&self) -> Vec<Vec<&str>> {
        self.rows.iter().map(|(_, cells)| cells.iter().map(String::as_str).collect()).collect()
    }

    pub fn numbers(&self) -> Vec<u64> {
        self.rows.iter().map(|(number, _)| *number).collect()
    }

    pub fn messages(&self) -> Vec<String> {
        self.errors.iter().map(ToString::to_string).collect()
    }
}

pub fn file(name: &str, bytes: &[u8]) -> NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(name).tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

pub fn open(bytes: &[u8]) -> Result<Reader, SheetError> {
    open_with(bytes, &ReadOptions::default(), &Limits::default())
}

pub fn open_with(
    bytes: &[u8],
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Reader, SheetError> {
    // The file may go once it is open. Its name says nothing about its format.
    Reader::open(file(".upload", bytes).path(), options, limits)
}

/// The error that a file is refused with.
pub fn refusal(bytes: &[u8]) -> SheetError {
    match open(bytes) {
        Ok(reader) => panic!("was opened with the headings {:?}", reader.headers()),
        Err(error) => error,
    }
}

pub fn drain(mut reader: Reader) -> Contents {
    let mut contents = Contents { headers: reader.headers().to_vec(), ..Contents::default() };
    let mut row = Row::default();
    loop {
        match reader.next_row(&mut row) {
            Ok(true) => {
                assert_eq!(row.cells.len(), contents.headers.len());
                contents.rows.push((row.number, row.cells.clone()));
            }
            Ok(false) => {
                assert_eq!(reader.bytes_read(), reader.bytes_total());
                return contents;
            }
            Err(error) => contents.errors.push(error),
        }
    }
}

pub fn read(bytes: &[u8]) -> Contents {
    drain(open(bytes).unwrap())
}

/// An XLSX package of exactly these entries.
pub fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub const ROOT: &str = r#"<?xml version="1.0"?><Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
pub const WORKBOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>"#;
pub const WORKBOOK_RELS: &str = r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
/// Style 1 is a date, style 2 a date with a time, style 3 money.
pub const STYLES: &str = r##"<styleSheet><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm"/><numFmt numFmtId="165" formatCode="#,##0.00"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>"##;

/// A workbook whose one sheet has these rows, written as XML, and these shared strings.
pub fn workbook(rows: &str, strings: &[&str]) -> Vec<u8> {
    let strings: String = strings
        .iter()
        .map(|text| format!("<si><t xml:space=\"preserve\">{text}</t></si>"))
        .collect();
    let strings = format!("<sst>{strings}</sst>");
    workbook_of(&sheet(rows), strings.as_bytes())
}

pub fn sheet(rows: &str) -> Vec<u8> {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").into_bytes()
}

pub fn workbook_of(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    package(&[
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}
