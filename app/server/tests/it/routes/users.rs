//! Users.

use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::company::{Company, PASSWORD};

fn new_user(name: &str) -> Value {
    json!({"email": format!("{name}@example.com"), "name": name, "language": "en", "time_zone": "Europe/Madrid"})
}

#[db_test]
fn a_user_is_added_changed_and_disabled(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    let mut body = new_user("Olga");
    body["password"] = PASSWORD.into();
    let made = company.by(admin).post("/users", &body);
    assert_eq!(made.header("etag"), "\"1\"");
    let id = made.ok(201)["id"].as_str().unwrap().to_owned();
    let olga = company.sign_in("olga@example.com", PASSWORD);

    let path = format!("/users/{id}");
    let read = company.by(admin).get(&path);
    assert_eq!(read.header("etag"), "\"1\"");
    assert_eq!(read.ok(200)["name"], "Olga");
    let changed =
        company.by(admin).if_match(1).patch(&path, &json!({"name": "Olga Díaz", "active": false}));
    assert_eq!(changed.header("etag"), "\"2\"");
    let changed = changed.ok(200);
    assert_eq!(
        (changed["name"].as_str(), changed["time_zone"].as_str()),
        (Some("Olga Díaz"), Some("Europe/Madrid"))
    );
    company.by(&olga).get("/session").problem(401, "signed-out", None);
    company.by(admin).if_match(2).patch(&path, &json!({"active": true})).ok(200);
    company.by(&olga).get("/session").problem(401, "signed-out", None);

    let own = format!("/users/{}", company.administrator.id);
    let none = company.by(admin).if_match(1).patch(&own, &json!({"roles": []}));
    none.problem(403, "own-roles", Some("roles"));
    company.by(admin).if_match(1).patch(&own, &json!({"name": "Ada"})).ok(200);
}

#[db_test]
fn somebody_is_left_who_manages_users(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator;
    let mut body = new_user("Olga");
    body["password"] = PASSWORD.into();
    body["roles"] =
        company.by(&admin.who).get(&format!("/users/{}", admin.id)).ok(200)["roles"].clone();
    let made = company.by(&admin.who).post("/users", &body).ok(201);
    let olga = company.sign_in("olga@example.com", PASSWORD);
    let off = json!({"active": false});
    let own = format!("/users/{}", admin.id);
    company.by(&olga).if_match(1).patch(&own, &off).ok(200);
    // Their own session was good until then.
    let other = format!("/users/{}", made["id"].as_str().unwrap());
    company.by(&admin.who).if_match(1).patch(&other, &off).problem(401, "signed-out", None);
    let last = company.t.db.write(company.t.tenant, |tx| {
        let operator = people::Actor::operator(company.t.tenant, "test");
        let id = people::user::by_email(tx, "olga@example.com")?.unwrap();
        let user = people::user::User { active: false, ..people::user::get(tx, id)? };
        people::user::update(tx, &operator, &operator.allow().unwrap(), &user)
    });
    assert_eq!(kernel::Fault::code(&last.unwrap_err()), "last-user-manager");
}

#[db_test]
fn a_change_names_the_version_that_it_was_made_from(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    let path = format!("/users/{}", company.nobody.id);
    let change = json!({"name": "Nora"});
    company.by(admin).patch(&path, &change).problem(428, "if-match-missing", Some("If-Match"));
    for bad in ["1", "*", "W/\"1\""] {
        company.by(admin).with("if-match", bad).patch(&path, &change).problem(
            400,
            "bad-if-match",
            Some("If-Match"),
        );
    }
    company.by(admin).if_match(7).patch(&path, &change).problem(412, "version-moved", None);
    company.by(admin).if_match(1).patch(&path, &change).ok(200);
    company.by(admin).if_match(1).patch(&path, &change).problem(412, "version-moved", None);
}

#[db_test]
fn what_is_wrong_with_a_body_is_named(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    let with = |field: &str, value: Value| {
        let mut body = new_user("olga");
        body[field] = value;
        company.by(admin).post("/users", &body)
    };
    with("colour", json!("red")).problem(422, "unknown-field", Some("colour"));
    with("name", json!(3)).problem(422, "bad-field", Some("name"));
    with("name", json!(" ")).problem(422, "name-missing", Some("name"));
    with("email", json!("olga")).problem(422, "bad-email", Some("email"));
    with("password", json!("short")).problem(422, "weak-password", Some("password"));
    with("roles", json!([company.nobody.id.to_string()])).problem(
        422,
        "unknown-role",
        Some("roles"),
    );
    with("roles", json!(["x"])).problem(422, "bad-field", Some("roles/0"));
    with("email", json!("ana@example.com")).problem(409, "email-taken", Some("email"));
    company.by(admin).post("/users", &json!({"name": "x"})).problem(
        422,
        "field-missing",
        Some("email"),
    );
    let json = |text: &str| {
        company.by(admin).with("content-type", "application/json").raw("POST", "/users", text, None)
    };
    json("{\"email\":").problem(400, "bad-json", None);
    json("").problem(400, "bad-json", None);
    json("[\"olga@example.com\", \"Olga\"]").problem(422, "bad-field", None);
    json(&format!("{{\"name\":\"{}\"}}", "x".repeat(server::BODY_BYTES_MAX))).problem(
        413,
        "body-too-large",
        None,
    );
    let typed =
        company.by(admin).with("content-type", "text/plain").raw("POST", "/users", "{}", None);
    typed.problem(415, "wrong-media-type", Some("Content-Type"));
    company.by(admin).raw("POST", "/users", "{}", None).problem(
        415,
        "wrong-media-type",
        Some("Content-Type"),
    );
}

