//! Looks through an XLSX package before anything in it is trusted.
//!
//! Every entry is inflated once and thrown away, because the sizes that a zip file declares are
//! only claims. What is counted on the way decides whether the package is opened for real.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::Scanner;
use crate::error::SheetError;
use crate::limits::{Limit, Limits, ZIP_RATIO_FROM};

const BUFFER_BYTES: usize = 64 * 1024;
/// The signature that every header in the directory of a zip file begins with.
const HEADER_SIGNATURE: [u8; 4] = *b"PK\x01\x02";
/// What a string costs on top of its bytes, once it is held in memory.
const STRING_OVERHEAD: u64 = 32;
/// What a style costs, once it is held in memory.
const STYLE_BYTES: u64 = 512;
/// Tables of shared strings may be off in what they say about their length, up to here.
const DECLARED_STRINGS: u64 = 4_000_000;

/// What the reader that comes after does with an entry, which decides what it may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Streamed, so it may be large, but no single piece of it.
    Worksheet,
    /// Held in memory, string by string.
    SharedStrings,
    /// Held in memory, with the longest names copied to every style.
    Styles,
    /// The file that says which part is the workbook.
    Root,
    Other,
}

/// Refuses the package if reading it could exhaust memory, disk or patience.
pub(crate) fn check(file: &str, input: &File, limits: &Limits) -> Result<(), SheetError> {
    Check {
        file,
        limits,
        file_bytes: input.metadata().map_err(|e| io_error(file, e))?.len(),
        inflated: 0,
    }
    .package(input)
}

struct Check<'a> {
    file: &'a str,
    limits: &'a Limits,
    file_bytes: u64,
    /// The bytes of all entries so far.
    inflated: u64,
}

impl Check<'_> {
    fn package(mut self, input: &File) -> Result<(), SheetError> {
        // Even the directory is held in memory, so its headers are counted before it is read.
        let headers = count_headers(input).map_err(|e| io_error(self.file, e))?;
        if headers > self.limits.zip_entries {
            return Err(self.over(Limit::ZipEntries, self.limits.zip_entries as u64));
        }
        let mut archive =
            ZipArchive::new(BufReader::new(input)).map_err(|e| zip_error(self.file, e))?;
        self.kind(&archive)?;
        if archive.has_overlapping_entries().map_err(|e| zip_error(self.file, e))? {
            return Err(self.damaged("entries of the package overlap"));
        }
        for index in 0..archive.len() {
            self.entry(&mut archive, index)?;
        }
        Ok(())
    }

    /// Refuses zip files that are something else than XLSX workbooks.
    fn kind(&self, archive: &ZipArchive<BufReader<&File>>) -> Result<(), SheetError> {
        let has =
            |wanted: &str| archive.file_names_raw().any(|name| normal(name).starts_with(wanted));
        let found = if has("xl/workbook.bin") {
            "a binary Excel workbook (.xlsb)"
        } else if has("word/") {
            "a Word document"
        } else if has("ppt/") {
            "a PowerPoint presentation"
        } else if has("content.xml") && has("mimetype") {
            "an OpenDocument file (.ods)"
        } else if !has("_rels/.rels") {
            "a ZIP archive"
        } else {
            return Ok(());
        };
        Err(SheetError::WrongFormat {
            file: self.file.to_owned(),
            found,
            advice: "Open it in the program it belongs to and save the table as .xlsx or CSV.",
        })
    }

    fn entry(
        &mut self,
        archive: &mut ZipArchive<BufReader<&File>>,
        index: usize,
    ) -> Result<(), SheetError> {
        let mut entry = archive.by_index(index).map_err(|e| zip_error(self.file, e))?;
        let role = role(&normal(entry.name_raw()));
        let packed = entry.compressed_size();
        let mut scanner = Scanner::new();
        let mut root = Vec::new();
        let mut buffer = vec![0; BUFFER_BYTES];
        let mut size = 0;
        loop {
            let count = match entry.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.damaged(&error.to_string())),
            };
            let piece = buffer.get(..count).unwrap_or_default();
            size += count as u64;
            self.inflated += count as u64;
            self.check_size(role, size, packed)?;
            match role {
                Role::Worksheet | Role::SharedStrings | Role::Styles => {
                    scanner.feed(piece);
                    self.check_content(role, size, &scanner)?;
                }
                Role::Root => root.extend_from_slice(piece),
                Role::Other => {}
            }
        }
        if role == Role::Root {
            self.check_root(&root)?;
        }
        Ok(())
    }

    fn check_size(&self, role: Role, size: u64, packed: u64) -> Result<(), SheetError> {
        let limits = self.limits;
        if self.inflated > limits.zip_bytes {
            return Err(self.over(Limit::ZipBytes, limits.zip_bytes));
        }
        let suspicious = |inflated: u64, packed: u64| {
            inflated > ZIP_RATIO_FROM && inflated / limits.zip_ratio > packed
        };
        if suspicious(size, packed) || suspicious(self.inflated, self.file_bytes) {
            return Err(self.over(Limit::ZipRatio, limits.zip_ratio));
        }
        let allowed = match role {
            Role::Worksheet => limits.zip_bytes,
            Role::SharedStrings | Role::Styles => limits.held_bytes,
            Role::Root | Role::Other => limits.part_bytes,
        };
        if size <= allowed {
            return Ok(());
        }
        Err(match role {
            Role::SharedStrings | Role::Styles => self.over(Limit::HeldBytes, allowed),
            _ => self.over(Limit::PartBytes, allowed),
        })
    }

    fn check_content(&self, role: Role, size: u64, scanner: &Scanner) -> Result<(), SheetError> {
        let found = scanner.measures();
        let held = match role {
            Role::SharedStrings => size + found.elements * STRING_OVERHEAD,
            Role::Styles => found.elements.saturating_mul(found.longest_tag.max(STYLE_BYTES)),
            // A small sheet costs little, however it is written.
            Role::Worksheet if size > self.limits.part_bytes => {
                if found.malformed {
                    return Err(self.damaged("a sheet is not well-formed XML"));
                }
                if found.longest > self.limits.record_bytes as u64 {
                    return Err(self.damaged("a cell of a sheet is far too long"));
                }
                0
            }
            _ => 0,
        };
        if held > self.limits.held_bytes {
            return Err(self.over(Limit::HeldBytes, self.limits.held_bytes));
        }
        let strings = found.declared_strings;
        if role == Role::SharedStrings && strings > DECLARED_STRINGS && strings > size {
            return Err(self.damaged("the texts are said to be more than there can be"));
        }
        Ok(())
    }

    /// Only worksheets may be large, so none may pose as the workbook, which is held in memory.
    fn check_root(&self, root: &[u8]) -> Result<(), SheetError> {
        let text = String::from_utf8_lossy(root).to_ascii_lowercase();
        if text.contains("worksheets") || text.contains("&#") {
            return Err(self.damaged("it does not say where the workbook is"));
        }
        Ok(())
    }

    fn over(&self, limit: Limit, allowed: u64) -> SheetError {
        SheetError::OverLimit { file: self.file.to_owned(), row: None, limit, allowed }
    }

    fn damaged(&self, detail: &str) -> SheetError {
        SheetError::Damaged { file: self.file.to_owned(), row: None, detail: detail.to_owned() }
    }
}

