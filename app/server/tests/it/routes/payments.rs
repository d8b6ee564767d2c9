//! Receipts, their application, refunds, write-offs.

use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::company::Company;
use crate::trade::id;

#[db_test]
fn a_receipt_is_applied_by_hand(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let invoice = company.invoice(ana, &client, "100", "2026-03-01");
    let taken = |amount: &str, list: Value| {
        let new = json!({"payer": client, "method": "cheque", "amount": amount, "reference": "no. 7",
            "applications": {"how": "by_hand", "list": list}});
        company.by(ana).post("/receipts", &new)
    };
    let one = |amount: &str| json!([{"invoice": invoice, "amount": amount}]);
    taken("50", one("60")).problem(409, "more-than-received", Some("applications"));
    taken("150", one("110")).problem(409, "more-than-open", Some("amount"));
    taken("50", one("-1")).problem(422, "amount-not-positive", Some("amount"));
    taken("50", one("1.001")).problem(422, "too-many-decimals", Some("applications/list/0/amount"));
    taken("-50", json!([])).problem(422, "amount-not-positive", Some("amount"));
    taken("fifty", json!([])).problem(422, "not-a-decimal", Some("amount"));
    let unknown = json!([{"invoice": company.nobody.id.to_string(), "amount": "1"}]);
    taken("50", unknown).problem(404, "unknown-payment", None);
    let receipt = taken("50", one("40")).ok(201);
    assert_eq!((&receipt["unapplied"], &receipt["currency"]), (&json!("10.00"), &json!("USD")));
    assert_eq!(receipt["settlements"][0]["amount"], "40.00");

    let path = format!("/open-items/{}/applications", id(&receipt));
    let rest = json!({"how": "oldest_first"});
    let applied = company.by(ana).post(&path, &rest).ok(201);
    assert_eq!(applied["applications"][0]["amount"], "10.00");
    assert_eq!(applied["applications"][0]["invoice"], invoice);
    assert_eq!(company.open(ana, &invoice), "50.00");
    company.by(ana).post(&path, &rest).problem(409, "nothing-left", None);
    let odd = json!({"how": "oldest_first", "list": one("1")});
    company.by(ana).post(&path, &odd).problem(422, "list-not-used", Some("list"));
    let wrong = format!("/open-items/{invoice}/applications");
    company.by(ana).post(&wrong, &rest).problem(422, "wrong-side", None);
}

#[db_test]
fn a_receipt_finds_the_invoices_that_it_names(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    company.invoice(ana, &client, "100", "2026-01-01");
    let named = company.invoice(ana, &client, "70", "2026-03-01");
    let number = company.by(ana).get(&format!("/invoices/{named}")).ok(200)["number"].clone();
    let text = format!("for {}", number.as_str().unwrap().to_lowercase());
    let new = json!({"payer": client, "method": "transfer", "amount": "80", "reference": text,
        "applications": {"how": "by_reference"}});
    let receipt = company.by(ana).post("/receipts", &new).ok(201);
    assert_eq!(
        (company.open(ana, &named), &receipt["unapplied"]),
        ("0.00".into(), &json!("10.00"))
    );
    let path = format!("/receipts?unapplied=true&client={client}&sort=-amount");
    assert_eq!(company.by(ana).get(&path).ok(200)["items"][0]["id"], receipt["id"]);
    let void = format!("/receipts/{}/void", id(&receipt));
    let voided = company.by(ana).post(&void, &json!({"reason": "entered twice"})).ok(200);
    assert_eq!((&voided["status"], company.open(ana, &named)), (&json!("void"), "70.00".into()));
}

#[db_test]
fn a_small_balance_is_closed_and_taken_back(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let (ana, admin) = (&company.representative.who, &company.administrator.who);
    let client = company.client(ana, "Acme");
    let invoice = company.invoice(ana, &client, "100", "2026-03-01");
    let path = format!("/open-items/{invoice}/small-balance");
    company.by(ana).post(&path, &json!({})).problem(422, "not-small", Some("amount"));
    let settings = company.by(admin).get("/company");
    let version = settings.ok(200)["version"].as_i64().unwrap();
    let limit = json!({"small_balance": "5"});
    company.by(admin).if_match(version).patch("/company", &limit).ok(200);
    company.receipt(ana, &client, "97", "2026-03-10", "oldest_first");
    let closed = company.by(ana).post(&path, &json!({})).ok(200);
    assert_eq!((&closed["open"], &closed["closed_on"]), (&json!("0.00"), &json!("2026-03-31")));
    let history = company.by(ana).get(&format!("/open-items/{invoice}/history")).ok(200);
    assert_eq!(history["steps"][1]["kind"], "small_balance");
    let entry = history["steps"][1]["entry_no"].as_i64().unwrap();
    let back = format!("/applications/{entry}/reversal");
    company.by(ana).post(&back, &json!({"reason": "they pay"})).ok(201);
    assert_eq!(company.open(ana, &invoice), "3.00");
    company.by(ana).post("/applications/9999/reversal", &json!({"reason": "x"})).problem(
        404,
        "unknown-application",
        None,
    );
    company.by(ana).post("/applications/x/reversal", &json!({"reason": "x"})).problem(
        404,
        "no-such-path",
        None,
    );
}

