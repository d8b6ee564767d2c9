//! The chart, the journal, periods, rates, series.

use serde_json::{Value, json};
use testkit::{TestDb, at, db_test};

use crate::company::Company;

fn entry(company: &Company, debit: &str, credit: &str, amount: &str) -> Value {
    json!({"effective_on": "2026-03-30", "narrative": "Capital", "lines": [
        {"account_id": company.gl_account(debit), "side": "debit", "amount": amount},
        {"account_id": company.gl_account(credit), "side": "credit", "amount": amount}]})
}

#[db_test]
fn accounts_are_added_changed_and_imported(t: TestDb) {
    let company = Company::new(t);
    let clara = &company.accountant.who;
    let new = json!({"number": "4010", "name": "Services", "kind": "income"});
    let made = company.by(clara).post("/gl-accounts", &new).ok(201);
    company.by(clara).post("/gl-accounts", &new).problem(409, "number-taken", Some("number"));
    let path = format!("/gl-accounts/{}", made["id"].as_str().unwrap());
    let changed = company.by(clara).if_match(1).patch(&path, &json!({"active": false})).ok(200);
    assert_eq!((&changed["active"], &changed["name"]), (&json!(false), &json!("Services")));
    let bank = format!("/gl-accounts/{}", company.gl_account("1000"));
    let off = company.by(clara).if_match(1).patch(&bank, &json!({"active": false}));
    off.problem(409, "account-in-use", Some("active"));

    let import = |csv: &str| {
        let asking = company
            .by(clara)
            .with("content-type", "text/csv; charset=utf-8")
            .with("idempotency-key", "chart");
        asking.raw("POST", "/gl-accounts/import", csv, None)
    };
    import("number,name,kind,role\n8000,One,asset,\n8000,Two,asset,\n").problem(
        422,
        "bad-chart-row",
        Some("rows/3"),
    );
    import("a,b\n").problem(422, "bad-chart-file", None);
    let good = "number,name,kind,role\n8000,One,asset,\n8010,Two,expense,\n";
    assert_eq!(import(good).ok(201), json!({"rows": 2}));
    assert_eq!(import(good).header("idempotency-replayed"), "true");
    assert_eq!(company.by(clara).get("/gl-accounts").ok(200)["total"], 15);
}

#[db_test]
fn an_entry_is_posted_read_and_reversed(t: TestDb) {
    let company = Company::new(t);
    let clara = &company.accountant.who;
    let body = entry(&company, "1000", "3000", "1234.5");
    let posted = company.by(clara).post("/journal-entries", &body).ok(201);
    assert_eq!((&posted["entry_no"], &posted["recorded_by"]), (&json!(1), &json!("clara")));
    assert_eq!(posted["lines"][0]["amount"], "1234.50");
    assert_eq!(posted["lines"][0]["account_number"], "1000");
    assert_eq!(company.by(clara).get("/journal-entries/1").ok(200), posted);
    let early = json!({"reason": "twice", "on": "2026-03-29"});
    let refused = company.by(clara).post("/journal-entries/1/reversal", &early);
    refused.problem(422, "before-entry", Some("on"));
    let reversal =
        company.by(clara).post("/journal-entries/1/reversal", &json!({"reason": "twice"})).ok(201);
    assert_eq!(
        (&reversal["reverses_no"], &reversal["effective_on"]),
        (&json!(1), &json!("2026-03-31"))
    );
    let reversed = company.by(clara).get("/journal-entries/1").ok(200);
    assert_eq!((&reversed["reversed_by_no"], &reversed["reverses_no"]), (&json!(2), &json!(null)));
    let first = company.by(clara).get("/journal-entries").ok(200)["items"][0].clone();
    assert_eq!(first, reversed);
    let again = company.by(clara).post("/journal-entries/1/reversal", &json!({"reason": "twice"}));
    again.problem(409, "already-reversed", None);
    company.by(clara).post("/journal-entries/9/reversal", &json!({"reason": "x"})).problem(
        404,
        "unknown-entry",
        None,
    );
    let list = company
        .by(clara)
        .get(&format!(
            "/journal-entries?account={}&sort=-entry_no&limit=1",
            company.gl_account("1000")
        ))
        .ok(200);
    assert_eq!((&list["total"], &list["items"][0]["entry_no"]), (&json!(2), &json!(2)));
    assert_eq!(company.by(clara).get("/journal-entries?from=2026-03-31").ok(200)["total"], 1);
}

