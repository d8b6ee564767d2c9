//! Notifications: who is told what, once, and what they have read.

use jobs::outbox;
use serde_json::{Value, json};
use server::Config;
use testkit::{TestDb, at, db_test};

use crate::company::{Company, Person};
use crate::trade::id;

/// Has what happened so far reacted to.
fn deliver(company: &Company) {
    let delivery = outbox::deliver_due(&company.t.db, server::REACTIONS).unwrap();
    assert_eq!(delivery.failed, 0);
}

/// What somebody was told, the newest first.
fn told(company: &Company, person: &Person) -> Vec<Value> {
    let page = company.by(&person.who).get("/notifications").ok(200);
    page["items"].as_array().unwrap().clone()
}

fn kinds(company: &Company, person: &Person) -> Vec<String> {
    told(company, person).iter().map(|n| n["kind"].as_str().unwrap().to_owned()).collect()
}

/// Proposes a write-off of Ana's, above the limit.
fn propose(company: &Company) -> String {
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let invoice = company.invoice(ana, &client, "1000", "2026-03-01");
    let asked = json!({"invoice": invoice, "amount": "250", "reason": "bankrupt"});
    id(&company.by(ana).post("/write-offs", &asked).ok(201))
}

#[db_test]
fn a_proposed_write_off_is_told_to_who_may_approve_it(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let write_off = propose(&company);
    deliver(&company);
    for approver in [&company.manager, &company.administrator] {
        let told = told(&company, approver);
        assert_eq!(told.len(), 1, "{}", approver.email);
        let (kind, subject) = (&told[0]["kind"], &told[0]["subject_id"]);
        assert_eq!((kind, subject), (&json!("write_off.proposed"), &json!(write_off)));
        let args = &told[0]["args"];
        let facts = [&args["amount"], &args["currency"], &args["client_name"], &args["by_name"]];
        assert_eq!(facts, ["250.00", "USD", "Acme", "ana"]);
    }
    for other in [&company.representative, &company.other, &company.accountant] {
        assert_eq!(kinds(&company, other), [""; 0], "{}", other.email);
    }

    let path = format!("/write-offs/{write_off}/decision");
    company.by(&company.manager.who).post(&path, &json!({"approve": false})).ok(200);
    deliver(&company);
    let told = told(&company, &company.representative);
    assert_eq!((told.len(), &told[0]["kind"]), (1, &json!("write_off.decided")));
    let args = &told[0]["args"];
    assert_eq!((&args["approved"], &args["by_name"]), (&json!(false), &json!("mia")));
    assert_eq!(kinds(&company, &company.manager), ["write_off.proposed"]);
}

#[db_test]
fn a_small_write_off_is_told_to_nobody(t: TestDb) {
    let company = Company::new(t).with_taxes();
    let ana = &company.representative.who;
    let client = company.client(ana, "Acme");
    let invoice = company.invoice(ana, &client, "1000", "2026-03-01");
    let asked = json!({"invoice": invoice, "amount": "5", "reason": "rounding"});
    company.by(ana).post("/write-offs", &asked).ok(201);
    deliver(&company);
    assert_eq!(kinds(&company, &company.manager), [""; 0]);
}

#[db_test]
fn a_reaction_that_runs_twice_tells_once(t: TestDb) {
    let company = Company::new(t).with_taxes();
    propose(&company);
    let table: Vec<_> = server::REACTIONS.iter().chain(server::REACTIONS).copied().collect();
    let delivery = outbox::deliver_due(&company.t.db, &table).unwrap();
    assert_eq!((delivery.delivered, delivery.failed), (1, 0));
    assert_eq!(kinds(&company, &company.manager), ["write_off.proposed"]);
    assert_eq!(kinds(&company, &company.administrator), ["write_off.proposed"]);
}

#[db_test]
fn a_client_is_handed_to_another_owner(t: TestDb) {
    let company = Company::new(t);
    let client = company.client(&company.representative.who, "Acme");
    let hand = |who: &Person, version: i64, owner: &Person| {
        let change = json!({"owner_id": owner.id.to_string()});
        let path = format!("/clients/{client}");
        company.by(&who.who).if_match(version).patch(&path, &change).ok(200);
        deliver(&company);
    };
    hand(&company.manager, 1, &company.other);
    let told = told(&company, &company.other);
    assert_eq!((told.len(), &told[0]["kind"]), (1, &json!("client.handed_over")));
    assert_eq!(
        (&told[0]["subject_kind"], &told[0]["subject_id"]),
        (&json!("client"), &json!(client))
    );
    let args = &told[0]["args"];
    assert_eq!(
        (&args["count"], &args["client_name"], &args["by_name"]),
        (&json!(1), &json!("Acme"), &json!("mia"))
    );
    assert_eq!(kinds(&company, &company.representative), [""; 0]);
    // Whoever takes a client themselves knows.
    hand(&company.manager, 2, &company.manager);
    assert_eq!(kinds(&company, &company.manager), [""; 0]);
    // A change of something else hands nothing over.
    let path = format!("/clients/{client}");
    let change = json!({"trading_name": "Acme"});
    company.by(&company.manager.who).if_match(3).patch(&path, &change).ok(200);
    deliver(&company);
    assert_eq!(kinds(&company, &company.manager), [""; 0]);
}

