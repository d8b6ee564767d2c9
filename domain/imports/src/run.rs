//! Imports: rehearsing one, then doing exactly that, and what is kept of each.

use std::path::Path;

use db::{Ask, List, SortKind, Tx};
use jiff::Timestamp;
use jobs::outbox;
use kernel::{Id, Page};
use people::permission::RunImports;
use people::{Actor, Allowed};
use serde_json::json;

use crate::ImportError;
use crate::profile::Profile;

mod apply;
mod refused;
mod rehearse;
pub(crate) mod walk;

pub use apply::apply;
pub use rehearse::plan;

/// Marks the id of an import.
pub enum ImportMark {}
/// The id of an import.
pub type ImportId = Id<ImportMark>;

/// Rows that are decided, and written in one transaction, at a time.
pub const CHUNK_ROWS: usize = 5_000;

/// The topic of an import that is done. Its payload is `import`, `file`, `kind`, `rows`, and `by`: who did it.
pub const APPLIED: &str = "import.applied";
/// The topic of an import that was taken back; its payload is as that of [`APPLIED`].
pub const UNDONE: &str = "import.undone";

/// Says in the outbox what became of an import.
pub(crate) fn publish(
    tx: &Tx<'_>,
    actor: &Actor,
    topic: &str,
    import: ImportId,
    (file, kind, rows): (&str, &str, u64),
) -> Result<(), db::Error> {
    let (import, by) = (import.to_string(), actor.user_id().map(|by| by.to_string()));
    let payload = json!({"import": import, "file": file, "kind": kind, "rows": rows, "by": by});
    outbox::publish(tx, topic, &import, &payload)
}

db::list! {
    /// Imports.
    RUNS = List {
        name: "imports",
        columns: "import_id, kind, source, file_name, fingerprint, status, rows_total, rows_done, summary, started_by, started_at, finished_at, undone_at",
        from: "import_run",
        base: "tenant_id = ?1",
        filters: &[("status", "status = {}"), ("kind", "kind = {}"), ("id", "import_id = {}")],
        sorts: &[("started_at", "started_at", SortKind::Instant)],
        key: ("import_id", SortKind::Uuid),
    };
}

/// An import as it is kept.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its id.
    pub id: ImportId,
    /// What the file brought.
    pub kind: String,
    /// Where the rows come from.
    pub source: String,
    /// The file's name.
    pub file_name: String,
    /// The plan that was agreed to.
    pub fingerprint: String,
    /// `applying`, `applied`, `undoing` or `undone`.
    pub status: String,
    /// Rows of the file.
    pub rows_total: u64,
    /// Rows that have been dealt with.
    pub rows_done: u64,
    /// The plan's counts.
    pub summary: serde_json::Value,
    /// Who started it.
    pub started_by: String,
    /// When.
    pub started_at: Timestamp,
    /// When it was done.
    pub finished_at: Option<Timestamp>,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
}

/// A file to import.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The file.
    pub path: &'a Path,
    /// Its name, for the record.
    pub file_name: &'a str,
    /// How its columns become fields.
    pub profile: &'a Profile,
}

/// How far an import is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Rows dealt with.
    pub rows: u64,
    /// Bytes of the file read.
    pub bytes: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
}

/// Told of progress from time to time; answers whether to go on.
pub type OnProgress<'a> = dyn FnMut(Progress) -> bool + 'a;

/// A page of the imports.
pub fn list(tx: &Tx<'_>, _: &Allowed<RunImports>, ask: &Ask<'_>) -> Result<Page<Run>, db::Error> {
    RUNS.page(
        tx,
        ask,
        |_| Ok(None),
        |r| {
            let mut summary: serde_json::Value = r.get(8)?;
            if let Some(fields) = summary.as_object_mut() {
                fields.remove("chunks");
            }
            Ok(Run {
                id: r.get(0)?,
                kind: r.get(1)?,
                source: r.get(2)?,
                file_name: r.get(3)?,
                fingerprint: r.get(4)?,
                status: r.get(5)?,
                rows_total: r.get(6)?,
                rows_done: r.get(7)?,
                summary,
                started_by: r.get(9)?,
                started_at: r.get(10)?,
                finished_at: r.get(11)?,
                undone_at: r.get(12)?,
            })
        },
    )
}

/// One import.
pub fn get(tx: &Tx<'_>, proof: &Allowed<RunImports>, id: ImportId) -> Result<Run, ImportError> {
    let page = list(tx, proof, &Ask::default().filter("id", Some(id)))?;
    page.items.into_iter().next().ok_or_else(|| ImportError::Unknown(id.to_string()))
}
