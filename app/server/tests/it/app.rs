//! The server in process, and people who ask it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use serde_json::Value;
use server::{App, Config};
use testkit::TestDb;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::contract;

/// Headers that every answer has.
const ALWAYS: [&str; 6] = [
    "x-request-id",
    "cache-control",
    "content-security-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
];

/// The server on a test's database.
pub struct TestApp {
    pub t: TestDb,
    router: Router,
    runtime: Runtime,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub text: String,
    pub json: Value,
}

/// Who asks.
#[derive(Clone, Debug)]
pub enum Who {
    Anonymous,
    Token(String),
    Cookie(String),
}

impl TestApp {
    pub fn new(t: TestDb, config: Config) -> Self {
        let router = App::new(t.db.clone(), config).router();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { t, router, runtime }
    }

    /// Asks the router and holds the answer against the document.
    pub fn send(&self, request: Request<Body>, sent: Option<&Value>) -> Answer {
        let (method, path) = (request.method().to_string(), request.uri().to_string());
        let (parts, bytes) = self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            (parts, to_bytes(body, usize::MAX).await.unwrap())
        });
        let status = parts.status.as_u16();
        for name in ALWAYS {
            assert!(parts.headers.contains_key(name), "{method} {path} answered without {name}");
        }
        let media = parts.headers.get("content-type").map_or("", |v| v.to_str().unwrap());
        if method != "HEAD" {
            contract::check(&method, &path, sent, status, media, &bytes);
        }
        let bytes = bytes.to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or_default();
        Answer { status, headers: parts.headers, bytes, text, json }
    }

    /// Asks as somebody.
    pub fn by<'a>(&'a self, who: &'a Who) -> Asking<'a> {
        Asking { app: self, who, headers: Vec::new() }
    }

    /// Asks as nobody.
    pub fn anonymous(&self) -> Asking<'_> {
        self.by(&Who::Anonymous)
    }

    /// Signs in with a password and answers who that is.
    pub fn sign_in(&self, email: &str, password: &str) -> Who {
        let body = serde_json::json!({"email": email, "password": password});
        let answer = self.anonymous().post("/session", &body);
        assert_eq!(answer.status, 201, "{}", answer.text);
        Who::Cookie(answer.header("set-cookie").split(';').next().unwrap().to_owned())
    }
}

/// A request in the making.
pub struct Asking<'a> {
    app: &'a TestApp,
    who: &'a Who,
    headers: Vec<(&'static str, String)>,
}

impl Asking<'_> {
    /// Adds a header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Says the version that a change was made from.
    pub fn if_match(self, version: i64) -> Self {
        self.with("if-match", format!("\"{version}\""))
    }

    pub fn get(self, path: &str) -> Answer {
        self.raw("GET", path, Vec::new(), None)
    }

    pub fn delete(self, path: &str) -> Answer {
        self.raw("DELETE", path, Vec::new(), None)
    }

    pub fn post(self, path: &str, body: &Value) -> Answer {
        self.json("POST", path, body)
    }

    pub fn patch(self, path: &str, body: &Value) -> Answer {
        self.json("PATCH", path, body)
    }

    pub fn put(self, path: &str, body: &Value) -> Answer {
        self.json("PUT", path, body)
    }

    pub fn json(self, method: &str, path: &str, body: &Value) -> Answer {
        self.with("content-type", "application/json").raw(
            method,
            path,
            body.to_string(),
            Some(body),
        )
    }

    /// Sends bytes. `path` begins below `/api/v1`, or is whole where it begins with two slashes.
    pub fn raw(
        self,
        method: &str,
        path: &str,
        body: impl Into<Vec<u8>>,
        sent: Option<&Value>,
    ) -> Answer {
        let uri = match path.strip_prefix("//") {
            Some(whole) => format!("/{whole}"),
            None => format!("/api/v1{path}"),
        };
        let mut request = Request::builder().method(method).uri(uri);
        let given = |name: &str| self.headers.iter().any(|(n, _)| *n == name);
        match self.who {
            Who::Anonymous => {}
            Who::Token(token) => {
                request = request.header("authorization", format!("Bearer {token}"))
            }
            Who::Cookie(cookie) => {
                request = request.header("cookie", cookie);
                if !given("x-rapport-request") {
                    request = request.header("x-rapport-request", "1");
                }
            }
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let body: Vec<u8> = body.into();
        self.app.send(request.body(Body::from(body)).unwrap(), sent)
    }
}

impl Answer {
    /// A header's text; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// Expects a status and answers the body.
    #[track_caller]
    pub fn ok(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json
    }

    /// Expects a problem: its status, code and field.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str, field: Option<&str>) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        assert_eq!(
            (self.status, self.json["code"].as_str()),
            (status, Some(code)),
            "{}",
            self.text
        );
        assert_eq!(self.json["field"].as_str(), field, "{}", self.text);
        assert_eq!(self.json["request_id"].as_str(), Some(self.header("x-request-id")));
        assert_eq!(self.json["type"], format!("/problems/{code}"));
    }
}
