//! Files that were sent to be imported, kept for a while in the server's data folder.
//!
//! Each is a folder of its own, `uploads/<tenant>/<id>/`, with the file under its name and, once all of it has
//! arrived, a note about it. The id holds the time of its making, so what is too old is known by its name.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use kernel::{Id, TenantId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::config::{UPLOAD_HOURS, UPLOADS_MAX};

/// Marks the id of an upload.
pub(crate) enum UploadMark {}
/// The id of an upload.
pub(crate) type UploadId = Id<UploadMark>;

/// Characters of a file's name at the most.
const NAME_CHARS_MAX: usize = 100;
/// The note's name; a file's own name never is, for it is in a folder below.
const NOTE: &str = "note.json";

/// A file that has arrived.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Upload {
    pub(crate) id: Uuid,
    /// Its name, made fit to stand in a folder.
    pub(crate) file_name: String,
    pub(crate) bytes: u64,
}

/// Why there is no upload.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UploadError {
    /// Not there, or too old.
    #[error("there is no upload {0}, or it has been thrown away; send the file again")]
    Unknown(UploadId),
    /// Too many at a time.
    #[error("{UPLOADS_MAX} uploaded files wait already; delete some first")]
    TooMany,
    /// The file system's own.
    #[error("the data folder cannot be used: {0}")]
    Io(#[from] io::Error),
}

kernel::fault!(UploadError {
    Self::Unknown(_) => NotFound, "unknown-upload";
    Self::TooMany => Conflict, "too-many-uploads";
    Self::Io(_) => Internal, "data-folder";
});

/// The uploads of one company.
#[derive(Clone, Debug)]
pub(crate) struct Uploads {
    folder: PathBuf,
}

/// A file that is arriving: unless it is kept, it is removed when this is dropped.
pub(crate) struct Arriving {
    folder: PathBuf,
    kept: bool,
    note: Upload,
}

impl Uploads {
    pub(crate) fn of(data_dir: &Path, tenant: TenantId) -> Self {
        Self { folder: data_dir.join("uploads").join(tenant.to_string()) }
    }

    /// Makes room for a new file under an id of `now`, and removes those that are too old.
    pub(crate) fn begin(
        &self,
        id: UploadId,
        file_name: &str,
        now: Timestamp,
    ) -> Result<(Arriving, File), UploadError> {
        fs::create_dir_all(&self.folder)?;
        if self.sweep(now)? >= UPLOADS_MAX {
            return Err(UploadError::TooMany);
        }
        let note = Upload { id: id.uuid(), file_name: safe_name(file_name), bytes: 0 };
        let arriving = Arriving { folder: self.folder_of(id), kept: false, note };
        fs::create_dir_all(arriving.folder.join("file"))?;
        let file = create(&arriving.folder.join("file").join(&arriving.note.file_name))?;
        Ok((arriving, file))
    }

    /// A file that has arrived and is not too old.
    pub(crate) fn find(&self, id: UploadId, now: Timestamp) -> Result<Upload, UploadError> {
        let unknown = || UploadError::Unknown(id);
        if made_at(id.uuid()).is_none_or(|at| is_over(at, now)) {
            return Err(unknown());
        }
        let text = fs::read(self.folder_of(id).join(NOTE)).map_err(|_| unknown())?;
        serde_json::from_slice(&text).map_err(|_| unknown())
    }

    /// Where a file is.
    pub(crate) fn path(&self, upload: &Upload) -> PathBuf {
        self.folder_of(Id::from_uuid(upload.id)).join("file").join(&upload.file_name)
    }

