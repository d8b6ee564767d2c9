//! What happens around every request: its id, its log line, its measure, the headers of its answer, and the
//! body of a problem.

use std::time::Instant;

use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER,
    STRICT_TRANSPORT_SECURITY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use crate::problem::{MEDIA_TYPE, Problem};
use crate::state::Server;

/// The header of a request's id, asked and answered.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of a caller's request id at the most.
const REQUEST_ID_CHARS_MAX: usize = 64;
/// The route of what has none, so that addresses tried at random do not fill the metrics.
const NO_ROUTE: &str = "(none)";

/// Headers of every answer, unless the handler chose its own.
const HEADERS: [(HeaderName, &str); 7] = [
    (CACHE_CONTROL, "no-store"),
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// The middleware around every route.
pub(crate) async fn around(State(server): State<Server>, request: Request, next: Next) -> Response {
    let id = request_id(request.headers()).unwrap_or_else(|| server.new_request_id());
    let method = known(request.method());
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or(NO_ROUTE, MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = %id, method, route = %route);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    let _entered = span.enter();
    let problem = problem_of(&response);
    if let Some(problem) = problem {
        response = render(problem, &id, response);
    }
    let status = response.status();
    dress(&mut response, &id, server.config().secure_cookies);
    server.metrics().note(method, &route, status.as_u16(), took);
    tracing::info!(status = status.as_u16(), micros = took.as_micros(), "answered");
    response
}

/// The caller's request id, if it is fit to stand in a log.
fn request_id(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(REQUEST_ID)?.to_str().ok()?;
    let fits = (1..=REQUEST_ID_CHARS_MAX).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    fits.then(|| text.to_owned())
}

/// The method's name; methods of a caller's own invention are all one.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

/// The problem that an answer carries, or stands for where the router answered by itself.
fn problem_of(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let json = response.headers().get(CONTENT_TYPE).is_some_and(|v| v == "application/json");
    (failed && !json).then(|| Problem::of_status(response.status()))
}

fn render(problem: Problem, id: &str, bare: Response) -> Response {
    if let Some(cause) = &problem.cause {
        tracing::error!(code = problem.code, cause, "a request failed");
    } else {
        tracing::debug!(code = problem.code, "a request was refused");
    }
    let mut response = (problem.status, Json(problem.shape(id))).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    if let Some(allow) = bare.headers().get(ALLOW) {
        headers.insert(ALLOW, allow.clone());
    }
    if problem.status == StatusCode::UNAUTHORIZED {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"Rapport\""));
    }
    if let Some(seconds) = problem.retry_after_seconds {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn dress(response: &mut Response, id: &str, secure: bool) {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if secure {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.entry(STRICT_TRANSPORT_SECURITY).or_insert(year);
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(REQUEST_ID, id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_request_id_is_taken_over() {
        let long = "x".repeat(REQUEST_ID_CHARS_MAX + 1);
        for (given, taken) in [
            ("abc-123_4.5", true),
            ("", false),
            ("two words", false),
            ("line\tbreak", false),
            ("<script>", false),
            (long.as_str(), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::try_from(given).unwrap());
            assert_eq!(request_id(&headers).is_some(), taken, "{given}");
        }
    }
}
