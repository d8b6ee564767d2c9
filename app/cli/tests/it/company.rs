//! Companies, and the people who sign in.

use testkit::{TestDb, db_test};

use crate::program::{Program, rows};

#[db_test]
fn a_company_is_made_with_its_administrator(t: TestDb) {
    let program = Program::on(&t);
    let init = [
        "init",
        "--company-name",
        "Acme Ltd",
        "--slug",
        "acme",
        "--currency",
        "eur",
        "--time-zone",
        "Europe/Madrid",
    ];
    let admin = ["--admin-email", "Root@Example.com", "--password-stdin"];
    let weak = program.run_with(&[&init[..], &admin].concat(), "short\n").failed();
    assert!(weak.contains("at least 10 characters"), "{weak}");
    let made = program.run_with(&[&init[..], &admin].concat(), "correct horse battery\n");
    assert!(
        made.code == 0 && made.stdout.is_empty() && made.stderr.contains("Europe/Madrid"),
        "{made:?}"
    );
    let again = program.run_with(&[&init[..], &admin].concat(), "correct horse battery\n").failed();
    assert!(
        again.contains("there is a company 'acme' already") && again.contains("--slug"),
        "{again}"
    );

    let add = [
        "user",
        "add",
        "ana@example.com",
        "--name",
        "Ana",
        "--role",
        "representative",
        "--role",
        "Accountant",
    ];
    let password = program.run(&[&add[..], &["--generate-password"]].concat()).ok();
    assert_eq!(password.trim_end().len(), 24);
    program.run(&["user", "disable", "ana@example.com"]).ok();
    let list = program.run(&["user", "list", "--format", "csv"]).ok();
    assert!(
        list.contains(
            "ana@example.com,Ana,\"Accountant, Representative\",disabled,en,Europe/Madrid\n"
        ),
        "{list}"
    );
    assert!(
        list.contains("root@example.com,Root,Administrator,active,en,Europe/Madrid\n"),
        "{list}"
    );
    program.run(&["user", "enable", "ANA@example.com"]).ok();
    assert!(
        program
            .run(&["user", "list"])
            .ok()
            .lines()
            .any(|l| l.starts_with("ana@example.com") && l.contains("active"))
    );
    program
        .run_with(
            &["user", "set-password", "ana@example.com", "--password-stdin"],
            "another long one\n",
        )
        .ok();
    assert!(
        program
            .run(&["user", "disable", "nobody@example.com"])
            .failed()
            .contains("nobody signs in as")
    );
    let unknown =
        program.run(&["user", "add", "b@example.com", "--name", "B", "--role", "king"]).failed();
    assert!(
        unknown.contains("there is no role 'king'; there are Accountant, Administrator"),
        "{unknown}"
    );
    assert!(program.run(&["audit", "verify"]).ok().starts_with("whole: "));
}

#[db_test]
fn several_companies_are_told_apart(t: TestDb) {
    let program = Program::on(&t);
    for slug in ["one", "two"] {
        let words = [
            "init",
            "--company-name",
            slug,
            "--slug",
            slug,
            "--admin-email",
            "a@example.com",
            "--generate-password",
        ];
        program.run(&words).ok();
    }
    let said = program.run(&["report", "aging"]).failed();
    assert!(said.contains("several companies (one, two)") && said.contains("--company"), "{said}");
    assert_eq!(
        rows(&program.run(&["report", "aging", "--company", "two", "--format", "csv"]).ok()).len(),
        1
    );
    let said = program.run(&["report", "aging", "--company", "three"]).failed();
    assert!(said.contains("there is no company 'three'"), "{said}");
    let wrong = program
        .run(&["init", "--company-name", "x", "--slug", "X Y", "--admin-email", "a@example.com"])
        .failed();
    assert!(wrong.contains("'X Y' is not a short name"), "{wrong}");
}
