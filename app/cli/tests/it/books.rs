//! Books that are not there yet, old ones, copies of them, and proofs that fail.

use testkit::{TestDb, db_test};

use crate::program::{Program, fingerprint, rows};

const FILE: &str = "\
client_number,client_name,invoice_number,issued_on,due_on,currency,amount,settled_on,settled_amount,reference
C-1,Ana's Café,1001,2026-01-05,2026-02-04,USD,100.00,,,
C-2,Luis,1002,2026-01-06,2026-02-05,USD,20.50,2026-01-30,20.50,wire
";

fn invoices(program: &Program) -> std::path::PathBuf {
    program.file("ar.csv", FILE)
}

#[test]
fn nothing_is_made_by_those_who_only_read() {
    let program = Program::without_db();
    for words in [
        &["report", "aging"][..],
        &["doctor"],
        &["export", "journal"],
        &["user", "list"],
        &["audit", "verify"],
    ] {
        let said = program.run(words).failed();
        assert!(
            said.contains("there are no books at sqlite:")
                && said.contains("import receivables FILE"),
            "{said}"
        );
    }
    assert!(!program.path(".local").exists());
}

#[test]
fn a_rehearsal_makes_nothing_and_an_import_what_is_missing() {
    let program = Program::without_db();
    let file = invoices(&program);
    let words = ["import", "receivables", file.to_str().unwrap(), "--base-currency", "EUR"];
    let planned = program.run(&words);
    assert!(
        planned.stderr.contains("My company") && planned.stderr.contains("base currency EUR"),
        "{planned:?}"
    );
    // There is no rate for the file's currency, so nothing can be imported, and the plan says why.
    assert!(planned.stdout.contains("there is no exchange rate for USD"), "{planned:?}");
    let folder = program.path(".local/share/rapport");
    assert!(!folder.exists(), "a rehearsal writes nothing");
    let fingerprint =
        planned.stdout.split(|c: char| !c.is_ascii_hexdigit()).rfind(|w| w.len() == 16);
    let applied = program.run(&[&words[..], &["--apply", fingerprint.unwrap()]].concat());
    assert!(applied.stderr.contains("one was made: \"My company\""), "{applied:?}");
    assert!(folder.join("rapport.db").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}

#[test]
fn a_file_that_is_not_there_makes_no_database() {
    let program = Program::without_db();
    let said = program.run(&["import", "receivables", "none.csv"]).failed();
    assert!(said.contains("none.csv") && !program.path(".local").exists(), "{said}");
}

#[db_test]
fn the_next_command_of_a_plan_can_be_typed(t: TestDb) {
    let program = Program::on(&t);
    let file = invoices(&program);
    let plan = program.run(&["import", "receivables", file.to_str().unwrap()]).ok();
    let command = plan.lines().last().unwrap().trim();
    let shell = std::process::Command::new("sh")
        .arg("-c")
        .arg(command)
        .env("RAPPORT_DB", db_of(&t))
        .output()
        .unwrap();
    let said = String::from_utf8(shell.stdout).unwrap();
    assert!(shell.status.success() && said.contains("Imported ar.csv"), "{said}");
    let undo = said.lines().last().unwrap().trim();
    assert!(undo.contains(" import undo "), "{undo}");
    let shell = std::process::Command::new("sh")
        .arg("-c")
        .arg(undo)
        .env("RAPPORT_DB", db_of(&t))
        .output()
        .unwrap();
    assert!(shell.status.success());
}

fn db_of(t: &TestDb) -> String {
    match &t.address {
        db::Address::Sqlite(path) => format!("sqlite:{}", path.display()),
        db::Address::Postgres(url) => url.clone(),
    }
}

#[db_test]
fn a_plan_whose_facts_have_moved_is_not_applied(t: TestDb) {
    let program = Program::on(&t);
    let file = invoices(&program);
    let words = ["import", "receivables", file.to_str().unwrap()];
    let old = fingerprint(&program.run(&words).ok());
    std::fs::write(&file, FILE.replace("100.00", "101.00")).unwrap();
    let said = program.run(&[&words[..], &["--apply", &old]].concat()).failed();
    assert!(said.contains("the facts have moved") && said.contains("hint: "), "{said}");
    let aging = program.run(&["report", "aging", "--format", "csv"]).ok();
    assert_eq!(rows(&aging).len(), 1, "{aging}");
}

#[test]
fn a_copy_is_whole_and_takes_the_place_of_the_books() {
    let t = testkit::sqlite();
    let program = Program::on(&t);
    program.import(&invoices(&program), "receivables");
    let report = ["report", "open-items", "--as-of", "2026-03-31", "--format", "csv"];
    let before = program.run(&report).ok();
    let copy = program.path("copy.db");
    let copy = copy.to_str().unwrap();
    program.run(&["backup", copy]).ok();
    assert!(program.run(&["backup", copy]).failed().contains("is there already"));
    assert!(program.run(&["restore", copy]).failed().contains("holds a company already"));

    let other = Program::without_db();
    other.run(&["restore", copy]).ok();
    assert_eq!(other.run(&report).ok(), before);
    other.run(&["doctor"]).ok();
    let folder = other.path(".local/share/rapport");
    let names = || {
        let mut names: Vec<_> =
            std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(), ["rapport.db"]);
    // Once more with --force: what was there is kept.
    let file = other.file("more.csv", &FILE.replace(",100", ",200"));
    other.import(&file, "receivables");
    assert_ne!(other.run(&report).ok(), before);
    other.run(&["restore", copy, "--force"]).ok();
    assert_eq!(other.run(&report).ok(), before);
    assert_eq!(names(), ["rapport.db", "rapport.db.before-restore-1"]);
}

#[test]
fn what_is_no_backup_is_not_restored() {
    let t = testkit::sqlite();
    let program = Program::on(&t);
    program.import(&invoices(&program), "receivables");
    let copy = program.path("copy.db");
    program.run(&["backup", copy.to_str().unwrap()]).ok();
    let mut bytes = std::fs::read(&copy).unwrap();
    let other = Program::without_db();
    let text = other.file("text.db", "no database");
    assert!(other.run(&["restore", text.to_str().unwrap()]).failed().contains("is no backup"));
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xA5);
    std::fs::write(&copy, &bytes).unwrap();
    other.run(&["restore", copy.to_str().unwrap()]).failed();
    assert!(other.run(&["report", "aging"]).failed().contains("there are no books"));
}

