//! Answers: one thing with its version, something just made, a page of a list.

use axum::Json;
use axum::http::header::{CACHE_CONTROL, ETAG, LOCATION};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kernel::Page;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::version::etag;

/// Says that an answer is that of an earlier request with the same key.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// One thing, with its version as the ETag.
pub(crate) struct Versioned<T>(pub(crate) i64, pub(crate) T);

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        // A client that may keep what it has must still ask whether it is the newest.
        let headers = [(ETAG, etag(self.0)), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
        (headers, Json(self.1)).into_response()
    }
}

/// Something that was made, now or by an earlier request with the same key.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    pub(crate) replayed: bool,
}

impl IntoResponse for Made {
    fn into_response(self) -> Response {
        let version = self.body.get("version").and_then(Value::as_i64);
        let mut response = (self.status, Json(self.body)).into_response();
        if let Some(version) = version {
            response.headers_mut().insert(ETAG, etag(version));
        }
        if self.replayed {
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

/// A job that does what was ordered.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderedJob {
    /// The job, to be asked for at `/api/v1/jobs/{id}`.
    job: Uuid,
}

/// The answer to an order: where its job is.
pub(crate) type Ordered = (StatusCode, [(HeaderName, String); 1], Json<OrderedJob>);

/// Says which job does what was ordered.
pub(crate) fn ordered(job: jobs::JobId) -> Ordered {
    let location = [(LOCATION, format!("/api/v1/jobs/{job}"))];
    (StatusCode::ACCEPTED, location, Json(OrderedJob { job: job.uuid() }))
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct PageOf<T> {
    /// The rows, in the order asked for.
    pub(crate) items: Vec<T>,
    /// How many rows the whole list has under these filters: exact.
    #[schema(example = 1234)]
    pub(crate) total: u64,
    /// What to send as `after` to get the next page; null on the last.
    pub(crate) next: Option<String>,
}

impl<T> PageOf<T> {
    /// A page with each row in the API's shape.
    pub(crate) fn of<D>(page: Page<D>, shape: impl FnMut(D) -> T) -> Self {
        let Page { items, total, next } = page.map(shape);
        Self { items, total, next }
    }

    /// A list that is short enough to come whole.
    pub(crate) fn whole(items: Vec<T>) -> Self {
        Self { total: items.len() as u64, items, next: None }
    }
}
