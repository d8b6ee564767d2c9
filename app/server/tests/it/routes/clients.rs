//! Clients and contacts.

use kernel::TenantId;
use people::role;
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::company::{Company, found, person};

fn acme() -> Value {
    json!({"kind": "organisation", "legal_name": "Acme, S.A.", "payment_term": "net30"})
}

fn opened(company: &Company, body: &Value) -> Value {
    company.by(&company.representative.who).post("/clients", body).ok(201)
}

fn path(client: &Value) -> String {
    format!("/clients/{}", client["id"].as_str().unwrap())
}

#[db_test]
fn a_client_is_opened_with_everything(t: TestDb) {
    let company = Company::new(t);
    let ana = &company.representative.who;
    let body = json!({
        "number": "A-1", "kind": "person", "given_name": "Óscar", "family_name": "Muñoz",
        "trading_name": "Muñoz", "client_type": "retail", "status": "prospect", "currency": "JPY",
        "payment_term": "eom30", "credit_limit": "150000", "language": "es",
        "custom": {"segment": "gold", "size": 12, "vip": true},
        "addresses": [{"kind": "billing", "street": "Calle 1\n2º B", "city": "Madrid", "country": "ES"}],
        "tax_numbers": [{"kind": "NIF", "value": "12345678Z"}], "tags": ["Gold", "new"],
    });
    let client = opened(&company, &body);
    assert_eq!(client["legal_name"], "Óscar Muñoz");
    assert_eq!((&client["credit_limit"], &client["currency"]), (&json!("150000"), &json!("JPY")));
    assert_eq!(client["owner_id"], company.representative.id.to_string());
    assert_eq!(client["tags"], json!(["gold", "new"]));
    let read = company.by(ana).get(&path(&client));
    assert_eq!(read.header("etag"), "\"1\"");
    assert_eq!(read.ok(200), client);
}

#[db_test]
fn what_is_absent_comes_from_the_company(t: TestDb) {
    let company = Company::new(t);
    let mut body = acme();
    let first = opened(&company, &body);
    assert_eq!((&first["number"], &first["currency"]), (&json!("C-00001"), &json!("USD")));
    assert_eq!((&first["status"], &first["language"]), (&json!("active"), &json!("en")));
    // A number that was given by hand is passed over.
    body["number"] = "C-00002".into();
    opened(&company, &body);
    assert_eq!(opened(&company, &acme())["number"], "C-00003");
    // Who sees all clients opens one without an owner.
    let made = company.by(&company.accountant.who).post("/clients", &acme()).ok(201);
    assert_eq!(made["owner_id"], Value::Null);
}

#[db_test]
fn what_is_wrong_is_named(t: TestDb) {
    let company = Company::new(t);
    let with = |field: &str, value: Value| {
        let mut body = acme();
        body[field] = value;
        company.by(&company.representative.who).post("/clients", &body)
    };
    opened(
        &company,
        &json!({"number": "A-1", "kind": "organisation", "legal_name": "A", "payment_term": "net30"}),
    );
    with("number", json!("A-1")).problem(409, "number-taken", Some("number"));
    with("kind", json!("robot")).problem(422, "bad-field", Some("kind"));
    with("currency", json!("ZZZ")).problem(422, "unknown-currency", Some("currency"));
    with("payment_term", json!("net99")).problem(422, "unknown-payment-term", Some("payment_term"));
    with("credit_limit", json!("-1")).problem(422, "negative-credit-limit", Some("credit_limit"));
    with("credit_limit", json!("1.001")).problem(422, "too-many-decimals", Some("credit_limit"));
    with("legal_name", json!("")).problem(422, "field-missing", Some("legal_name"));
    with("owner_id", json!(company.other.id.to_string())).problem(
        403,
        "owner-out-of-reach",
        Some("owner_id"),
    );
    with("custom", json!({"a": {"b": 1}})).problem(422, "bad-custom-field", Some("custom/a"));
    let bad = json!([{"kind": "billing", "city": "Madrid", "country": "Spain"}]);
    with("addresses", bad).problem(422, "bad-country", Some("addresses/0/country"));
    let text = format!("{{\"custom\": {}", "{\"a\":".repeat(10_000));
    let deep = company.by(&company.representative.who).with("content-type", "application/json");
    deep.raw("POST", "/clients", text, None).problem(400, "bad-json", None);
}

