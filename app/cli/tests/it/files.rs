//! Files in and out: refused rows, forms of reports, readers who go away.

use std::fs;
use std::io::Read;
use std::process::Stdio;

use imports::profile::saved;
use testkit::{TestDb, db_test};

use crate::program::{Program, fingerprint, rows};

const HEADINGS: &str =
    "client_number,client_name,invoice_number,issued_on,due_on,currency,amount\n";

#[db_test]
fn refused_rows_are_shown_and_kept(t: TestDb) {
    let program = Program::on(&t);
    let good = "C-1,Ana,1,2026-01-05,2026-02-04,USD,100.00\n";
    let bad = "C-2,=cmd(),2,2026-02-30,2026-03-30,USD,1e3\n";
    let file = program.file("in.csv", &format!("{HEADINGS}{good}{bad}"));
    let ran = program.run(&["import", "receivables", file.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for part in
        ["row  column     value", "'2026-02-30'", "it is not a day in the form %Y-%m-%d", "'1e3'"]
    {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    assert!(ran.stderr.contains("warning: 1 of 2 rows are refused"), "{}", ran.stderr);
    let kept = fs::read_to_string(program.path("in.csv.refused.csv")).unwrap();
    assert!(
        kept.lines().count() == 2 && kept.contains("'=cmd()") && kept.contains("refused_because"),
        "{kept}"
    );

    let elsewhere = program.path("elsewhere.csv");
    let words =
        ["import", "receivables", file.to_str().unwrap(), "--refused", elsewhere.to_str().unwrap()];
    program.run(&words).ok();
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), kept);
    let itself = ["import", "receivables", "in.csv", "--refused", "./in.csv"];
    assert_eq!(program.run(&itself).code, 2);

    let whole = program.file("whole.csv", &format!("{HEADINGS}{good}"));
    program.run(&["import", "receivables", whole.to_str().unwrap()]).ok();
    assert!(!program.path("whole.csv.refused.csv").exists());
}

#[db_test]
fn a_profile_that_the_company_keeps_is_found_by_its_code(t: TestDb) {
    const OLD_BOOKS: &str = "name = \"Old books\"\nkind = \"receivables\"\nsource = \"old\"\n[columns]\nclient_number = \"Kunde\"\ninvoice_number = \"Nummer\"\nissued_on = \"Datum\"\namount = \"Betrag\"\n[constants]\ncurrency = \"USD\"\n";
    let program = Program::on(&t);
    let init = "init --company-name Vale --slug vale --currency USD --time-zone UTC --admin-email a@example.com --password-stdin";
    let words: Vec<&str> = init.split(' ').collect();
    program.run_with(&words, "correct horse battery\n").ok();
    let file = program.file("in.csv", "Kunde,Nummer,Datum,Betrag\n10017,R-1,2026-02-03,100.00\n");
    let words = ["import", "receivables", file.to_str().unwrap(), "--profile", "old-books"];
    let said = program.run(&words).failed();
    assert!(said.contains("the profile old-books"), "{said}");

    let tenant = people::tenant::find(&t.db, None).unwrap();
    let operator = people::Actor::operator(tenant, "test");
    let proof = operator.allow_all().unwrap();
    t.db.write(tenant, |tx| saved::create(tx, &operator, &proof, "old-books", OLD_BOOKS)).unwrap();
    let profiles = program.run(&["import", "profiles"]).ok();
    let listed = profiles.split("that the company keeps").nth(1).unwrap();
    assert!(listed.contains("old-books") && listed.contains("Kunde"), "{profiles}");
    let ran = program.run(&words);
    assert!(ran.stdout.contains("by the profile Old books"), "{ran:?}");
    assert_eq!(ran.code, 0, "{ran:?}");
    let wrong = program.run(&["import", "clients", "in.csv", "--profile", "old-books"]);
    assert!(wrong.stderr.contains("is for receivables, not clients"), "{wrong:?}");
    // A file of that name goes before it.
    program.file("old-books", "colour = 1");
    assert!(program.run(&words).failed().contains("unknown field"));
}

#[db_test]
fn what_a_profile_or_file_lacks_is_said(t: TestDb) {
    let program = Program::on(&t);
    let file = program.file("in.csv", "a,b\n1,2\n");
    let file = file.to_str().unwrap();
    let said = program.run(&["import", "receivables", file]).failed();
    assert!(said.contains("the file lacks the columns") && said.contains("it has: a, b"), "{said}");
    let said = program.run(&["import", "receivables", file, "--profile", "nobody"]).failed();
    assert!(said.contains("ibm-ar") && said.contains("rapport import profiles"), "{said}");
    let wrong = program.run(&["import", "clients", file, "--profile", "ibm-ar"]);
    assert!(
        wrong.code == 2 && wrong.stderr.contains("is for receivables, not clients"),
        "{wrong:?}"
    );
    let profiles = program.run(&["import", "profiles"]).ok();
    assert!(
        profiles.contains("ibm-ar")
            && profiles.contains("invoice_number")
            && profiles.contains("[columns]")
    );
}

#[db_test]
fn reports_come_in_every_form(t: TestDb) {
    let program = Program::on(&t);
    let file = program
        .file("in.csv", &format!("{HEADINGS}C-1,Ñandú,1,2026-01-05,2026-02-04,USD,100.00\n"));
    program.import(&file, "receivables");
    let day = ["--as-of", "2026-03-31"];
    let table = program.run(&[&["report", "open-items"], &day[..]].concat()).ok();
    assert!(table.contains("Ñandú"), "{table}");
    let json = program.run(&[&["report", "aging", "--format", "json"], &day[..]].concat()).ok();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["open"], "100.00");
    assert_eq!((&json[0]["open_items"], &json[0]["days_31_60"]), (&1.into(), &"100.00".into()));

    let book = program.path("aging.xlsx");
    let words = ["report", "aging", "--format", "xlsx", "--out", book.to_str().unwrap()];
    assert_eq!(program.run(&[&words, &day[..]].concat()).ok(), "");
    let mut reader =
        sheets::Reader::open(&book, &sheets::ReadOptions::default(), &sheets::Limits::default())
            .unwrap();
    let mut row = sheets::Row::default();
    assert!(reader.next_row(&mut row).unwrap());
    assert_eq!(row.cells[..4], ["USD", "1", "100", "0"]);
    let listed = program.run(&["report", "aging", "--buckets", "60,30"]).failed();
    assert!(listed.contains("ascending"), "{listed}");
    let unknown = program.run(&["report", "client-balance", "--client", "X"]).failed();
    assert!(unknown.contains("there is no client 'X'"), "{unknown}");
    let backwards =
        program.run(&["report", "dso", "--from", "2026-04-01", "--as-of", "2026-03-01"]).failed();
    assert!(backwards.contains("before it begins"), "{backwards}");
    for form in ["csv", "json"] {
        let journal = program.run(&["export", "journal", "--format", form]).ok();
        assert!(journal.contains("Accounts receivable"), "{journal}");
        let none =
            program.run(&["export", "journal", "--format", form, "--until", "2025-12-31"]).ok();
        assert!(!none.contains("Accounts receivable"), "{none}");
    }
}

