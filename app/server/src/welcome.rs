//! The page at the root: what runs here and how to use it. English or Spanish, by the browser's wish.

use axum::extract::Request;
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
};
use axum::response::{Html, IntoResponse};

const ENGLISH: &str = include_str!("welcome/en.html");
const SPANISH: &str = include_str!("welcome/es.html");
const STYLE: &str = include_str!("welcome/style.css");
/// The page needs its own style sheet and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// `GET /`
pub(crate) async fn read_welcome(request: Request) -> impl IntoResponse {
    let wished = request.headers().get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    let (language, page) =
        if prefers_spanish(wished.unwrap_or_default()) { ("es", SPANISH) } else { ("en", ENGLISH) };
    let headers = [
        (CONTENT_LANGUAGE, language),
        (CONTENT_SECURITY_POLICY, POLICY),
        (VARY, "Accept-Language"),
    ];
    (headers, Html(page))
}

/// `GET /welcome.css`
pub(crate) async fn read_style() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=3600")], STYLE)
}

/// Whether Spanish is wished for more than English (RFC 9110, section 12.5.4).
fn prefers_spanish(accept_language: &str) -> bool {
    let weight = |language: &str| {
        accept_language
            .split(',')
            .filter_map(|range| {
                let mut parts = range.split(';').map(str::trim);
                let tag = parts.next()?.to_ascii_lowercase();
                let primary = tag.split('-').next()?;
                let quality =
                    parts.find_map(|p| p.strip_prefix("q=")).map_or(Some(1_000), thousandths);
                (primary == language).then_some(quality?)
            })
            .max()
            .unwrap_or(0)
    };
    weight("es") > weight("en")
}

/// A quality value such as `0.8` in thousandths.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole: u32 = whole.parse().ok()?;
    let fraction: u32 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    whole.checked_mul(1_000)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_wish_is_heeded() {
        for (header, spanish) in [
            ("", false),
            ("es", true),
            ("es-MX,es;q=0.9,en;q=0.8", true),
            ("en-US,en;q=0.9,es;q=0.8", false),
            ("fr, es;q=0.5", true),
            ("de", false),
            ("es;q=0", false),
            ("es;q=x, en", false),
        ] {
            assert_eq!(prefers_spanish(header), spanish, "{header}");
        }
    }
}
