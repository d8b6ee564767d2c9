//! Rehearsing: what would become of every row.

use std::io::Write;

use db::Db;
use people::Actor;
use people::permission::RunImports;
use sha2::{Digest, Sha256};

use super::refused::RefusedRows;
use super::walk::{Walk, hash_file};
use super::{OnProgress, Request};
use crate::ImportError;
use crate::decide::{Plan, hex};
use crate::importer::{decide, importer};

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
pub(super) fn rehearse(
    db: &Db,
    actor: &Actor,
    request: &Request<'_>,
    refused: Option<&mut (dyn Write + Send)>,
    on_progress: &mut OnProgress<'_>,
) -> Result<(Plan, Vec<String>), ImportError> {
    actor.allow::<RunImports>()?;
    let file_hash = hash_file(request.path)?;
    let mut walk = Walk::open(request)?;
    let mut importer = db.read(actor.tenant(), |tx| importer(tx, request.profile))?;
    let mut refused = refused
        .map(|out| RefusedRows::new(out, walk.reader.headers(), walk.has_numbers()))
        .transpose()?;
    let mut plan = Plan {
        detected: walk.detected(),
        unused_columns: walk.unused(request.profile),
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
        plan.merge(importer.counts());
        whole.update(importer.client_state());
        importer.commit();
        for (raw, verdict) in rows.iter().zip(&decided.verdicts).filter(|(_, v)| v.is_refused()) {
            plan.refuse(&verdict.refusals);
            if let Some(out) = refused.as_mut() {
                out.add(raw, &verdict.refusals)?;
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