    /// Throws a file away; it may be gone already.
    pub(crate) fn remove(&self, id: UploadId) -> Result<(), UploadError> {
        match fs::remove_dir_all(self.folder_of(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn folder_of(&self, id: UploadId) -> PathBuf {
        self.folder.join(id.to_string())
    }

    /// Removes what is too old, also what never arrived whole, and counts the rest.
    fn sweep(&self, now: Timestamp) -> io::Result<usize> {
        let mut left = 0;
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let id = entry.file_name().to_str().and_then(|name| name.parse::<Uuid>().ok());
            match id.and_then(made_at) {
                Some(at) if is_over(at, now) => fs::remove_dir_all(entry.path())?,
                Some(_) => left += 1,
                None => {}
            }
        }
        Ok(left)
    }
}

impl Upload {
    /// When it arrived.
    pub(crate) fn uploaded_at(&self) -> Timestamp {
        made_at(self.id).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// When it is thrown away.
    pub(crate) fn expires_at(&self) -> Timestamp {
        self.uploaded_at() + SignedDuration::from_hours(UPLOAD_HOURS)
    }
}

impl Arriving {
    /// All of the file is there.
    pub(crate) fn keep(mut self, bytes: u64) -> Result<Upload, UploadError> {
        self.note.bytes = bytes;
        let note = serde_json::to_vec(&self.note).map_err(io::Error::other)?;
        io::Write::write_all(&mut create(&self.folder.join(NOTE))?, &note)?;
        self.kept = true;
        Ok(self.note.clone())
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        if !self.kept
            && let Err(error) = fs::remove_dir_all(&self.folder)
        {
            tracing::warn!(%error, "what arrived of an upload was not removed");
        }
    }
}

/// A new file that nobody else on the machine may read.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The instant that an id was made of.
fn made_at(id: Uuid) -> Option<Timestamp> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    Timestamp::new(i64::try_from(seconds).ok()?, i32::try_from(nanos).ok()?).ok()
}

fn is_over(made_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(made_at) >= SignedDuration::from_hours(UPLOAD_HOURS)
}

/// A name that is safe in any folder and in any header: letters of ASCII, digits and some marks.
pub(crate) fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let plain: String =
        last.chars().take(NAME_CHARS_MAX).map(|c| if fits(c) { c } else { '_' }).collect();
    let plain = plain.trim_start_matches('.');
    if plain.is_empty() { "file".to_owned() } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::IdSource;

    #[test]
    fn names_lead_nowhere_else() {
        for (given, kept) in [
            ("open items 2026.csv", "open_items_2026.csv"),
            ("../../etc/passwd", "passwd"),
            ("C:\\books\\März.xlsx", "M_rz.xlsx"),
            ("..", "file"),
            ("", "file"),
            (".hidden", "hidden"),
            ("a\r\nSet-Cookie: x", "a__Set-Cookie__x"),
        ] {
            assert_eq!(safe_name(given), kept, "{given}");
        }
        assert_eq!(safe_name(&"x".repeat(500)).len(), NAME_CHARS_MAX);
    }

    #[test]
    fn an_upload_is_kept_for_a_while() {
        let data = tempfile::tempdir().unwrap();
        let uploads = Uploads::of(data.path(), TenantId::NIL);
        let (ids, now) = (IdSource::seeded(1), Timestamp::constant(1_774_000_000, 0));
        let id: UploadId = ids.next_id(now);
        let (arriving, _) = uploads.begin(id, "a.csv", now).unwrap();
        assert!(uploads.find(id, now).is_err(), "it has not arrived yet");
        let upload = arriving.keep(3).unwrap();
        assert_eq!(uploads.find(id, now).unwrap().bytes, 3);
        assert!(uploads.path(&upload).exists());
        let other = Uploads::of(data.path(), ids.next_id(now));
        assert!(matches!(other.find(id, now), Err(UploadError::Unknown(_))), "another company's");

        let later = now + SignedDuration::from_hours(UPLOAD_HOURS);
        assert!(uploads.find(id, later).is_err());
        let broken: UploadId = ids.next_id(later);
        drop(uploads.begin(broken, "b.csv", later).unwrap());
        assert!(!uploads.path(&upload).exists(), "the next upload sweeps");
        assert!(!uploads.folder_of(broken).exists(), "what broke off is removed");
    }

    #[test]
    fn there_is_room_for_so_many() {
        let data = tempfile::tempdir().unwrap();
        let uploads = Uploads::of(data.path(), TenantId::NIL);
        let (ids, now) = (IdSource::seeded(1), Timestamp::constant(1_774_000_000, 0));
        let begin = || uploads.begin(ids.next_id(now), "a.csv", now);
        let kept: Vec<_> = (0..UPLOADS_MAX).map(|_| begin().unwrap()).collect();
        assert!(matches!(begin(), Err(UploadError::TooMany)));
        drop(kept);
        assert!(begin().is_ok());
    }
}
