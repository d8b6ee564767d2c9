use serde_json::{Value, json};

use super::{BOOKS, Row, SIGNED, get, row, with};

/// Whoever has a role; each sees what is theirs.
const ROLES: [u16; 7] = [401, 403, 200, 200, 200, 200, 200];
/// Of Ana's client: out of Ben's reach, as if it were not there.
const ANAS: [u16; 7] = [401, 403, 200, 404, 200, 200, 200];
/// What is nobody's, for those who may.
const NONE: [u16; 7] = [401, 403, 404, 404, 404, 404, 404];

pub fn rows() -> Vec<Row> {
    [billing(), payments(), imports(), reports()].into_iter().flatten().collect()
}

fn billing() -> Vec<Row> {
    let term = json!({"code": "t{n}", "name": "Term", "net_days": 1});
    let tax = json!({"code": "t{n}", "name": "Tax", "category": "S", "rate": "0.1"});
    let lines =
        json!([{"description": "x", "quantity": "1", "unit_price": "1", "tax_code": "none"}]);
    let invoice = json!({"client": "{client}", "lines": lines});
    let reason = json!({"reason": "x"});
    let credit = json!({"reason": "x", "lines": lines});
    vec![
        get("/payment-terms", SIGNED),
        row("POST", "/payment-terms", term, with(BOOKS, 201)),
        row("PATCH", "/payment-terms/net30", json!({}), with(BOOKS, 412)),
        get("/taxes", SIGNED),
        row("POST", "/taxes", tax, with(BOOKS, 201)),
        row("PATCH", "/taxes/none", json!({}), with(BOOKS, 412)),
        get("/invoices", ROLES),
        row("POST", "/invoices", invoice, with(ANAS, 201)),
        row("POST", "/invoices/preview", json!({"currency": "USD", "lines": lines}), ROLES),
        get("/invoices/{invoice}", ANAS),
        row("PATCH", "/invoices/{draft}", json!({}), with(ANAS, 412)),
        row("DELETE", "/invoices/{unknown}", Value::Null, NONE),
        row("POST", "/invoices/{unknown}/issue", json!({}), NONE),
        row("POST", "/invoices/{invoice}/credit-notes", credit, with(ANAS, 201)),
        row("POST", "/invoices/{draft}/void", reason.clone(), with(ANAS, 409)),
        row("PUT", "/invoices/{invoice}/dispute", reason, ANAS),
        row("DELETE", "/invoices/{invoice}/dispute", Value::Null, ANAS),
    ]
}

fn payments() -> Vec<Row> {
    let reason = json!({"reason": "x"});
    let receipt = json!({"payer": "{client}", "method": "cash", "amount": "1"});
    let refund = json!({"credit": "{receipt}", "method": "cash", "amount": "1", "reason": "x"});
    let write_off = json!({"invoice": "{invoice}", "amount": "1", "reason": "x"});
    vec![
        get("/receipts", ROLES),
        row("POST", "/receipts", receipt, with(ANAS, 201)),
        get("/receipts/{receipt}", ANAS),
        get("/receipts/{receipt}/suggestions", ANAS),
        row("POST", "/receipts/{unknown}/bounce", reason.clone(), NONE),
        row("POST", "/receipts/{unknown}/void", reason.clone(), NONE),
        row("POST", "/open-items/{receipt}/applications", json!({"how": "none"}), with(ANAS, 201)),
        row("POST", "/open-items/{invoice}/small-balance", json!({}), with(ANAS, 422)),
        row("POST", "/applications/999999/reversal", reason.clone(), NONE),
        get("/refunds", ROLES),
        row("POST", "/refunds", refund, [401, 403, 403, 403, 201, 201, 201]),
        get("/write-offs", ROLES),
        row("POST", "/write-offs", write_off, with(ANAS, 201)),
        row(
            "POST",
            "/write-offs/{unknown}/decision",
            json!({"approve": true}),
            [401, 403, 403, 403, 404, 403, 404],
        ),
        row("POST", "/write-offs/{unknown}/reversal", reason, NONE),
    ]
}

fn imports() -> Vec<Row> {
    let profile = json!({"upload": "{unknown}", "profile": "receivables"});
    let mut order = profile.clone();
    order["fingerprint"] = "x".into();
    let choice = json!({"name": "x", "kind": "clients", "columns": {}});
    let gone = with(BOOKS, 404);
    vec![
        get("/import-profiles", BOOKS),
        row("POST", "/import-profiles", json!({"code": "p", "toml": "x"}), with(BOOKS, 422)),
        get("/import-profiles/receivables", BOOKS),
        row("PUT", "/import-profiles/mine", json!({"toml": "x"}), gone),
        row("DELETE", "/import-profiles/mine", Value::Null, gone),
        row("POST", "/import-profiles/check", json!({"toml": "x"}), with(BOOKS, 422)),
        row("POST", "/import-profiles/compose", choice, with(BOOKS, 422)),
        row("POST", "/import-uploads", Value::Null, [401, 422, 422, 422, 422, 422, 422]),
        row("DELETE", "/import-uploads/{unknown}", Value::Null, gone),
        get("/import-uploads/{unknown}/preview", gone),
        row("POST", "/imports/plan", profile.clone(), gone),
        row("POST", "/imports/plan/refused", profile, gone),
        get("/imports", BOOKS),
        row("POST", "/imports", order, gone),
        get("/imports/{unknown}", gone),
        row("POST", "/imports/{unknown}/undo", Value::Null, gone),
    ]
}

fn reports() -> Vec<Row> {
    vec![
        get("/reports/aging", ROLES),
        get("/reports/open-items", ROLES),
        get("/reports/dso", ROLES),
        get("/reports/cei", ROLES),
        get("/reports/dso/months", ROLES),
        get("/reports/cei/months", ROLES),
        get("/open-items/{invoice}/history", ANAS),
        get("/clients/{client}/balance", ANAS),
        get("/clients/{client}/summary", ANAS),
        get("/clients/{client}/history", ANAS),
        get("/proof", BOOKS),
        get("/proof-runs", BOOKS),
        row("POST", "/proof-runs", Value::Null, with(BOOKS, 202)),
    ]
}