#[db_test]
fn a_change_keeps_clears_and_hands_over(t: TestDb) {
    let company = Company::new(t);
    let mut body = acme();
    body["trading_name"] = "Acme".into();
    body["credit_limit"] = "500.00".into();
    let client = opened(&company, &body);
    let path = path(&client);
    let ana = &company.representative.who;
    let change = json!({"trading_name": null, "tags": ["key"], "payment_term": "net60"});
    let changed = company.by(ana).if_match(1).patch(&path, &change);
    assert_eq!(changed.header("etag"), "\"2\"");
    let changed = changed.ok(200);
    assert_eq!(
        (&changed["trading_name"], &changed["credit_limit"]),
        (&Value::Null, &json!("500.00"))
    );
    company.by(ana).if_match(1).patch(&path, &change).problem(412, "version-moved", None);
    let same = company.by(ana).if_match(2).patch(&path, &json!({"tags": ["KEY"]}));
    assert_eq!(same.header("etag"), "\"2\"");
    same.ok(200);
    company.by(ana).if_match(2).patch(&path, &json!({"legal_name": null})).problem(
        422,
        "bad-field",
        Some("legal_name"),
    );
    company.by(ana).if_match(2).patch(&path, &json!({"payment_term": "net99"})).problem(
        422,
        "unknown-payment-term",
        Some("payment_term"),
    );
    // The figure of the limit stays when nothing but the currency changes.
    let euro = company.by(ana).if_match(2).patch(&path, &json!({"currency": "EUR"})).ok(200);
    assert_eq!((&euro["currency"], &euro["credit_limit"]), (&json!("EUR"), &json!("500.00")));
    // A manager hands it over to Ben, and then Ana knows nothing of it any more.
    let over = json!({"owner_id": company.other.id.to_string()});
    company.by(&company.manager.who).if_match(3).patch(&path, &over).ok(200);
    company.by(ana).get(&path).problem(404, "unknown-client", None);
    company.by(&company.other.who).get(&path).ok(200);
}

#[db_test]
fn the_currency_stays_once_something_is_posted(t: TestDb) {
    let company = Company::new(t);
    let client = opened(&company, &acme());
    let (bank, equity) = (company.gl_account("1000"), company.gl_account("3000"));
    let entry = json!({"effective_on": "2026-03-31", "narrative": "x", "lines": [
        {"account_id": bank, "side": "debit", "amount": "1", "client_id": client["id"]},
        {"account_id": equity, "side": "credit", "amount": "1"}]});
    company.by(&company.accountant.who).post("/journal-entries", &entry).ok(201);
    let change = company
        .by(&company.representative.who)
        .if_match(1)
        .patch(&path(&client), &json!({"currency": "EUR"}));
    change.problem(409, "currency-in-use", Some("currency"));
}

#[db_test]
fn what_is_out_of_reach_is_as_unknown_as_what_never_was(t: TestDb) {
    let company = Company::new(t);
    let client = opened(&company, &acme());
    // A client of another company in the same database.
    let other = TenantId::from_uuid(uuid::Uuid::from_u128(2));
    let operator = found(&company.t, other, "southwind");
    let roles = company.t.db.read(other, role::all).unwrap();
    let stranger = person(&company.t, &operator, &roles, "sue", "Administrator");
    let foreign = company.by(&stranger.who).post("/clients", &acme()).ok(201);
    assert_eq!(company.by(&stranger.who).get("/clients").ok(200)["total"], 1);

    let never = "/clients/00000000-0000-7000-8000-000000000000".to_owned();
    let ben = &company.other.who;
    for method in ["GET", "PATCH"] {
        let ask = |path: &str| {
            let answer = company.by(ben).if_match(1).json(method, path, &json!({}));
            answer.problem(404, "unknown-client", None);
            // All but the ids is the same, headers too.
            let id = path.rsplit('/').next().unwrap();
            let text = answer.text.replace(id, "").replace(answer.header("x-request-id"), "");
            let mut headers = answer.headers.clone();
            headers.remove("x-request-id");
            headers.remove("content-length");
            (text, headers)
        };
        assert_eq!(ask(&path(&client)), ask(&never));
        assert_eq!(ask(&path(&foreign)), ask(&never));
    }
    company.by(&company.administrator.who).get(&path(&foreign)).problem(
        404,
        "unknown-client",
        None,
    );
    assert_eq!(company.by(ben).get("/clients").ok(200)["total"], 0);
}

