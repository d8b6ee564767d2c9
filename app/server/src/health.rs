//! Whether the server lives, and whether it can work.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::code;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::state::Server;

/// How the server is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    #[schema(example = "ok")]
    status: &'static str,
}

/// The process lives; says nothing about the database.
#[utoipa::path(get, path = "/health/live", operation_id = "read_liveness", tag = "operating", security(()),
    responses((status = 200, body = Health)))]
pub(crate) async fn read_liveness() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// The database answers and has every migration.
#[utoipa::path(get, path = "/health/ready", operation_id = "read_readiness", tag = "operating", security(()),
    responses((status = 200, body = Health),
        (status = 503, description = "Not ready", body = crate::problem::ProblemShape, content_type = "application/problem+json")))]
pub(crate) async fn read_readiness(State(server): State<Server>) -> Result<Json<Health>, Problem> {
    let missing = server.blocking(|db| Ok(db.migrations_missing()?)).await;
    let detail = match missing {
        Ok(0) => return Ok(Json(Health { status: "ok" })),
        Ok(missing) => format!("the database lacks {missing} migrations; run `rapport migrate`"),
        Err(_) => "the database does not answer".to_owned(),
    };
    Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, code!("not-ready"), detail))
}