#[db_test]
fn what_is_wrong_with_an_entry_is_named(t: TestDb) {
    let company = Company::new(t);
    let post = |change: &dyn Fn(&mut Value)| {
        let mut body = entry(&company, "1000", "3000", "10");
        change(&mut body);
        company.by(&company.accountant.who).post("/journal-entries", &body)
    };
    let uneven = post(&|b| b["lines"][1]["amount"] = "9".into());
    uneven.problem(422, "unbalanced", Some("lines"));
    let detail = "the entry does not balance in USD: debits 10.00, credits 9.00";
    assert_eq!(uneven.json["detail"], detail);
    post(&|b| b["lines"][1]["amount"] = "9.999".into()).problem(
        422,
        "too-many-decimals",
        Some("lines/1/amount"),
    );
    post(&|b| b["lines"][1]["currency"] = "XAU".into()).problem(
        422,
        "unknown-currency",
        Some("lines/1/currency"),
    );
    post(&|b| b["lines"][1]["currency"] = "EUR".into()).problem(
        422,
        "rate-missing",
        Some("lines/1/currency"),
    );
    post(&|b| b["lines"][0]["client_id"] = "00000000-0000-7000-8000-000000000000".into()).problem(
        422,
        "unknown-client",
        Some("lines/0/client_id"),
    );
    post(&|b| b["lines"][0]["account_id"] = company.gl_account("1100").into()).problem(
        422,
        "control-account",
        Some("lines"),
    );
    post(&|b| b["lines"][0]["side"] = "left".into()).problem(
        422,
        "bad-field",
        Some("lines/0/side"),
    );
    post(&|b| b["lines"] = json!([])).problem(422, "empty-entry", Some("lines"));
    post(&|b| b["narrative"] = "".into()).problem(422, "text-missing", Some("narrative"));
    post(&|b| b["narrative"] = "x".repeat(2_001).into()).problem(
        422,
        "field-too-long",
        Some("narrative"),
    );
    post(&|b| b["effective_on"] = "2026-02-30".into()).problem(
        422,
        "bad-field",
        Some("effective_on"),
    );
    post(&|b| b["effective_on"] = "1969-12-31".into()).problem(
        422,
        "day-out-of-range",
        Some("effective_on"),
    );
    assert_eq!(company.by(&company.accountant.who).get("/journal-entries").ok(200)["total"], 0);
}

#[db_test]
fn foreign_amounts_take_the_rate_of_the_day(t: TestDb) {
    let company = Company::new(t);
    let clara = &company.accountant.who;
    let rate =
        |on: &str, rate: &str| json!({"currency": "EUR", "on": on, "rate": rate, "source": "ECB"});
    company.by(clara).put("/exchange-rates", &rate("2026-03-01", "1.25")).ok(200);
    company.by(clara).put("/exchange-rates", &rate("2026-03-31", "2")).ok(200);
    company.by(clara).put("/exchange-rates", &rate("2026-03-31", "0")).problem(
        422,
        "rate-not-positive",
        Some("rate"),
    );
    let usd = json!({"currency": "USD", "on": "2026-03-31", "rate": "1", "source": "x"});
    company.by(clara).put("/exchange-rates", &usd).problem(422, "base-currency", Some("currency"));
    let rates = company.by(&company.nobody.who).get("/exchange-rates?currency=EUR").ok(200);
    assert_eq!((&rates["total"], &rates["items"][0]["rate"]), (&json!(2), &json!("1.25")));
    let mut body = entry(&company, "1000", "3000", "100");
    body["lines"][0]["currency"] = "EUR".into();
    body["lines"][1]["currency"] = "EUR".into();
    let posted = company.by(clara).post("/journal-entries", &body).ok(201);
    assert_eq!(
        (&posted["lines"][0]["base_amount"], &posted["lines"][0]["rate"]),
        (&json!("125.00"), &json!("1.25"))
    );
}

