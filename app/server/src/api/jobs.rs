//! Work that goes on by itself.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use db::Tx;
use jiff::Timestamp;
use jobs::JobId;
use kernel::{UserId, code};
use people::permission::ManageCompany;
use people::{Actor, audit, user};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::export::{Accepted, FileBytes};
use crate::listing::{Columns, Of};
use crate::path::At;
use crate::problem::{ListProblems, Problem, ReadProblems, WriteProblems};
use crate::query::{Query, list_query};
use crate::reply::PageOf;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::Word;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_jobs)).routes(routes!(read_job, cancel_job))
}

crate::wire::words! {
    jobs::Status = "JobStatus", jobs::Status::ALL;
}
type JobStatus = Word<jobs::Status>;

/// A piece of work that goes on by itself.
#[derive(Serialize, ToSchema)]
struct Job {
    id: Uuid,
    /// What kind of work it is.
    #[schema(example = "import")]
    kind: String,
    /// Where it is in its life.
    status: JobStatus,
    /// How much is done.
    done: u64,
    /// How much there is to do; null while nobody knows.
    total: Option<u64>,
    /// How often it was begun.
    attempts: u32,
    /// When it was asked to stop.
    stop_asked_at: Option<Timestamp>,
    /// When it was ordered.
    created_at: Timestamp,
    /// Who ordered it; null for the program itself.
    created_by: Option<Uuid>,
    /// What they are called.
    created_by_name: Option<String>,
    /// When it was over.
    finished_at: Option<Timestamp>,
    /// What came of it.
    #[schema(value_type = Option<Object>)]
    result: Option<Value>,
    /// Why the last try failed.
    error: Option<String>,
    /// The same as a word for programs: one of the codes that problems have too.
    #[schema(example = "facts-moved")]
    error_code: Option<String>,
}

impl Job {
    fn of(j: jobs::Job, names: &HashMap<UserId, String>) -> Self {
        Self {
            created_by_name: j.created_by.and_then(|user| names.get(&user).cloned()),
            id: j.id.uuid(),
            kind: j.kind,
            status: Word(j.status),
            done: j.done,
            total: j.total,
            attempts: j.attempts,
            stop_asked_at: j.stop_asked_at,
            created_at: j.created_at,
            created_by: j.created_by.map(kernel::Id::uuid),
            finished_at: j.finished_at,
            result: j.result,
            error: j.error,
            error_code: j.error_code,
        }
    }
}

list_query! {
    /// Which jobs.
    JobQuery {
        /// `created_at` (when not said), `due_at` or `kind`.
        sort,
        /// In this state.
        status: Option<JobStatus>,
        /// Of this kind.
        kind: Option<String>,
    }
}

/// Whose jobs an actor sees: everybody's where they manage the company, else their own.
fn whose(actor: &Actor) -> Option<UserId> {
    let manages = actor.allow::<ManageCompany>().is_ok();
    actor.user_id().filter(|_| !manages)
}

fn find(tx: &Tx<'_>, actor: &Actor, id: JobId) -> Result<Job, Problem> {
    let mine = whose(actor);
    let found = jobs::get(tx, id)?.filter(|job| mine.is_none() || job.created_by == mine);
    let none = || Problem::not_found(code!("unknown-job"), format!("there is no job {id}"));
    let job = found.ok_or_else(none)?;
    let names = user::names(tx, job.created_by)?;
    Ok(Job::of(job, &names))
}

const COLUMNS: Columns = Columns {
    file: "jobs",
    all: &[
        ("kind", Of::Text),
        ("status", Of::Text),
        ("done", Of::Number),
        ("total", Of::Number),
        ("created_by_name", Of::Text),
        ("created_at", Of::Text),
        ("finished_at", Of::Text),
        ("error", Of::Text),
        ("id", Of::Text),
    ],
};

/// The jobs that you ordered; all of them for who manages the company.
#[utoipa::path(get, path = "/jobs", operation_id = "list_jobs", tag = "jobs", params(JobQuery),
    responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<Job> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_jobs(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<JobQuery>,
) -> Result<Response, Problem> {
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let ask = query
                .ask()
                .filter("status", query.status.map(|s| s.0.word()))
                .filter("kind", query.kind.as_deref())
                .filter("created_by", whose(actor));
            let page = jobs::list(tx, &ask)?;
            let names = user::names(tx, page.items.iter().filter_map(|job| job.created_by))?;
            Ok(PageOf::of(page, |job| Job::of(job, &names)))
        })
        .await
}

/// One job: how far it is, and how it ended.
#[utoipa::path(get, path = "/jobs/{id}", operation_id = "read_job", tag = "jobs",
    params(("id" = Uuid, Path)), responses((status = 200, body = Job), ReadProblems))]
async fn read_job(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<JobId>,
) -> Result<Json<Job>, Problem> {
    let found = server.read(actor, move |tx, actor| find(tx, actor, id)).await?;
    Ok(Json(found))
}

/// Call a job off: at once while it waits, else as soon as its worker can stop.
#[utoipa::path(delete, path = "/jobs/{id}", operation_id = "cancel_job", tag = "jobs",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The job as it is now", body = Job), WriteProblems))]
async fn cancel_job(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<JobId>,
) -> Result<Json<Job>, Problem> {
    let job = server
        .write(actor, move |tx, actor| {
            let kind = find(tx, actor, id)?.kind;
            jobs::cancel(tx, id)?;
            audit::record(tx, actor, "job.cancelled", ("job", &id), json!({"kind": kind}))?;
            find(tx, actor, id)
        })
        .await?;
    Ok(Json(job))
}