#[db_test]
fn the_list_is_filtered_sorted_and_paged(t: TestDb) {
    let company = Company::new(t);
    for (number, name, status, tags) in [
        ("B-2", "Zebra", "active", json!(["key"])),
        ("B-1", "Ñandú", "prospect", json!([])),
        ("A-1", "Acme", "active", json!(["key", "old"])),
        ("A-2", "acorn", "archived", json!([])),
    ] {
        let mut body = acme();
        (body["number"], body["legal_name"]) = (number.into(), name.into());
        (body["status"], body["tags"]) = (status.into(), tags);
        opened(&company, &body);
    }
    let ana = company.representative.id;
    let list = |query: &str| {
        let page = company.by(&company.manager.who).get(&format!("/clients?{query}")).ok(200);
        let items = page["items"].as_array().unwrap();
        let names: Vec<String> =
            items.iter().map(|c| c["legal_name"].as_str().unwrap().to_owned()).collect();
        (names.join(" "), page["total"].as_u64().unwrap())
    };
    for (query, names, total) in [
        ("", "Acme Ñandú Zebra", 3),
        ("sort=-number", "Zebra Ñandú Acme", 3),
        ("archived=true", "Acme acorn Ñandú Zebra", 4),
        ("status=archived", "acorn", 1),
        ("tag=key", "Acme Zebra", 2),
        ("name_prefix=na", "Ñandú", 1),
        ("search=B-", "Ñandú Zebra", 2),
        ("search=B-2", "Zebra", 1),
        ("number=A-1", "Acme", 1),
        ("currency=EUR", "", 0),
        ("kind=person", "", 0),
        (&format!("owner={ana}"), "Acme Ñandú Zebra", 3),
        (&format!("owner={},{ana}", company.other.id), "Acme Ñandú Zebra", 3),
        (&format!("owner={}", company.accountant.id), "", 0),
    ] {
        assert_eq!(list(query), (names.to_owned(), total), "{query}");
    }
    let page = company.by(&company.manager.who).get("/clients?limit=2").ok(200);
    let next = page["next"].as_str().unwrap();
    assert_eq!(list(&format!("limit=2&after={next}")), ("Zebra".to_owned(), 3));
    let who = &company.manager.who;
    company.by(who).get("/clients?owner=x").problem(422, "bad-parameter", Some("owner"));
    company.by(who).get("/clients?status=lost").problem(422, "bad-parameter", Some("status"));
    company.by(who).get("/clients?currency=ZZZ").problem(422, "unknown-currency", Some("currency"));
    company.by(who).get("/clients?sort=size").problem(422, "unknown-list-word", Some("sort"));
}

