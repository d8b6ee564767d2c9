//! Doing what a plan said.

use db::{Db, Tx, params};
use people::permission::RunImports;
use people::{Actor, audit};
use serde_json::json;

use super::rehearse::rehearse;
use super::walk::{Raw, Walk, hash_file};
use super::{APPLIED, ImportId, OnProgress, Request, publish};
use crate::ImportError;
use crate::decide::Plan;
use crate::importer::{Importer, decide, importer};
use crate::profile::Profile;

db::statements! {
    START = "INSERT INTO import_run (tenant_id, import_id, kind, source, profile, file_name, file_hash, fingerprint, status, rows_total, rows_done, summary, started_by, started_at, finished_at, undone_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'applying', ?9, 0, ?10, ?11, ?12, NULL, NULL)";
    /// An import of this plan that was done, so that giving the same command twice does it once.
    ALREADY = "SELECT import_id FROM import_run WHERE tenant_id = ?1 AND fingerprint = ?2 AND file_hash = ?3 AND status = 'applied' ORDER BY import_id DESC LIMIT 1";
    UNFINISHED = "SELECT import_id, rows_done, summary, file_hash, profile FROM import_run WHERE tenant_id = ?1 AND fingerprint = ?2 AND status = 'applying' ORDER BY import_id";
    /// Moves an import on, if nobody else has.
    ADVANCE = "UPDATE import_run SET rows_done = ?4 WHERE tenant_id = ?1 AND import_id = ?2 AND rows_done = ?3 AND status = 'applying'";
    FINISH = "UPDATE import_run SET status = 'applied', finished_at = ?3 WHERE tenant_id = ?1 AND import_id = ?2 AND status = 'applying'";
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
    actor.allow::<RunImports>()?;
    let tenant = actor.tenant();
    let file_hash = hash_file(request.path)?;
    let unfinished =
        db.read(tenant, |tx| find_unfinished(tx, fingerprint, request.profile, &file_hash))?;
    let (import, rows_done, chunks) = match unfinished {
        Some(found) => found,
        None => {
            let done_before = db.read(tenant, |tx| already(tx, fingerprint, &file_hash))?;
            let (plan, chunks) = rehearse(db, actor, request, None, on_progress)?;
            // Given once more, a plan that was done is not done again; but where what it brought is gone
            // since, it would bring it once more, and is the plan that it was.
            let same = plan.fingerprint == fingerprint;
            if !same || plan.brings_nothing() {
                let done = db.read(tenant, |tx| already(tx, fingerprint, &file_hash))?;
                if let Some(import) = done {
                    return Ok(import);
                }
            }
            if !same {
                return Err(ImportError::Moved {
                    given: fingerprint.to_owned(),
                    now: plan.fingerprint,
                });
            }
            match start(db, actor, request, &plan, &chunks, done_before)? {
                Started::Here(import) => (import, 0, chunks),
                Started::DoneMeanwhile(import) => return Ok(import),
            }
        }
    };
    let mut walk = Walk::open(request)?;
    let mut importer = db.read(tenant, |tx| importer(tx, request.profile))?;
    let mut done = 0_u64;
    for (before, planned) in (0_u64..).zip(&chunks) {
        let rows = walk.chunk()?;
        let until = done + rows.len() as u64;
        if until <= rows_done {
            // This chunk is in the books; only what it has taken must be known for the rows to come.
            db.read(tenant, |tx| {
                decide(tx, actor, importer.as_mut(), request.profile, &walk.mapping, &rows)
            })?;
        } else {
            // An engine that thinks that the tables are still empty would walk them whole for each chunk.
            if is_power_of_four(before) {
                db.refresh_statistics()?;
            }
            let chunk = Chunk { import, done, until, planned, rows: &rows };
            db.write(tenant, |tx| write(tx, actor, importer.as_mut(), request, &walk, &chunk))?;
        }
        importer.commit();
        done = until;
        if !on_progress(walk.progress(done)) {
            return Err(ImportError::Stopped);
        }
    }
    finish(db, actor, request, import, done)?;
    db.refresh_statistics()?;
    Ok(import)
}

/// 1, 4, 16, …: often while the tables are small, and seldom once it takes longer.
fn is_power_of_four(n: u64) -> bool {
    n.is_power_of_two() && n.trailing_zeros().is_multiple_of(2)
}

/// A chunk on its way into the books.
struct Chunk<'a> {
    import: ImportId,
    done: u64,
    until: u64,
    planned: &'a str,
    rows: &'a [Raw],
}

/// Writes a chunk. Whoever moves the import on first may write; the chunk is then decided once more, in the
/// same transaction, so that what is written is what was planned.
fn write(
    tx: &Tx<'_>,
    actor: &Actor,
    importer: &mut dyn Importer,
    request: &Request<'_>,
    walk: &Walk,
    chunk: &Chunk<'_>,
) -> Result<(), ImportError> {
    let advanced =
        tx.execute(&ADVANCE, params![chunk.import, chunk.done as i64, chunk.until as i64])?;
    if advanced == 0 {
        return Err(ImportError::UnderWay);
    }
    let decided = decide(tx, actor, importer, request.profile, &walk.mapping, chunk.rows)?;
    if decided.marks != chunk.planned {
        let first = chunk.rows.first().map(|raw| {
            let (Ok(row) | Err((row, _))) = raw;
            row.number
        });
        return Err(ImportError::MovedOnTheWay { row: first.unwrap_or(chunk.done) });
    }
    importer.apply(tx, actor, chunk.import)
}

fn finish(
    db: &Db,
    actor: &Actor,
    request: &Request<'_>,
    import: ImportId,
    rows: u64,
) -> Result<(), ImportError> {
    db.write(actor.tenant(), |tx| {
        if tx.execute(&FINISH, params![import, tx.now()])? > 0 {
            let detail = json!({"rows": rows, "file": request.file_name});
            audit::record(tx, actor, "import.applied", ("import", &import), detail)?;
            let facts = (request.file_name, request.profile.kind.word(), rows);
            publish(tx, actor, APPLIED, import, facts)?;
        }
        Ok(())
    })
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

/// The last import of this plan that was done and not undone.
fn already(
    tx: &Tx<'_>,
    fingerprint: &str,
    file_hash: &[u8],
) -> Result<Option<ImportId>, db::Error> {
    tx.query_opt(&ALREADY, params![fingerprint, file_hash], |r| r.get(0))
}

/// What became of an import that was to begin.
enum Started {
    /// It has begun.
    Here(ImportId),
    /// Somebody else did the same while it was rehearsed.
    DoneMeanwhile(ImportId),
}

fn start(
    db: &Db,
    actor: &Actor,
    request: &Request<'_>,
    plan: &Plan,
    chunks: &[String],
    done_before: Option<ImportId>,
) -> Result<Started, ImportError> {
    let file_hash = hash_file(request.path)?;
    let mut summary = plan.summary();
    summary["chunks"] = json!(chunks);
    db.write(actor.tenant(), |tx| {
        if find_unfinished(tx, &plan.fingerprint, request.profile, &file_hash)?.is_some() {
            return Err(ImportError::UnderWay);
        }
        let done = already(tx, &plan.fingerprint, &file_hash)?;
        if let Some(import) = done.filter(|_| done != done_before) {
            return Ok(Started::DoneMeanwhile(import));
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
        Ok(Started::Here(id))
    })
}
