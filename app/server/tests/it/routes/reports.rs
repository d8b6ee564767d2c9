//! Reports, as JSON and as files.

use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::company::Company;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Acme owes 100 since January and 50 since March, and has 20 on account; =Evil owes 7.
fn books(t: TestDb) -> (Company, String) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let acme = company.client(ana, "Acme");
    company.invoice(ana, &acme, "100", "2026-01-10");
    company.invoice(ana, &acme, "50", "2026-03-20");
    company.receipt(ana, &acme, "20", "2026-03-25", "none");
    let evil = company.client(ana, "=HYPERLINK(\"http://evil\")");
    company.invoice(ana, &evil, "7", "2026-03-21");
    (company, acme)
}

#[db_test]
fn the_aged_balance_is_cut_as_asked(t: TestDb) {
    let (company, acme) = books(t);
    let ana = &company.representative.who;
    let aged = |query: &str| company.by(ana).get(&format!("/reports/aging?{query}"));
    let total = aged("").ok(200);
    assert_eq!((&total["as_of"], &total["buckets"]), (&json!("2026-03-31"), &json!([30, 60, 90])));
    let row = &total["rows"][0];
    assert_eq!(
        (&row["open"], &row["not_due"], &row["open_items"]),
        (&json!("157.00"), &json!("57.00"), &json!(3))
    );
    assert_eq!(row["buckets"], json!(["0.00", "100.00", "0.00", "0.00"]));
    let by_client = aged("by=client&basis=issued&buckets=10,15").ok(200);
    assert_eq!(by_client["rows"][0]["client"], acme);
    assert_eq!(by_client["rows"][0]["buckets"], json!(["0.00", "50.00", "100.00"]));
    let by_owner = aged("by=owner&in_base=true&currency=USD").ok(200);
    assert_eq!(by_owner["rows"][0]["owner_name"], "ana");
    let one = aged(&format!("client={acme}&include_children=true")).ok(200);
    assert_eq!(one["rows"][0]["open"], "150.00");
    assert_eq!(company.by(&company.other.who).get("/reports/aging").ok(200)["rows"], json!([]));
    company.by(&company.nobody.who).get("/reports/aging").problem(403, "permission-lacking", None);

    assert_eq!(aged("owner=none").ok(200)["rows"], json!([]));
    aged("buckets=30,20").problem(422, "bad-buckets", Some("buckets"));
    aged("buckets=a").problem(422, "bad-buckets", Some("buckets"));
    aged("by=moon").problem(422, "bad-parameter", Some("by"));
    aged("as_of=yesterday").problem(422, "bad-parameter", Some("as_of"));
    aged("format=pdf").problem(422, "bad-parameter", Some("format"));
    aged(&format!("client={}", company.nobody.id)).problem(404, "unknown-client", Some("client"));
}

#[db_test]
fn a_report_is_a_file_where_asked(t: TestDb) {
    let (company, _) = books(t);
    let ana = &company.representative.who;
    let csv = company.by(ana).with("accept", "text/csv").get("/reports/aging?by=client");
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let disposition = "attachment; filename=\"aged-balance-2026-03-31.csv\"";
    assert_eq!(csv.header("content-disposition"), disposition);
    let lines: Vec<&str> = csv.text.lines().collect();
    assert_eq!(
        lines[0],
        "client_number,client_name,owner,currency,open_items,open,not_due,days_1_30,days_31_60,days_61_90,days_over_90"
    );
    assert!(lines[1].ends_with(",Acme,,USD,2,150.00,50.00,0.00,100.00,0.00,0.00"), "{}", csv.text);
    // What a spreadsheet would run is text.
    assert!(lines[2].contains("\"'=HYPERLINK("), "{}", csv.text);

    let xlsx = company.by(ana).get("/reports/open-items?format=xlsx");
    assert_eq!((xlsx.status, xlsx.header("content-type")), (200, XLSX));
    assert!(xlsx.bytes.starts_with(b"PK\x03\x04"));
    let said = company.by(ana).with("accept", XLSX).get("/reports/open-items?format=json");
    assert_eq!(said.ok(200)["total"], 3);
    for path in ["/reports/dso", "/reports/cei", "/reports/open-items"] {
        for format in ["csv", "xlsx"] {
            let answer = company.by(ana).get(&format!("{path}?format={format}"));
            assert_eq!(answer.status, 200, "{}", answer.text);
            assert!(answer.header("content-disposition").ends_with(&format!(".{format}\"")));
        }
    }
}

