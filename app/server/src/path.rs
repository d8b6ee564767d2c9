//! What stands in the path.

use std::fmt::Display;
use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use kernel::code;

use crate::problem::Problem;

/// The one parameter of a path. What cannot be read is not found: there is nothing of that name.
pub(crate) struct At<T>(pub(crate) T);

impl<T: FromStr<Err: Display>, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        read(&texts(parts, state).await?, 0).map(Self)
    }
}

/// The two parameters of a path: a thing, and a part of it.
pub(crate) struct Within<T, P>(pub(crate) T, pub(crate) P);

impl<T, P, S> FromRequestParts<S> for Within<T, P>
where
    T: FromStr<Err: Display>,
    P: FromStr<Err: Display>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let texts = texts(parts, state).await?;
        Ok(Self(read(&texts, 0)?, read(&texts, 1)?))
    }
}

async fn texts<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<Vec<String>, Problem> {
    let params = RawPathParams::from_request_parts(parts, state).await;
    let params = params.map_err(|e| Problem::not_found(code!("no-such-path"), e.to_string()))?;
    let texts: Vec<String> = params.iter().map(|(_, value)| value.to_owned()).collect();
    if texts.iter().any(|text| text.contains('\0')) {
        let detail = "there is nothing at this address";
        return Err(Problem::not_found(code!("no-such-path"), detail));
    }
    Ok(texts)
}

fn read<T: FromStr<Err: Display>>(texts: &[String], index: usize) -> Result<T, Problem> {
    let text = texts.get(index).map_or("", String::as_str);
    text.parse().map_err(|e: T::Err| Problem::not_found(code!("no-such-path"), e.to_string()))
}
