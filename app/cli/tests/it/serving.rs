//! The server as an operator runs it.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use testkit::{TestDb, db_test};

use crate::program::Program;

#[db_test]
fn it_listens_answers_and_stops_when_told(t: TestDb) {
    let program = Program::on(&t);
    let words = ["serve", "--listen", "127.0.0.1:0", "--log", "json"];
    let mut server = program.command(&words).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
    let address = loop {
        let line = log.next().expect("the server says where it listens").unwrap();
        let event: serde_json::Value = serde_json::from_str(&line).unwrap();
        if event["fields"]["message"] == "listening" {
            break event["fields"]["address"].as_str().unwrap().to_owned();
        }
    };
    let mut connection = TcpStream::connect(&address).unwrap();
    write!(
        connection,
        "GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");

    let told = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert!(server.wait().unwrap().success());
    let rest: Vec<String> = log.map(Result::unwrap).collect();
    assert!(rest.iter().any(|line| line.contains("stopping")), "{rest:?}");
}

#[test]
fn a_server_of_others_is_not_migrated_unasked() {
    let Some(t) = testkit::postgres() else { return };
    let program = Program::on(&t);
    db::statements! {
        FORGET = "DELETE FROM schema_migration WHERE version = (SELECT MAX(version) FROM schema_migration) AND ?1::uuid IS NOT NULL";
    }
    t.db.write(t.tenant, |tx| tx.execute(&FORGET, &[])).unwrap();
    for words in [&["serve", "--listen", "127.0.0.1:0"][..], &["import", "list"], &["doctor"]] {
        let said = program.run(words).failed();
        assert!(said.contains("1 migration behind") && said.contains(" migrate"), "{said}");
    }
}
