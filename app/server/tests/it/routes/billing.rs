//! Payment terms, taxes, invoices.

use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::company::{Company, found, person};
use crate::trade::{id, line};

#[db_test]
fn a_payment_term_is_added_and_changed(t: TestDb) {
    let company = Company::new(t);
    let clara = &company.accountant.who;
    let new = json!({"code": "3-7", "name": "3 % in 7 days", "net_days": 30, "discount_days": 7, "discount": "0.03"});
    let made = company.by(clara).post("/payment-terms", &new);
    assert_eq!(made.header("etag"), "\"1\"");
    assert_eq!(made.ok(201)["end_of_month"], false);
    company.by(clara).post("/payment-terms", &new).problem(409, "code-taken", Some("code"));
    let ana = &company.representative.who;
    company.by(ana).post("/payment-terms", &new).problem(403, "permission-lacking", None);
    assert_eq!(company.by(ana).get("/payment-terms").ok(200)["total"], 7);
    let change = |version: i64, body: Value| {
        company.by(clara).if_match(version).patch("/payment-terms/3-7", &body)
    };
    let changed = change(1, json!({"net_days": 45}));
    assert_eq!(changed.header("etag"), "\"2\"");
    let changed = changed.ok(200);
    assert_eq!((&changed["net_days"], &changed["discount"]), (&json!(45), &json!("0.03")));
    change(1, json!({"net_days": 60})).problem(412, "version-moved", None);
    change(2, json!({"discount": "1"})).problem(422, "out-of-range", Some("discount"));
    change(2, json!({"discount": "x"})).problem(422, "not-a-decimal", Some("discount"));
    change(2, json!({"net_days": null})).problem(422, "bad-field", Some("net_days"));
    let none = company.by(clara).if_match(1).patch("/payment-terms/none", &json!({}));
    none.problem(404, "unknown-payment-term", None);
}

#[db_test]
fn a_tax_is_added_and_changed(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let clara = &company.accountant.who;
    assert_eq!(company.by(&company.representative.who).get("/taxes").ok(200)["total"], 2);
    let bad = json!({"code": "x", "name": "X", "category": "Z", "rate": "0.1"});
    company.by(clara).post("/taxes", &bad).problem(422, "out-of-range", Some("rate"));
    let change = |version: i64, body: Value| {
        company.by(clara).if_match(version).patch("/taxes/standard", &body)
    };
    assert_eq!(change(1, json!({"rate": "0.09"})).ok(200)["rate"], "0.09");
    change(1, json!({"rate": "0.1"})).problem(412, "version-moved", None);
    change(2, json!({"category": "Q"})).problem(422, "unknown-category", Some("category"));
    let none = company.by(clara).if_match(1).patch("/taxes/other", &json!({}));
    none.problem(404, "unknown-tax", None);
}

fn lines() -> Value {
    json!([
        {"description": "Consulting", "quantity": "2.5", "unit_price": "120.00", "discount": "0.1", "tax_code": "standard"},
        {"description": "Travel", "quantity": "1", "unit_price": "80", "tax_code": "none"}])
}

