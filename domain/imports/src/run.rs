//! Rehearsing an import, then doing exactly that.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use db::{Ask, Db, List, SortKind, Tx, params};
use jiff::Timestamp;
use kernel::{Id, Page};
use people::permission::RunImports;
use people::{Actor, Allowed, audit};
use serde_json::json;
use sha2::{Digest, Sha256};
use sheets::{Cell, Limits, ReadOptions, Reader, Row, Writer};

use crate::cells::{Cells, Mapping};
use crate::decide::{Marks, Plan, hex};
use crate::profile::{Kind, Profile};
use crate::receivables::Receivables;
use crate::{ImportError, Refusal};

/// Marks the id of an import.
pub enum ImportMark {}
/// The id of an import.
pub type ImportId = Id<ImportMark>;

/// Rows that are decided, and written in one transaction, at a time.
pub const CHUNK_ROWS: usize = 5_000;
/// The column that the file of refused rows has behind the file's own.
pub const WHY_COLUMN: &str = "refused_because";

db::statements! {
    START = "INSERT INTO import_run (tenant_id, import_id, kind, source, profile, file_name, file_hash, fingerprint, status, rows_total, rows_done, summary, started_by, started_at, finished_at, undone_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'applying', ?9, 0, ?10, ?11, ?12, NULL, NULL)";
    /// An import of this plan that was done, so that giving the same command twice does it once.
    ALREADY = "SELECT import_id FROM import_run WHERE tenant_id = ?1 AND fingerprint = ?2 AND file_hash = ?3 AND status = 'applied' ORDER BY import_id";
    UNFINISHED = "SELECT import_id, rows_done, summary, file_hash, profile FROM import_run WHERE tenant_id = ?1 AND fingerprint = ?2 AND status = 'applying' ORDER BY import_id";
    /// Moves an import on, if nobody else has.
    ADVANCE = "UPDATE import_run SET rows_done = ?4 WHERE tenant_id = ?1 AND import_id = ?2 AND rows_done = ?3 AND status = 'applying'";
    FINISH = "UPDATE import_run SET status = 'applied', finished_at = ?3 WHERE tenant_id = ?1 AND import_id = ?2 AND status = 'applying'";
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

/// What is to become of one row.
pub(crate) struct Verdict {
    refusals: Vec<Refusal>,
    mark: String,
}

impl Verdict {
    pub(crate) fn of(mark: String) -> Self {
        Self { refusals: Vec::new(), mark }
    }

    pub(crate) fn refused(refusals: Vec<Refusal>) -> Self {
        let mark = refusals
            .iter()
            .map(|r| format!("{}: {}", r.column, r.why))
            .collect::<Vec<_>>()
            .join("; ");
        Self { refusals, mark: format!("refused {mark}") }
    }
}

/// What one kind of file does with its rows, a chunk at a time. A chunk may be decided more than once, for a
/// transaction may be run again; what it has taken counts from [`Importer::commit`] on.
pub(crate) trait Importer {
    /// Decides what is to become of each row.
    fn decide(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        rows: &mut [Cells<'_>],
        numbers: &[u64],
    ) -> Result<Vec<Verdict>, ImportError>;
    /// What the chunk decided last brings.
    fn counts(&self) -> &Plan;
    /// The state of what the chunk's rows point at, which the plan depends on.
    fn client_state(&self) -> String;
    /// Does what was decided last.
    fn apply(&mut self, tx: &Tx<'_>, actor: &Actor, import: ImportId) -> Result<(), ImportError>;
    /// The chunk is done with.
    fn commit(&mut self);
}

fn importer(tx: &Tx<'_>, profile: &Profile) -> Result<Box<dyn Importer>, ImportError> {
    match profile.kind {
        Kind::Receivables => Ok(Box::new(Receivables::new(tx, profile)?)),
        Kind::Clients | Kind::Contacts => Err(ImportError::Profile {
            name: profile.name.clone(),
            why: format!("{} are not imported yet", profile.kind.word()),
        }),
    }
}

/// A file being read in chunks.
struct Walk {
    reader: Reader,
    mapping: Mapping,
    done: bool,
}

/// A row as it was read, or why it could not be.
type Raw = Result<Row, (Row, Refusal)>;

impl Walk {
    fn open(request: &Request<'_>) -> Result<Self, ImportError> {
        let profile = request.profile;
        let options = ReadOptions {
            encoding: profile.encoding.clone(),
            delimiter: profile.delimiter.and_then(|d| u8::try_from(d).ok()),
            sheet: profile.sheet.clone(),
            header_row: None,
        };
        let reader = Reader::open(request.path, &options, &Limits::default())?;
        let mapping = Mapping::new(profile, reader.headers())?;
        Ok(Self { reader, mapping, done: false })
    }

    fn chunk(&mut self) -> Result<Vec<Raw>, ImportError> {
        let mut rows = Vec::new();
        while rows.len() < CHUNK_ROWS && !self.done {
            let mut row = Row::default();
            match self.reader.next_row(&mut row) {
                Ok(true) => rows.push(Ok(row)),
                Ok(false) => self.done = true,
                Err(e) if e.is_row() => {
                    let refusal = Refusal {
                        row: row.number,
                        column: String::new(),
                        value: String::new(),
                        why: e.to_string(),
                    };
                    rows.push(Err((row, refusal)));
                }
                Err(e) => return Err(e.into()),
            }
        }
        Ok(rows)
    }

    fn progress(&self, rows: u64) -> Progress {
        Progress { rows, bytes: self.reader.bytes_read(), bytes_total: self.reader.bytes_total() }
    }
}

/// A chunk with its verdicts.
struct Decided {
    verdicts: Vec<Verdict>,
    marks: String,
}

/// Decides a chunk: rows that could not be read are refused, the importer judges the others.
fn decide(
    tx: &Tx<'_>,
    actor: &Actor,
    importer: &mut dyn Importer,
    profile: &Profile,
    mapping: &Mapping,
    rows: &[Raw],
) -> Result<Decided, ImportError> {
    let readable: Vec<&Row> = rows.iter().filter_map(|r| r.as_ref().ok()).collect();
    let mut cells: Vec<Cells<'_>> =
        readable.iter().map(|row| Cells::new(profile, mapping, row)).collect();
    let numbers: Vec<u64> = readable.iter().map(|r| r.number).collect();
    let mut judged = importer.decide(tx, actor, &mut cells, &numbers)?.into_iter();
    let mut marks = Marks::default();
    let mut verdicts = Vec::with_capacity(rows.len());
    for raw in rows {
        let (number, verdict) = match raw {
            Ok(row) => (row.number, judged.next().unwrap_or_else(|| Verdict::refused(Vec::new()))),
            Err((row, refusal)) => (row.number, Verdict::refused(vec![refusal.clone()])),
        };
        marks.add(number, &verdict.mark);
        verdicts.push(verdict);
    }
    Ok(Decided { verdicts, marks: marks.short() })
}

/// Rehearses an import: what would become of every row, and the fingerprint that stands for exactly that.
/// Writes nothing to the database. Refused rows go to `refused` as a CSV file that can be mended and
/// imported again.
pub fn plan(
    db: &Db,
    actor: &Actor,
    request: &Request<'_>,
    refused: Option<&mut (dyn Write + Send)>,
    on_progress: &mut OnProgress<'_>,
) -> Result<Plan, ImportError> {
    rehearse(db, actor, request, refused, on_progress).map(|(plan, _)| plan)
}

/// The plan, and the digest of each chunk of it.
fn rehearse(
    db: &Db,
    actor: &Actor,
    request: &Request<'_>,
    refused: Option<&mut (dyn Write + Send)>,
    on_progress: &mut OnProgress<'_>,
) -> Result<(Plan, Vec<String>), ImportError> {
    actor.allow_all::<RunImports>()?;
    let file_hash = hash_file(request.path)?;
    let mut walk = Walk::open(request)?;
    let mut importer = db.read(actor.tenant(), |tx| importer(tx, request.profile))?;
    let mut refused = refused.map(|out| refused_writer(out, walk.reader.headers())).transpose()?;
    let mut plan = Plan {
        detected: detected(&walk.reader),
        unused_columns: unused(request.profile, &walk.reader),
        ..Plan::default()
    };
    let mut whole = Sha256::new();
    whole.update(request.profile.canonical().to_string());
    whole.update(file_hash);
    let mut chunks = Vec::new();
    loop {
        let rows = walk.chunk()?;
        if rows.is_empty() {
            break;
        }
        let decided = db.read(actor.tenant(), |tx| {
            decide(tx, actor, importer.as_mut(), request.profile, &walk.mapping, &rows)
        })?;
        plan.rows += rows.len() as u64;
        merge(&mut plan, importer.counts());
        whole.update(importer.client_state());
        importer.commit();
        for (raw, verdict) in
            rows.iter().zip(&decided.verdicts).filter(|(_, v)| v.mark.starts_with("refused "))
        {
            plan.refuse(&verdict.refusals);
            if let Some(out) = refused.as_mut() {
                write_refused(out, raw, &verdict.refusals, walk.reader.headers().len())?;
            }
        }
        whole.update(&decided.marks);
        chunks.push(decided.marks);
        if !on_progress(walk.progress(plan.rows)) {
            return Err(ImportError::Stopped);
        }
    }
    if let Some(out) = refused {
        out.finish()?;
    }
    plan.fingerprint = hex(&whole.finalize()[..8]);
    Ok((plan, chunks))
}

fn merge(plan: &mut Plan, chunk: &Plan) {
    plan.new_clients += chunk.new_clients;
    plan.known_clients += chunk.known_clients;
    plan.new_contacts += chunk.new_contacts;
    plan.changes += chunk.changes;
    plan.unchanged += chunk.unchanged;
    let sums = [
        (&mut plan.invoices, &chunk.invoices),
        (&mut plan.credit_notes, &chunk.credit_notes),
        (&mut plan.receipts, &chunk.receipts),
    ];
    for (all, some) in sums {
        for (currency, (number, sum)) in some {
            let kept = all.entry(*currency).or_default();
            *kept = (kept.0 + number, kept.1 + sum);
        }
    }
}

/// Imports a file as its plan said, or goes on with an import that was interrupted. Refuses where the facts
/// have moved since. Commits a chunk at a time; killed at any instant and given the same fingerprint again,
/// it goes on where it stopped.
pub fn apply(
    db: &Db,
    actor: &Actor,
    request: &Request<'_>,
    fingerprint: &str,
    on_progress: &mut OnProgress<'_>,
) -> Result<ImportId, ImportError> {
    actor.allow_all::<RunImports>()?;
    let tenant = actor.tenant();
    let file_hash = hash_file(request.path)?;
    let already = db.read(tenant, |tx| {
        tx.query_opt(&ALREADY, params![fingerprint, file_hash.as_slice()], |r| r.get(0))
    })?;
    if let Some(import) = already {
        return Ok(import);
    }
    let unfinished =
        db.read(tenant, |tx| find_unfinished(tx, fingerprint, request.profile, &file_hash))?;
    let (import, rows_done, chunks) = match unfinished {
        Some(found) => found,
        None => {
            let (plan, chunks) = rehearse(db, actor, request, None, on_progress)?;
            if plan.fingerprint != fingerprint {
                return Err(ImportError::Moved {
                    given: fingerprint.to_owned(),
                    now: plan.fingerprint,
                });
            }
            (start(db, actor, request, &plan, &chunks)?, 0, chunks)
        }
    };
    let mut walk = Walk::open(request)?;
    let mut importer = db.read(tenant, |tx| importer(tx, request.profile))?;
    let mut done = 0_u64;
    for planned in &chunks {
        let rows = walk.chunk()?;
        let until = done + rows.len() as u64;
        if until <= rows_done {
            // This chunk is in the books; only what it has taken must be known for the rows to come.
            db.read(tenant, |tx| {
                decide(tx, actor, importer.as_mut(), request.profile, &walk.mapping, &rows)
            })?;
        } else {
            let first = rows
                .iter()
                .map(|r| r.as_ref().map_or_else(|(row, _)| row.number, |row| row.number))
                .next();
            db.write(tenant, |tx| {
                let decided =
                    decide(tx, actor, importer.as_mut(), request.profile, &walk.mapping, &rows)?;
                if decided.marks != *planned {
                    return Err(ImportError::MovedOnTheWay { row: first.unwrap_or(done) });
                }
                if tx.execute(&ADVANCE, params![import, done as i64, until as i64])? == 0 {
                    return Err(ImportError::UnderWay);
                }
                importer.apply(tx, actor, import)
            })?;
        }
        importer.commit();
        done = until;
        if !on_progress(walk.progress(done)) {
            return Err(ImportError::Stopped);
        }
    }
    db.write(tenant, |tx| {
        if tx.execute(&FINISH, params![import, tx.now()])? > 0 {
            audit::record(
                tx,
                actor,
                "import.applied",
                ("import", &import),
                json!({"rows": done, "file": request.file_name}),
            )?;
        }
        Ok::<_, ImportError>(())
    })?;
    db.refresh_statistics()?;
    Ok(import)
}

/// An import of this fingerprint that was interrupted: how far it came, and the digests of its chunks. With
/// another file or profile it is not gone on with.
fn find_unfinished(
    tx: &Tx<'_>,
    fingerprint: &str,
    profile: &Profile,
    file_hash: &[u8],
) -> Result<Option<(ImportId, u64, Vec<String>)>, ImportError> {
    let found = tx.query_opt(&UNFINISHED, params![fingerprint], |r| {
        let same = r.get::<Vec<u8>>(3)? == file_hash
            && r.get::<serde_json::Value>(4)? == profile.canonical();
        Ok((r.get::<ImportId>(0)?, r.get::<u64>(1)?, r.get::<serde_json::Value>(2)?, same))
    })?;
    let Some((id, done, summary, same)) = found else { return Ok(None) };
    if !same {
        let now = "of another file or profile".to_owned();
        return Err(ImportError::Moved { given: fingerprint.to_owned(), now });
    }
    let chunks = summary["chunks"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(Some((id, done, chunks.iter().filter_map(|c| c.as_str().map(str::to_owned)).collect())))
}

fn start(
    db: &Db,
    actor: &Actor,
    request: &Request<'_>,
    plan: &Plan,
    chunks: &[String],
) -> Result<ImportId, ImportError> {
    let file_hash = hash_file(request.path)?;
    let mut summary = plan.summary();
    summary["chunks"] = json!(chunks);
    db.write(actor.tenant(), |tx| {
        if find_unfinished(tx, &plan.fingerprint, request.profile, &file_hash)?.is_some() {
            return Err(ImportError::UnderWay);
        }
        let id: ImportId = tx.new_id();
        tx.execute(
            &START,
            params![
                id, request.profile.kind.word(), &request.profile.source, request.profile.canonical(), request.file_name,
                file_hash.as_slice(), &plan.fingerprint, plan.rows as i64, &summary, actor.name(), tx.now()
            ],
        )?;
        let detail = json!({"file": request.file_name, "fingerprint": plan.fingerprint, "plan": plan.summary()});
        audit::record(tx, actor, "import.started", ("import", &id), detail)?;
        Ok(id)
    })
}

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

fn hash_file(path: &Path) -> Result<Vec<u8>, ImportError> {
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

fn detected(reader: &Reader) -> String {
    let d = reader.detected();
    let mut words = vec![format!("{:?}", d.format).to_lowercase(), d.encoding.clone()];
    words.extend(d.delimiter.map(|c| format!("separated by {c:?}")));
    words.extend(d.sheet.as_ref().map(|s| format!("sheet {s}")));
    words.join(", ")
}

fn unused(profile: &Profile, reader: &Reader) -> Vec<String> {
    let used: HashSet<&str> =
        profile.columns.values().flat_map(crate::profile::Columns::names).collect();
    reader
        .headers()
        .iter()
        .filter(|h| !used.contains(h.as_str()) && *h != WHY_COLUMN)
        .cloned()
        .collect()
}

type RefusedWriter<'w> = Writer<&'w mut (dyn Write + Send)>;

fn refused_writer<'w>(
    out: &'w mut (dyn Write + Send),
    headers: &[String],
) -> Result<RefusedWriter<'w>, ImportError> {
    let mut writer = Writer::csv(out);
    let mut names: Vec<&str> =
        headers.iter().map(String::as_str).filter(|h| *h != WHY_COLUMN).collect();
    names.push(WHY_COLUMN);
    writer.headers(&names)?;
    Ok(writer)
}

/// A refused row as it stood in the file, and why. Numbers stay as they are; what a spreadsheet would take
/// for a formula does not.
fn write_refused(
    out: &mut RefusedWriter<'_>,
    raw: &Raw,
    refusals: &[Refusal],
    width: usize,
) -> Result<(), ImportError> {
    let (Ok(row) | Err((row, _))) = raw;
    let why: Vec<String> =
        refusals
            .iter()
            .map(|r| {
                if r.column.is_empty() { r.why.clone() } else { format!("{}: {}", r.column, r.why) }
            })
            .collect();
    let why = why.join("; ");
    let plain = |text: &str| !text.is_empty() && text.parse::<money::E6>().is_ok();
    let mut cells: Vec<Cell<'_>> = (0..width)
        .map(|at| match row.cells.get(at).map_or("", String::as_str) {
            text if plain(text) => Cell::Number(text),
            text => Cell::Text(text),
        })
        .collect();
    cells.push(Cell::Text(&why));
    out.row(&cells)?;
    Ok(())
}
