//! An import of 100,000 rows killed fifty times, on both engines: no duplicate, no gap, and the proof clean.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use db::Address;
use testkit::{TestDb, db_test};

const ROWS: u64 = 100_000;
const KILLS: u32 = 50;

db::statements! {
    DONE = "SELECT COALESCE(MAX(rows_done), 0) FROM import_run WHERE tenant_id = ?1";
    COUNTS = "SELECT (SELECT COUNT(*) FROM invoice WHERE tenant_id = ?1), (SELECT COUNT(DISTINCT number) FROM invoice WHERE tenant_id = ?1),
                     (SELECT COUNT(*) FROM receipt WHERE tenant_id = ?1), (SELECT COUNT(*) FROM client WHERE tenant_id = ?1),
                     (SELECT CAST(SUM(total_minor) AS BIGINT) FROM invoice WHERE tenant_id = ?1), (SELECT COUNT(*) FROM import_run WHERE tenant_id = ?1),
                     (SELECT COUNT(*) FROM receipt WHERE tenant_id = ?1) - (SELECT next_no - 1 FROM number_series WHERE tenant_id = ?1 AND code = 'receipt')";
}

fn address(t: &TestDb) -> String {
    match &t.address {
        Address::Sqlite(path) => format!("sqlite:{}", path.display()),
        Address::Postgres(url) => url.clone(),
    }
}

fn rapport(t: &TestDb, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
    command
        .args(words)
        .env("RAPPORT_DB", address(t))
        .env_remove("RAPPORT_COMPANY")
        .stdin(Stdio::null());
    command
}

fn run(t: &TestDb, words: &[&str]) -> Output {
    rapport(t, words).output().expect("the program runs")
}

/// The file, and what its invoices come to in cents.
fn write_file(path: &Path) -> i64 {
    let mut text = String::from(
        "client_number,client_name,invoice_number,issued_on,due_on,currency,amount,settled_on\n",
    );
    let mut sum = 0;
    for n in 0..ROWS {
        let (client, cents) = (n * 31 % 2_000, 100 + (n * 977 % 90_000) as i64);
        let settled = if n % 3 == 0 { "" } else { "2025-11-15" };
        sum += cents;
        let (whole, part) = (cents / 100, cents % 100);
        let _ = writeln!(
            text,
            "C{client:05},Client {client},K{n:06},2025-{:02}-{:02},2025-12-01,USD,{whole}.{part:02},{settled}",
            n % 10 + 1,
            n % 28 + 1
        );
    }
    std::fs::write(path, text).expect("the file is written");
    sum
}

/// A small generator, so that every run kills at other parts of the work but the same ones each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, max: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % max.max(1)
    }
}

/// The rows that are committed, by the import's own account.
fn rows_done(t: &TestDb) -> u64 {
    let Ok(tenant) = people::tenant::find(&t.db, None) else { return 0 };
    t.db.read(tenant, |tx| tx.query_one(&DONE, &[], |r| r.get(0)))
        .unwrap_or_else(|e: db::Error| panic!("{e}"))
}

/// Waits so many milliseconds, or until something has happened.
fn wait(millis: u64, happened: &mut impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_millis(millis);
    while Instant::now() < until && !happened() {
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[db_test]
fn an_import_survives_fifty_kills(t: TestDb) {
    let folder = tempfile::tempdir().expect("a folder");
    let file: PathBuf = folder.path().join("many.csv");
    let sum = write_file(&file);
    let file = file.to_str().expect("a path in UTF-8");
    let plan = run(&t, &["import", "receivables", file, "--profile", "receivables"]);
    let text =
        String::from_utf8_lossy(&plan.stdout).into_owned() + &String::from_utf8_lossy(&plan.stderr);
    assert!(plan.status.success(), "{text}");
    let words = text.split(|c: char| !c.is_ascii_hexdigit());
    let fingerprint =
        words.filter(|w| w.len() == 16).next_back().expect("a fingerprint in the plan").to_owned();
    let apply =
        ["import", "receivables", file, "--profile", "receivables", "--apply", &fingerprint];

    let mut chance = Chance(20_260_331);
    // How long a run takes to its first commit, as far as is known: it rehearses first.
    let mut first_commit = Duration::from_secs(2);
    let mut reached = BTreeSet::new();
    for kill in 0..KILLS {
        let before = rows_done(&t);
        let began = Instant::now();
        let mut child = rapport(&t, &apply)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut over = || child.try_wait().expect("a child").is_some();
        // Most are killed before they get anywhere: while they rehearse, or with a chunk half written. Some
        // are let past a commit, as long as enough is left for those that follow.
        let mut moved = || over() || rows_done(&t) != before;
        if before >= ROWS / 4 * 3 {
            wait(chance.below(200), &mut moved);
        } else if kill % 4 == 3 && before < ROWS / 2 {
            while !moved() {
                std::thread::sleep(Duration::from_millis(2));
            }
            first_commit = began.elapsed();
            wait(chance.below(150), &mut over);
        } else {
            wait(chance.below(first_commit.as_millis() as u64), &mut moved);
        }
        assert!(!over(), "the import was over before kill {kill}, with {before} rows done before");
        child.kill().expect("the child is killed");
        child.wait().expect("the child is gone");
        reached.insert(rows_done(&t));
    }
    assert!(reached.len() >= 5, "kills at {reached:?} rows prove little");
    let mut last = run(&t, &apply);
    for _ in 0..3 {
        if last.status.success() {
            break;
        }
        last = run(&t, &apply);
    }
    assert!(last.status.success(), "{}", String::from_utf8_lossy(&last.stderr));

    let tenant = people::tenant::find(&t.db, None).expect("the company");
    let counts: (u64, u64, u64, u64, i64, u64, i64) =
        t.db.read(tenant, |tx| {
            tx.query_one(&COUNTS, &[], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?, r.get(6)?))
            })
        })
        .unwrap_or_else(|e: db::Error| panic!("{e}"));
    let receipts = ROWS - ROWS.div_ceil(3);
    assert_eq!(counts, (ROWS, ROWS, receipts, 2_000, sum, 1, 0));
    let doctor = run(&t, &["doctor"]);
    assert!(doctor.status.success(), "{}", String::from_utf8_lossy(&doctor.stdout));
}
