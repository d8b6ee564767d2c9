//! Rules that the whole document keeps.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::contract::DOCUMENT;

fn operations() -> impl Iterator<Item = (&'static str, &'static str, &'static Value)> {
    let paths = DOCUMENT["paths"].as_object().unwrap().iter();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

#[test]
fn it_is_openapi_3_1_and_the_same_on_every_run() {
    assert!(DOCUMENT["openapi"].as_str().unwrap().starts_with("3.1"));
    assert_eq!(server::openapi(), server::openapi());
}

#[test]
fn operation_ids_are_a_verb_and_a_resource_each_once() {
    let mut seen = BTreeSet::new();
    for (path, method, operation) in operations() {
        let id = operation["operationId"].as_str().unwrap();
        let (verb, _) = id.split_once('_').unwrap_or_else(|| panic!("{id} has no resource"));
        let fits: &[&str] = match method {
            "get" => &["list", "read", "export"],
            "post" => &[
                "create", "import", "reverse", "post", "apply", "issue", "void", "preview",
                "unapply", "credit", "bounce", "approve", "reject", "undo", "dispute", "request",
                "pay", "suggest", "run", "refund", "decide", "close", "plan", "check", "export",
                "mark", "compose",
            ],
            "put" => &["set"],
            "patch" => &["update"],
            "delete" => &["delete", "cancel", "revoke"],
            other => panic!("{path} has the method {other}"),
        };
        assert!(fits.contains(&verb), "{method} {path}: {id}");
        assert!(seen.insert(id), "{id} stands there twice");
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{id} is of one area");
        assert!(operation["summary"].is_string(), "{id} says what it does");
    }
}

#[test]
fn every_operation_says_what_can_go_wrong() {
    for (path, method, operation) in operations() {
        if !path.starts_with("/api/v1") || path.ends_with("openapi.json") {
            continue;
        }
        let at = format!("{method} {path}");
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let has = |name: &str| parameters.iter().any(|p| p["name"] == name);
        let documents = |status: &str| operation["responses"].get(status).is_some();
        for status in ["401", "403", "422", "500", "503"] {
            assert!(documents(status), "{at} does not document {status}");
        }
        assert_eq!(has("If-Match"), documents("428"), "{at}");
        assert!(!has("If-Match") || documents("412"), "{at}");
        if operation.get("requestBody").is_some() {
            for status in ["400", "413", "415"] {
                assert!(documents(status), "{at} does not document {status}");
            }
        }
        for problem in operation["responses"]
            .as_object()
            .unwrap()
            .iter()
            .filter(|(s, _)| *s >= &"400".to_owned())
        {
            let schema = &problem.1["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(schema, "#/components/schemas/Problem", "{at}: {}", problem.0);
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(value: &Value) {
        match value {
            Value::Object(fields) => {
                if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                    let pointer = reference.strip_prefix('#').unwrap();
                    assert!(DOCUMENT.pointer(pointer).is_some(), "{reference} leads nowhere");
                }
                fields.values().for_each(walk);
            }
            Value::Array(items) => items.iter().for_each(walk),
            _ => {}
        }
    }
    walk(&DOCUMENT);
}
