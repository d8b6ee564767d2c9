//! A quarter of a small business, from its first client to its proof.

use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::app::Who;
use crate::company::Company;
use crate::trade::id;

/// What is open as of a day in total: open, not due, 1-30, 31-60, 61-90, above.
fn aged(company: &Company, who: &Who, as_of: &str) -> Vec<String> {
    let report = company.by(who).get(&format!("/reports/aging?as_of={as_of}")).ok(200);
    let Some(row) = report["rows"].as_array().unwrap().first() else { return Vec::new() };
    let buckets = row["buckets"].as_array().unwrap().iter();
    let texts = [&row["open"], &row["not_due"]].into_iter().chain(buckets);
    texts.map(|v| v.as_str().unwrap().to_owned()).collect()
}

/// The entry of the application of a receipt to an invoice.
fn entry_of(receipt: &Value, invoice: &str) -> i64 {
    let settlements = receipt["settlements"].as_array().unwrap();
    settlements.iter().find(|s| s["invoice"] == invoice).unwrap()["entry_no"].as_i64().unwrap()
}

#[db_test]
fn a_quarter_of_a_small_business(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let acme = company.client(ana, "Acme");
    let first = company.invoice(ana, &acme, "300", "2026-01-10");
    let second = company.invoice(ana, &acme, "200", "2026-02-20");
    let receipt = company.receipt(ana, &acme, "350", "2026-03-10", "oldest_first");
    assert_eq!((&receipt["amount"], &receipt["unapplied"]), (&json!("350.00"), &json!("0.00")));
    assert_eq!(
        (company.open(ana, &first), company.open(ana, &second)),
        ("0.00".into(), "150.00".into())
    );
    assert_eq!(
        aged(&company, ana, "2026-03-01"),
        ["500.00", "200.00", "300.00", "0.00", "0.00", "0.00"]
    );
    assert_eq!(
        aged(&company, ana, "2026-03-31"),
        ["150.00", "0.00", "150.00", "0.00", "0.00", "0.00"]
    );

    taken_back(&company, &receipt, &first, &second);
    credited_and_refunded(&company, &acme, &first, &second);
    written_off(&company, &acme);

    let balance = company.by(ana).get(&format!("/clients/{acme}/balance")).ok(200);
    assert_eq!(balance["currencies"], json!([]));
    assert_eq!(aged(&company, ana, "2026-03-31"), Vec::<String>::new());
    // What was open then stays what was open then.
    assert_eq!(
        aged(&company, ana, "2026-02-28"),
        ["500.00", "200.00", "300.00", "0.00", "0.00", "0.00"]
    );
    let history = company.by(ana).get(&format!("/open-items/{second}/history")).ok(200);
    let kinds: Vec<&str> =
        history["steps"].as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["application", "application", "application"]);
    let proof = company.by(&company.accountant.who).get("/proof").ok(200);
    assert_eq!(proof["ok"], true, "{proof:#}");
}

/// The application to the second invoice is taken back, then the whole receipt bounces.
fn taken_back(company: &Company, receipt: &Value, first: &str, second: &str) {
    let ana = &company.representative.who;
    let path = format!("/applications/{}/reversal", entry_of(receipt, second));
    let back = company.by(ana).post(&path, &json!({"reason": "wrong invoice"})).ok(201);
    assert_eq!((&back["amount"], &back["kind"]), (&json!("-50.00"), &json!("application")));
    company.by(ana).post(&path, &json!({"reason": "again"})).problem(409, "already-reversed", None);
    assert_eq!(company.open(ana, second), "200.00");
    let path = format!("/receipts/{}", id(receipt));
    assert_eq!(company.by(ana).get(&path).ok(200)["unapplied"], "50.00");
    let suggested = company.by(ana).get(&format!("{path}/suggestions")).ok(200);
    assert_eq!(
        (&suggested["total"], &suggested["items"][0]["amount"]),
        (&json!(1), &json!("50.00"))
    );

    let bounced = company.by(ana).post(&format!("{path}/bounce"), &json!({"reason": "no funds"}));
    assert_eq!(bounced.header("etag"), "\"2\"");
    let bounced = bounced.ok(200);
    assert_eq!((&bounced["status"], &bounced["unapplied"]), (&json!("bounced"), &json!("0.00")));
    company.by(ana).post(&format!("{path}/bounce"), &json!({"reason": "x"})).problem(
        409,
        "wrong-status",
        None,
    );
    assert_eq!(
        (company.open(ana, first), company.open(ana, second)),
        ("300.00".into(), "200.00".into())
    );
    assert_eq!(
        aged(company, ana, "2026-03-31"),
        ["500.00", "0.00", "200.00", "300.00", "0.00", "0.00"]
    );
}

