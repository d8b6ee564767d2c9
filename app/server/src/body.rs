//! What stands in the body: JSON, files, and the key under which a creation is done once.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use kernel::code;
use people::idempotency::Key;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use serde_path_to_error::Segment;
use utoipa::IntoParams;

use crate::config::BODY_SECONDS_MAX;
use crate::problem::Problem;

/// The key's header.
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
/// A field of which not even a hash is kept with the key: a fast hash of a password could be guessed.
const NOT_HASHED: &str = "password";

/// The body of a command, as JSON.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        check_type(request.headers(), "application/json")?;
        parse(&bytes(request, state).await?).map(Self)
    }
}

/// The body of a command that makes something, as JSON, with the key under which it is done once.
pub(crate) struct Create<T> {
    pub(crate) body: T,
    pub(crate) key: Option<Key>,
}

/// The header of operations that take [`Create`], for the documentation.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "it is only described")]
pub(crate) struct IdempotencyHeader {
    /// A text of your choice, up to 200 characters. The same request under the same key is done once, and
    /// answered alike for seven days.
    #[param(rename = "Idempotency-Key", nullable = false, max_length = 200)]
    idempotency_key: Option<String>,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Create<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        check_type(request.headers(), "application/json")?;
        let key = KeyOf::new(&request)?;
        let bytes = bytes(request, state).await?;
        let body = parse(&bytes)?;
        Ok(Self { body, key: key.of_json(&bytes)? })
    }
}

/// A file as a body, with the key under which it is taken once. `MEDIA` names its media type.
pub(crate) struct Csv {
    pub(crate) bytes: Bytes,
    pub(crate) key: Option<Key>,
}

impl<S: Send + Sync> FromRequest<S> for Csv {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        check_type(request.headers(), "text/csv")?;
        let key = KeyOf::new(&request)?;
        let bytes = bytes(request, state).await?;
        let key = key.of(&bytes)?;
        Ok(Self { bytes, key })
    }
}

/// What a key is made of besides the body.
struct KeyOf {
    text: Option<String>,
    method: String,
    path: String,
}

impl KeyOf {
    fn new(request: &Request) -> Result<Self, Problem> {
        let text = request.headers().get(IDEMPOTENCY_KEY).map(|value| {
            value.to_str().map(str::to_owned).map_err(|_| {
                let detail = "an idempotency key has visible ASCII characters only";
                Problem::invalid(code!("bad-idempotency-key"), IDEMPOTENCY_KEY, detail)
            })
        });
        let path = request.uri().path_and_query().map_or("", |p| p.as_str()).to_owned();
        Ok(Self { text: text.transpose()?, method: request.method().to_string(), path })
    }

    fn of(self, body: &[u8]) -> Result<Option<Key>, Problem> {
        let key = self.text.map(|text| Key::new(&text, &self.method, &self.path, body));
        Ok(key.transpose()?)
    }

    /// The key of a JSON body: white space and the order of fields do not count.
    fn of_json(self, body: &[u8]) -> Result<Option<Key>, Problem> {
        if self.text.is_none() {
            return Ok(None);
        }
        let mut value: Value = serde_json::from_slice(body).unwrap_or_default();
        if let Value::Object(fields) = &mut value {
            fields.remove(NOT_HASHED);
        }
        self.of(value.to_string().as_bytes())
    }
}

fn check_type(headers: &HeaderMap, wanted: &str) -> Result<(), Problem> {
    let given = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(wanted) {
        return Ok(());
    }
    let detail = format!("the body must be {wanted}; say so as Content-Type");
    let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    Err(Problem::new(status, code!("wrong-media-type"), detail).at("Content-Type"))
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let arriving = Bytes::from_request(request, state);
    match tokio::time::timeout(Duration::from_secs(BODY_SECONDS_MAX), arriving).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE))
        }
        Ok(Err(_)) => {
            let detail = "the request's body broke off";
            Err(Problem::new(StatusCode::BAD_REQUEST, code!("body-broken-off"), detail))
        }
        Err(_) => {
            let detail = format!("the body did not arrive within {BODY_SECONDS_MAX} seconds");
            Err(Problem::new(StatusCode::REQUEST_TIMEOUT, code!("body-too-slow"), detail))
        }
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // serde would take the values of a struct in a row, without their names.
    if bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'[') {
        let detail = "the body is an array where an object is wanted";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code!("bad-field"), detail));
    }
    if let Some(field) = nul_in(bytes) {
        return Err(not_printable(field));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = path_of(error.path());
        problem_of(error.inner(), path)
    })?;
    json.end().map_err(|error| problem_of(&error, String::new()))?;
    Ok(read)
}

