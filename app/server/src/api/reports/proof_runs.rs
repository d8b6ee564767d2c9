//! Runs of the proof: ordering one, and those that are kept.

use axum::extract::State;
use axum::response::Response;
use db::{Ask, Tx};
use jiff::Timestamp;
use jobs::JobId;
use people::Actor;
use people::permission::ReadLedger;
use reports::proof_run;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::export::{Accepted, FileBytes};
use crate::jobs::PROVE_BOOKS;
use crate::listing::{Columns, Of};
use crate::problem::{ListProblems, Problem, WriteProblems};
use crate::query::{Query, list_query};
use crate::reply::{Ordered, OrderedJob, PageOf, ordered};
use crate::signed::Signed;
use crate::state::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_proof_runs, run_proof))
}

/// A run of the proof of the books.
#[derive(Serialize, ToSchema)]
struct ProofRun {
    id: Uuid,
    /// The instant of which the books were read.
    ran_at: Timestamp,
    /// Who had them proved.
    #[schema(example = "Clara Stern")]
    ran_by: String,
    /// Whether all of it held.
    ok: bool,
    /// How many things were held against each other.
    checks: u64,
    /// How many differences there were in all.
    differences: u64,
    /// Each check, in the order of the proof.
    result: Vec<ProofCheckCount>,
}

/// How many differences a check of a run found.
#[derive(Serialize, ToSchema)]
struct ProofCheckCount {
    /// The check's word, as in the proof.
    #[schema(example = "control-accounts")]
    name: String,
    /// How many differences there were.
    count: u64,
}

impl From<proof_run::ProofRun> for ProofRun {
    fn from(r: proof_run::ProofRun) -> Self {
        let counted = |c: proof_run::CheckCount| ProofCheckCount { name: c.name, count: c.count };
        Self {
            id: r.id.uuid(),
            ran_at: r.ran_at,
            ran_by: r.ran_by,
            ok: r.ok,
            checks: r.checks,
            differences: r.differences,
            result: r.result.into_iter().map(counted).collect(),
        }
    }
}

list_query! {
    /// Which runs of the proof.
    ProofRunQuery {
        /// `-ran_at` (when not said), the newest first, or `ran_at`.
        sort,
        /// Only those that found all in order, or only the others.
        ok: Option<bool>,
    }
}

const COLUMNS: Columns = Columns {
    file: "proof-runs",
    all: &[
        ("ran_at", Of::Text),
        ("ran_by", Of::Text),
        ("ok", Of::Text),
        ("checks", Of::Number),
        ("differences", Of::Number),
        ("id", Of::Text),
    ],
};

/// When the books were proved, by whom, and what came of it.
#[utoipa::path(get, path = "/proof-runs", operation_id = "list_proof_runs", tag = "reports",
    params(ProofRunQuery), responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<ProofRun> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_proof_runs(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<ProofRunQuery>,
) -> Result<Response, Problem> {
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let mut ask = query.ask().filter("ok", query.ok);
            ask.sort.get_or_insert_with(|| "-ran_at".to_owned());
            let page = proof_run::list(tx, &actor.allow::<ReadLedger>()?, &ask)?;
            Ok(PageOf::of(page, ProofRun::from))
        })
        .await
}

/// Have the books proved; a job does it, and its run is kept. Ordered again before that one is over, it is the
/// same job.
#[utoipa::path(post, path = "/proof-runs", operation_id = "run_proof", tag = "reports",
    responses((status = 202, body = OrderedJob, headers(("Location" = String, description = "The job"))), WriteProblems))]
async fn run_proof(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Ordered, Problem> {
    let job = server
        .write(actor, |tx, actor| {
            actor.allow::<ReadLedger>()?;
            if let Some(job) = under_way(tx, actor)? {
                return Ok(job);
            }
            let key = tx.new_id::<()>().to_string();
            Ok(jobs::enqueue(tx, PROVE_BOOKS, &key, &json!({}), actor.user_id())?)
        })
        .await?;
    Ok(ordered(job))
}

/// The newest proof that an actor ordered, unless it is over.
fn under_way(tx: &Tx<'_>, actor: &Actor) -> Result<Option<JobId>, Problem> {
    let sort = Some("-created_at".to_owned());
    let page = kernel::PageRequest { limit: Some(1), after: None };
    let ask = Ask { filters: Vec::new(), sort, page };
    let ask = ask.filter("kind", Some(PROVE_BOOKS)).filter("created_by", actor.user_id());
    let newest = jobs::list(tx, &ask)?.items.into_iter().next();
    Ok(newest.filter(|job| !job.status.is_over() && job.stop_asked_at.is_none()).map(|job| job.id))
}
