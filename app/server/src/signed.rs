//! Who asks: by the session's cookie, or by an API token.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use kernel::code;
use people::session::{self, Secret};
use people::{Actor, token};

use crate::cookie;
use crate::problem::Problem;
use crate::state::Server;

/// The header that only a page of this server's own can send: a browser lets no other site add it, since
/// the server answers no preflight.
pub(crate) const OWN_PAGE: &str = "x-rapport-request";
/// What a browser says about where a request comes from.
const FETCH_SITE: &str = "sec-fetch-site";

/// Who is signed in.
pub(crate) struct Signed(pub(crate) Actor);

/// Who is signed in by a session, and that session.
pub(crate) struct SignedBySession(pub(crate) Actor, pub(crate) Secret);

impl FromRequestParts<Server> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let found = if parts.headers.contains_key(AUTHORIZATION) {
            let text = bearer(&parts.headers).ok_or_else(bad_authorization)?.to_owned();
            server.blocking(move |db| Ok(token::actor(db, &text)?)).await?
        } else {
            let Some(secret) = cookie::read(&parts.headers) else {
                let detail = "sign in first, or send an API token as Authorization: Bearer …";
                return Err(Problem::unauthenticated(code!("not-signed-in"), detail));
            };
            check_own_page(&parts.method, &parts.headers)?;
            server.blocking(move |db| Ok(session::actor(db, &secret)?)).await?
        };
        let over = || {
            Problem::unauthenticated(
                code!("signed-out"),
                "the session or token is over; sign in again",
            )
        };
        found.map(Self).ok_or_else(over)
    }
}

impl FromRequestParts<Server> for SignedBySession {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let Signed(actor) = Signed::from_request_parts(parts, server).await?;
        let by_token = parts.headers.contains_key(AUTHORIZATION);
        match cookie::read(&parts.headers).filter(|_| !by_token) {
            Some(secret) => Ok(Self(actor, secret)),
            None => {
                let detail =
                    "an API token has no session; this is for who signed in with a password";
                Err(Problem::new(StatusCode::CONFLICT, code!("no-session"), detail))
            }
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, text) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| text.trim())
}

fn bad_authorization() -> Problem {
    let detail = "the Authorization header is not of the form: Bearer rapport_…";
    Problem::unauthenticated(code!("bad-authorization"), detail)
}

/// Refuses a change that another site may have had the browser send with the cookie.
fn check_own_page(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    if method.is_safe() {
        return Ok(());
    }
    let marked = headers.get(OWN_PAGE).is_some_and(|v| v == "1");
    let site = headers.get(FETCH_SITE).map(|v| v.as_bytes());
    if marked && matches!(site, None | Some(b"same-origin" | b"none")) {
        return Ok(());
    }
    let detail = "a change with a session's cookie must come from the server's own pages, with the header X-Rapport-Request: 1";
    Err(Problem::new(StatusCode::FORBIDDEN, code!("other-site"), detail).at("X-Rapport-Request"))
}
