//! The steps of an import by hand: looking at the file, choosing its columns, keeping the choice.

use serde_json::{Value, json};
use server::Config;
use tempfile::TempDir;
use testkit::{TestDb, db_test};

use crate::app::Answer;
use crate::company::Company;

/// A company whose accountant imports, and its data folder.
struct Office {
    company: Company,
    _data: TempDir,
}

const SPANISH: &str = "Cliente;Razón social;Factura nº;Fecha;Importe;Observaciones\n\
    10017;Panadería Núñez;F-1;03/02/2026;1.234,50;\n10018;Hotel Sol;F-2;04/02/2026;880,00;urgente\n";

impl Office {
    fn new(t: TestDb) -> Self {
        let data = tempfile::tempdir().unwrap();
        let config = Config { data_dir: data.path().to_owned(), ..Config::default() };
        Self { company: Company::with(t, config), _data: data }
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.company.by(&self.company.accountant.who).post(path, body)
    }

    fn get(&self, path: &str) -> Answer {
        self.company.by(&self.company.accountant.who).get(path)
    }

    fn upload(&self, name: &str, bytes: impl Into<Vec<u8>>) -> String {
        let path = format!("/import-uploads?file_name={name}");
        let sent = self.company.by(&self.company.accountant.who).raw("POST", &path, bytes, None);
        sent.ok(201)["id"].as_str().unwrap().to_owned()
    }
}

fn choice() -> Value {
    json!({"name": "Old books", "kind": "receivables",
        "columns": {"client_number": "Cliente", "client_name": "Razón social", "invoice_number": "Factura nº",
            "issued_on": "Fecha", "amount": ["Importe"]},
        "constants": {"currency": "EUR"}, "date_format": "DD/MM/YYYY", "decimal_separator": ",",
        "thousands_separator": "."})
}

#[db_test]
fn a_file_is_looked_at(t: TestDb) {
    let office = Office::new(t);
    let latin: Vec<u8> = SPANISH.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let upload = office.upload("facturas.csv", latin);
    let look = |query: &str| office.get(&format!("/import-uploads/{upload}/preview{query}"));
    let seen = look("?kind=receivables").ok(200);
    assert_eq!((&seen["format"], &seen["delimiter"]), (&json!("csv"), &json!(";")));
    assert_eq!((&seen["encoding"], &seen["more"]), (&json!("windows-1252"), &json!(false)));
    let guesses: Vec<&Value> =
        seen["columns"].as_array().unwrap().iter().map(|c| &c["guess"]).collect();
    let fields = ["client_number", "client_name", "invoice_number", "issued_on", "amount"];
    assert_eq!(guesses[..5], fields.map(Value::from).iter().collect::<Vec<_>>());
    assert_eq!(guesses[5], &json!(null));
    let first = json!({"row": 2, "cells": ["10017", "Panadería Núñez", "F-1", "03/02/2026", "1.234,50", ""], "problem": null});
    assert_eq!(seen["rows"][0], first);
    let plain = look("").ok(200);
    assert_eq!(
        (&plain["columns"][0]["guess"], &plain["columns"][0]["header"]),
        (&json!(null), &json!("Cliente"))
    );
    let forced = look("?encoding=windows-1252&delimiter=%2C").ok(200);
    assert_eq!(forced["columns"].as_array().unwrap().len(), 1);
    look("?kind=stars").problem(422, "bad-parameter", Some("kind"));
    look("?delimiter=%3B%3B").problem(422, "bad-parameter", Some("delimiter"));
    look("?encoding=utf-8").problem(422, "unreadable-file", Some("file"));
    look("?encoding=klingon").problem(422, "unreadable-file", Some("file"));

    let rows: String = (0..25).map(|n| format!("{n},{}\n", "x".repeat(300))).collect();
    let upload = office.upload("long.csv", format!("number,name\n{rows}25,a,b\n"));
    let seen = office.get(&format!("/import-uploads/{upload}/preview?kind=clients")).ok(200);
    assert_eq!((seen["rows"].as_array().unwrap().len(), &seen["more"]), (20, &json!(true)));
    assert_eq!(seen["rows"][0]["cells"][1].as_str().unwrap().len(), 200);
    let upload = office.upload("odd.csv", "number,name\n1,a,b\n2,c\n");
    let seen = office.get(&format!("/import-uploads/{upload}/preview")).ok(200);
    assert!(
        seen["rows"][0]["problem"].is_string() && seen["rows"][1]["problem"].is_null(),
        "{seen:#}"
    );
    let upload = office.upload("empty.csv", "");
    let empty = office.get(&format!("/import-uploads/{upload}/preview"));
    empty.problem(422, "unreadable-file", Some("file"));
}

