//! Roles, teams, tokens, the audit trail.

use serde_json::json;
use testkit::{TestDb, at, db_test};

use crate::app::Who;
use crate::company::Company;

#[db_test]
fn a_role_is_made_changed_and_takes_effect(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    let grants = json!([{"permission": "clients.read", "scope": "all"}]);
    let role =
        company.by(admin).post("/roles", &json!({"name": "Reader", "grants": grants})).ok(201);
    let id = role["id"].as_str().unwrap();
    let user = format!("/users/{}", company.nobody.id);
    company.by(&company.nobody.who).get("/clients").problem(403, "permission-lacking", None);
    company.by(admin).if_match(1).patch(&user, &json!({"roles": [id]})).ok(200);
    company.by(&company.nobody.who).get("/clients").ok(200);
    let path = format!("/roles/{id}");
    let changed = company.by(admin).if_match(1).patch(&path, &json!({"grants": []})).ok(200);
    assert_eq!((changed["name"].as_str(), &changed["grants"]), (Some("Reader"), &json!([])));
    company.by(&company.nobody.who).get("/clients").problem(403, "permission-lacking", None);
    company.by(admin).if_match(1).patch(&path, &json!({"name": "x"})).problem(
        412,
        "version-moved",
        None,
    );
    let twice = json!({"name": "Twice", "grants": [{"permission": "clients.read", "scope": "own"}, {"permission": "clients.read", "scope": "all"}]});
    company.by(admin).post("/roles", &twice).problem(422, "given-twice", Some("grants/1"));
    let unknown = json!({"name": "Odd", "grants": [{"permission": "clients.eat", "scope": "own"}]});
    company.by(admin).post("/roles", &unknown).problem(
        422,
        "bad-field",
        Some("grants/0/permission"),
    );
    // What is about the company cannot be had for some clients of it.
    for permission in ["users.manage", "company.manage", "audit.read", "ledger.read"] {
        let some = json!({"name": "Some", "grants": [{"permission": permission, "scope": "own"}]});
        company.by(admin).post("/roles", &some).problem(422, "of-company", Some("grants"));
    }
    company.by(admin).post("/roles", &json!({"name": "Reader", "grants": []})).problem(
        409,
        "name-taken",
        Some("name"),
    );
}

#[db_test]
fn a_team_is_made_and_changed(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    let (ana, mia) = (company.representative.id.to_string(), company.manager.id.to_string());
    let team = json!({"name": "South", "manager_id": mia, "member_ids": [ana]});
    let team = company.by(admin).post("/teams", &team).ok(201);
    let path = format!("/teams/{}", team["id"].as_str().unwrap());
    let change = json!({"manager_id": null, "member_ids": []});
    let changed = company.by(admin).if_match(1).patch(&path, &change).ok(200);
    assert_eq!((&changed["manager_id"], &changed["member_ids"]), (&json!(null), &json!([])));
    let stranger = json!({"name": "East", "member_ids": ["00000000-0000-7000-8000-000000000000"]});
    company.by(admin).post("/teams", &stranger).problem(422, "unknown-user", Some("member_ids"));
    company.by(admin).get("/teams/x").problem(404, "no-such-path", None);
}

#[db_test]
fn a_token_is_told_once_and_ends(t: TestDb) {
    let company = Company::new(t);
    let ana = &company.representative.who;
    let body = json!({"name": "export", "expires_at": "2026-03-31T16:00:00Z"});
    let create = || company.by(ana).with("idempotency-key", "token-1").post("/tokens", &body);
    let made = create().ok(201);
    let token = Who::Token(made["token"].as_str().unwrap().to_owned());
    let again = create();
    assert_eq!(again.header("idempotency-replayed"), "true");
    let again = again.ok(201);
    assert_eq!((again.get("token"), &again["id"]), (None, &made["id"]));
    assert_eq!(company.by(&token).get("/session").ok(200)["user"]["name"], "ana");
    let list = company.by(ana).get("/tokens");
    assert!(!list.text.contains("rapport_"));
    assert_eq!(list.ok(200)["total"], 2);

    let path = format!("/tokens/{}", made["id"].as_str().unwrap());
    company.by(&company.other.who).delete(&path).problem(404, "unknown-token", None);
    company.t.clock.set(at("2026-03-31T16:00:00Z"));
    company.by(&token).get("/session").problem(401, "signed-out", None);
    company.by(ana).delete(&path).ok(204);
    company.by(ana).delete(&path).problem(404, "unknown-token", None);
    let past = json!({"name": "late", "expires_at": "2026-03-31T15:59:59Z"});
    company.by(ana).post("/tokens", &past).problem(422, "in-the-past", Some("expires_at"));
}

#[db_test]
fn the_trail_is_filtered_paged_and_proved(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    company.by(admin).put("/company/holidays/2026-07-04", &json!({"name": "x"})).ok(200);
    let one = company.by(admin).get("/audit-events?action=holiday.set").ok(200);
    assert_eq!((&one["total"], &one["items"][0]["actor_name"]), (&json!(1), &json!("adam")));
    let page = company.by(admin).get("/audit-events?sort=-seq&limit=1").ok(200);
    assert_eq!(page["items"][0]["action"], "holiday.set");
    let next = page["next"].as_str().unwrap();
    let second =
        company.by(admin).get(&format!("/audit-events?sort=-seq&limit=1&after={next}")).ok(200);
    assert_eq!(second["items"][0]["seq"].as_i64(), page["items"][0]["seq"].as_i64().map(|s| s - 1));
    company.by(admin).get(&format!("/audit-events?sort=seq&after={next}")).problem(
        422,
        "bad-cursor",
        Some("after"),
    );
    let later = company.by(admin).get("/audit-events?from=2026-04-01T00:00:00Z").ok(200);
    assert_eq!(later["total"], 0);
    company.by(admin).get("/audit-events?from=today").problem(422, "bad-parameter", Some("from"));
    let proof = company.by(admin).get("/audit-events/verification").ok(200);
    assert_eq!((&proof["events"], &proof["broken_at"]), (&page["items"][0]["seq"], &json!(null)));
}
