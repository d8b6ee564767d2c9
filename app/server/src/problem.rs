//! Errors as they leave the program: problems after RFC 9457.
//!
//! Every [`Fault`] becomes a problem by `?`. What the program did wrong is logged and not told.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Fault, Kind, code};
use serde::Serialize;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

/// The media type of a problem.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";
/// After how many seconds to try again when the database was busy.
const BUSY_SECONDS: u64 = 1;
/// What the domain's names of amounts end with, and the API's do not.
const MINOR: &str = "_minor";

/// An error on its way out. The exchange writes its body, since that names the request.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    /// A stable, hyphenated word.
    pub(crate) code: &'static str,
    /// What a person reads.
    pub(crate) detail: String,
    /// The field at fault.
    pub(crate) field: Option<String>,
    /// When to try again.
    pub(crate) retry_after_seconds: Option<u64>,
    /// What is logged and not told.
    pub(crate) cause: Option<String>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            field: None,
            retry_after_seconds: None,
            cause: None,
        }
    }

    /// The same problem, said of a field.
    pub(crate) fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// A field that is wrong in itself.
    pub(crate) fn invalid(
        code: &'static str,
        field: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail).at(field)
    }

    /// Nothing of that name, or nothing that the caller may know of.
    pub(crate) fn not_found(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, detail)
    }

    /// Nobody is signed in.
    pub(crate) fn unauthenticated(code: &'static str, detail: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code, detail)
    }

    /// The program's own mistake; `cause` goes to the log.
    pub(crate) fn internal(cause: impl Into<String>) -> Self {
        let detail = "something went wrong on our side and nothing was changed; please report the request's id";
        let cause = Some(cause.into());
        Self { cause, ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, code!("internal"), detail) }
    }

    /// The problem of a bare status, where a layer below answered without one.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::NOT_FOUND => (code!("no-such-path"), "there is nothing at this address"),
            StatusCode::METHOD_NOT_ALLOWED => (
                code!("method-not-allowed"),
                "this address does not take this method; see the Allow header",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => {
                (code!("body-too-large"), "the request's body is too large")
            }
            _ if status.is_server_error() => return Self::internal(status.to_string()),
            _ => (code!("bad-request"), "the request cannot be understood"),
        };
        Self::new(status, code, detail)
    }

    /// The body of the answer.
    pub(crate) fn shape<'p>(&'p self, request_id: &'p str) -> ProblemShape<'p> {
        ProblemShape {
            kind: format!("/problems/{}", self.code),
            title: title(self.code),
            status: self.status.as_u16(),
            detail: &self.detail,
            code: self.code,
            field: self.field.as_deref(),
            request_id,
        }
    }
}