#[db_test]
fn contacts_come_and_go(t: TestDb) {
    let company = Company::new(t);
    let ana = &company.representative.who;
    let client = opened(&company, &acme());
    let contacts = format!("{}/contacts", path(&client));
    let new = json!({"given_name": "Óscar", "family_name": "Muñoz", "roles": ["Billing"],
        "emails": ["oscar@Example.com"], "phones": ["+34 912 345 678"], "language": "es", "time_zone": "Europe/Madrid"});
    let made = company.by(ana).post(&contacts, &new).ok(201);
    assert_eq!(
        (&made["emails"], &made["phones"]),
        (&json!(["oscar@example.com"]), &json!(["+34912345678"]))
    );
    let path = format!("{contacts}/{}", made["id"].as_str().unwrap());
    assert_eq!(company.by(ana).get(&path).ok(200), made);
    let changed =
        company.by(ana).if_match(1).patch(&path, &json!({"language": null, "roles": []})).ok(200);
    assert_eq!((&changed["language"], &changed["family_name"]), (&Value::Null, &json!("Muñoz")));
    company.by(ana).if_match(1).patch(&path, &json!({})).problem(412, "version-moved", None);
    let bad = json!({"family_name": "x", "phones": ["12"]});
    company.by(ana).post(&contacts, &bad).problem(422, "bad-phone", Some("phones/0"));
    assert_eq!(company.by(ana).get("/contacts?name_prefix=munoz").ok(200)["total"], 1);
    assert_eq!(company.by(ana).get("/contacts?email=oscar@example.com").ok(200)["total"], 1);
    assert_eq!(company.by(&company.other.who).get("/contacts").ok(200)["total"], 0);
    assert_eq!(company.by(ana).get(&contacts).ok(200)["total"], 1);
    company.by(ana).delete(&path).ok(204);
    company.by(ana).get(&path).problem(404, "unknown-contact", None);
}

#[db_test]
fn many_clients_are_changed_as_rehearsed(t: TestDb) {
    let company = Company::new(t);
    let ana = &company.representative.who;
    let (acme, bolt) = (company.client(ana, "Acme"), company.client(ana, "Bolt"));
    let body =
        json!({"clients": [acme, bolt], "change": {"add_tags": ["Gold"], "status": "on_hold"}});
    let plan = company.by(ana).post("/clients/changes/plan", &body).ok(200);
    assert_eq!(plan["changes"][0]["difference"]["after"]["status"], "on_hold");
    let mut order = body.clone();
    order["fingerprint"] = plan["fingerprint"].clone();
    let once =
        || company.by(ana).with("idempotency-key", "bulk-1").post("/clients/changes", &order);
    let done = once().ok(201);
    assert_eq!(done["changed"], 2);
    let again = once();
    assert_eq!((again.header("idempotency-replayed"), &again.json), ("true", &done));
    company.by(ana).post("/clients/changes", &order).problem(409, "facts-moved", None);
    assert_eq!(company.by(ana).get("/clients?tag=gold").ok(200)["total"], 2);
    let id = done["id"].as_str().unwrap();
    let undone =
        company.by(ana).raw("POST", &format!("/clients/changes/{id}/undo"), "", None).ok(200);
    assert_eq!((&undone["restored"], &undone["kept"]), (&json!(2), &json!([])));
    assert_eq!(company.by(ana).get("/clients?status=on_hold").ok(200)["total"], 0);
    let unknown = json!({"clients": [acme], "change": {"payment_term": "never"}});
    company.by(ana).post("/clients/changes/plan", &unknown).problem(
        422,
        "unknown-payment-term",
        Some("payment_term"),
    );
}

#[db_test]
fn a_client_says_who_looks_after_it_and_what_it_belongs_to(t: TestDb) {
    let company = Company::new(t);
    let (ana, mia) = (&company.representative.who, &company.manager.who);
    let bens = company.by(&company.other.who).post("/clients", &acme()).ok(201);
    let mut body = acme();
    body["parent_id"] = bens["id"].clone();
    body["owner_id"] = company.representative.id.to_string().into();
    let below = company.by(mia).post("/clients", &body).ok(201);
    assert_eq!(
        (&below["owner_name"], &below["parent_name"]),
        (&json!("ana"), &json!("Acme, S.A."))
    );
    assert_eq!(below["parent_number"], bens["number"]);
    // Ana does not see Ben's client, and does not learn what it is called.
    let seen = company.by(ana).get(&path(&below)).ok(200);
    assert_eq!((&seen["owner_name"], &seen["parent_name"]), (&json!("ana"), &Value::Null));

    let owners = company.by(ana).get("/clients/owners").ok(200);
    let names: Vec<&str> =
        owners["items"].as_array().unwrap().iter().map(|o| o["name"].as_str().unwrap()).collect();
    assert!(names.is_sorted() && names.contains(&"ben"), "{names:?}");
    company.by(&company.nobody.who).get("/clients/owners").problem(403, "permission-lacking", None);
}
