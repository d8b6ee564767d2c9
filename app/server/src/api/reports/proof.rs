//! The proof of the books.

use axum::extract::State;
use axum::response::Response;
use people::permission::ReadLedger;
use reports::doctor;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::item::FormatQuery;
use crate::export::{Accepted, FileBytes, Table, Tabular, send};
use crate::problem::{Problem, ReadProblems};
use crate::query::Query;
use crate::signed::Signed;
use crate::state::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read_proof))
}

/// The proof of the books: everything derived again and held against what is stored.
#[derive(Serialize, ToSchema)]
struct Proof {
    /// Whether all of it holds.
    ok: bool,
    /// What must hold, one after the other.
    checks: Vec<ProofCheck>,
}

/// One thing that must hold, and where it does not.
#[derive(Serialize, ToSchema)]
struct ProofCheck {
    /// A word for programs that never changes.
    #[schema(example = "control-accounts")]
    name: String,
    /// What holds.
    title: String,
    /// Whether it does.
    ok: bool,
    /// How many differences there are.
    count: u64,
    /// The first of them, 100 at the most.
    differences: Vec<ProofDifference>,
}

/// Something that is stored otherwise than it must be; amounts are minor units.
#[derive(Serialize, ToSchema)]
struct ProofDifference {
    /// Which row, in an accountant's words.
    what: String,
    /// What follows from the other rows.
    expected: String,
    /// What is stored.
    found: String,
}

impl From<doctor::Check> for ProofCheck {
    fn from(c: doctor::Check) -> Self {
        let difference = |d: doctor::Difference| {
            let doctor::Difference { what, expected, found } = d;
            ProofDifference { what, expected, found }
        };
        Self {
            name: c.name.to_owned(),
            title: c.title.to_owned(),
            ok: c.ok,
            count: c.count,
            differences: c.differences.into_iter().map(difference).collect(),
        }
    }
}

impl Tabular for Proof {
    fn table(&self) -> Table {
        let headers = ["check", "title", "ok", "differences", "what", "expected", "found"];
        let mut table = Table::new("proof".to_owned(), &headers);
        for check in &self.checks {
            let row = |d: Option<&ProofDifference>| {
                vec![
                    (&check.name).into(),
                    (&check.title).into(),
                    if check.ok { "yes" } else { "no" }.into(),
                    check.count.into(),
                    d.map(|d| &d.what).into(),
                    d.map(|d| &d.expected).into(),
                    d.map(|d| &d.found).into(),
                ]
            };
            match check.differences.as_slice() {
                [] => table.rows.push(row(None)),
                found => table.rows.extend(found.iter().map(|d| row(Some(d)))),
            }
        }
        table
    }
}

/// Prove the books: everything is derived again from the stored rows, and what differs is said.
#[utoipa::path(get, path = "/proof", operation_id = "read_proof", tag = "reports", params(FormatQuery),
    responses((status = 200, description = "What must hold, and whether it does", content(
        (Proof = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadProblems))]
async fn read_proof(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<FormatQuery>,
) -> Result<Response, Problem> {
    let report = server
        .read(actor, |tx, actor| {
            let checks = doctor::run(tx, &actor.allow::<ReadLedger>()?)?;
            let checks: Vec<ProofCheck> = checks.into_iter().map(Into::into).collect();
            Ok(Proof { ok: checks.iter().all(|check| check.ok), checks })
        })
        .await?;
    send(&server, accepted.or(query.format), report).await
}