impl<F: Fault> From<F> for Problem {
    fn from(fault: F) -> Self {
        let (code, field) = (fault.code(), fault.field());
        let message = in_words_of_the_api(fault.to_string(), field.as_deref());
        let status = match (fault.kind(), code) {
            (Kind::Conflict, "version-moved") => StatusCode::PRECONDITION_FAILED,
            (_, "busy" | "database-unavailable") => StatusCode::SERVICE_UNAVAILABLE,
            (Kind::Invalid, _) => StatusCode::UNPROCESSABLE_ENTITY,
            (Kind::Forbidden, _) => StatusCode::FORBIDDEN,
            (Kind::NotFound, _) => StatusCode::NOT_FOUND,
            (Kind::Conflict, _) => StatusCode::CONFLICT,
            // Nobody knows whether this one took, so it must not say that nothing was changed.
            (Kind::Internal, "outcome-unknown") => {
                let cause = Some(message.clone());
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                return Self { cause, ..Self::new(status, code, message) };
            }
            (Kind::Internal, _) => return Self::internal(format!("{code}: {message}")),
        };
        let field = field.map(|f| f.strip_suffix(MINOR).map(str::to_owned).unwrap_or(f));
        let mut problem = Self { field, ..Self::new(status, code, message) };
        if status == StatusCode::SERVICE_UNAVAILABLE {
            problem.retry_after_seconds = Some(BUSY_SECONDS);
            if code == "database-unavailable" {
                let told = "the database cannot be reached; nothing was changed, please try again";
                problem.cause = Some(std::mem::replace(&mut problem.detail, told.to_owned()));
            }
        }
        problem
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A message that names a field as the API does, whose amounts are not in minor units.
fn in_words_of_the_api(message: String, field: Option<&str>) -> String {
    match field.and_then(|field| Some((field, field.strip_suffix(MINOR)?))) {
        Some((field, shown)) => message.replace(field, shown),
        None => message,
    }
}

fn title(code: &str) -> String {
    let words = code.replace('-', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// What went wrong (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemShape<'p> {
    /// Names the kind of problem; stable.
    #[serde(rename = "type")]
    #[schema(example = "/problems/period-locked")]
    kind: String,
    /// The kind of problem in words.
    #[schema(example = "Period locked")]
    title: String,
    /// The HTTP status.
    #[schema(example = 409)]
    status: u16,
    /// What happened this time, for a person to read.
    #[schema(example = "2026-02-14 lies in a period that is locked (hard)")]
    detail: &'p str,
    /// The kind of problem for a program to compare; stable.
    #[schema(example = "period-locked")]
    code: &'p str,
    /// The path of the field at fault: in the body `lines/2/quantity`, or a parameter's or header's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "effective_on")]
    field: Option<&'p str>,
    /// The request's id, to quote when asking for help.
    request_id: &'p str,
}

/// The statuses of problems that an operation may answer with.
fn problems(statuses: &[(u16, &str)]) -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
    let content = || ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response = |text: &str| {
        ResponseBuilder::new().description(text).content(MEDIA_TYPE, content()).build().into()
    };
    statuses.iter().map(|(status, text)| (status.to_string(), response(text))).collect()
}

const ALWAYS: &[(u16, &str)] = &[
    (401, "Nobody is signed in, or the session or token is over"),
    (403, "The permission is lacking, or the request may come from another site"),
    (422, "A field or parameter is wrong"),
    (500, "The program's own mistake"),
    (503, "The database is busy or away; nothing was changed"),
];
const OF_ONE: &[(u16, &str)] = &[(404, "There is no such thing, or none that you may know of")];
const OF_BODY: &[(u16, &str)] = &[
    (400, "The body or a header cannot be read"),
    (408, "The body took too long to arrive"),
    (409, "The facts are against it"),
    (413, "The body is too large"),
    (415, "The body is not of the media type asked for"),
];
const OF_VERSION: &[(u16, &str)] = &[
    (412, "Somebody else changed it first; read it again"),
    (428, "The If-Match header is missing"),
];

macro_rules! problem_sets {
    ($($(#[$doc:meta])* $name:ident = $($part:ident),+;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
                problems(&[$($part),+].concat())
            }
        }
    )*};
}

problem_sets! {
    /// Problems of a list.
    ListProblems = ALWAYS;
    /// Problems of reading one thing.
    ReadProblems = ALWAYS, OF_ONE;
    /// Problems of making something.
    WriteProblems = ALWAYS, OF_ONE, OF_BODY;
    /// Problems of changing something that has a version.
    ChangeProblems = ALWAYS, OF_ONE, OF_BODY, OF_VERSION;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_its_status() {
        let busy = Problem::from(db::Error::Busy);
        assert_eq!((busy.status.as_u16(), busy.retry_after_seconds), (503, Some(BUSY_SECONDS)));
        let lost = Problem::from(db::Error::OutcomeUnknown);
        assert_eq!(lost.status.as_u16(), 500);
        assert!(lost.detail.contains("check whether"));
        let away = Problem::from(db::Error::Connection("host=10.0.0.7".to_owned()));
        assert_eq!(away.status.as_u16(), 503);
        assert!(!away.detail.contains("10.0.0.7"));
        let inner = Problem::from(db::Error::NoRow { statement: "FIND" });
        assert_eq!((inner.status.as_u16(), inner.code), (500, "internal"));
        assert!(!inner.detail.contains("FIND") && inner.cause.unwrap().contains("FIND"));
        let cursor = Problem::from(db::Error::Cursor);
        assert_eq!((cursor.status.as_u16(), cursor.field.as_deref()), (422, Some("after")));
        let moved = Problem::from(people::role::RoleError::Moved);
        assert_eq!(moved.status.as_u16(), 412);
        let range = Problem::from(people::tenant::TenantError::OutOfRange("small_balance_minor"));
        assert_eq!(range.detail, "small_balance is out of range");
        assert_eq!(range.field.as_deref(), Some("small_balance"));
        let denied = people::Denied { permission: people::Permission::Refund };
        assert_eq!(Problem::from(denied).status.as_u16(), 403);
    }

    #[test]
    fn a_title_is_its_code_in_words() {
        assert_eq!(title("period-locked"), "Period locked");
        assert_eq!(title(""), "");
    }
}