#[db_test]
fn a_draft_is_figured_changed_and_issued(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let figures = json!({"currency": "USD", "lines": lines()});
    let figured = company.by(ana).post("/invoices/preview", &figures).ok(200);
    assert_eq!(
        (&figured["net"], &figured["tax"], &figured["total"]),
        (&json!("350.00"), &json!("22.28"), &json!("372.28"))
    );
    assert_eq!(company.by(ana).get("/invoices").ok(200)["total"], 0);

    let new = json!({"client": client, "issued_on": "2026-03-01", "lines": lines(), "purchase_order": "PO 7"});
    let draft = company.by(ana).post("/invoices", &new);
    assert_eq!(draft.header("etag"), "\"1\"");
    let draft = draft.ok(201);
    assert_eq!(
        (&draft["total"], &draft["due_on"], &draft["open"]),
        (&json!("372.28"), &json!("2026-03-31"), &json!(null))
    );
    assert_eq!((&draft["lines"], &draft["taxes"]), (&figured["lines"], &figured["taxes"]));
    let path = format!("/invoices/{}", id(&draft));
    let change = |version: i64, body: Value| company.by(ana).if_match(version).patch(&path, &body);
    change(7, json!({})).problem(412, "version-moved", None);
    let moved = change(1, json!({"issued_on": "2026-03-10", "purchase_order": null})).ok(200);
    assert_eq!(
        (&moved["due_on"], &moved["purchase_order"], &moved["total"]),
        (&json!("2026-04-09"), &json!(null), &json!("372.28"))
    );
    let apart = change(2, json!({"due_on": "2026-05-01", "lines": [line("10")]})).ok(200);
    assert_eq!((&apart["due_on"], &apart["total"]), (&json!("2026-05-01"), &json!("10.00")));
    assert_eq!(change(3, json!({"issued_on": "2026-03-11"})).ok(200)["due_on"], "2026-05-01");
    assert_eq!(change(4, json!({"due_on": null})).ok(200)["due_on"], "2026-04-10");

    let issued = company.by(ana).post(&format!("{path}/issue"), &json!({}));
    let etag = issued.header("etag").to_owned();
    let issued = issued.ok(200);
    assert_eq!((&issued["status"], &issued["open"]), (&json!("issued"), &json!("10.00")));
    assert_eq!(etag, format!("\"{}\"", issued["version"]));
    company.by(ana).post(&format!("{path}/issue"), &json!({})).problem(409, "wrong-status", None);
    company.by(ana).delete(&path).problem(409, "wrong-status", None);
    change(6, json!({"lines": [line("1")]})).problem(409, "wrong-status", None);
    let number = issued["number"].as_str().unwrap();
    let found = company.by(ana).get(&format!("/invoices?number={number}&status=issued")).ok(200);
    assert_eq!(found["items"][0]["id"], issued["id"]);
}

#[db_test]
fn a_draft_is_thrown_away(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let path = format!("/invoices/{}", id(&company.draft(ana, &client, "10", "2026-03-01")));
    company.by(ana).delete(&path).ok(204);
    company.by(ana).get(&path).problem(404, "unknown-invoice", None);
}

#[db_test]
fn what_is_wrong_with_an_invoice_is_named(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let with = |field: &str, value: Value| {
        let mut new = json!({"client": client, "issued_on": "2026-03-01", "lines": [line("10")]});
        *new.pointer_mut(field).unwrap() = value;
        company.by(ana).post("/invoices", &new)
    };
    with("/lines/0/quantity", json!("-1")).problem(422, "bad-line", Some("lines/0/quantity"));
    with("/lines/0/quantity", json!("one")).problem(422, "not-a-decimal", Some("lines/0/quantity"));
    with("/lines/0/quantity", json!(1)).problem(422, "bad-field", Some("lines/0/quantity"));
    with("/lines/0/tax_code", json!("vat")).problem(422, "bad-line", Some("lines/0/tax_code"));
    with("/lines/0/description", json!("")).problem(422, "bad-line", Some("lines/0/description"));
    with("/lines", json!([])).problem(422, "lines-missing", Some("lines"));
    let mut foreign = json!({"client": client, "currency": "XXX", "lines": [line("10")]});
    company.by(ana).post("/invoices", &foreign).problem(422, "unknown-currency", Some("currency"));
    foreign["currency"] = "EUR".into();
    let draft = id(&company.by(ana).post("/invoices", &foreign).ok(201));
    let issue = company.by(ana).post(&format!("/invoices/{draft}/issue"), &json!({}));
    issue.problem(422, "rate-missing", Some("currency"));
    let negative = id(&company.draft(ana, &client, "-5", "2026-03-01"));
    let issue = company.by(ana).post(&format!("/invoices/{negative}/issue"), &json!({}));
    issue.problem(422, "total-not-positive", Some("lines"));
}

#[db_test]
fn a_locked_period_takes_no_invoice(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let (ana, clara) = (&company.representative.who, &company.accountant.who);
    let client = company.client(ana, "Acme");
    let draft = id(&company.draft(ana, &client, "10", "2026-02-10"));
    let lock = json!({"lock": "hard", "reason": "month end"});
    company.by(clara).put("/periods/2026-02", &lock).ok(200);
    let issue = format!("/invoices/{draft}/issue");
    company.by(ana).post(&issue, &json!({})).problem(409, "period-locked", Some("effective_on"));
    company.by(ana).post(&issue, &json!({"issued_on": "2026-03-01"})).ok(200);
}

