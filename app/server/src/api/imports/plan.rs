//! Rehearsing an import: what would become of every row.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Json;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use imports::profile::PROFILE_BYTES_MAX;
use imports::profile::saved::{self, SavedProfileError};
use imports::{Plan, Profile, Request};
use kernel::code;
use people::Actor;
use people::permission::RunImports;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::counts::ImportCounts;
use super::uploads;
use crate::body::Body;
use crate::config::{FILE_BYTES_MAX, PLANS_MAX};
use crate::problem::{Problem, WriteProblems};
use crate::signed::Signed;
use crate::state::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(plan_import)).routes(routes!(export_refused_rows))
}

/// Whose turn it is to be rehearsed, or looked at.
pub(super) static TURNS: Semaphore = Semaphore::const_new(PLANS_MAX);

/// What is to be rehearsed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ImportToPlan {
    /// The uploaded file.
    upload: Uuid,
    /// The code of a profile that comes with the program or that the company keeps.
    #[schema(example = "receivables")]
    profile: Option<String>,
    /// Or a profile's own text, in TOML.
    profile_toml: Option<String>,
}

/// What importing a file would do.
#[derive(Serialize, ToSchema)]
struct ImportPlan {
    /// What must be given to have exactly this done.
    #[schema(example = "3f2c9a0d11e8b7c4")]
    fingerprint: String,
    /// What it would bring.
    counts: ImportCounts,
    /// What the file was found to be: format, encoding, separator.
    detected: String,
    /// Columns of the file that the profile does not use.
    unused_columns: Vec<String>,
    /// The first refusals; `/imports/plan/refused` has all.
    refusals: Vec<ImportRefusal>,
}

/// A row, or a cell of it, that cannot be imported.
#[derive(Serialize, ToSchema)]
struct ImportRefusal {
    /// The row: the line that it starts on, or its number in the sheet.
    row: u64,
    /// The column; empty where the whole row is meant.
    column: String,
    /// What stands there.
    value: String,
    /// What is wrong with it, as a word for programs: one of the codes that problems have too.
    #[schema(example = "not-a-day")]
    code: &'static str,
    /// What is wrong with it.
    why: String,
}

impl ImportPlan {
    fn of(plan: Plan) -> Result<Self, Problem> {
        let counts = ImportCounts::of_plan(&plan)?;
        let refusal = |r: imports::Refusal| ImportRefusal {
            row: r.row,
            column: r.column,
            value: r.value,
            code: r.code,
            why: r.why,
        };
        Ok(Self {
            fingerprint: plan.fingerprint,
            counts,
            detected: plan.detected,
            unused_columns: plan.unused_columns,
            refusals: plan.refusals.into_iter().map(refusal).collect(),
        })
    }
}

/// Rehearse an import. Writes nothing to the books.
#[utoipa::path(post, path = "/imports/plan", operation_id = "plan_import", tag = "imports",
    request_body = ImportToPlan,
    responses((status = 200, body = ImportPlan), WriteProblems))]
async fn plan_import(
    State(server): State<Server>,
    Signed(actor): Signed,
    Body(body): Body<ImportToPlan>,
) -> Result<Json<ImportPlan>, Problem> {
    let (plan, _) = rehearse(&server, actor, body, false).await?;
    Ok(Json(ImportPlan::of(plan)?))
}

/// The rows that an import would refuse, as a CSV file that can be mended and imported by itself.
#[utoipa::path(post, path = "/imports/plan/refused", operation_id = "export_refused_rows", tag = "imports",
    request_body = ImportToPlan,
    responses((status = 200, body = String, content_type = "text/csv"), WriteProblems))]
async fn export_refused_rows(
    State(server): State<Server>,
    Signed(actor): Signed,
    Body(body): Body<ImportToPlan>,
) -> Result<Response, Problem> {
    let (_, refused) = rehearse(&server, actor, body, true).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"refused-rows.csv\""),
    ];
    Ok((headers, refused).into_response())
}

async fn rehearse(
    server: &Server,
    actor: Actor,
    body: ImportToPlan,
    keep_refused: bool,
) -> Result<(Plan, Vec<u8>), Problem> {
    actor.allow::<RunImports>()?;
    let profile = profile_of(server, &actor, body.profile, body.profile_toml).await?;
    let upload = uploads::find(server, &actor, body.upload).await?;
    let path = uploads::of(server, &actor).path(&upload);
    let turn = TURNS.acquire().await;
    let _turn = turn.map_err(|_| Problem::internal("nobody's turn comes any more"))?;
    let gone = Arc::new(AtomicBool::new(false));
    let _watch = Watch(Arc::clone(&gone));
    server
        .blocking(move |db| {
            let request = Request { path: &path, file_name: &upload.file_name, profile: &profile };
            let mut refused = Bounded(Vec::new());
            let out = keep_refused.then_some(&mut refused as &mut (dyn Write + Send));
            let mut on_progress = |_| !gone.load(Ordering::Relaxed);
            let plan = imports::plan(db, &actor, &request, out, &mut on_progress)?;
            Ok((plan, refused.0))
        })
        .await
}

/// Tells a rehearsal to end when whoever asked for it has gone.
struct Watch(Arc<AtomicBool>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Memory that takes no more than a file's bytes.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > FILE_BYTES_MAX {
            let mib = FILE_BYTES_MAX >> 20;
            return Err(io::Error::other(format!("the refused rows are more than {mib} MiB")));
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The profile that is meant: one that comes with the program, one that the company keeps, or a text of one's
/// own. Never a file.
pub(super) async fn profile_of(
    server: &Server,
    actor: &Actor,
    code: Option<String>,
    text: Option<String>,
) -> Result<Profile, Problem> {
    match (code, text) {
        (Some(code), None) if Profile::shipped().contains(&code.as_str()) => {
            Ok(Profile::find(&code)?)
        }
        (Some(code), None) => {
            server
                .read(actor.clone(), move |tx, _| match saved::get(tx, &code) {
                    Ok(saved) => Ok(saved.profile()?),
                    Err(SavedProfileError::Unknown(code)) => {
                        let mut known: Vec<String> =
                            Profile::shipped().into_iter().map(str::to_owned).collect();
                        known.extend(saved::all(tx)?.into_iter().map(|saved| saved.code));
                        let known = known.join(", ");
                        let detail = format!("there is no profile '{code}'; there are {known}");
                        Err(Problem::invalid(code!("unknown-profile"), "profile", detail))
                    }
                    Err(error) => Err(error.into()),
                })
                .await
        }
        (None, Some(text)) => parse(&text, "profile_toml"),
        (None, None) | (Some(_), Some(_)) => {
            let detail = "say either profile, a name, or profile_toml, a text";
            Err(Problem::invalid(code!("bad-profile"), "profile", detail))
        }
    }
}

/// A profile of one's own; `field` is what a problem names.
pub(super) fn parse(text: &str, field: &str) -> Result<Profile, Problem> {
    if text.len() > PROFILE_BYTES_MAX {
        let detail = format!("a profile has at most {} KiB", PROFILE_BYTES_MAX >> 10);
        return Err(Problem::invalid(code!("bad-profile"), field, detail));
    }
    Profile::parse("of the request", text).map_err(|e| Problem::from(e).at(field))
}