fn credited_and_refunded(company: &Company, acme: &str, first: &str, second: &str) {
    let ana = &company.representative.who;
    let path = format!("/invoices/{first}/credit-notes");
    let note = company.by(ana).post(&path, &json!({"reason": "goods returned"})).ok(201);
    assert_eq!(
        (&note["kind"], &note["total"], &note["open"]),
        (&json!("credit_note"), &json!("300.00"), &json!("0.00"))
    );
    assert_eq!(note["credits"], first);
    company.by(ana).post(&path, &json!({"reason": "once more"})).problem(
        409,
        "more-than-invoiced",
        Some("lines"),
    );
    let receipt = company.receipt(ana, acme, "250", "2026-03-31", "oldest_first");
    assert_eq!(
        (company.open(ana, second), &receipt["unapplied"]),
        ("0.00".into(), &json!("50.00"))
    );
    let refund = json!({"credit": receipt["id"], "amount": "50", "method": "transfer", "reason": "paid too much"});
    company.by(ana).post("/refunds", &refund).problem(403, "permission-lacking", None);
    let paid = company.by(&company.accountant.who).post("/refunds", &refund).ok(201);
    assert_eq!((&paid["amount"], &paid["currency"]), (&json!("50.00"), &json!("USD")));
    company.by(&company.accountant.who).post("/refunds", &refund).problem(
        409,
        "more-than-open",
        Some("amount"),
    );
    let listed = company.by(ana).get(&format!("/refunds?client={acme}")).ok(200);
    assert_eq!((&listed["total"], &listed["items"][0]["number"]), (&json!(1), &paid["number"]));
}

fn written_off(company: &Company, acme: &str) {
    let (ana, mia) = (&company.representative.who, &company.manager.who);
    let third = company.invoice(ana, acme, "900", "2026-03-01");
    let fourth = company.invoice(ana, acme, "800", "2026-03-01");
    let wanted = |invoice: &str| json!({"invoice": invoice, "reason": "insolvent"});
    let proposed = company.by(ana).post("/write-offs", &wanted(&third)).ok(201);
    assert_eq!((&proposed["status"], &proposed["amount"]), (&json!("proposed"), &json!("900.00")));
    let decision = |proposal: &Value| format!("/write-offs/{}/decision", id(proposal));
    let yes = json!({"approve": true});
    company.by(ana).post(&decision(&proposed), &yes).problem(403, "permission-lacking", None);
    let own = company.by(mia).post("/write-offs", &wanted(&fourth)).ok(201);
    company.by(mia).post(&decision(&own), &yes).problem(403, "own-proposal", None);
    let no = json!({"approve": false});
    let rejected = company.by(&company.administrator.who).post(&decision(&own), &no).ok(200);
    assert_eq!(rejected["status"], "rejected");

    let booked = company.by(mia).post(&decision(&proposed), &yes).ok(200);
    assert_eq!((&booked["status"], &booked["decided_by_name"]), (&json!("booked"), &json!("mia")));
    assert_eq!(company.open(ana, &third), "0.00");
    company.by(mia).post(&decision(&proposed), &yes).problem(409, "wrong-status", None);
    let reversal = format!("/write-offs/{}/reversal", id(&proposed));
    let back = company.by(ana).post(&reversal, &json!({"reason": "paid after all"})).ok(200);
    assert_eq!(back["status"], "reversed");
    assert_eq!(company.open(ana, &third), "900.00");
    let void = json!({"reason": "never delivered"});
    for invoice in [&third, &fourth] {
        let path = format!("/invoices/{invoice}/void");
        assert_eq!(company.by(ana).post(&path, &void).ok(200)["status"], "void");
    }
}