#[db_test]
fn an_import_tells_who_ordered_it_and_each_new_owner_once(t: TestDb) {
    let data = tempfile::tempdir().unwrap();
    let config = Config { data_dir: data.path().to_owned(), ..Config::default() };
    let company = Company::with(t, config.clone());
    let (admin, ana) = (&company.administrator, &company.representative);
    for n in 1..=3 {
        let new = json!({"kind": "organisation", "legal_name": format!("Client {n}"), "number": format!("C{n}"), "payment_term": "net30"});
        company.by(&ana.who).post("/clients", &new).ok(201);
    }
    let file = "number,currency,owner_email\nC1,USD,ben@example.com\nC2,USD,ben@example.com\nC3,USD,adam@example.com\n";
    let order = |file: &str, spoil: bool| {
        let path = "/import-uploads?file_name=owners.csv";
        let upload = company.by(&admin.who).raw("POST", path, file, None).ok(201)["id"].clone();
        let asked = json!({"upload": upload, "profile": "clients"});
        let plan = company.by(&admin.who).post("/imports/plan", &asked).ok(200);
        let fingerprint =
            if spoil { json!("0000000000000000") } else { plan["fingerprint"].clone() };
        let order = json!({"upload": upload, "profile": "clients", "fingerprint": fingerprint});
        id_of_job(&company.by(&admin.who).post("/imports", &order).ok(202))
    };
    let work = || {
        jobs::Worker::new(server::registry(&config)).run_once(&company.t.db).unwrap();
        deliver(&company);
    };
    let job = order(file, true);
    work();
    let failed = told(&company, admin);
    assert_eq!((&failed[0]["kind"], &failed[0]["subject_id"]), (&json!("job.failed"), &json!(job)));
    assert_eq!(failed[0]["args"]["kind"], "import.apply");
    assert!(failed[0]["args"]["error"].as_str().unwrap().contains("facts have moved"));
    assert_eq!(failed[0]["args"]["code"], "facts-moved");

    company.t.clock.set(at("2026-03-31T15:01:00Z"));
    order(file, false);
    work();
    let applied = told(&company, admin);
    assert_eq!(kinds(&company, admin), ["import.applied", "job.failed"], "{applied:#?}");
    let args = json!({"file_name": "owners.csv", "kind": "clients", "rows": 3});
    assert_eq!(applied[0]["args"], args);
    let handed = told(&company, &company.other);
    assert_eq!((handed.len(), &handed[0]["args"]["count"]), (1, &json!(2)), "{handed:#?}");

    company.t.clock.set(at("2026-03-31T15:02:00Z"));
    let undo = format!("/imports/{}/undo", applied[0]["subject_id"].as_str().unwrap());
    company.by(&admin.who).raw("POST", &undo, "", None).ok(202);
    work();
    assert_eq!(kinds(&company, admin)[0], "import.undone");
    assert_eq!(told(&company, ana)[0]["args"]["count"], 3, "they came back to Ana");
}

fn id_of_job(ordered: &Value) -> String {
    ordered["job"].as_str().unwrap().to_owned()
}

#[db_test]
fn notifications_are_read_and_forgotten(t: TestDb) {
    let company = Company::new(t).with_taxes();
    for minute in 0..3 {
        company.t.clock.set(at(&format!("2026-03-31T15:0{minute}:00Z")));
        propose(&company);
        deliver(&company);
    }
    let mia = &company.manager.who;
    let first = company.by(mia).get("/notifications?limit=2").ok(200);
    assert_eq!((&first["total"], &first["unread"]), (&json!(3), &json!(3)));
    assert_eq!(first["items"][0]["created_at"], "2026-03-31T15:02:00Z");
    let next = first["next"].as_str().unwrap();
    let second = company.by(mia).get(&format!("/notifications?limit=2&after={next}")).ok(200);
    assert_eq!(second["items"][0]["created_at"], "2026-03-31T15:00:00Z");

    let read = |body: Value| company.by(mia).post("/notifications/read", &body);
    let newest = &first["items"][0]["id"];
    // Somebody else's are left alone.
    let theirs = told(&company, &company.administrator)[0]["id"].clone();
    assert_eq!(read(json!({"ids": [newest, theirs]})).ok(200)["unread"], 2);
    assert_eq!(read(json!({"ids": [newest]})).ok(200)["unread"], 2);
    let left = company.by(mia).get("/notifications?unread=true").ok(200);
    assert_eq!((&left["total"], &left["unread"]), (&json!(2), &json!(2)));
    assert_eq!(company.by(mia).get("/notifications?unread=false").ok(200)["total"], 1);
    let until = &second["items"][0]["created_at"];
    assert_eq!(read(json!({"until": until})).ok(200)["unread"], 1);
    let admins = company.by(&company.administrator.who).get("/notifications").ok(200);
    assert_eq!(admins["unread"], 3);
    read(json!({})).problem(422, "until-or-ids", Some("ids"));
    read(json!({"until": until, "ids": []})).problem(422, "until-or-ids", Some("ids"));
    let many = vec![newest.clone(); 501];
    read(json!({"ids": many})).problem(422, "too-many", Some("ids"));
    company.by(mia).get("/notifications?sort=kind").problem(422, "unknown-list-word", Some("sort"));

    company.t.clock.set(at("2026-06-29T15:01:30Z"));
    propose(&company);
    deliver(&company);
    assert_eq!(
        company.by(mia).get("/notifications").ok(200)["total"],
        2,
        "the older ones are gone"
    );
}
