//! The web app: its built files inside the program, and the page that all its addresses answer.
//!
//! Files with a print of their content in the name may be kept for ever; the page itself is asked for anew
//! each time, with a nonce of its own for the style sheets that the page writes while it runs.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::problem::Problem;
use crate::state::Server;

/// Where the page has its nonce.
const NONCE: &str = "__CSP_NONCE__";
/// Bytes of a nonce.
const NONCE_BYTES: usize = 16;
const PAGE: &str = "index.html";

/// What `npm run build` wrote in `web`.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Built;

/// Every address that no other route has: a file of the app, or its page.
pub(crate) async fn read_web(State(server): State<Server>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::of_status(StatusCode::NOT_FOUND).into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    if path != PAGE
        && let Some(response) = asset(path, request.headers())
    {
        return response;
    }
    if is_page(path, request.headers()) {
        return page(&server);
    }
    Problem::of_status(StatusCode::NOT_FOUND).into_response()
}

/// Whether an address is one of the app's own, to be looked at in a browser.
fn is_page(path: &str, headers: &HeaderMap) -> bool {
    let below = |folder: &str| path == folder || path.starts_with(&format!("{folder}/"));
    let wants = headers.get(ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let api = ["api", "health", "metrics", "assets"].iter().any(|folder| below(folder));
    !api && (path.is_empty() || wants.contains("text/html"))
}

fn page(server: &Server) -> Response {
    let Some(file) = Built::get(PAGE) else {
        return Problem::internal("the page is not in the program".to_owned()).into_response();
    };
    let nonce = STANDARD_NO_PAD.encode(&server.new_secret()[..NONCE_BYTES]);
    let html = String::from_utf8_lossy(&file.data).replace(NONCE, &nonce);
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (CONTENT_SECURITY_POLICY, policy(&nonce)),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, html).into_response()
}

/// Scripts are files of the server's own; so are style sheets, but for those that carry the nonce.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    )
}

/// A file, in the smallest form that the browser takes.
fn asset(path: &str, headers: &HeaderMap) -> Option<Response> {
    let plain = Built::get(path)?;
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let packed = [("br", "br"), ("gzip", "gz")].into_iter().find_map(|(encoding, ending)| {
        let file = takes(accepted, encoding).then(|| Built::get(&format!("{path}.{ending}")))??;
        Some((encoding, file))
    });
    let kept = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    let (encoding, EmbeddedFile { data, .. }) = match packed {
        Some((encoding, file)) => (Some(encoding), file),
        None => (None, plain),
    };
    let headers = [(CONTENT_TYPE, media(path)), (CACHE_CONTROL, kept), (VARY, "accept-encoding")];
    let mut response = (headers, data.into_owned()).into_response();
    if let Some(encoding) = encoding {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// Whether an encoding is accepted (RFC 9110, section 12.5.3).
fn takes(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|part| {
        let mut words = part.split(';').map(str::trim);
        let named = words.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && !words.any(|w| matches!(w, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn media(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_where_it_is_wanted() {
        for (accepted, br) in
            [("", false), ("gzip, br", true), ("BR;q=0.5", true), ("br;q=0, gzip", false)]
        {
            assert_eq!(takes(accepted, "br"), br, "{accepted}");
        }
    }

    #[test]
    fn only_what_a_browser_looks_at_is_the_page() {
        let mut html = HeaderMap::new();
        html.insert(ACCEPT, HeaderValue::from_static("text/html,*/*;q=0.8"));
        let none = HeaderMap::new();
        assert!(is_page("", &none) && is_page("clients/1", &html));
        for path in ["api", "api/v1/clientz", "health/x", "metrics", "assets/gone.js"] {
            assert!(!is_page(path, &html), "{path}");
        }
        assert!(!is_page("clients/1", &none));
    }
}