#[db_test]
fn a_reader_may_go_away(t: TestDb) {
    let program = Program::on(&t);
    let row = |n: u32| format!("C-1,Ana,{n},2026-01-05,2026-02-04,USD,100.00\n");
    let all: String = (0..3_000).map(row).collect();
    let file = program.file("in.csv", &format!("{HEADINGS}{all}"));
    program.import(&file, "receivables");
    for words in [
        &["export", "journal"][..],
        &["export", "journal", "--format", "csv"],
        &["export", "journal", "--format", "json"],
        &["report", "open-items"],
        &["report", "open-items", "--format", "csv"],
    ] {
        let mut child =
            program.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0_u8; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        // The pipe is closed here, long before the program has written everything.
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert!(ended.status.success() && said.is_empty(), "{words:?}: {said}");
    }
    let csv =
        program.run(&["report", "open-items", "--as-of", "2026-03-31", "--format", "csv"]).ok();
    assert_eq!(rows(&csv).len(), 3_001);
}

#[db_test]
fn clients_and_contacts_come_in_change_and_go(t: TestDb) {
    let program = Program::on(&t);
    let import = |kind: &str, text: &str| {
        let file = program.file(&format!("{kind}.csv"), text);
        let words = ["import", kind, file.to_str().unwrap()];
        let plan = program.run(&words).ok();
        let dense = plan.split_whitespace().collect::<Vec<_>>().join(" ");
        let applied = program.run(&[&words[..], &["--apply", &fingerprint(&plan)]].concat()).ok();
        (dense, applied.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned())
    };
    let (plan, _) = import("clients", "number,legal_name,currency\nC-1,Acme,USD\nC-2,Bolt,USD\n");
    assert!(plan.contains("clients, new 2"), "{plan}");
    let (plan, changed) =
        import("clients", "number,legal_name,currency\nC-1,Acme Ltd,USD\nC-2,Bolt,USD\n");
    assert!(
        plan.contains("clients or contacts, changed 1") && plan.contains("bring nothing new 1"),
        "{plan}"
    );
    let (plan, _) = import("contacts", "client_number,given_name,email\nC-1,Ana,ana@example.com\n");
    assert!(plan.contains("contacts, new"), "{plan}");
    program.run(&["import", "undo", &changed]).ok();
    program.run(&["doctor"]).ok();
    let list = program.run(&["import", "list", "--format", "csv"]).ok();
    assert_eq!(list.matches(",applied,").count(), 2, "{list}");
}