/// The name of an entry as the reader compares names.
fn normal(name: &[u8]) -> String {
    String::from_utf8_lossy(name).replace('\\', "/").to_ascii_lowercase()
}

fn role(name: &str) -> Role {
    if name == "_rels/.rels" {
        Role::Root
    } else if name.ends_with("sharedstrings.xml") {
        Role::SharedStrings
    } else if name.ends_with("styles.xml") {
        Role::Styles
    } else if name.contains("worksheets/") && name.ends_with(".xml") {
        Role::Worksheet
    } else {
        Role::Other
    }
}

/// How often the signature of a directory header occurs in the file, which is at least as often
/// as there are headers. By chance it occurs once in four gigabytes.
fn count_headers(mut input: &File) -> io::Result<usize> {
    input.seek(SeekFrom::Start(0))?;
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut kept = 0;
    let mut found = 0;
    loop {
        let room = buffer.get_mut(kept..).unwrap_or_default();
        let count = match input.read(room) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let filled = buffer.get(..kept + count).unwrap_or_default();
        found += filled
            .windows(HEADER_SIGNATURE.len())
            .filter(|window| **window == HEADER_SIGNATURE)
            .count();
        // The last bytes may be the beginning of a signature that the next read completes.
        let overlap = filled.len().min(HEADER_SIGNATURE.len() - 1);
        let start = filled.len() - overlap;
        buffer.copy_within(start..start + overlap, 0);
        kept = overlap;
    }
    input.seek(SeekFrom::Start(0))?;
    Ok(found)
}

fn io_error(file: &str, source: io::Error) -> SheetError {
    SheetError::Io { file: file.to_owned(), source }
}

fn zip_error(file: &str, error: ZipError) -> SheetError {
    match error {
        ZipError::Io(source) if source.kind() != io::ErrorKind::UnexpectedEof => {
            io_error(file, source)
        }
        other => {
            SheetError::Damaged { file: file.to_owned(), row: None, detail: other.to_string() }
        }
    }
}
