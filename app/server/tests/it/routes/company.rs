//! The company's settings and calendar.

use serde_json::json;
use testkit::{TestDb, db_test};

use crate::company::Company;

#[db_test]
fn settings_are_read_and_changed(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    let read = company.by(admin).get("/company");
    assert_eq!(read.header("etag"), "\"1\"");
    let read = read.ok(200);
    assert_eq!(read["write_off_limit"], "10.00");
    assert_eq!(
        read["working_days"],
        json!(["monday", "tuesday", "wednesday", "thursday", "friday"])
    );
    let change = json!({"write_off_limit": "250.5", "working_days": ["monday", "saturday"], "time_zone": "Asia/Tokyo"});
    let changed = company.by(admin).if_match(1).patch("/company", &change).ok(200);
    assert_eq!(
        (&changed["write_off_limit"], &changed["small_balance"]),
        (&json!("250.50"), &json!("1.00"))
    );
    assert_eq!(changed["working_days"], json!(["monday", "saturday"]));
    assert_eq!(changed["today"], "2026-04-01");
    for (change, code, field) in [
        (json!({"write_off_limit": "1.234"}), "too-many-decimals", "write_off_limit"),
        (json!({"write_off_limit": 12}), "bad-field", "write_off_limit"),
        (json!({"write_off_limit": null}), "bad-field", "write_off_limit"),
        (json!({"small_balance": "-1"}), "out-of-range", "small_balance"),
        (json!({"small_balance": "1e9"}), "not-a-decimal", "small_balance"),
        (json!({"time_zone": "Mars"}), "unknown-time-zone", "time_zone"),
        (json!({"working_days": ["someday"]}), "bad-field", "working_days/0"),
        (json!({"base_currency": "EUR"}), "unknown-field", "base_currency"),
    ] {
        company.by(admin).if_match(2).patch("/company", &change).problem(422, code, Some(field));
    }
}

#[db_test]
fn holidays_are_kept(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    let path = "/company/holidays/2026-07-04";
    company.by(admin).put(path, &json!({"name": "Fourth of July"})).ok(200);
    company.by(admin).put(path, &json!({"name": "Independence Day"})).ok(200);
    let holidays = company.by(&company.nobody.who).get("/company/holidays").ok(200);
    assert_eq!(holidays["items"], json!([{"on": "2026-07-04", "name": "Independence Day"}]));
    company.by(admin).put(path, &json!({"name": " "})).problem(422, "bad-name", Some("name"));
    company.by(admin).put("/company/holidays/2026-02-30", &json!({"name": "x"})).problem(
        404,
        "no-such-path",
        None,
    );
    company.by(admin).delete(path).ok(204);
    company.by(admin).delete(path).problem(404, "unknown-holiday", None);
}
