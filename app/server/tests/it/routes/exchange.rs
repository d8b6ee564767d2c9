//! What is the same of every request: ids, headers, methods, addresses, pages, health and metrics.

use serde_json::json;
use testkit::{TestDb, db_test};

use crate::company::Company;

#[db_test]
fn a_request_has_an_id(t: TestDb) {
    let company = Company::new(t);
    let given = company.anonymous().with("x-request-id", "trace-1.2_3").get("/session");
    assert_eq!(given.header("x-request-id"), "trace-1.2_3");
    given.problem(401, "not-signed-in", None);
    let made = company.anonymous().with("x-request-id", "<b>").get("/session");
    assert_eq!(made.header("x-request-id").len(), 36);
    made.problem(401, "not-signed-in", None);
}

#[db_test]
fn what_is_not_there_is_a_problem(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    company.by(admin).get("/nothing").problem(404, "no-such-path", None);
    company.by(admin).get("//nothing/../at/all").problem(404, "no-such-path", None);
    company.by(admin).get("/users/x").problem(404, "no-such-path", None);
    let wrong = company.by(admin).delete("/users");
    wrong.problem(405, "method-not-allowed", None);
    assert_eq!(wrong.header("allow"), "GET,HEAD,POST");
    let preflight = company
        .anonymous()
        .with("origin", "https://evil.example")
        .raw("OPTIONS", "/users", "", None);
    preflight.problem(405, "method-not-allowed", None);
    assert_eq!(preflight.header("access-control-allow-origin"), "");
}

#[db_test]
fn answers_forbid_what_browsers_might_do(t: TestDb) {
    let company = Company::new(t);
    let answer = company.by(&company.nobody.who).get("/session");
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value);
    }
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert_eq!(answer.header("strict-transport-security"), "");
}

#[db_test]
fn the_welcome_page_speaks_two_languages(t: TestDb) {
    let company = Company::new(t);
    let page = |language: &str| company.anonymous().with("accept-language", language).get("//");
    let english = page("en-GB,en");
    assert!(
        english.text.contains("<html lang=\"en\">")
            && english.text.contains("/api/v1/openapi.json")
    );
    let spanish = page("es-MX,es;q=0.9,en;q=0.5");
    assert!(spanish.text.contains("<html lang=\"es\">"));
    assert_eq!(spanish.header("content-language"), "es");
    assert!(!english.text.contains("<script") && !english.text.contains("style="));
    assert!(english.header("content-security-policy").contains("style-src 'self'"));
    assert!(
        company.anonymous().get("//welcome.css").header("content-type").starts_with("text/css")
    );
}

#[db_test]
fn health_and_metrics_are_told(t: TestDb) {
    let company = Company::new(t);
    company.anonymous().get("//health/live").ok(200);
    company.anonymous().get("//health/ready").ok(200);
    company.by(&company.nobody.who).get(&format!("/users/{}", company.nobody.id)).ok(200);
    company.anonymous().get("/made-up").problem(404, "no-such-path", None);
    let metrics = company.anonymous().get("//metrics").text;
    for line in [
        "rapport_http_requests_total{method=\"GET\",route=\"/api/v1/users/{id}\",status=\"200\"} 1",
        "rapport_http_requests_total{method=\"GET\",route=\"(none)\",status=\"404\"} 1",
        "rapport_database_up 1",
        "rapport_jobs_queued 0",
        "rapport_outbox_waiting 0",
    ] {
        assert!(metrics.lines().any(|l| l == line), "{line} is missing in\n{metrics}");
    }
    assert!(!metrics.contains("made-up") && !metrics.contains(&company.nobody.id.to_string()));
}

#[db_test]
fn the_document_is_served(t: TestDb) {
    let company = Company::new(t);
    assert_eq!(company.anonymous().get("/openapi.json").text, server::openapi());
}

#[db_test]
fn jobs_are_listed_and_called_off(t: TestDb) {
    let company = Company::new(t);
    let t = &company.t;
    let ana = Some(company.representative.id);
    let id = t.db.write(t.tenant, |tx| jobs::enqueue(tx, "export", "1", &json!({}), ana)).unwrap();
    t.db.write(t.tenant, |tx| jobs::enqueue(tx, "sweep", "1", &json!({}), None)).unwrap();
    let who = &company.representative.who;
    assert_eq!(company.by(who).get("/jobs").ok(200)["total"], 1);
    assert_eq!(
        company.by(&company.administrator.who).get("/jobs?status=queued").ok(200)["total"],
        2
    );
    assert_eq!(company.by(&company.administrator.who).get("/jobs?kind=sweep").ok(200)["total"], 1);
    let path = format!("/jobs/{id}");
    assert_eq!(company.by(who).get(&path).ok(200)["kind"], "export");
    assert_eq!(company.by(who).delete(&path).ok(200)["status"], "cancelled");
    company.by(&company.other.who).get(&path).problem(404, "unknown-job", None);
}

#[db_test]
fn a_nul_is_refused_before_an_engine_sees_it(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    let refused = |answer: crate::app::Answer, field: &str| {
        answer.problem(422, "field-not-printable", Some(field));
    };
    let nul = json!({"email": "a\u{0}", "password": "x"});
    refused(company.anonymous().post("/session", &nul), "email");
    refused(company.by(admin).post("/teams", &json!({"name": "a\u{0}b"})), "name");
    let deep = json!({"kind": "organisation", "legal_name": "A", "payment_term": "net30",
        "addresses": [{"kind": "billing", "street": "x", "country": "ES"}, {"kind": "billing", "street": "\u{0}", "country": "ES"}]});
    refused(company.by(admin).post("/clients", &deep), "addresses/1/street");
    for path in ["/invoices?number=%00", "/receipts?reference=a%00", "/search?q=a%00"] {
        let field = path.split(['?', '=']).nth(1).unwrap();
        refused(company.by(admin).get(path), field);
    }
    company.by(admin).get("/import-profiles/%00").problem(404, "no-such-path", None);
    // Four characters that only look like one.
    company.by(admin).post("/teams", &json!({"name": "a\\u0000"})).ok(201);
}