#[db_test]
fn a_creation_is_done_once_under_its_key(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    let mut body = new_user("Olga");
    body["password"] = PASSWORD.into();
    let create =
        |body: &Value| company.by(admin).with("idempotency-key", "add-olga").post("/users", body);
    let first = create(&body);
    assert_eq!((first.status, first.header("idempotency-replayed")), (201, ""));
    let again = create(&body);
    assert_eq!((again.status, again.header("idempotency-replayed")), (201, "true"));
    assert_eq!((&again.text, again.header("etag")), (&first.text, first.header("etag")));
    body["name"] = "Olga Díaz".into();
    create(&body).problem(409, "idempotency-key-reused", Some("Idempotency-Key"));
    // The key is the user's own, and one that is refused keeps nothing.
    let other = company
        .by(&company.accountant.who)
        .with("idempotency-key", "add-olga")
        .post("/users", &body);
    other.problem(403, "permission-lacking", None);
    for bad in ["", &"k".repeat(201)] {
        let answer = company.by(admin).with("idempotency-key", bad).post("/users", &body);
        answer.problem(422, "bad-idempotency-key", Some("Idempotency-Key"));
    }
    let refused = company.by(admin).with("idempotency-key", "twice").post("/users", &body);
    refused.problem(409, "email-taken", Some("email"));
    body["email"] = "olga2@example.com".into();
    company.by(admin).with("idempotency-key", "twice").post("/users", &body).ok(201);
}

#[db_test]
fn requests_that_meet_under_one_key_are_one(t: TestDb) {
    let company = Company::new(t);
    let body = new_user("Olga");
    let create = || {
        let asking = company.by(&company.administrator.who).with("idempotency-key", "at-once");
        let answer = asking.post("/users", &body);
        assert_eq!(answer.status, 201, "{}", answer.text);
        (answer.header("idempotency-replayed") == "true", answer.text)
    };
    let answers: Vec<(bool, String)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(create)).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|(replayed, _)| !replayed).count(), 1);
    assert!(answers.iter().all(|(_, text)| *text == answers[0].1));
}

#[db_test]
fn the_list_is_paged_to_its_end(t: TestDb) {
    let company = Company::new(t);
    let admin = &company.administrator.who;
    for sort in ["name", "-name", "email", "-email"] {
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let page = company.by(admin).get(&format!("/users?limit=4&sort={sort}{after}")).ok(200);
            assert_eq!(page["total"], 6);
            let items = page["items"].as_array().unwrap();
            seen.extend(items.iter().map(|u| u["name"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let mut expected = vec!["adam", "ana", "ben", "clara", "mia", "nora"];
        if sort.starts_with('-') {
            expected.reverse();
        }
        assert_eq!(seen, expected, "{sort}");
    }
    assert_eq!(company.by(admin).get("/users?active=false").ok(200)["total"], 0);
    company.by(admin).get("/users?sort=age").problem(422, "unknown-list-word", Some("sort"));
    company.by(admin).get("/users?colour=red").problem(422, "unknown-parameter", Some("colour"));
    company.by(admin).get("/users?limit=many").problem(422, "bad-parameter", Some("limit"));
    company.by(admin).get("/users?after=nonsense").problem(422, "bad-cursor", Some("after"));
}

#[db_test]
fn a_password_is_set_and_lifts_a_lock_out(t: TestDb) {
    let company = Company::new(t);
    let path = format!("/users/{}/password", company.nobody.id);
    let admin = &company.administrator.who;
    company.by(admin).put(&path, &json!({"password": "short"})).problem(
        422,
        "weak-password",
        Some("password"),
    );
    assert_eq!(company.by(admin).put(&path, &json!({"password": PASSWORD})).status, 204);
    company.sign_in("nora@example.com", PASSWORD);
}

#[db_test]
fn access_is_what_roles_and_teams_give(t: TestDb) {
    let company = Company::new(t);
    let path = format!("/users/{}/access", company.manager.id);
    let access = company.by(&company.administrator.who).get(&path).ok(200);
    let find = |word: &str| {
        let items = access["items"].as_array().unwrap();
        items.iter().find(|a| a["permission"] == word).cloned().unwrap_or_default()
    };
    assert_eq!(find("clients.read")["owners"].as_array().unwrap().len(), 3);
    assert_eq!(find("refunds.pay")["owners"].as_array().unwrap().len(), 3);
    assert_eq!(find("audit.read")["all"], true);
    assert_eq!(find("users.manage"), Value::Null);
    company.by(&company.manager.who).get(&path).ok(200);
    company.by(&company.representative.who).get(&path).problem(403, "permission-lacking", None);
}
