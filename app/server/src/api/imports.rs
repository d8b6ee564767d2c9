//! Imports: what was imported, ordering an import, and undoing one.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use imports::{ImportId, run};
use jiff::Timestamp;
use kernel::code;
use people::permission::RunImports;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use self::counts::ImportCounts;
use crate::body::Body;
use crate::export::{Accepted, FileBytes};
use crate::jobs::{APPLY_IMPORT, ApplyImport, UNDO_IMPORT, UndoImport};
use crate::listing::{Columns, Of};
use crate::path::At;
use crate::problem::{ListProblems, Problem, ReadProblems, WriteProblems};
use crate::query::{Query, list_query};
use crate::reply::{Ordered, OrderedJob, PageOf, ordered};
use crate::signed::Signed;
use crate::state::Server;

mod counts;
mod plan;
mod profiles;
mod uploads;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .merge(profiles::routes())
        .merge(uploads::routes())
        .merge(plan::routes())
        .routes(routes!(list_imports, run_import))
        .routes(routes!(read_import))
        .routes(routes!(undo_import))
}

/// An import.
#[derive(Serialize, ToSchema)]
struct Import {
    id: Uuid,
    /// What the file brought.
    #[schema(example = "receivables")]
    kind: String,
    /// Where the rows come from.
    #[schema(example = "ibm-ar")]
    source: String,
    /// The file's name.
    file_name: String,
    /// The plan that was agreed to.
    fingerprint: String,
    /// `applying`, `applied`, `undoing` or `undone`.
    #[schema(example = "applied")]
    status: String,
    /// Rows of the file.
    rows_total: u64,
    /// Rows that have been dealt with.
    rows_done: u64,
    /// What the plan counted.
    counts: ImportCounts,
    /// Who started it.
    started_by: String,
    /// When.
    started_at: Timestamp,
    /// When it was done.
    finished_at: Option<Timestamp>,
    /// When it was undone.
    undone_at: Option<Timestamp>,
}

impl From<run::Run> for Import {
    fn from(r: run::Run) -> Self {
        Self {
            id: r.id.uuid(),
            kind: r.kind,
            source: r.source,
            file_name: r.file_name,
            fingerprint: r.fingerprint,
            status: r.status,
            rows_total: r.rows_total,
            rows_done: r.rows_done,
            counts: ImportCounts::of_summary(&r.summary),
            started_by: r.started_by,
            started_at: r.started_at,
            finished_at: r.finished_at,
            undone_at: r.undone_at,
        }
    }
}

/// What is to be done exactly as its plan said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ImportOrder {
    /// The uploaded file.
    upload: Uuid,
    /// The code of a profile that comes with the program or that the company keeps.
    #[schema(example = "receivables")]
    profile: Option<String>,
    /// Or a profile's own text, in TOML.
    profile_toml: Option<String>,
    /// The plan's fingerprint.
    #[schema(pattern = "^[0-9a-f]{16}$", example = "3f2c9a0d11e8b7c4")]
    fingerprint: String,
}

list_query! {
    /// Which imports.
    ImportQuery {
        /// `started_at`; a hyphen in front turns it round.
        sort,
        /// `applying`, `applied`, `undoing` or `undone`.
        status: Option<String>,
        /// What the file brought.
        kind: Option<String>,
    }
}

const COLUMNS: Columns = Columns {
    file: "imports",
    all: &[
        ("kind", Of::Text),
        ("source", Of::Text),
        ("file_name", Of::Text),
        ("status", Of::Text),
        ("rows_total", Of::Number),
        ("rows_done", Of::Number),
        ("started_by", Of::Text),
        ("started_at", Of::Text),
        ("finished_at", Of::Text),
        ("id", Of::Text),
    ],
};

/// The imports of the company.
#[utoipa::path(get, path = "/imports", operation_id = "list_imports", tag = "imports", params(ImportQuery),
    responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<Import> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_imports(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<ImportQuery>,
) -> Result<Response, Problem> {
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let ask = query
                .ask()
                .filter("status", query.status.as_deref())
                .filter("kind", query.kind.as_deref());
            let page = run::list(tx, &actor.allow::<RunImports>()?, &ask)?;
            Ok(PageOf::of(page, Import::from))
        })
        .await
}

/// Import a file as its plan said; a job does it. The same order given twice is done once.
#[utoipa::path(post, path = "/imports", operation_id = "run_import", tag = "imports",
    request_body = ImportOrder,
    responses((status = 202, body = OrderedJob, headers(("Location" = String, description = "The job"))), WriteProblems))]
async fn run_import(
    State(server): State<Server>,
    Signed(actor): Signed,
    Body(body): Body<ImportOrder>,
) -> Result<Ordered, Problem> {
    actor.allow::<RunImports>()?;
    let profile = plan::profile_of(&server, &actor, body.profile, body.profile_toml).await?;
    uploads::find(&server, &actor, body.upload).await?;
    check_fingerprint(&body.fingerprint)?;
    let key = format!("{} {}", body.upload, body.fingerprint);
    let order = ApplyImport { upload: body.upload, profile, fingerprint: body.fingerprint };
    let payload = payload(&order)?;
    let job = server
        .write(actor, move |tx, actor| {
            Ok(jobs::enqueue(tx, APPLY_IMPORT, &key, &payload, actor.user_id())?)
        })
        .await?;
    Ok(ordered(job))
}

/// One import.
#[utoipa::path(get, path = "/imports/{id}", operation_id = "read_import", tag = "imports",
    params(("id" = Uuid, Path)), responses((status = 200, body = Import), ReadProblems))]
async fn read_import(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<ImportId>,
) -> Result<Json<Import>, Problem> {
    let found = server
        .read(actor, move |tx, actor| Ok(run::get(tx, &actor.allow::<RunImports>()?, id)?))
        .await?;
    Ok(Json(found.into()))
}

/// Undo an import: what it posted is reversed, each document as of its own day. A job does it.
#[utoipa::path(post, path = "/imports/{id}/undo", operation_id = "undo_import", tag = "imports",
    params(("id" = Uuid, Path)),
    responses((status = 202, body = OrderedJob, headers(("Location" = String, description = "The job"))), WriteProblems))]
async fn undo_import(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(import): At<ImportId>,
) -> Result<Ordered, Problem> {
    let payload = payload(&UndoImport { import: import.uuid() })?;
    let job = server
        .write(actor, move |tx, actor| {
            let found = run::get(tx, &actor.allow::<RunImports>()?, import)?;
            if found.status == "undone" {
                let (id, status) = (import.to_string(), found.status);
                return Err(imports::ImportError::NotApplied { id, status }.into());
            }
            let key = import.to_string();
            Ok(jobs::enqueue(tx, UNDO_IMPORT, &key, &payload, actor.user_id())?)
        })
        .await?;
    Ok(ordered(job))
}

/// Refuses what no plan can have had as its fingerprint.
fn check_fingerprint(text: &str) -> Result<(), Problem> {
    if text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Ok(());
    }
    let detail = "a plan's fingerprint is sixteen hexadecimal digits";
    Err(Problem::invalid(code!("bad-fingerprint"), "fingerprint", detail))
}

fn payload(order: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(order).map_err(|e| Problem::internal(format!("a job has no JSON: {e}")))
}