#[db_test]
fn a_choice_becomes_a_profile_that_is_kept_and_used(t: TestDb) {
    let office = Office::new(t);
    let clara = &office.company.accountant.who;
    let rate = json!({"currency": "EUR", "on": "2026-01-01", "rate": "1.1", "source": "ECB"});
    office.company.by(clara).put("/exchange-rates", &rate).ok(200);
    let composed = office.post("/import-profiles/compose", &choice()).ok(200);
    assert_eq!(composed["profile"]["columns"]["amount"], json!(["Importe"]));
    let toml = composed["toml"].as_str().unwrap();
    assert!(toml.contains("date_format = \"%d/%m/%Y\""), "{toml}");

    let create = |code: &str, toml: &str| {
        office.post("/import-profiles", &json!({"code": code, "toml": toml}))
    };
    let kept = create("old-books", toml);
    assert_eq!(kept.header("etag"), "\"1\"");
    let kept = kept.ok(201);
    assert_eq!((&kept["toml"], &kept["shipped"]), (&json!(toml), &json!(false)));
    assert_eq!((&kept["changed_by"], &kept["name"]), (&json!("clara"), &json!("Old books")));
    create("old-books", toml).problem(409, "code-taken", Some("code"));
    create("receivables", toml).problem(409, "code-taken", Some("code"));
    create("compose", toml).problem(422, "bad-code", Some("code"));
    create("Old books", toml).problem(422, "bad-code", Some("code"));
    create("other", "colour = 1").problem(422, "bad-profile", Some("toml"));

    let listed = office.get("/import-profiles").ok(200);
    let codes: Vec<(&Value, &Value)> =
        listed["items"].as_array().unwrap().iter().map(|p| (&p["code"], &p["shipped"])).collect();
    assert_eq!(codes.len(), 5);
    assert_eq!((codes[0].1, codes[4]), (&json!(true), (&json!("old-books"), &json!(false))));
    let shipped = office.get("/import-profiles/receivables").ok(200);
    assert!(shipped["toml"].as_str().unwrap().contains("kind = \"receivables\""));

    let upload = office.upload("facturas.csv", SPANISH);
    let asked = json!({"upload": upload, "profile": "old-books"});
    let plan = office.post("/imports/plan", &asked).ok(200);
    assert_eq!(plan["counts"]["rows"], 2);
    assert_eq!(plan["unused_columns"], json!(["Observaciones"]));
    let mut order = asked.clone();
    order["fingerprint"] = plan["fingerprint"].clone();
    office.post("/imports", &order).ok(202);

    let path = "/import-profiles/old-books";
    let by = |version: i64| office.company.by(clara).if_match(version);
    let text = json!({"toml": format!("# ours\n{toml}")});
    assert_eq!(by(1).put(path, &text).ok(200)["version"], 2);
    by(1).put(path, &text).problem(412, "version-moved", None);
    by(2).put(path, &json!({"toml": ""})).problem(422, "bad-profile", Some("toml"));
    assert_eq!(office.get(path).ok(200)["toml"], text["toml"]);
    office.company.by(clara).delete(path).ok(204);
    office.company.by(clara).delete(path).problem(404, "unknown-profile", None);
    office.company.by(clara).delete("/import-profiles/clients").problem(
        404,
        "unknown-profile",
        None,
    );
    office.post("/imports/plan", &asked).problem(422, "unknown-profile", Some("profile"));
    let trail = office.get("/audit-events?subject_kind=import_profile").ok(200);
    assert_eq!(trail["total"], 3);
}

#[db_test]
fn what_is_wrong_with_a_choice_is_said_of_its_field(t: TestDb) {
    let office = Office::new(t);
    let compose = |spoil: &dyn Fn(&mut Value)| {
        let mut choice = choice();
        spoil(&mut choice);
        office.post("/import-profiles/compose", &choice)
    };
    let wrong = |spoil: &dyn Fn(&mut Value), field: &str| {
        compose(spoil).problem(422, "bad-profile", Some(field));
    };
    wrong(&|c| c["columns"]["due_on"] = json!(""), "columns/due_on");
    wrong(&|c| c["columns"]["colour"] = json!("x"), "columns/colour");
    wrong(&|c| drop(c["columns"].as_object_mut().unwrap().remove("amount")), "columns/amount");
    wrong(&|c| c["constants"]["currency"] = json!("EURO"), "constants/currency");
    wrong(&|c| c["date_format"] = json!("DD/MM"), "date_format");
    wrong(&|c| c["date_format"] = json!("%Q"), "date_format");
    wrong(&|c| c["thousands_separator"] = json!(","), "decimal_separator");
    wrong(&|c| c["delimiter"] = json!(";;"), "delimiter");
    compose(&|c| c["kind"] = json!("stars")).problem(422, "bad-field", Some("kind"));
    compose(&|c| c["colour"] = json!("red")).problem(422, "unknown-field", Some("colour"));
}
