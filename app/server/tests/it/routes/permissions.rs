//! Who may do what: every operation, asked by everybody, against a table.
//!
//! A row is the method, the path, what is sent, and the status for each of: nobody signed in, a user without
//! a role, the representative who owns the client (Ana), another one (Ben), their manager, the accountant,
//! the administrator. In paths and bodies `{n}` is a number that no other request gets; the other names are
//! those of [`World`].

mod clients;
mod ledger;
mod people;
mod trade;

use std::cell::Cell;
use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::app::Who;
use crate::company::{Company, Person};
use crate::contract;

pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    pub body: Value,
    pub statuses: [u16; 7],
}

pub fn row(method: &'static str, path: &'static str, body: Value, statuses: [u16; 7]) -> Row {
    Row { method, path, body, statuses }
}

/// Reads ask with nothing.
pub fn get(path: &'static str, statuses: [u16; 7]) -> Row {
    row("GET", path, Value::Null, statuses)
}

/// Everybody who is signed in.
pub const SIGNED: [u16; 7] = [401, 200, 200, 200, 200, 200, 200];
/// The accountant and the administrator alone.
pub const BOOKS: [u16; 7] = [401, 403, 403, 403, 403, 200, 200];
/// The administrator alone.
pub const ADMIN: [u16; 7] = [401, 403, 403, 403, 403, 403, 200];

/// The same people with another status where it is 200.
pub const fn with(mut statuses: [u16; 7], status: u16) -> [u16; 7] {
    let mut index = 0;
    while index < statuses.len() {
        if statuses[index] == 200 {
            statuses[index] = status;
        }
        index += 1;
    }
    statuses
}

fn rows() -> Vec<Row> {
    [people::rows(), clients::rows(), ledger::rows(), trade::rows()].into_iter().flatten().collect()
}

/// What the table's names stand for.
struct World {
    names: Vec<(&'static str, String)>,
    n: Cell<u32>,
}

impl World {
    fn new(company: &Company) -> Self {
        let admin = &company.administrator.who;
        let first = |path: &str, field: &str| {
            let page = company.by(admin).get(path).ok(200);
            page["items"][0][field].to_string().trim_matches('"').to_owned()
        };
        let ana = &company.representative.who;
        let made = |path: &str, body: Value| {
            company.by(ana).post(path, &body).ok(201)["id"].as_str().unwrap().to_owned()
        };
        let new = json!({"kind": "organisation", "legal_name": "Acme", "payment_term": "net30"});
        let client = made("/clients", new);
        let contacts = format!("/clients/{client}/contacts");
        let contact = made(&contacts, json!({"family_name": "Muñoz"}));
        let none = json!({"code": "none", "name": "None", "category": "O", "rate": "0"});
        company.by(admin).post("/taxes", &none).ok(201);
        // The first entry of the journal is one that can be reversed by hand.
        let line = |account: &str, side: &str| json!({"account_id": company.gl_account(account), "side": side, "amount": "1"});
        let entry = json!({"effective_on": "2026-03-30", "narrative": "First", "lines": [line("1000", "debit"), line("3000", "credit")]});
        company.by(admin).post("/journal-entries", &entry).ok(201);
        let draft =
            company.draft(ana, &client, "10", "2026-03-01")["id"].as_str().unwrap().to_owned();
        let invoice = company.invoice(ana, &client, "1000", "2026-03-01");
        let receipt = company.receipt(ana, &client, "1000", "2026-03-01", "none");
        let ana = company.representative.id;
        let t = &company.t;
        let job = t.db.write(t.tenant, |tx| jobs::enqueue(tx, "test", "1", &json!({}), Some(ana)));
        let names = vec![
            ("user", company.nobody.id.to_string()),
            ("role", first("/roles", "id")),
            ("team", first("/teams", "id")),
            ("unknown", "00000000-0000-7000-8000-000000000000".to_owned()),
            ("bank", first("/gl-accounts", "id")),
            ("equity", company.gl_account("3000")),
            ("client", client),
            ("contact", contact),
            ("job", job.unwrap().to_string()),
            ("draft", draft),
            ("invoice", invoice),
            ("receipt", receipt["id"].as_str().unwrap().to_owned()),
        ];
        Self { names, n: Cell::new(0) }
    }

    fn fill(&self, text: &str) -> String {
        self.n.set(self.n.get() + 1);
        let text = text.replace("{n}", &self.n.get().to_string());
        self.names
            .iter()
            .fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

#[db_test]
fn everybody_may_what_their_role_says(t: TestDb) {
    let company = Company::new(t);
    let world = World::new(&company);
    let people: [&Person; 6] = [
        &company.nobody,
        &company.representative,
        &company.other,
        &company.manager,
        &company.accountant,
        &company.administrator,
    ];
    let mut wrong = Vec::new();
    for row in rows() {
        let askers = std::iter::once(&Who::Anonymous).chain(people.iter().map(|p| &p.who));
        for ((who, expected), name) in askers.zip(row.statuses).zip(0_usize..) {
            let asking = company.by(who).if_match(999);
            let (path, body) = (world.fill(row.path), world.fill(&row.body.to_string()));
            let body: Value = serde_json::from_str(&body).unwrap();
            let answer = match &body {
                Value::Null => asking.raw(row.method, &path, "", None),
                Value::String(csv) => asking.with("content-type", "text/csv").raw(
                    row.method,
                    &path,
                    csv.as_str(),
                    None,
                ),
                body => asking.json(row.method, &path, body),
            };
            if answer.status != expected {
                let who = name.checked_sub(1).map_or("anonymous", |i| &people[i].email);
                wrong.push(format!(
                    "{} {path} by {who}: {} and not {expected}: {}",
                    row.method, answer.status, answer.text
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_operation_is_missing_in_the_table() {
    let known: BTreeSet<(String, String)> = rows()
        .iter()
        .filter_map(|row| {
            let path = row.path.split('?').next()?;
            let (template, _) = contract::operation(row.method, &format!("/api/v1{path}"))?;
            Some((row.method.to_lowercase(), template.to_owned()))
        })
        .collect();
    // Signing in is tested by itself: whoever asks is not signed in yet. What changes is a stream without end,
    // followed over a socket.
    let elsewhere =
        [("post", "/api/v1/session"), ("get", "/api/v1/openapi.json"), ("get", "/api/v1/events")];
    let mut missing = Vec::new();
    for (path, item) in contract::DOCUMENT["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let is_elsewhere = elsewhere.contains(&(method, path)) || !path.starts_with("/api/");
            if !is_elsewhere && !known.contains(&(method.clone(), path.clone())) {
                missing.push(format!("{method} {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "not in the table:\n{}", missing.join("\n"));
}
