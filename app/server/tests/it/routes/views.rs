//! Saved views.

use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::app::{Answer, Who};
use crate::company::Company;
use crate::trade::id;

fn view(name: &str, visibility: &str) -> Value {
    json!({"list": "open-items", "name": name, "visibility": visibility,
        "state": {"filters": {"overdue": true}, "sort": "-due_on"}})
}

/// The names of the views that somebody sees, each with a star where it is their own.
fn seen(company: &Company, who: &Who) -> Vec<String> {
    let page = company.by(who).get("/views?list=open-items").ok(200);
    let row = |v: &Value| {
        let star = if v["mine"] == true { "*" } else { "" };
        format!("{}{star}", v["name"].as_str().unwrap())
    };
    page["items"].as_array().unwrap().iter().map(row).collect()
}

fn team(company: &Company) -> Value {
    company.by(&company.administrator.who).get("/teams").ok(200)["items"][0]["id"].clone()
}

#[db_test]
fn a_view_is_saved_changed_and_deleted(t: TestDb) {
    let company = Company::new(t);
    let ana = &company.representative.who;
    let create =
        || company.by(ana).with("idempotency-key", "v1").post("/views", &view(" Late ", "private"));
    let made = create().ok(201);
    assert_eq!(
        (&made["name"], &made["owner_name"], &made["pinned"]),
        (&json!("Late"), &json!("ana"), &json!(false))
    );
    assert_eq!((&made["state"], &made["mine"]), (&view("", "")["state"], &json!(true)));
    assert_eq!(create().ok(201), made);
    company.by(ana).post("/views", &view("Late", "private")).problem(
        409,
        "name-taken",
        Some("name"),
    );
    let mut elsewhere = view("Late", "private");
    elsewhere["list"] = "clients".into();
    company.by(ana).post("/views", &elsewhere).ok(201);

    let path = format!("/views/{}", id(&made));
    let change = json!({"pinned": true, "state": {"sort": "amount"}});
    let changed = company.by(ana).if_match(1).patch(&path, &change);
    assert_eq!(changed.header("etag"), "\"2\"");
    let changed = changed.ok(200);
    assert_eq!((&changed["pinned"], &changed["name"]), (&json!(true), &json!("Late")));
    assert_eq!(company.by(ana).get(&path).ok(200), changed);
    company.by(ana).if_match(1).patch(&path, &change).problem(412, "version-moved", None);
    company.by(ana).patch(&path, &change).problem(428, "if-match-missing", Some("If-Match"));
    company.by(ana).delete(&path).ok(204);
    company.by(ana).delete(&path).problem(404, "unknown-view", None);
    assert_eq!(seen(&company, ana), [""; 0]);
}

#[db_test]
fn one_sees_ones_own_ones_teams_and_the_companys(t: TestDb) {
    let company = Company::new(t);
    let (ana, ben, mia) = (&company.representative.who, &company.other.who, &company.manager.who);
    let team = team(&company);
    let post = |who: &Who, body: Value| company.by(who).post("/views", &body);
    let of_team = |name: &str| {
        let mut body = view(name, "team");
        body["team_id"] = team.clone();
        body
    };
    let mine = id(&post(ana, view("Mine", "private")).ok(201));
    let ours = id(&post(ana, of_team("Ours")).ok(201));
    let all = id(&post(ana, view("All", "company")).ok(201));
    assert_eq!(seen(&company, ana), ["All*", "Mine*", "Ours*"]);
    assert_eq!(seen(&company, ben), ["All", "Ours"], "of the same team");
    assert_eq!(seen(&company, mia), ["All", "Ours"], "its manager");
    assert_eq!(seen(&company, &company.nobody.who), ["All"]);

    let clara = &company.accountant.who;
    post(clara, of_team("Theirs")).problem(422, "unknown-team", Some("team_id"));
    post(ana, view("No team", "team")).problem(422, "team-mismatch", Some("team_id"));
    let mut odd = of_team("Odd");
    odd["visibility"] = "private".into();
    post(ana, odd).problem(422, "team-mismatch", Some("team_id"));

    // Nobody changes somebody else's but who manages the company, and that only where they see it.
    let rename = |who: &Who, view: &str, name: &str| -> Answer {
        company.by(who).if_match(1).patch(&format!("/views/{view}"), &json!({"name": name}))
    };
    rename(ben, &all, "Bens").problem(403, "not-yours", None);
    company.by(ben).delete(&format!("/views/{all}")).problem(403, "not-yours", None);
    rename(ben, &mine, "Bens").problem(404, "unknown-view", None);
    let admin = &company.administrator.who;
    rename(admin, &mine, "Adams").problem(404, "unknown-view", None);
    rename(admin, &ours, "Adams").problem(404, "unknown-view", None);
    let renamed = rename(admin, &all, "Everybody's").ok(200);
    assert_eq!((&renamed["owner_name"], &renamed["mine"]), (&json!("ana"), &json!(false)));

    // A view that is shared no more has no team, and one that nobody else sees is gone for them.
    let path = format!("/views/{ours}");
    let back = company.by(ana).if_match(1).patch(&path, &json!({"visibility": "private"})).ok(200);
    assert_eq!(back["team_id"], json!(null));
    assert_eq!(seen(&company, ben), ["Everybody's"]);
    let events =
        company.by(admin).get("/audit-events?subject_kind=view&action=view.changed").ok(200);
    assert_eq!(events["total"], 2);
}

#[db_test]
fn what_is_wrong_with_a_view_is_named(t: TestDb) {
    let company = Company::new(t);
    let post = |field: &str, value: Value| {
        let mut body = view("Late", "private");
        body[field] = value;
        company.by(&company.representative.who).post("/views", &body)
    };
    for (field, value, code) in [
        ("name", json!(" "), "bad-name"),
        ("name", json!("x".repeat(81)), "bad-name"),
        ("name", json!("two\nlines"), "bad-name"),
        ("list", json!("Open items"), "bad-list-name"),
        ("visibility", json!("world"), "bad-field"),
        ("state", json!([]), "bad-field"),
        ("state", json!({"x": "y".repeat(people::view::STATE_BYTES_MAX)}), "too-large"),
        ("colour", json!("red"), "unknown-field"),
    ] {
        post(field, value).problem(422, code, Some(field));
    }
    let nul = post("state", json!({"x": "\0"}));
    nul.problem(422, "field-not-printable", Some("state/x"));
}
