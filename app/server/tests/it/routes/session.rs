//! Signing in and out.

use serde_json::json;
use testkit::{TestDb, at, db_test};
use uuid::Uuid;

use crate::app::Who;
use crate::company::{Company, PASSWORD, found};

#[db_test]
fn a_session_begins_and_ends(t: TestDb) {
    let company = Company::new(t);
    company.give_password(&company.representative);
    let credentials =
        json!({"email": " Ana@Example.com ", "password": PASSWORD, "company": "northwind"});
    let answer = company.anonymous().post("/session", &credentials);
    let cookie = answer.header("set-cookie").to_owned();
    for part in
        ["rapport_session=", "; Path=/", "; HttpOnly", "; SameSite=Strict", "; Max-Age=604800"]
    {
        assert!(cookie.contains(part), "{cookie} has no {part}");
    }
    assert!(!cookie.contains("Secure"));
    let session = answer.ok(201);
    assert_eq!(session["user"]["email"], "ana@example.com");
    assert_eq!(session["company"]["today"], "2026-03-31");
    let reads = session["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["permission"] == "clients.read");
    assert_eq!(reads.unwrap()["owners"], json!([company.representative.id.to_string()]));
    assert_eq!(session["user"]["teams"][0]["name"], "North");
    company.give_password(&company.manager);
    let credentials = json!({"email": company.manager.email, "password": PASSWORD});
    let managers = company.anonymous().post("/session", &credentials).ok(201);
    assert_eq!(managers["user"]["teams"], session["user"]["teams"], "who manages it, too");

    let ana = Who::Cookie(cookie.split(';').next().unwrap().to_owned());
    assert_eq!(company.by(&ana).get("/session").ok(200)["user"]["name"], "ana");
    let gone = company.by(&ana).delete("/session");
    assert!(gone.header("set-cookie").contains("Max-Age=0"));
    gone.ok(204);
    company.by(&ana).get("/session").problem(401, "signed-out", None);
}

#[db_test]
fn nobody_learns_what_was_wrong(t: TestDb) {
    let company = Company::new(t);
    company.give_password(&company.representative);
    for body in [
        json!({"email": "ana@example.com", "password": "wrong password"}),
        json!({"email": "nobody@example.com", "password": PASSWORD}),
        json!({"email": "ben@example.com", "password": PASSWORD}),
        json!({"email": "ana@example.com", "password": PASSWORD, "company": "southwind"}),
    ] {
        let answer = company.anonymous().post("/session", &body);
        answer.problem(401, "wrong-credentials", None);
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[db_test]
fn five_failures_lock_a_user_out_for_a_while(t: TestDb) {
    let company = Company::new(t);
    company.give_password(&company.representative);
    let wrong = json!({"email": "ana@example.com", "password": "wrong password"});
    let right = json!({"email": "ana@example.com", "password": PASSWORD});
    for _ in 0..5 {
        company.anonymous().post("/session", &wrong).problem(401, "wrong-credentials", None);
    }
    // Nobody is told whether there is such a user: what is answered is what an unknown address gets.
    let unknown = json!({"email": "nobody@example.com", "password": "wrong password"});
    let absent = company.anonymous().post("/session", &unknown);
    let locked = company.anonymous().post("/session", &right);
    locked.problem(401, "wrong-credentials", None);
    assert_eq!(locked.json["detail"], absent.json["detail"]);
    company.t.clock.set(at("2026-03-31T15:15:01Z"));
    company.anonymous().post("/session", &right).ok(201);
}

#[db_test]
fn guesses_made_at_once_are_counted_one_by_one(t: TestDb) {
    let company = Company::new(t);
    company.give_password(&company.representative);
    let db = &company.t.db;
    let guess = |password| people::session::sign_in(db, None, "ana@example.com", password);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert!(guess("wrong password").is_err()));
        }
    });
    assert!(guess(PASSWORD).is_err(), "locked out");
    company.t.clock.set(at("2026-03-31T15:15:01Z"));
    assert!(guess(PASSWORD).is_ok());
}

#[db_test]
fn tries_are_limited_by_address_and_user(t: TestDb) {
    let config = server::Config { trust_forwarded_for: true, ..server::Config::default() };
    let company = Company::with(t, config);
    let wrong = json!({"email": "stranger@example.com", "password": "wrong password"});
    let from = |address: &str| {
        company
            .anonymous()
            .with("x-forwarded-for", format!("6.6.6.6, {address}"))
            .post("/session", &wrong)
    };
    for _ in 0..10 {
        from("10.0.0.1").problem(401, "wrong-credentials", None);
    }
    let limited = from("10.0.0.1");
    limited.problem(429, "too-many-sign-ins", None);
    assert_eq!(limited.header("retry-after"), "60");
    from("10.0.0.2").problem(401, "wrong-credentials", None);
    company.t.clock.set(at("2026-03-31T15:01:00Z"));
    from("10.0.0.1").problem(401, "wrong-credentials", None);
}

#[db_test]
fn a_session_ends_by_itself(t: TestDb) {
    let company = Company::new(t);
    company.give_password(&company.representative);
    let ana = company.sign_in("ana@example.com", PASSWORD);
    company.t.clock.set(at("2026-03-31T22:59:00Z"));
    company.by(&ana).get("/session").ok(200);
    company.t.clock.set(at("2026-04-01T07:00:00Z"));
    company.by(&ana).get("/session").problem(401, "signed-out", None);
}

