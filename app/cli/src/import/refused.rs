//! The file of refused rows, which is kept only if there are any.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// Refused rows on their way into a file.
pub struct RefusedRows {
    file: NamedTempFile,
    places: Vec<PathBuf>,
}

impl RefusedRows {
    /// Begins a file for the refused rows of `source`: in `named`, else beside the source, else (where that
    /// folder cannot be written to) in the current one.
    pub fn open(source: &Path, named: Option<&Path>) -> Result<Self> {
        let mut name = source.file_name().unwrap_or(source.as_os_str()).to_owned();
        name.push(".refused.csv");
        let places = match named {
            Some(place) if same_file(place, source) => {
                return Err(Error::Usage("--refused names the file that is imported".to_owned()));
            }
            Some(place) => vec![place.to_owned()],
            None => vec![source.with_file_name(&name), PathBuf::from(&name)],
        };
        let file =
            NamedTempFile::new().map_err(|e| Error::new(format!("no temporary file: {e}")))?;
        Ok(Self { file, places })
    }

    /// Where to write the rows.
    pub fn writer(&mut self) -> &mut (dyn Write + Send) {
        &mut self.file
    }

    /// Puts the file in the first place that takes it, and says which.
    pub fn keep(self) -> Result<PathBuf> {
        let mut failed = Error::Said;
        for place in self.places {
            match std::fs::copy(self.file.path(), &place) {
                Ok(_) => return Ok(place),
                Err(e) => failed = Error::file(&place, &e),
            }
        }
        Err(failed.hint("say with --refused FILE where the refused rows may be written"))
    }
}

fn same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