#[db_test]
fn other_peoples_invoices_are_not_there(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let (ana, ben) = (&company.representative.who, &company.other.who);
    let client = company.client(ana, "Acme");
    let invoice = company.invoice(ana, &client, "10", "2026-03-01");
    let draft = id(&company.draft(ana, &client, "10", "2026-03-01"));
    let other = person_of_another_company(&company);
    for who in [ben, &other] {
        let by = || company.by(who);
        let gone = |answer: crate::app::Answer, code: &str| answer.problem(404, code, None);
        gone(by().get(&format!("/invoices/{invoice}")), "unknown-invoice");
        gone(by().if_match(1).patch(&format!("/invoices/{draft}"), &json!({})), "unknown-invoice");
        gone(by().delete(&format!("/invoices/{draft}")), "unknown-invoice");
        gone(by().post(&format!("/invoices/{draft}/issue"), &json!({})), "unknown-invoice");
        let reason = json!({"reason": "x"});
        gone(by().post(&format!("/invoices/{invoice}/void"), &reason), "unknown-invoice");
        gone(by().post(&format!("/invoices/{invoice}/credit-notes"), &reason), "unknown-invoice");
        gone(by().put(&format!("/invoices/{invoice}/dispute"), &reason), "unknown-invoice");
        let new = json!({"client": client, "lines": [line("1")]});
        gone(by().post("/invoices", &new), "unknown-client");
        assert_eq!(by().get("/invoices").ok(200)["total"], 0);
    }
    assert_eq!(company.by(ana).get("/invoices").ok(200)["total"], 2);
}

/// The accountant of another company in the same database.
fn person_of_another_company(company: &Company) -> crate::app::Who {
    let t = &company.t;
    let tenant = kernel::TenantId::from_uuid(uuid::Uuid::from_u128(7));
    let operator = found(t, tenant, "southwind");
    let roles = t.db.read(tenant, people::role::all).unwrap();
    person(t, &operator, &roles, "sara", "Accountant").who
}

#[db_test]
fn a_dispute_is_noted_and_ends(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let invoice = company.invoice(ana, &client, "10", "2026-03-01");
    let path = format!("/invoices/{invoice}/dispute");
    company.by(ana).put(&path, &json!({"reason": " "})).problem(
        422,
        "reason-missing",
        Some("reason"),
    );
    let disputed = company.by(ana).put(&path, &json!({"reason": "broken"})).ok(200);
    assert_eq!(
        (&disputed["disputed_on"], &disputed["dispute_reason"]),
        (&json!("2026-03-31"), &json!("broken"))
    );
    assert_eq!(company.by(ana).get("/invoices?disputed=true").ok(200)["total"], 1);
    assert_eq!(company.by(ana).delete(&path).ok(200)["disputed_on"], json!(null));
    assert_eq!(company.by(ana).get("/invoices?disputed=true").ok(200)["total"], 0);
}

#[db_test]
fn an_invoice_is_made_once_under_its_key(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let new = json!({"client": client, "lines": [line("10")]});
    let create = || company.by(ana).with("idempotency-key", "inv").post("/invoices", &new);
    let (first, again) = (create(), create());
    assert_eq!((&first.text, again.header("idempotency-replayed")), (&again.text, "true"));
    assert_eq!(company.by(ana).get("/invoices").ok(200)["total"], 1);
    let invoice = company.invoice(ana, &client, "10", "2026-03-01");
    let credit = || {
        let path = format!("/invoices/{invoice}/credit-notes");
        company.by(ana).with("idempotency-key", "cn").post(&path, &json!({"reason": "x"}))
    };
    assert_eq!(id(&credit().ok(201)), id(&credit().ok(201)));
}

