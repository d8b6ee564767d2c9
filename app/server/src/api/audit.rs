//! Who did what, and the proof that nothing of it was altered.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use people::audit;
use people::permission::ReadAudit;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::export::{Accepted, FileBytes};
use crate::listing::{Columns, Of};
use crate::problem::{ListProblems, Problem};
use crate::query::{Query, list_query};
use crate::reply::PageOf;
use crate::signed::Signed;
use crate::state::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_audit_events)).routes(routes!(read_audit_verification))
}

/// An event of the audit trail.
#[derive(Serialize, ToSchema)]
struct AuditEvent {
    /// Its number, from 1, without gaps.
    seq: i64,
    /// When it was recorded.
    at: Timestamp,
    /// The acting user; null for the operator of the machine.
    actor_id: Option<Uuid>,
    /// The actor's name at the time.
    #[schema(example = "Ana Ruiz")]
    actor_name: String,
    /// What was done.
    #[schema(example = "invoice.issued")]
    action: String,
    /// What kind of thing it was done to.
    #[schema(example = "invoice")]
    subject_kind: String,
    /// Which one.
    subject_id: String,
    /// The facts: `before` and `after` of a change, or what was made.
    #[schema(value_type = Object)]
    detail: Value,
}

impl From<audit::Event> for AuditEvent {
    fn from(e: audit::Event) -> Self {
        Self {
            seq: e.seq,
            at: e.at,
            actor_id: e.actor_id,
            actor_name: e.actor_name,
            action: e.action,
            subject_kind: e.subject_kind,
            subject_id: e.subject_id,
            detail: e.detail,
        }
    }
}

/// What a walk along the whole trail found.
#[derive(Serialize, ToSchema)]
struct AuditVerification {
    /// Events walked.
    events: i64,
    /// The first event that is missing or was altered; null when the trail is whole.
    broken_at: Option<i64>,
}

list_query! {
    /// Which events.
    AuditQuery {
        /// `seq` (when not said, oldest first) or `-seq`.
        sort,
        /// Done to this kind of thing.
        subject_kind: Option<String>,
        /// Done to this one; goes with `subject_kind`.
        subject_id: Option<String>,
        /// Of this action, such as `invoice.issued`.
        action: Option<String>,
        /// Recorded at or after this instant.
        from: Option<Timestamp>,
        /// Recorded before this instant.
        until: Option<Timestamp>,
    }
}

const COLUMNS: Columns = Columns {
    file: "audit-trail",
    all: &[
        ("seq", Of::Number),
        ("at", Of::Text),
        ("actor_name", Of::Text),
        ("action", Of::Text),
        ("subject_kind", Of::Text),
        ("subject_id", Of::Text),
        ("detail", Of::Text),
    ],
};

/// The audit trail.
#[utoipa::path(get, path = "/audit-events", operation_id = "list_audit_events", tag = "audit",
    params(AuditQuery), responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<AuditEvent> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_audit_events(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<AuditQuery>,
) -> Result<Response, Problem> {
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let proof = actor.allow::<ReadAudit>()?;
            let ask = query
                .ask()
                .filter("subject_kind", query.subject_kind.as_deref())
                .filter("subject_id", query.subject_id.as_deref())
                .filter("action", query.action.as_deref())
                .filter("from", query.from)
                .filter("until", query.until);
            Ok(PageOf::of(audit::list(tx, &proof, &ask)?, AuditEvent::from))
        })
        .await
}

/// Walk the whole trail and say where, if anywhere, its chain breaks.
#[utoipa::path(get, path = "/audit-events/verification", operation_id = "read_audit_verification",
    tag = "audit", responses((status = 200, body = AuditVerification), ListProblems))]
async fn read_audit_verification(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<AuditVerification>, Problem> {
    let found = server
        .read(actor, |tx, actor| {
            actor.allow::<ReadAudit>()?;
            Ok(audit::verify(tx)?)
        })
        .await?;
    Ok(Json(AuditVerification { events: found.events, broken_at: found.broken_at }))
}
