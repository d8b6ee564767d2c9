//! What stands in the path.

use std::fmt::Display;
use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;

use crate::problem::Problem;

/// The one parameter of a path. What cannot be read is not found: there is nothing of that name.
pub(crate) struct At<T>(pub(crate) T);

impl<T: FromStr<Err: Display>, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let unreadable = |why: String| Problem::not_found("no-such-path", why);
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|e| unreadable(e.to_string()))?;
        let text = params.iter().next().map_or("", |(_, value)| value);
        text.parse().map(Self).map_err(|e: T::Err| unreadable(e.to_string()))
    }
}
