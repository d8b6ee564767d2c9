//! The private PostgreSQL ends when xtask ends, however that happens.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);

/// Prints where the server is, and then stays until it is killed.
const TELL_AND_STAY: &str = "echo \"server $RAPPORT_TEST_POSTGRES\"; exec sleep 600";

/// `xtask postgres` with a command that tells the server's address.
fn xtask(script: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["postgres", "--fast", "--", "sh", "-c", script]).stdout(Stdio::piped());
    command
}

/// The port that the command below xtask was given.
fn port_of(child: &mut Child) -> u16 {
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let address = lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("server ").map(str::to_owned))
        .expect("xtask starts a server");
    let port = address
        .strip_prefix("postgres://rapport@127.0.0.1:")
        .and_then(|rest| rest.strip_suffix("/postgres"))
        .expect("an address on the loopback");
    port.parse().expect("a port")
}

fn answers(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

fn comes_true(condition: impl Fn() -> bool) -> bool {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if condition() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

/// Where PostgreSQL is not installed there is nothing to try; `cargo xtask test` says so loudly.
fn has_postgres() -> bool {
    let has = std::env::var_os("RAPPORT_TEST_POSTGRES").is_some();
    if !has {
        println!("skipped: RAPPORT_TEST_POSTGRES is not set");
    }
    has
}

/// A temporary directory of our own shows what is left behind in it.
fn own_temporary_directory(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a directory");
    // The server may run as another user, who must be able to create its directory here.
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o1777);
    std::fs::set_permissions(&folder, open).expect("a mode");
    folder
}

fn is_empty(folder: &PathBuf) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

#[test]
fn a_killed_xtask_leaves_no_server_and_no_files() {
    if !has_postgres() {
        return;
    }
    let folder = own_temporary_directory("killed");
    let mut child = xtask(TELL_AND_STAY).env("TMPDIR", &folder).spawn().expect("xtask starts");
    let port = port_of(&mut child);
    assert!(answers(port));
    assert!(!is_empty(&folder));
    child.kill().expect("a child that runs");
    child.wait().expect("a child that ended");
    assert!(comes_true(|| !answers(port)), "the server on {port} outlived xtask");
    assert!(comes_true(|| is_empty(&folder)), "files are left in {}", folder.display());
    std::fs::remove_dir(&folder).expect("an empty directory");
}

#[test]
fn the_command_decides_the_exit_code_and_nothing_is_left() {
    if !has_postgres() {
        return;
    }
    let folder = own_temporary_directory("ended");
    let status = xtask("exit 7").env("TMPDIR", &folder).status().expect("xtask starts");
    assert_eq!(status.code(), Some(7));
    assert!(is_empty(&folder), "files are left in {}", folder.display());
    std::fs::remove_dir(&folder).expect("an empty directory");
}
