//! Optimistic locking: `ETag` and `If-Match`.

use axum::extract::FromRequestParts;
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use kernel::code;
use utoipa::IntoParams;

use crate::problem::Problem;

/// The version that a change was made from: `If-Match: "3"`.
#[derive(Debug)]
pub(crate) struct IfMatch(pub(crate) i64);

/// The header of operations that take [`IfMatch`], for the documentation.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "it is only described")]
pub(crate) struct IfMatchHeader {
    /// The version that the change was made from, as the ETag gave it.
    #[param(rename = "If-Match", example = "\"3\"")]
    if_match: String,
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(IF_MATCH) else {
            let detail = "send the version that you changed as If-Match, as its ETag gave it";
            let status = StatusCode::PRECONDITION_REQUIRED;
            return Err(Problem::new(status, code!("if-match-missing"), detail).at("If-Match"));
        };
        let version = value.to_str().ok().and_then(parse);
        version.map(Self).ok_or_else(|| {
            let detail = "If-Match is a version in quotes, such as \"3\"";
            Problem::new(StatusCode::BAD_REQUEST, code!("bad-if-match"), detail).at("If-Match")
        })
    }
}

fn parse(text: &str) -> Option<i64> {
    text.strip_prefix('"')?.strip_suffix('"')?.parse().ok().filter(|version| *version >= 0)
}

/// A version as an ETag.
pub(crate) fn etag(version: i64) -> HeaderValue {
    HeaderValue::try_from(format!("\"{version}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("\"0\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_version_in_quotes_is_one() {
        assert_eq!(parse("\"12\""), Some(12));
        for text in ["12", "W/\"12\"", "*", "\"\"", "\"-1\"", "\"1\", \"2\"", "\""] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