#[db_test]
fn what_is_refused_of_a_receipt(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let (ana, clara) = (&company.representative.who, &company.accountant.who);
    let client = company.client(ana, "Acme");
    let with = |field: &str, value: Value| {
        let mut new = json!({"payer": client, "method": "cash", "amount": "10"});
        new[field] = value;
        company.by(ana).post("/receipts", &new)
    };
    with("currency", json!("XX1")).problem(422, "unknown-currency", Some("currency"));
    with("currency", json!("EUR")).problem(422, "rate-missing", Some("currency"));
    with("rate", json!("x")).problem(422, "not-a-decimal", Some("rate"));
    with("method", json!("barter")).problem(422, "bad-field", Some("method"));
    with("received_on", json!("2031-01-01")).problem(422, "day-out-of-range", Some("effective_on"));
    let odd = json!({"how": "none", "list": [{"invoice": client, "amount": "1"}]});
    with("applications", odd).problem(422, "list-not-used", Some("applications/list"));
    let lock = json!({"lock": "hard", "reason": "month end"});
    company.by(clara).put("/periods/2026-02", &lock).ok(200);
    with("received_on", json!("2026-02-10")).problem(409, "period-locked", Some("effective_on"));
    assert_eq!(company.by(ana).get("/receipts").ok(200)["total"], 0);

    let new = json!({"payer": client, "method": "cash", "amount": "10"});
    let take = || company.by(ana).with("idempotency-key", "till-1").post("/receipts", &new);
    let (first, again) = (take(), take());
    assert_eq!((&first.text, again.header("idempotency-replayed")), (&again.text, "true"));
    assert_eq!(company.by(ana).get("/receipts").ok(200)["total"], 1);
}

#[db_test]
fn other_peoples_money_is_not_there(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let (ana, ben) = (&company.representative.who, &company.other.who);
    let client = company.client(ana, "Acme");
    let invoice = company.invoice(ana, &client, "100", "2026-03-01");
    let receipt = id(&company.receipt(ana, &client, "30", "2026-03-10", "none"));
    let applied = json!({"how": "by_hand", "list": [{"invoice": invoice, "amount": "10"}]});
    let path = format!("/open-items/{receipt}/applications");
    let applied = company.by(ana).post(&path, &applied).ok(201);
    let entry = &applied["applications"][0]["entry_no"];

    let gone = |path: &str, body: Value, code: &str| {
        company.by(ben).post(path, &body).problem(404, code, None);
    };
    company.by(ben).get(&format!("/receipts/{receipt}")).problem(404, "unknown-payment", None);
    let suggestions = company.by(ben).get(&format!("/receipts/{receipt}/suggestions"));
    suggestions.problem(404, "unknown-payment", None);
    let reason = json!({"reason": "x"});
    gone(&format!("/receipts/{receipt}/bounce"), reason.clone(), "unknown-payment");
    gone(&format!("/receipts/{receipt}/void"), reason.clone(), "unknown-payment");
    gone(&path, json!({"how": "oldest_first"}), "unknown-payment");
    // An amount that cannot be read says nothing of whether the item is there.
    let odd = json!({"how": "by_hand", "list": [{"invoice": invoice, "amount": "x"}]});
    gone(&path, odd, "unknown-payment");
    gone(&format!("/applications/{entry}/reversal"), reason.clone(), "unknown-application");
    // Nor is it told of what kind another's entry is.
    let refund = json!({"credit": receipt, "amount": "1", "method": "cash", "reason": "x"});
    let paid = company.by(&company.administrator.who).post("/refunds", &refund).ok(201);
    let entry = paid["entry_no"].as_i64().unwrap();
    gone(&format!("/applications/{entry}/reversal"), reason, "unknown-application");
    gone(&format!("/open-items/{invoice}/small-balance"), json!({}), "unknown-payment");
    let new = json!({"payer": client, "method": "cash", "amount": "x"});
    gone("/receipts", new, "unknown-client");
    let write_off = json!({"invoice": invoice, "amount": "x", "reason": "x"});
    gone("/write-offs", write_off, "unknown-payment");
    for path in ["/receipts", "/write-offs", "/refunds"] {
        assert_eq!(company.by(ben).get(path).ok(200)["total"], 0);
    }
    company.by(ben).get(&format!("/open-items/{invoice}/history")).problem(
        404,
        "unknown-open-item",
        None,
    );
    company.by(ben).get(&format!("/clients/{client}/balance")).problem(404, "unknown-client", None);
    company.by(ben).get(&format!("/clients/{client}/history")).problem(404, "unknown-client", None);
}