#[db_test]
fn the_list_of_invoices_is_sorted_and_filtered(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    for (amount, day) in [("30", "2026-01-10"), ("10", "2026-02-10"), ("20", "2026-03-10")] {
        company.invoice(ana, &client, amount, day);
    }
    let totals = |query: &str| -> Vec<String> {
        let page = company.by(ana).get(&format!("/invoices?{query}")).ok(200);
        let items = page["items"].as_array().unwrap().iter();
        items.map(|i| i["total"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(totals("sort=total"), ["10.00", "20.00", "30.00"]);
    assert_eq!(totals("sort=-due_on&issued_from=2026-02-01"), ["20.00", "10.00"]);
    assert_eq!(totals("currency=USD&kind=invoice&due_until=2026-03-12"), ["30.00", "10.00"]);
    assert_eq!(totals("currency=EUR"), Vec::<String>::new());
    company.by(ana).get("/invoices?status=sent").problem(422, "bad-parameter", Some("status"));
    company.by(ana).get("/invoices?currency=??").problem(422, "unknown-currency", Some("currency"));
}

#[db_test]
fn a_credit_note_has_the_taxes_of_its_invoice(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let tea = |tax: &str| json!({"description": "Tea", "quantity": "1", "unit_price": "10", "tax_code": tax});
    let new = json!({"client": client, "lines": [tea("standard")]});
    let invoice = id(&company.by(ana).post("/invoices", &new).ok(201));
    company.by(ana).post(&format!("/invoices/{invoice}/issue"), &json!({})).ok(200);
    let credit = |tax: &str| {
        let asked = json!({"reason": "returned", "lines": [tea(tax)]});
        company.by(ana).post(&format!("/invoices/{invoice}/credit-notes"), &asked)
    };
    credit("none").problem(422, "tax-not-invoiced", Some("lines/0/tax_code"));
    credit("standard").ok(201);
}

#[db_test]
fn no_amount_makes_the_reports_overflow(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let issue = |price: &str| {
        let mut ten = line(price);
        ten["quantity"] = "10".into();
        let new = json!({"client": client, "issued_on": "2026-03-01", "lines": [ten]});
        let draft = id(&company.by(ana).post("/invoices", &new).ok(201));
        company.by(ana).post(&format!("/invoices/{draft}/issue"), &json!({}))
    };
    issue("1000000000000.001").problem(422, "amount-too-large", Some("lines"));
    assert_eq!(issue("1000000000000").ok(200)["total"], "10000000000000.00");
    company.by(ana).get("/reports/aging?as_of=2026-03-31").ok(200);
}

#[db_test]
fn a_document_says_how_it_looks_today(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    // It is the last of March.
    let late = company.invoice(ana, &client, "10", "2026-02-28");
    let open = company.invoice(ana, &client, "20", "2026-03-05");
    let void = company.invoice(ana, &client, "30", "2026-03-05");
    let draft = json!({"client": client, "lines": [line("1")]});
    let draft = id(&company.by(ana).post("/invoices", &draft).ok(201)).to_owned();
    let reason = json!({"reason": "typed twice"});
    company.by(ana).post(&format!("/invoices/{void}/void"), &reason).ok(200);
    let state = |of: &str| company.by(ana).get(&format!("/invoices/{of}")).ok(200)["state"].clone();
    assert_eq!(state(&late), "overdue");
    assert_eq!([state(&open), state(&void), state(&draft)], ["open", "void", "draft"]);
    company.receipt(ana, &client, "10", "2026-03-10", "oldest_first");
    assert_eq!(state(&late), "settled");
    let file = company.by(ana).get("/invoices?format=csv&columns=state&sort=number").text;
    let mut states: Vec<&str> = file.lines().skip(1).collect();
    states.sort_unstable();
    assert_eq!(states, ["draft", "open", "settled", "void"]);
}

#[db_test]
fn nothing_is_void_before_it_was_issued(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let path = format!("/invoices/{}/void", company.invoice(ana, &client, "10", "2026-03-05"));
    let early = json!({"on": "2026-03-04", "reason": "typed twice"});
    company.by(ana).post(&path, &early).problem(422, "before-document", Some("on"));
    let same = json!({"on": "2026-03-05", "reason": "typed twice"});
    assert_eq!(company.by(ana).post(&path, &same).ok(200)["status"], "void");
}
