//! What can be typed, and what cannot.

use testkit::{TestDb, db_test};

use crate::program::Program;

#[test]
fn help_tells_what_there_is() {
    let program = Program::without_db();
    let help = program.run(&["--help"]).ok();
    for word in [
        "import", "report", "export", "doctor", "backup", "restore", "serve", "init", "user",
        "demo", "bench",
    ] {
        assert!(help.contains(&format!("\n  {word} ")), "{word}: {help}");
    }
    for words in [
        &["import", "receivables", "--help"][..],
        &["report", "aging", "--help"],
        &["help", "export", "journal"],
    ] {
        assert!(program.run(words).ok().contains("Usage: rapport "), "{words:?}");
    }
    assert!(program.run(&["--version"]).ok().starts_with("rapport "));
}

#[test]
fn help_does_not_tell_passwords() {
    let program = Program::without_db();
    let help = program
        .command(&["--help"])
        .env("RAPPORT_DB", "postgres://ana:geheim@db/books")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(help.contains("RAPPORT_DB") && !help.contains("geheim"), "{help}");
}

#[test]
fn what_cannot_be_typed_is_exit_code_two() {
    let program = Program::without_db();
    for words in [
        &[][..],
        &["frobnicate"],
        &["report", "aging", "--as-of", "yesterday"],
        &["report", "aging", "--format", "pdf"],
        &["import", "undo", "12"],
        &["import", "receivables"],
        &["export", "journal", "--from", "2026-02-30"],
        &["init"],
    ] {
        let ran = program.run(words);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{words:?}");
        assert!(ran.stderr.contains("Usage") || ran.stderr.contains("error: "), "{}", ran.stderr);
    }
}

#[test]
fn the_api_is_described() {
    let document = Program::without_db().run(&["openapi"]).ok();
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
}

#[db_test]
fn migrations_are_counted(t: TestDb) {
    let program = Program::on(&t);
    let ran = program.run(&["migrate", "--dry-run"]);
    assert!(ran.code == 0 && ran.stderr.contains("is up to date"), "{ran:?}");
    let fresh = Program::without_db();
    let dry = fresh.run(&["migrate", "--dry-run"]);
    assert!(dry.stderr.contains(&format!("{} migrations behind", db::MIGRATIONS.len())), "{dry:?}");
    assert!(fresh.run(&["migrate"]).stderr.contains("was brought up to it"));
    assert!(fresh.run(&["report", "aging"]).failed().contains("there are no books"));
}
