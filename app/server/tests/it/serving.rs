//! The server on a real socket: it answers, and it ends.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use server::{App, Config};
use testkit::{TestDb, db_test};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

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

fn ask(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
