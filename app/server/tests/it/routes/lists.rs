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
