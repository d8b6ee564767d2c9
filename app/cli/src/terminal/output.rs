//! Where data goes: standard output, or a file that is there whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// Whether somebody read the output and went away. Errors of formats hide that they began with it.
static READER_GONE: AtomicBool = AtomicBool::new(false);

/// Whether whoever read the output has gone away.
pub fn reader_is_gone() -> bool {
    READER_GONE.load(Ordering::Relaxed)
}

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
            let device =
                File::options().write(true).open(path).map_err(|e| Error::file(path, &e))?;
            return Ok(Self::Device(BufWriter::new(device)));
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(folder).map_err(|e| Error::file(path, &e))?;
        Ok(Self::File { writer: BufWriter::new(file), path: path.to_owned() })
    }

    /// Writes what is left, and puts a file in its place.
    pub fn finish(mut self) -> Result<()> {
        match self {
            Self::Stdout(_) | Self::Device(_) => Ok(self.flush()?),
            Self::File { writer, path } => {
                let file = writer.into_inner().map_err(|e| Error::file(&path, e.error()))?;
                file.persist(&path).map_err(|e| Error::file(&path, &e.error))?;
                Ok(())
            }
        }
    }
}

impl Output {
    fn inner(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(writer) => writer,
            Self::Device(writer) => writer,
            Self::File { writer, .. } => writer,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner().write(bytes).inspect_err(remember)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner().flush().inspect_err(remember)
    }
}

fn remember(error: &io::Error) {
    if error.kind() == io::ErrorKind::BrokenPipe {
        READER_GONE.store(true, Ordering::Relaxed);
    }
}
