//! A file read in chunks.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use kernel::Fault as _;
use sha2::{Digest, Sha256};
use sheets::{Format, Limits, ReadOptions, Reader, Row};

use super::refused;
use super::{CHUNK_ROWS, Progress, Request};
use crate::cells::Mapping;
use crate::profile::{Columns, Profile};
use crate::wrong::Wrong;
use crate::{ImportError, Refusal};

/// A file being read in chunks.
pub(crate) struct Walk {
    pub(super) reader: Reader,
    pub(super) mapping: Mapping,
    /// Whether it is a file of refused rows, mended.
    mended: bool,
    done: bool,
}

/// A row as it was read, or why it could not be.
pub(crate) type Raw = Result<Row, (Row, Refusal)>;

impl Walk {
    pub(super) fn open(request: &Request<'_>) -> Result<Self, ImportError> {
        let profile = request.profile;
        let options = ReadOptions {
            encoding: profile.encoding.clone(),
            delimiter: profile.delimiter.and_then(|d| u8::try_from(d).ok()),
            sheet: profile.sheet.clone(),
            header_row: None,
        };
        let reader = open(request.path, &options)?;
        let mended = refused::is_mended(reader.headers());
        let mapping = Mapping::new(profile, reader.headers())?;
        Ok(Self { reader, mapping, mended, done: false })
    }

    pub(super) fn chunk(&mut self) -> Result<Vec<Raw>, ImportError> {
        let mut rows = Vec::new();
        while rows.len() < CHUNK_ROWS && !self.done {
            let mut row = Row::default();
            match self.reader.next_row(&mut row) {
                Ok(true) => {
                    if self.mended {
                        refused::as_it_stood(&mut row, self.reader.headers());
                    }
                    rows.push(Ok(row));
                }
                Ok(false) => self.done = true,
                Err(e) if e.is_row() => {
                    let why = Wrong::Unreadable(e);
                    let refusal = Refusal {
                        row: row.number,
                        column: String::new(),
                        value: String::new(),
                        code: why.code(),
                        why: why.to_string(),
                    };
                    rows.push(Err((row, refusal)));
                }
                Err(e) => return Err(e.into()),
            }
        }
        Ok(rows)
    }

    /// Whether cells of the file can be numbers, and not only texts that look like some.
    pub(super) fn has_numbers(&self) -> bool {
        self.reader.detected().format == Format::Xlsx || refused::has_numbers(self.reader.headers())
    }

    pub(super) fn progress(&self, rows: u64) -> Progress {
        Progress { rows, bytes: self.reader.bytes_read(), bytes_total: self.reader.bytes_total() }
    }

    /// What the file was found to be.
    pub(super) fn detected(&self) -> String {
        let d = self.reader.detected();
        let mut words = vec![format!("{:?}", d.format).to_lowercase(), d.encoding.clone()];
        words.extend(d.delimiter.map(|c| format!("separated by {c:?}")));
        words.extend(d.sheet.as_ref().map(|s| format!("sheet {s}")));
        words.join(", ")
    }

    /// Columns of the file that the profile does not use.
    pub(super) fn unused(&self, profile: &Profile) -> Vec<String> {
        let used: Vec<&str> = profile.columns.values().flat_map(Columns::names).collect();
        let unused = |h: &&String| !used.contains(&h.as_str()) && !refused::is_of_refusal(h);
        self.reader.headers().iter().filter(unused).cloned().collect()
    }
}

/// Opens a file as the profile has it. The file of refused rows is always of the one form in which it was
/// written, whatever the profile says of the file that the rows came from.
fn open(path: &Path, options: &ReadOptions) -> Result<Reader, ImportError> {
    let plain = ReadOptions::default();
    if *options != plain
        && let Ok(reader) = Reader::open(path, &plain, &Limits::default())
        && refused::is_mended(reader.headers())
    {
        return Ok(reader);
    }
    Ok(Reader::open(path, options, &Limits::default())?)
}

/// The digest of a file's bytes.
pub(super) fn hash_file(path: &Path) -> Result<Vec<u8>, ImportError> {
    let open = |e: std::io::Error| ImportError::Open {
        path: path.display().to_string(),
        why: e.to_string(),
    };
    let mut file = File::open(path).map_err(open)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0_u8; 256 * 1024];
    loop {
        let read = file.read(&mut buffer).map_err(open)?;
        if read == 0 {
            return Ok(hash.finalize().to_vec());
        }
        hash.update(&buffer[..read]);
    }
}
