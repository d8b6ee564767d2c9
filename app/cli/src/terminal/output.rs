//! Where data goes: standard output, or a file that is there whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// Where a command's data goes.
pub enum Output {
    /// Standard output.
    Stdout(BufWriter<Stdout>),
    /// What is there already and is no plain file, such as a pipe.
    Device(BufWriter<File>),
    /// A file: written beside its place, and put there at the end. Only its owner can read it, since it
    /// holds the company's data.
    File {
        /// The file as far as it is written.
        writer: BufWriter<NamedTempFile>,
        /// Its place.
        path: PathBuf,
    },
}

impl Output {
    /// Opens the file, or standard output where none is named.
    pub fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else { return Ok(Self::Stdout(BufWriter::new(io::stdout()))) };
        if path.exists() && !path.is_file() {
            let device = File::options().write(true).open(path).map_err(|e| Error::file(path, &e))?;
            return Ok(Self::Device(BufWriter::new(device)));
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(folder).map_err(|e| Error::file(path, &e))?;
        Ok(Self::File { writer: BufWriter::new(file), path: path.to_owned() })
    }

    /// Writes what is left, and puts a file in its place.
    pub fn finish(self) -> Result<()> {
        match self {
            Self::Stdout(mut writer) => Ok(writer.flush()?),
            Self::Device(mut writer) => Ok(writer.flush()?),
            Self::File { writer, path } => {
                let file = writer.into_inner().map_err(|e| Error::file(&path, e.error()))?;
                file.persist(&path).map_err(|e| Error::file(&path, &e.error))?;
                Ok(())
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(writer) => writer.write(bytes),
            Self::Device(writer) => writer.write(bytes),
            Self::File { writer, .. } => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(writer) => writer.flush(),
            Self::Device(writer) => writer.flush(),
            Self::File { writer, .. } => writer.flush(),
        }
    }
}
