//! The server on a real socket: it answers, and it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use people::notification::{self, News};
use server::{App, Config};
use testkit::{TestDb, db_test};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::app::Who;
use crate::company::Company;

#[db_test]
fn it_listens_here_only_and_ends_when_told(t: TestDb) {
    assert!(Config::default().listen.ip().is_loopback());
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let app = App::new(t.db.clone(), Config::default());
    let serving = runtime.spawn(server::serve(listener, app, async {
        stopped.await.unwrap_or_default();
    }));
    let health = ask(address, "GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(health.starts_with("HTTP/1.1 200"), "{health}");
    // Without a proxy the caller's address is the connection's, whatever the caller says.
    let body = r#"{"email": "a@example.com", "password": "wrong password"}"#;
    let sign_in = |from: usize| {
        let length = body.len();
        ask(
            address,
            &format!(
                "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: 10.0.0.{from}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
            ),
        )
    };
    let answers: Vec<String> = (0..11).map(sign_in).collect();
    assert!(!answers[9].starts_with("HTTP/1.1 429"), "{}", answers[9]);
    assert!(answers[10].starts_with("HTTP/1.1 429"), "{}", answers[10]);
    stop.send(()).unwrap();
    runtime.block_on(serving).unwrap().unwrap();
    assert!(TcpStream::connect(address).is_err());
}

/// A page follows what a colleague changes; it is told kinds and no ids, and the stream ends with the server.
#[db_test]
fn changes_of_colleagues_are_told(t: TestDb) {
    let company = Company::new(t);
    let ana = &company.representative.who;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let app = App::new(company.t.db.clone(), Config::default());
    let serving = runtime.spawn(server::serve(listener, app, async {
        stopped.await.unwrap_or_default();
    }));
    let Who::Token(token) = ana else { panic!("they ask with a token") };
    let follow = |seen: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
        let request = format!(
            "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{seen}\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        BufReader::new(stream).lines()
    };
    let stranger = "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assert!(ask(address, stranger).starts_with("HTTP/1.1 401"));
    let mut lines = follow("");
    let hello = until(&mut lines, "id: ");
    let acme = company.client(&company.other.who, "Acme");
    let told = until(&mut lines, "data: {\"kinds\"");
    assert!(told.contains("\"client\"") && told.contains("\"own\":false"), "{told}");
    assert!(!told.contains(&acme), "which client it was is not for everybody");
    company.client(ana, "Ours");
    assert!(until(&mut lines, "data: {\"kinds\"").contains("\"own\":true"));
    // What somebody is notified of is told to them alone.
    let notify = |user: kernel::UserId, message: u128| {
        let subject = ("client", acme.clone());
        let (kind, message) = ("client.handed_over", uuid::Uuid::from_u128(message));
        let news = News { message, kind, subject, args: serde_json::json!({}) };
        let t = &company.t;
        t.db.write(t.tenant, |tx| notification::tell(tx, &[user], &news)).unwrap();
    };
    notify(company.other.id, 1);
    company.client(&company.other.who, "After it");
    let next = until(&mut lines, "event: ");
    assert_eq!(next, "event: changed", "it was not Ana's notification");
    notify(company.representative.id, 2);
    assert_eq!(until(&mut lines, "event: "), "event: notification");
    // Whoever was away learns at once what they missed.
    let seen = hello.replace("id: ", "Last-Event-ID: ") + "\r\n";
    let missed = until(&mut follow(&seen), "data: ");
    assert!(missed.contains("\"client\""), "{missed}");
    stop.send(()).unwrap();
    runtime.block_on(serving).unwrap().unwrap();
    assert!(lines.all(|line| line.is_ok()), "the stream ends by itself");
}

fn until(lines: &mut impl Iterator<Item = std::io::Result<String>>, begins: &str) -> String {
    let found = lines.find(|line| line.as_ref().is_ok_and(|l| l.starts_with(begins)));
    found.unwrap_or_else(|| panic!("no line begins with {begins}")).unwrap()
}

fn ask(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
