//! The session's cookie.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use people::session::{SESSION_MAX, Secret};

/// The cookie's name.
pub(crate) const NAME: &str = "rapport_session";

/// The session's secret of a request, if it has one.
pub(crate) fn read(headers: &HeaderMap) -> Option<Secret> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|p| p.trim().split_once('='));
    pairs.find(|(name, _)| *name == NAME).and_then(|(_, value)| Secret::parse(value))
}

/// The header that has a browser keep a session.
pub(crate) fn keep(secret: &Secret, secure: bool) -> HeaderValue {
    header(&secret.text(), SESSION_MAX.as_secs(), secure)
}

/// The header that has a browser forget it.
pub(crate) fn forget(secure: bool) -> HeaderValue {
    header("", 0, secure)
}

fn header(value: &str, seconds: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text =
        format!("{NAME}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    let mut header = HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""));
    header.set_sensitive(true);
    header
}
