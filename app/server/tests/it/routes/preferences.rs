//! Preferences: everybody's own.

use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::company::Company;

fn preferences() -> Value {
    json!({"language": "es", "time_zone": "America/Mexico_City", "locale": "es-MX", "density": "compact",
        "theme": "dark", "lists": {"clients": {"columns": ["number", "legal_name"], "width": 120}}})
}

#[db_test]
fn preferences_are_ones_own(t: TestDb) {
    let company = Company::new(t);
    let (ana, ben) = (&company.representative.who, &company.other.who);
    let plain = json!({"language": "en", "time_zone": "America/New_York", "locale": null,
        "density": "comfortable", "theme": "system", "lists": {}});
    assert_eq!(company.by(ana).get("/preferences").ok(200), plain);
    assert_eq!(company.by(ana).put("/preferences", &preferences()).ok(200), preferences());
    assert_eq!(company.by(ana).get("/preferences").ok(200), preferences());
    assert_eq!(company.by(ben).get("/preferences").ok(200), plain);
    let session = company.by(ana).get("/session").ok(200);
    assert_eq!(session["user"]["time_zone"], "America/Mexico_City");
}

#[db_test]
fn only_language_and_time_zone_are_audited(t: TestDb) {
    let company = Company::new(t);
    let (ana, admin) = (&company.representative.who, &company.administrator.who);
    let changes = || company.by(admin).get("/audit-events?action=user.changed").ok(200);
    company.by(ana).put("/preferences", &preferences()).ok(200);
    let events = changes();
    assert_eq!((&events["total"], &events["items"][0]["actor_name"]), (&json!(1), &json!("ana")));
    let detail = &events["items"][0]["detail"];
    let languages = (&detail["before"]["language"], &detail["after"]["language"]);
    assert_eq!(languages, (&json!("en"), &json!("es")));
    let mut other = preferences();
    other["theme"] = "light".into();
    other["lists"] = json!({});
    company.by(ana).put("/preferences", &other).ok(200);
    assert_eq!(changes()["total"], 1);
    assert_eq!(
        company.by(admin).get("/audit-events/verification").ok(200)["broken_at"],
        json!(null)
    );
    // Whoever changes the user meanwhile is told that something is different.
    let path = format!("/users/{}", company.representative.id);
    let late = company.by(admin).if_match(1).patch(&path, &json!({"name": "Ana Ruiz"}));
    late.problem(412, "version-moved", None);
}

#[db_test]
fn what_is_wrong_with_preferences_is_named(t: TestDb) {
    let company = Company::new(t);
    let put = |field: &str, value: Value| {
        let mut body = preferences();
        body[field] = value;
        company.by(&company.representative.who).put("/preferences", &body)
    };
    for (field, value, code) in [
        ("language", json!("fr"), "unknown-language"),
        ("time_zone", json!("Mars/Olympus"), "unknown-time-zone"),
        ("locale", json!("es_MX"), "bad-locale"),
        ("density", json!("tight"), "bad-field"),
        ("theme", json!("pink"), "bad-field"),
        ("lists", json!([]), "bad-field"),
        ("lists", json!({"Clients": {}}), "bad-list-name"),
        (
            "lists",
            json!({"clients": "x".repeat(people::preferences::LISTS_BYTES_MAX)}),
            "too-large",
        ),
        ("colour", json!("red"), "unknown-field"),
    ] {
        put(field, value).problem(422, code, Some(field));
    }
    let nul = put("lists", json!({"clients": {"x": "a\0b"}}));
    nul.problem(422, "field-not-printable", Some("lists/clients/x"));
    let plain = company.by(&company.representative.who).get("/preferences").ok(200);
    assert_eq!(plain["language"], "en", "nothing of what was refused is kept");
    put("locale", json!(null)).ok(200);
}