#[db_test]
fn balances_are_asked_as_of_a_day_and_as_known_then(t: TestDb) {
    let company = Company::new(t);
    let clara = &company.accountant.who;
    company.by(clara).post("/journal-entries", &entry(&company, "1000", "3000", "100")).ok(201);
    company.t.clock.set(at("2026-04-02T12:00:00Z"));
    company.by(clara).post("/journal-entries", &entry(&company, "1000", "3000", "50")).ok(201);
    let bank = format!("/gl-accounts/{}/balance", company.gl_account("1000"));
    let balance = |query: &str| {
        let found = company.by(clara).get(&format!("{bank}{query}")).ok(200);
        found["items"][0]["balance"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(balance(""), "150.00");
    assert_eq!(balance("?known_at=2026-04-01T00:00:00Z"), "100.00");
    assert_eq!(balance("?as_of=2026-03-29"), "none");
    let trial = company.by(clara).get("/trial-balance").ok(200);
    assert_eq!((&trial["as_of"], &trial["base_currency"]), (&json!("2026-04-02"), &json!("USD")));
    let of: Vec<_> = trial["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| b["base_balance"].as_str().unwrap())
        .collect();
    assert_eq!(of, ["150.00", "-150.00"]);
    let sides = json!({"currency": "USD", "debits": "150.00", "credits": "150.00"});
    assert_eq!((&trial["totals"], &trial["base_totals"]), (&json!([sides]), &sides));
    company.by(clara).post("/journal-entries", &entry(&company, "3000", "1000", "30")).ok(201);
    let found = company.by(clara).get(&bank).ok(200);
    let bank_row = &found["items"][0];
    assert_eq!(
        (&bank_row["debits"], &bank_row["credits"], &bank_row["base_credits"]),
        (&json!("150.00"), &json!("30.00"), &json!("30.00"))
    );
    assert_eq!(found["base_totals"]["debits"], "120.00");
    let csv = company.by(clara).get("/trial-balance?format=csv");
    let lines: Vec<&str> = csv.text.lines().collect();
    assert!(lines[0].starts_with("account_number,account_name,kind,currency,debits,credits,"));
    assert_eq!(lines[1], "1000,Bank,asset,USD,150.00,30.00,120.00,150.00,30.00,120.00");
    let xlsx = company.by(clara).get(&format!("{bank}?format=xlsx"));
    assert!(xlsx.bytes.starts_with(b"PK\x03\x04"));
    company.by(clara).get("/trial-balance?as_of=2026-13-01").problem(
        422,
        "bad-parameter",
        Some("as_of"),
    );
    let nowhere =
        company.by(clara).get("/gl-accounts/00000000-0000-7000-8000-000000000000/balance");
    nowhere.problem(404, "unknown-account", None);
}

#[db_test]
fn a_locked_period_takes_no_entry(t: TestDb) {
    let company = Company::new(t);
    let clara = &company.accountant.who;
    let lock = |month: &str, lock: &str| {
        company
            .by(clara)
            .put(&format!("/periods/{month}"), &json!({"lock": lock, "reason": "close"}))
    };
    assert_eq!(lock("2026-03", "hard").ok(200)["ends_on"], "2026-03-31");
    let body = entry(&company, "1000", "3000", "1");
    company.by(clara).post("/journal-entries", &body).problem(
        409,
        "period-locked",
        Some("effective_on"),
    );
    lock("2026-03", "open").ok(200);
    company.by(clara).post("/journal-entries", &body).ok(201);
    lock("2026-03", "ajar").problem(422, "bad-field", Some("lock"));
    lock("2026-3", "hard").problem(404, "no-such-path", None);
    lock("march", "hard").problem(404, "no-such-path", None);
    assert_eq!(company.by(clara).get("/periods").ok(200)["total"], 1);
}

#[db_test]
fn number_series_are_made_once(t: TestDb) {
    let company = Company::new(t);
    let clara = &company.accountant.who;
    let new = json!({"code": "inv-2026", "purpose": "invoice", "prefix": "26-", "digits": 5});
    assert_eq!(company.by(clara).post("/number-series", &new).ok(201)["next_no"], 1);
    company.by(clara).post("/number-series", &new).problem(409, "code-taken", Some("code"));
    let wide = json!({"code": "wide", "purpose": "invoice", "digits": 13});
    company.by(clara).post("/number-series", &wide).problem(422, "out-of-range", Some("digits"));
    let twin = json!({"code": "twin", "purpose": "invoice", "prefix": "26-", "digits": 5});
    company.by(clara).post("/number-series", &twin).problem(409, "prefix-taken", Some("prefix"));
    let late = json!({"code": "late", "purpose": "invoice", "prefix": "L-", "digits": 5, "next_no": i64::MAX});
    company.by(clara).post("/number-series", &late).problem(422, "out-of-range", Some("next_no"));
    assert_eq!(company.by(clara).get("/number-series").ok(200)["total"], 7);
}

#[db_test]
fn the_journal_names_documents_and_is_searched(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let (ana, clara) = (&company.representative.who, &company.accountant.who);
    let acme = company.client(ana, "Acme");
    let invoice = company.invoice(ana, &acme, "100", "2026-03-01");
    company.receipt(ana, &acme, "20", "2026-03-02", "oldest_first");
    let mut by_hand = entry(&company, "1000", "3000", "5");
    by_hand["narrative"] = "Kapital 100% A_B".into();
    company.by(clara).post("/journal-entries", &by_hand).ok(201);
    let list = |query: &str| company.by(clara).get(&format!("/journal-entries?{query}")).ok(200);
    let found = list(&format!("document={invoice}&source=invoice"));
    let posted = &found["items"][0];
    assert_eq!((&found["total"], &posted["document_kind"]), (&json!(1), &json!("invoice")));
    let number = posted["document_number"].as_str().unwrap();
    assert!(number.starts_with("INV"), "{number}");
    let applied = &list("source=application")["items"][0];
    assert_eq!(applied["document_kind"], "receipt", "{applied:#}");
    let lines = applied["lines"].as_array().unwrap().iter();
    let numbers: Vec<_> = lines.map(|line| line["document_number"].clone()).collect();
    assert!(numbers.contains(&json!(number)), "{numbers:?}");
    for (text, total) in [("kAPITAL", 1), ("100%25%20a_b", 1), ("k%25", 0), ("a%20b", 0), ("", 4)] {
        assert_eq!(list(&format!("text={text}"))["total"], total, "{text}");
    }
    let manual = &list("text=kapital")["items"][0];
    assert_eq!(
        (&manual["document_kind"], &manual["document_number"]),
        (&json!(null), &json!(null))
    );
}

#[db_test]
fn what_is_typed_is_added_up(t: TestDb) {
    let company = Company::new(t);
    let clara = &company.accountant.who;
    let rate = json!({"currency": "EUR", "on": "2026-03-01", "rate": "1.25", "source": "ECB"});
    company.by(clara).put("/exchange-rates", &rate).ok(200);
    let check = |lines: Value| {
        let body = json!({"effective_on": "2026-03-30", "lines": lines});
        company.by(clara).post("/journal-entries/check", &body)
    };
    let nothing = check(json!([])).ok(200);
    assert_eq!((&nothing["balanced"], &nothing["totals"]), (&json!(true), &json!([])));
    assert_eq!(nothing["base"]["difference"], "0.00");
    let euros = json!({"side": "debit", "amount": "100", "currency": "EUR"});
    let found = check(json!([euros, {"side": "credit", "amount": "100"}])).ok(200);
    let total = |currency: &str, debits: &str, credits: &str, difference: &str| json!({"currency": currency, "debits": debits, "credits": credits, "difference": difference});
    let totals =
        [total("EUR", "100.00", "0.00", "100.00"), total("USD", "0.00", "100.00", "-100.00")];
    assert_eq!(found["totals"], json!(totals));
    assert_eq!(found["base"], total("USD", "125.00", "100.00", "25.00"));
    assert_eq!(found["balanced"], false);
    assert_eq!(found["lines"][0], json!({"base_amount": "125.00", "rate": "1.25"}));
    let even = json!([euros, {"side": "credit", "amount": "100", "currency": "EUR"}]);
    assert_eq!(check(even).ok(200)["balanced"], true);
    let odd = json!([{"side": "debit", "amount": "1", "currency": "GBP"}]);
    check(odd).problem(422, "rate-missing", Some("lines/0/currency"));
    let many = json!(vec![euros; 1_001]);
    check(many).problem(422, "too-many-entries", Some("lines"));
    assert_eq!(company.by(clara).get("/journal-entries").ok(200)["total"], 0);
}

#[db_test]
fn the_journal_speaks_the_companys_language(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let (admin, ana) = (&company.administrator.who, &company.representative.who);
    company.by(admin).if_match(1).patch("/company", &json!({"language": "es"})).ok(200);
    let client = company.client(ana, "Acme");
    company.invoice(ana, &client, "100", "2026-01-05");
    company.receipt(ana, &client, "60", "2026-02-05", "oldest_first");
    let journal = company.by(&company.accountant.who).get("/journal-entries").ok(200);
    let said: Vec<&str> =
        (0..3).map(|at| journal["items"][at]["narrative"].as_str().unwrap()).collect();
    assert!(said[0].starts_with("Factura "), "{said:?}");
    assert!(said[1].starts_with("Cobro "), "{said:?}");
    assert!(said[2].contains(" aplicado a "), "{said:?}");
}