#[test]
fn a_server_has_its_own_tools_for_copies() {
    let program = Program::without_db();
    let db = "postgres://ana:geheim@db.example.com:5433/books?sslmode=prefer";
    for (words, tool) in
        [(["backup", "a b.dump"], "pg_dump"), (["restore", "a b.dump"], "pg_restore")]
    {
        let said = program.run(&[&words[..], &["--db", db]].concat()).failed();
        assert!(
            said.contains(tool) && said.contains("'a b.dump'") && !said.contains("geheim"),
            "{said}"
        );
        assert!(said.contains("ana@db.example.com:5433/books"), "{said}");
    }
}

#[db_test]
fn a_difference_is_printed_and_fails_the_command(t: TestDb) {
    let program = Program::on(&t);
    program.import(&invoices(&program), "receivables");
    db::statements! {
        SPOIL = "UPDATE audit_event SET action = 'nothing.happened' WHERE tenant_id = ?1 AND seq = 2";
        SPOIL_ITEM = "UPDATE open_item SET open_minor = 9999 WHERE tenant_id = ?1 AND number = '1001'";
    }
    let tenant = people::tenant::find(&t.db, None).unwrap();
    t.db.write(tenant, |tx| {
        tx.execute(&SPOIL, &[])?;
        tx.execute(&SPOIL_ITEM, &[])
    })
    .unwrap();
    let ran = program.run(&["doctor"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains("1 wrong  audit-trail") && ran.stdout.contains("1001"),
        "{}",
        ran.stdout
    );
    assert!(ran.stderr.contains("do not prove themselves"), "{}", ran.stderr);
    db::statements! {
        KEPT = "SELECT ok, differences FROM proof_run WHERE tenant_id = ?1";
    }
    let kept = t.db.read(tenant, |tx| {
        tx.query(&KEPT, &[], |r| Ok::<_, db::Error>((r.get::<bool>(0)?, r.get::<i64>(1)?)))
    });
    assert!(matches!(kept.unwrap()[..], [(false, differences)] if differences > 1));
    let csv = program.run(&["doctor", "--format", "csv"]);
    assert!(
        csv.code == 1 && csv.stdout.contains("open-amounts,") && csv.stdout.contains(",no,1,"),
        "{csv:?}"
    );
    let said = program.run(&["audit", "verify"]).failed();
    assert!(said.contains("broken at event 2"), "{said}");
}