/// The path of a text with a NUL in it, which no database keeps. Only bodies that may have one are looked
/// through.
fn nul_in(bytes: &[u8]) -> Option<String> {
    let escaped = br"\u0000";
    if !bytes.windows(escaped.len()).any(|part| part == escaped) {
        return None;
    }
    let value: Value = serde_json::from_slice(bytes).ok()?;
    nul_under(&value, String::new())
}

fn nul_under(value: &Value, path: String) -> Option<String> {
    let below = |name: &dyn std::fmt::Display| match path.is_empty() {
        true => name.to_string(),
        false => format!("{path}/{name}"),
    };
    match value {
        Value::String(text) => text.contains('\0').then_some(path),
        Value::Array(list) => {
            list.iter().enumerate().find_map(|(index, one)| nul_under(one, below(&index)))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, one)| {
            if name.contains('\0') { Some(path.clone()) } else { nul_under(one, below(name)) }
        }),
        _ => None,
    }
}

/// A text that nobody can print.
pub(crate) fn not_printable(field: String) -> Problem {
    let detail = format!("{field} has a NUL character in it");
    Problem::invalid(code!("field-not-printable"), field, detail)
}

fn problem_of(error: &serde_json::Error, path: String) -> Problem {
    if error.classify() != Category::Data {
        let detail = format!("the body is not JSON: {error}");
        return Problem::new(StatusCode::BAD_REQUEST, code!("bad-json"), detail);
    }
    let said = error.to_string();
    // Where in the text it stands helps nobody who has the field's path.
    let why = said.split(" at line ").next().unwrap_or(&said).to_owned();
    let named = why.split('`').nth(1).filter(|_| why.contains(" field `")).map(str::to_owned);
    let code = match why.as_str() {
        w if w.starts_with("unknown field") => code!("unknown-field"),
        w if w.starts_with("missing field") => "field-missing",
        _ => "bad-field",
    };
    let field = match (path.is_empty(), named) {
        // serde puts an unknown field into the path by itself, and a missing one not.
        (_, Some(name)) if code == "unknown-field" && path.ends_with(&name) => path,
        (true, Some(name)) => name,
        (false, Some(name)) => format!("{path}/{name}"),
        (_, None) => path,
    };
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, why);
    if field.is_empty() { problem } else { problem.at(field) }
}

/// The path as a field's: `lines/2/quantity`.
fn path_of(path: &serde_path_to_error::Path) -> String {
    let parts: Vec<String> = path
        .iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { variant } => Some(variant.clone()),
            Segment::Unknown => None,
        })
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Order {
        name: String,
        lines: Vec<Line>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Line {
        quantity: u32,
    }

    #[test]
    fn problems_of_json_name_the_field() {
        let cases = [
            (r#"{"name":"a","lines":[]"#, "bad-json", None),
            (r#"{"name":"a","lines":[]} x"#, "bad-json", None),
            ("", "bad-json", None),
            ("[]", "bad-field", None),
            (r#"{"lines":[]}"#, "field-missing", Some("name")),
            (r#"{"name":1,"lines":[]}"#, "bad-field", Some("name")),
            (
                r#"{"name":"a","lines":[{"quantity":1},{"quantity":"x"}]}"#,
                "bad-field",
                Some("lines/1/quantity"),
            ),
            (r#"{"name":"a","lines":[{}]}"#, "field-missing", Some("lines/0/quantity")),
            (
                r#"{"name":"a","lines":[{"quantity":1,"price":2}]}"#,
                "unknown-field",
                Some("lines/0/price"),
            ),
            (r#"{"name":"a","lines":[],"colour":1}"#, "unknown-field", Some("colour")),
        ];
        for (text, code, field) in cases {
            let problem = parse::<Order>(text.as_bytes()).unwrap_err();
            assert_eq!(
                (problem.code, problem.field.as_deref()),
                (code, field),
                "{text}: {}",
                problem.detail
            );
        }
    }
}
