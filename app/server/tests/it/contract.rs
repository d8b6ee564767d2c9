//! The OpenAPI document as a judge of what was asked and answered.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// The document that the server publishes.
pub static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&server::openapi()).unwrap());

/// Paths that are pages and no part of the API.
const PAGES: [&str; 2] = ["/", "/welcome.css"];
const PROBLEM: &str = "application/problem+json";

/// The operation of a method and path, by the path's template; parameters match one segment, and a template
/// without any goes first.
pub fn operation(method: &str, path: &str) -> Option<(&'static str, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let mut fits: Vec<_> = paths.iter().filter(|(template, _)| matches(template, path)).collect();
    fits.sort_by_key(|(template, _)| template.matches('{').count());
    fits.iter().find_map(|(t, item)| Some((t.as_str(), item.get(method.to_lowercase())?)))
}

fn matches(template: &str, path: &str) -> bool {
    let (a, b): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    a.len() == b.len()
        && a.iter().zip(&b).all(|(a, b)| a == b || a.starts_with('{') && !b.is_empty())
}

/// Panics unless the document says that this may be answered to this.
pub fn check(
    method: &str,
    path: &str,
    sent: Option<&Value>,
    status: u16,
    media: &str,
    body: &[u8],
) {
    let path = path.split('?').next().unwrap();
    let at = format!("{method} {path} answered {status}");
    if PAGES.contains(&path) && status == 200 {
        return;
    }
    let Some((_, operation)) = operation(method, path) else {
        assert!(matches!(status, 404 | 405), "{at}, and no operation is documented");
        assert_eq!(media, PROBLEM, "{at}");
        return valid(&json!({"$ref": "#/components/schemas/Problem"}), body, &at);
    };
    let response = &operation["responses"][status.to_string()];
    assert!(
        !response.is_null(),
        "{at}, which is not documented: {}",
        String::from_utf8_lossy(body)
    );
    let content = response["content"].as_object().cloned().unwrap_or_else(Map::new);
    if content.is_empty() {
        assert!(body.is_empty(), "{at} with a body that is not documented");
        return;
    }
    let essence = media.split(';').next().unwrap();
    let described = content.iter().find(|(name, _)| name.split(';').next() == Some(essence));
    let (_, described) =
        described.unwrap_or_else(|| panic!("{at} as {media}, which is not documented"));
    if essence.ends_with("json") {
        valid(&described["schema"], body, &at);
    }
    if let (200..300, Some(sent)) = (status, sent) {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        assert!(!schema.is_null(), "{at}: a body was taken that is not documented");
        valid(schema, sent.to_string().as_bytes(), &format!("{at}: what was sent"));
    }
}

/// Validators by the text of their schema; making one reads every component of the document.
static VALIDATORS: LazyLock<Mutex<HashMap<String, Arc<Validator>>>> = LazyLock::new(Mutex::default);

fn validator(schema: &Value) -> Arc<Validator> {
    let make = || {
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [schema],
            "components": DOCUMENT["components"],
        });
        Arc::new(jsonschema::options().should_validate_formats(true).build(&whole).unwrap())
    };
    let mut known = VALIDATORS.lock().unwrap();
    Arc::clone(known.entry(schema.to_string()).or_insert_with(make))
}

fn valid(schema: &Value, body: &[u8], at: &str) {
    let body: Value =
        serde_json::from_slice(body).unwrap_or_else(|e| panic!("{at}: not JSON: {e}"));
    let validator = validator(schema);
    let errors: Vec<String> =
        validator.iter_errors(&body).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{at} against the document: {}\n{body:#}", errors.join("; "));
}
