//! The work that goes on by itself: which handler does which kind of job.

use std::path::{Path, PathBuf};

use db::{Ask, Db};
use imports::run::{self, Progress};
use imports::{ImportId, Profile, Request, undo};
use jobs::{JobContext, JobFailure, Registry};
use kernel::TenantId;
use people::Actor;
use people::permission::{ReadLedger, RunImports};
use people::user::{self, UserError};
use reports::doctor::{self, DoctorError};
use reports::proof_run::{self, ProofRunId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::config::Config;
use crate::reactions::REACTIONS;
use crate::uploads::Uploads;

/// Does an import as its plan said.
pub(crate) const APPLY_IMPORT: &str = "import.apply";
/// Takes an import back.
pub(crate) const UNDO_IMPORT: &str = "import.undo";

/// Proves the books and keeps what came of it.
pub(crate) const PROVE_BOOKS: &str = "books.prove";

/// What an import is done from.
#[derive(Serialize, Deserialize)]
pub(crate) struct ApplyImport {
    pub(crate) upload: Uuid,
    pub(crate) profile: Profile,
    pub(crate) fingerprint: String,
}

/// What an import is undone from.
#[derive(Serialize, Deserialize)]
pub(crate) struct UndoImport {
    pub(crate) import: Uuid,
}

/// The handlers of every kind of job that the server orders, and what follows from what happened, for its
/// workers.
pub fn registry(config: &Config) -> Registry {
    let data_dir: PathBuf = config.data_dir.clone();
    Registry::new()
        .on(APPLY_IMPORT, move |db, tenant, job| apply_import(&data_dir, db, tenant, job))
        .on(UNDO_IMPORT, undo_import)
        .on(PROVE_BOOKS, prove_books)
        .with_reactions(REACTIONS)
}

fn apply_import(
    data_dir: &Path,
    db: &Db,
    tenant: TenantId,
    job: &JobContext,
) -> Result<Value, JobFailure> {
    let order: ApplyImport = order_of(job)?;
    let actor = actor_of(db, tenant, job)?;
    // A worker that was lost after the import's end but before the job's leaves nothing to do.
    if job.attempt() > 1
        && let Some(import) = applied(db, &actor, job, &order.fingerprint)?
    {
        return Ok(json!({"import": import.to_string()}));
    }
    let uploads = Uploads::of(data_dir, tenant);
    let id = kernel::Id::from_uuid(order.upload);
    let upload = uploads.find(id, db.now())?;
    let path = uploads.path(&upload);
    let request = Request { path: &path, file_name: &upload.file_name, profile: &order.profile };
    let mut steps = Steps::default();
    let mut on_progress = |at: Progress| {
        let (done, total) = steps.take(at);
        job.progress(done, total).is_ok()
    };
    let import = imports::apply(db, &actor, &request, &order.fingerprint, &mut on_progress)?;
    if let Err(error) = uploads.remove(id) {
        tracing::warn!(%error, "an imported file was not removed; it will be when it is too old");
    }
    Ok(json!({"import": import.to_string()}))
}

fn undo_import(db: &Db, tenant: TenantId, job: &JobContext) -> Result<Value, JobFailure> {
    let order: UndoImport = order_of(job)?;
    let actor = actor_of(db, tenant, job)?;
    let import = ImportId::from_uuid(order.import);
    let proof = actor.allow::<RunImports>()?;
    let status = db.read(tenant, |tx| run::get(tx, &proof, import))?.status;
    if job.attempt() > 1 && status == "undone" {
        return Ok(json!({"import": import.to_string()}));
    }
    undo::undo(db, &actor, import, &mut |at| job.progress(at.rows, at.bytes_total).is_ok())?;
    Ok(json!({"import": import.to_string()}))
}

fn prove_books(db: &Db, tenant: TenantId, job: &JobContext) -> Result<Value, JobFailure> {
    let actor = actor_of(db, tenant, job)?;
    let proof = actor.allow::<ReadLedger>()?;
    // The run has the job's id, so that a worker that was lost after keeping it leaves nothing to do.
    let id = ProofRunId::from_uuid(job.job_id().uuid());
    if job.attempt() > 1
        && let Some(run) = db.read(tenant, |tx| proof_run::find(tx, &proof, id))?
    {
        return Ok(proved(run.id, run.ok, run.differences));
    }
    // The checks join whole tables; an engine that does not know their sizes would take hours over it.
    db.refresh_statistics()?;
    let (ran_at, checks) = db.read(tenant, |tx| {
        let mut on_check = |done, total| job.progress(done, total).is_ok();
        Ok::<_, DoctorError>((tx.now(), doctor::run_watched(tx, &proof, &mut on_check)?))
    })?;
    db.write(tenant, |tx| proof_run::keep(tx, &actor, &proof, id, ran_at, &checks))?;
    let differences = checks.iter().map(|check| check.count).sum();
    Ok(proved(id, checks.iter().all(|check| check.ok), differences))
}

fn proved(id: ProofRunId, ok: bool, differences: u64) -> Value {
    json!({"proof_run": id.to_string(), "ok": ok, "differences": differences})
}

/// The bytes of a file that is walked through twice: rehearsed, then applied.
#[derive(Default)]
struct Steps {
    rows: u64,
    again: bool,
}

impl Steps {
    fn take(&mut self, at: Progress) -> (u64, u64) {
        self.again |= at.rows <= self.rows;
        self.rows = at.rows;
        let before = if self.again { at.bytes_total } else { 0 };
        (before + at.bytes, 2 * at.bytes_total)
    }
}

fn order_of<T: for<'de> Deserialize<'de>>(job: &JobContext) -> Result<T, JobFailure> {
    T::deserialize(job.payload())
        .map_err(|error| JobFailure::fatal(format!("the job's order cannot be read: {error}")))
}

/// Who ordered the job, with what they may do now.
fn actor_of(db: &Db, tenant: TenantId, job: &JobContext) -> Result<Actor, JobFailure> {
    let id = job.created_by().ok_or_else(|| JobFailure::fatal("nobody ordered this job"))?;
    let (actor, active) = db.read(tenant, |tx| {
        let user = user::get(tx, id)?;
        Ok::<_, UserError>((user::actor(tx, id, user.name)?, user.active))
    })?;
    if active { Ok(actor) } else { Err(JobFailure::fatal("whoever ordered this job is disabled")) }
}

/// The import of this plan that was applied since the job was ordered.
fn applied(
    db: &Db,
    actor: &Actor,
    job: &JobContext,
    fingerprint: &str,
) -> Result<Option<ImportId>, JobFailure> {
    let proof = actor.allow::<RunImports>()?;
    let (ordered, runs) = db.read(actor.tenant(), |tx| {
        let sort = Some("-started_at".to_owned());
        let ask = Ask { sort, ..Ask::default() }.filter("status", Some("applied"));
        Ok::<_, db::Error>((jobs::get(tx, job.job_id())?, run::list(tx, &proof, &ask)?))
    })?;
    let since = ordered.map(|job| job.created_at);
    let mut runs = runs.items.into_iter();
    Ok(runs
        .find(|run| run.fingerprint == fingerprint && since.is_some_and(|at| run.started_at >= at))
        .map(|run| run.id))
}
