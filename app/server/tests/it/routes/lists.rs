//! What all lists have in common: pages that know the whole, and files of every row.

use serde_json::json;
use testkit::{TestDb, db_test};

use crate::company::Company;

#[db_test]
fn every_list_is_a_file_where_asked(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let acme = company.client(ana, "=SUM(1)");
    company.invoice(ana, &acme, "100", "2026-01-10");
    company.receipt(ana, &acme, "20", "2026-03-25", "none");
    let boss = &company.administrator.who;
    for (list, column) in [
        ("/clients", "legal_name"),
        ("/contacts", "client_name"),
        ("/invoices", "total"),
        ("/receipts", "unapplied"),
        ("/refunds", "amount"),
        ("/write-offs", "amount"),
        ("/reports/open-items", "open"),
        ("/journal-entries", "narrative"),
        ("/users", "email"),
        ("/audit-events", "action"),
        ("/imports", "file_name"),
        ("/jobs", "kind"),
    ] {
        let asked = |query: &str| company.by(boss).get(&format!("{list}?{query}"));
        let csv = asked(&format!("format=csv&columns={column}&limit=1"));
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8", "{list}");
        assert_eq!(csv.text.lines().next(), Some(column), "{list}");
        let whole = asked("limit=1").ok(200)["total"].as_u64().unwrap();
        assert_eq!(csv.text.lines().count() as u64, whole + 1, "{list}");
        assert!(asked("format=xlsx").bytes.starts_with(b"PK"), "{list}");
        asked("format=csv&columns=colour").problem(422, "unknown-column", Some("columns"));
    }
    let names = company.by(ana).get("/clients?format=csv&columns=number,legal_name").text;
    assert!(names.contains("'=SUM(1)"), "a formula is text: {names}");
    let users = company.by(boss).get("/users?format=csv&columns=name,role_names").text;
    assert!(users.contains("Representative"), "roles by name: {users}");
    let lines = company.by(boss).get("/journal-entries?format=csv&columns=lines").text;
    assert!(lines.contains(" debit 20.00 USD; "), "lines that can be read: {lines}");
    let others = company.by(&company.other.who).get("/clients?format=csv&columns=number").text;
    assert_eq!(others.trim(), "number", "a file holds no more than the list");
}

#[db_test]
fn a_cursor_is_of_its_list_and_filters(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let acme = company.client(ana, "Acme");
    for day in ["2026-01-10", "2026-01-11", "2026-01-12"] {
        company.invoice(ana, &acme, "100", day);
    }
    let page = |query: &str| company.by(ana).get(&format!("/invoices?limit=1{query}"));
    let first = page("&kind=invoice").ok(200);
    assert_eq!(first["items"][0]["client_name"], "Acme");
    let next = first["next"].as_str().unwrap();
    let second = page(&format!("&kind=invoice&after={next}")).ok(200);
    assert_eq!(
        (&second["total"], &second["items"][0]["issued_on"]),
        (&json!(3), &json!("2026-01-11"))
    );
    page(&format!("&after={next}")).problem(422, "bad-cursor", Some("after"));
    page(&format!("&kind=invoice&sort=number&after={next}")).problem(
        422,
        "bad-cursor",
        Some("after"),
    );
}

#[db_test]
fn one_box_finds_what_is_in_reach(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let (ana, ben) = (&company.representative.who, &company.other.who);
    let acme = company.client(ana, "Ácme Tools");
    company.invoice(ana, &acme, "100", "2026-01-10");
    company.receipt(ana, &acme, "20", "2026-03-25", "none");
    let person =
        json!({"given_name": "Zoe", "family_name": "Quill", "emails": ["zoe@acme.example"]});
    company.by(ana).post(&format!("/clients/{acme}/contacts"), &person).ok(201);
    let kinds = |who, q: &str| -> Vec<String> {
        let found = company.by(who).get(&format!("/search?q={q}")).ok(200);
        let items = found["items"].as_array().unwrap().clone();
        items.iter().map(|i| i["kind"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(kinds(ana, "acme"), ["client"]);
    assert_eq!(kinds(ana, "inv-"), ["invoice"]);
    assert_eq!(kinds(ana, "r-"), ["receipt"]);
    assert_eq!(kinds(ana, "quil"), ["contact"]);
    assert_eq!(kinds(ana, "zoe%40ACME.example"), ["contact"]);
    assert_eq!(kinds(ana, "%20"), [""; 0]);
    for sought in ["acme", "inv-", "R-", "quil", "zoe%40acme.example"] {
        assert_eq!(kinds(ben, sought), [""; 0], "{sought} is not Ben's");
        assert_eq!(kinds(&company.nobody.who, sought), [""; 0]);
    }
    let long = "x".repeat(201);
    company.by(ana).get(&format!("/search?q={long}")).problem(422, "bad-parameter", Some("q"));
}