#[db_test]
fn a_change_with_a_cookie_comes_from_an_own_page(t: TestDb) {
    let company = Company::new(t);
    company.give_password(&company.representative);
    let ana = company.sign_in("ana@example.com", PASSWORD);
    for (header, value) in [
        ("x-rapport-request", "0"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let answer = company.by(&ana).with(header, value).delete("/session");
        answer.problem(403, "other-site", Some("X-Rapport-Request"));
    }
    company
        .by(&ana)
        .with("x-rapport-request", "")
        .with("sec-fetch-site", "cross-site")
        .get("/session")
        .ok(200);
    company.by(&ana).with("sec-fetch-site", "same-origin").delete("/session").ok(204);
}

#[db_test]
fn only_a_good_token_signs_in(t: TestDb) {
    let company = Company::new(t);
    company.anonymous().get("/session").problem(401, "not-signed-in", None);
    for (value, code) in [
        ("Basic YTpi", "bad-authorization"),
        ("rapport_x", "bad-authorization"),
        ("Bearer rapport_AAAA", "signed-out"),
        ("Bearer AAAA", "signed-out"),
    ] {
        company.anonymous().with("authorization", value).get("/session").problem(401, code, None);
    }
    company.by(&company.nobody.who).get("/session").ok(200);
    company.by(&company.nobody.who).delete("/session").problem(409, "no-session", None);
}

#[db_test]
fn the_cookie_is_for_https_where_configured(t: TestDb) {
    let config = server::Config { secure_cookies: true, ..server::Config::default() };
    let company = Company::with(t, config);
    company.give_password(&company.representative);
    let body = json!({"email": "ana@example.com", "password": PASSWORD});
    let answer = company.anonymous().post("/session", &body);
    assert!(answer.header("set-cookie").ends_with("; Secure"));
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}

#[db_test]
fn ones_own_password_is_changed_and_ends_the_other_sessions(t: TestDb) {
    let company = Company::new(t);
    company.give_password(&company.representative);
    let here = company.sign_in("ana@example.com", PASSWORD);
    let there = company.sign_in("ana@example.com", PASSWORD);
    let new = "another battery staple";
    let change = |current: &str, new: &str| {
        company.by(&here).put("/session/password", &json!({"current": current, "new": new}))
    };
    change("wrong password", new).problem(422, "wrong-password", Some("current"));
    change(PASSWORD, "short").problem(422, "weak-password", Some("new"));
    company.by(&there).get("/session").ok(200);
    change(PASSWORD, new).ok(204);
    company.by(&here).get("/session").ok(200);
    company.by(&there).get("/session").problem(401, "signed-out", None);
    let old = json!({"email": "ana@example.com", "password": PASSWORD});
    company.anonymous().post("/session", &old).problem(401, "wrong-credentials", None);
    company.sign_in("ana@example.com", new);

    let trail = company.by(&company.administrator.who);
    let events = trail.get("/audit-events?action=user.password_changed").ok(200);
    assert_eq!((&events["total"], &events["items"][0]["actor_name"]), (&json!(1), &json!("ana")));
    assert_eq!(events["items"][0]["detail"], json!({}));
    let unmarked = company.by(&here).with("x-rapport-request", "0");
    let asked = json!({"current": new, "new": PASSWORD});
    unmarked.put("/session/password", &asked).problem(403, "other-site", Some("X-Rapport-Request"));
}

#[db_test]
fn guessing_the_current_password_locks_out_too(t: TestDb) {
    let company = Company::new(t);
    company.give_password(&company.representative);
    let ana = company.sign_in("ana@example.com", PASSWORD);
    let change = |current: &str| {
        let asked = json!({"current": current, "new": "another battery staple"});
        company.by(&ana).put("/session/password", &asked)
    };
    for _ in 0..5 {
        change("wrong password").problem(422, "wrong-password", Some("current"));
    }
    let locked = change(PASSWORD);
    locked.problem(429, "locked-out", None);
    assert_eq!(locked.header("retry-after"), "900");
    let right = json!({"email": "ana@example.com", "password": PASSWORD});
    company.anonymous().post("/session", &right).problem(401, "wrong-credentials", None);
    for _ in 0..4 {
        change(PASSWORD).problem(429, "locked-out", None);
    }
    change(PASSWORD).problem(429, "too-many-sign-ins", None);
    company.t.clock.set(at("2026-03-31T15:15:01Z"));
    change(PASSWORD).ok(204);
}

#[db_test]
fn a_stranger_does_not_learn_which_companies_there_are(t: TestDb) {
    let company = Company::new(t);
    found(&company.t, kernel::TenantId::from_uuid(Uuid::from_u128(7)), "southwind");
    let body = json!({"email": "ana@example.com", "password": PASSWORD});
    let answer = company.anonymous().post("/session", &body);
    let told = answer.json.to_string();
    assert!(!told.contains("northwind") && !told.contains("southwind"), "{told}");
    answer.problem(422, "company-not-named", Some("company"));
}