#[db_test]
fn money_that_was_paid_back_does_not_come_home_with_a_bounce(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let (ana, clara) = (&company.representative.who, &company.accountant.who);
    let client = company.client(ana, "Acme");
    let receipt = id(&company.receipt(ana, &client, "1000", "2026-03-02", "none"));
    let refund =
        json!({"credit": receipt, "amount": "900", "method": "transfer", "reason": "paid twice"});
    let made = company.by(clara).post("/refunds", &refund).ok(201);
    assert_eq!(
        (&made["credit_number"], &made["credit_kind"]),
        (&json!("R-000001"), &json!("receipt"))
    );
    assert_eq!(company.by(clara).get("/refunds").ok(200)["items"], json!([made]));
    for end in ["bounce", "void"] {
        let asked = json!({"reason": "no funds"});
        let answer = company.by(clara).post(&format!("/receipts/{receipt}/{end}"), &asked);
        answer.problem(409, "refunded", None);
        assert!(answer.text.contains("900.00 of R-000001"), "{}", answer.text);
    }
    let found = company.by(ana).get(&format!("/receipts/{receipt}")).ok(200);
    assert_eq!((&found["status"], &found["unapplied"]), (&json!("posted"), &json!("100.00")));
}

#[db_test]
fn small_write_offs_of_one_invoice_add_up(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let (ana, clara) = (&company.representative.who, &company.accountant.who);
    let admin = &company.administrator.who;
    let settings = company.by(admin).get("/company").ok(200);
    let version = settings["version"].as_i64().unwrap();
    company
        .by(admin)
        .if_match(version)
        .patch("/company", &json!({"write_off_limit": "10"}))
        .ok(200);
    let client = company.client(ana, "Acme");
    let invoice = company.invoice(ana, &client, "500", "2026-03-01");
    let statuses: Vec<Value> = ["5", "5", "1"]
        .iter()
        .map(|amount| {
            let new = json!({"invoice": invoice, "amount": amount, "reason": "gone"});
            company.by(clara).post("/write-offs", &new).ok(201)["status"].clone()
        })
        .collect();
    assert_eq!(statuses, ["booked", "booked", "proposed"]);
    let listed = company.by(clara).get("/write-offs").ok(200);
    let number = &company.by(clara).get(&format!("/invoices/{invoice}")).ok(200)["number"];
    for row in listed["items"].as_array().unwrap() {
        assert_eq!(&row["invoice_number"], number);
    }
    assert_eq!(company.open(ana, &invoice), "490.00");
}

#[db_test]
fn oldest_first_passes_over_what_was_paid_on_that_day(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let first = company.invoice(ana, &client, "40", "2026-02-01");
    let second = company.invoice(ana, &client, "30", "2026-02-01");
    let list = json!([{"invoice": first, "amount": "40"}]);
    let new = json!({"payer": client, "method": "cheque", "amount": "40", "received_on": "2026-03-01",
        "applications": {"how": "by_hand", "list": list}});
    let paid = id(&company.by(ana).post("/receipts", &new).ok(201));
    let bounced = json!({"on": "2026-03-09", "reason": "no funds"});
    company.by(ana).post(&format!("/receipts/{paid}/bounce"), &bounced).ok(200);
    // From the second of March on, the first invoice stood paid for a week.
    let late = company.receipt(ana, &client, "30", "2026-03-02", "oldest_first");
    assert_eq!(late["unapplied"], "0.00");
    assert_eq!(company.open(ana, &second), "0.00");
}

#[db_test]
fn a_deposit_goes_nowhere_by_itself(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let invoice = company.invoice(ana, &client, "40", "2026-02-01");
    let deposit = |how: Value| {
        let new = json!({"payer": client, "method": "cheque", "amount": "40", "deposit": true, "applications": how});
        company.by(ana).post("/receipts", &new)
    };
    deposit(json!({"how": "oldest_first"})).problem(422, "deposit", Some("applications"));
    let taken = id(&deposit(json!({"how": "none"})).ok(201));
    let path = format!("/open-items/{taken}/applications");
    company.by(ana).post(&path, &json!({"how": "oldest_first"})).problem(
        422,
        "deposit",
        Some("applications"),
    );
    let by_hand = json!({"how": "by_hand", "list": [{"invoice": invoice, "amount": "40"}]});
    company.by(ana).post(&path, &by_hand).ok(201);
}