#[db_test]
fn open_items_are_paged_to_their_end(t: TestDb) {
    let (company, acme) = books(t);
    let ana = &company.representative.who;
    for sort in ["due_on", "-due_on", "number", "-number"] {
        let mut seen: Vec<Value> = Vec::new();
        let mut after = String::new();
        loop {
            let path = format!("/reports/open-items?limit=2&sort={sort}{after}");
            let page = company.by(ana).get(&path).ok(200);
            assert_eq!(page["total"], 3);
            seen.extend(page["items"].as_array().unwrap().iter().map(|i| i["open"].clone()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let expected = ["100.00", "50.00", "7.00"].map(Value::from);
        let mut expected = expected.to_vec();
        if sort.starts_with('-') {
            expected.reverse();
        }
        assert_eq!(seen, expected, "{sort}");
    }
    let list = |query: &str| company.by(ana).get(&format!("/reports/open-items?{query}"));
    assert_eq!(list("kind=receipt").ok(200)["items"][0]["open"], "20.00");
    let late = list(&format!("client={acme}&min_days_past_due=30")).ok(200);
    assert_eq!((&late["total"], &late["items"][0]["days_past_due"]), (&json!(1), &json!(50)));
    assert_eq!(list("as_of=2026-01-31").ok(200)["total"], 1);
    let count = |query: &str| list(query).ok(200)["total"].clone();
    assert_eq!(count("days_from=50&days_until=50"), 1);
    assert_eq!(count("days_until=-1"), 2, "they are not due");
    assert_eq!(count("basis=issued&days_from=10&days_until=11"), 2);
    let number = late["items"][0]["number"].as_str().unwrap();
    assert_eq!(count(&format!("number={number}")), 1);
    assert_eq!(count("number=INV"), 3);
    assert_eq!(count("owner=none"), 0);
    list("owner=nobody").problem(422, "bad-parameter", Some("owner"));
    list("days_from=soon").problem(422, "bad-parameter", Some("days_from"));
    list("sort=age").problem(422, "unknown-list-word", Some("sort"));
    list("after=x").problem(422, "bad-cursor", Some("after"));
}

#[db_test]
fn a_clients_account_is_explained(t: TestDb) {
    let (company, acme) = books(t);
    let ana = &company.representative.who;
    let balance = company.by(ana).get(&format!("/clients/{acme}/balance")).ok(200);
    let own = &balance["currencies"][0]["own"];
    assert_eq!(
        (&own["invoiced"], &own["on_account"], &own["balance"]),
        (&json!("150.00"), &json!("20.00"), &json!("130.00"))
    );
    assert_eq!((&own["overdue"], &balance["credit_limit_left"]), (&json!("100.00"), &json!(null)));
    let path = format!("/clients/{acme}/history");
    let history = company.by(ana).get(&format!("{path}?from=2026-02-01&limit=1")).ok(200);
    assert_eq!(
        (&history["total"], &history["opening"][0]["balance"]),
        (&json!(2), &json!("100.00"))
    );
    let first = &history["items"][0];
    assert_eq!((&first["amount"], &first["balance"]), (&json!("50.00"), &json!("150.00")));
    assert_eq!(history["closing"], json!([{"currency": "USD", "balance": "130.00"}]));
    let after = history["next"].as_str().unwrap();
    let rest = company.by(ana).get(&format!("{path}?from=2026-02-01&limit=1&after={after}"));
    assert_eq!(rest.ok(200)["items"][0]["balance"], "130.00");
    let csv = company.by(ana).get(&format!("{path}?format=csv&limit=1"));
    assert_eq!(csv.text.lines().count(), 4, "{}", csv.text);
    let csv = company.by(ana).get(&format!("/clients/{acme}/balance?format=csv"));
    assert_eq!(csv.text.lines().nth(1), Some("USD,150.00,0.00,20.00,100.00,130.00"));
}

#[db_test]
fn collecting_is_measured(t: TestDb) {
    let (company, _) = books(t);
    let ana = &company.representative.who;
    let dso = company.by(ana).get("/reports/dso").ok(200);
    assert_eq!((&dso["from"], &dso["days"]), (&json!("2026-01-01"), &json!(90)));
    assert_eq!(
        (&dso["base"]["credit_sales"], &dso["base"]["simple"]),
        (&json!("157.00"), &json!("90"))
    );
    let cei = company.by(ana).get("/reports/cei?from=2026-03-01&until=2026-03-31").ok(200);
    assert_eq!((&cei["base"]["beginning"], &cei["base"]["index"]), (&json!("100.00"), &json!("0")));
    let series = company.by(ana).get("/reports/dso/months?months=3").ok(200);
    assert_eq!(series["months"].as_array().unwrap().len(), 3);
    assert_eq!(series["months"][2], dso, "the last ends today");
    let series = company.by(ana).get("/reports/cei/months?until=2026-03-31&months=1").ok(200);
    assert_eq!(series["months"], json!([cei]));
    let csv = company.by(ana).get("/reports/cei/months?format=csv");
    assert!(csv.text.starts_with("until,of,currency,beginning,"), "{}", csv.text);
    let far = company.by(ana).get("/reports/dso/months?months=37");
    far.problem(422, "bad-parameter", Some("months"));
    let back = company.by(ana).get("/reports/cei?from=2026-03-01&until=2026-02-01");
    back.problem(422, "period-backwards", Some("until"));
}

#[db_test]
fn the_books_are_proved(t: TestDb) {
    let (company, _) = books(t);
    let proof = company.by(&company.accountant.who).get("/proof").ok(200);
    assert_eq!(proof["ok"], true, "{proof:#}");
    assert!(proof["checks"].as_array().unwrap().len() > 5);
    let csv = company.by(&company.accountant.who).with("accept", "text/csv").get("/proof");
    assert!(csv.text.starts_with("check,title,ok,differences,what,expected,found\n"));
    let ana = company.by(&company.representative.who).get("/proof");
    ana.problem(403, "permission-lacking", None);
}

#[db_test]
fn a_proof_that_was_run_is_kept(t: TestDb) {
    let (company, _) = books(t);
    let clara = &company.accountant.who;
    let order = || company.by(clara).raw("POST", "/proof-runs", "", None);
    let ordered = order();
    let location = ordered.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    let job = ordered.ok(202)["job"].clone();
    assert_eq!(location, format!("/jobs/{}", job.as_str().unwrap()));
    assert_eq!(order().ok(202)["job"], job, "it is under way already");
    let registry = server::registry(&server::Config::default());
    jobs::Worker::new(registry).run_once(&company.t.db).unwrap();
    let done = company.by(clara).get(&location).ok(200);
    assert_eq!((&done["status"], &done["kind"]), (&json!("done"), &json!("books.prove")), "{done}");
    assert_eq!(done["done"], done["total"], "{done}");

    let runs = company.by(clara).get("/proof-runs").ok(200);
    let run = &runs["items"][0];
    assert_eq!((&runs["total"], &run["id"]), (&json!(1), &done["result"]["proof_run"]));
    assert_eq!((&run["ran_by"], &run["ok"]), (&json!("clara"), &json!(true)), "{run:#}");
    assert_eq!((&run["checks"], &run["differences"]), (&done["total"], &json!(0)));
    assert_eq!(run["result"][0], json!({"name": "entries-balance", "count": 0}));
    assert_ne!(order().ok(202)["job"], job, "what is over is ordered anew");
    assert_eq!(company.by(clara).get("/proof-runs?ok=false").ok(200)["total"], 0);
    let csv = company.by(clara).get("/proof-runs?format=csv");
    assert!(csv.text.starts_with("ran_at,ran_by,ok,checks,differences,id\n"), "{}", csv.text);
    company.by(clara).get("/proof-runs?sort=ok").problem(422, "unknown-list-word", Some("sort"));
}
