//! Where settings come from, and what is wrong with them.

use crate::program::Program;

/// Which database is meant shows in the message that there is none.
fn meant(program: &Program, flag: &str, env: &str) -> String {
    let mut words = vec!["report", "aging"];
    if !flag.is_empty() {
        words.extend(["--db", flag]);
    }
    let mut command = program.command(&words);
    if !env.is_empty() {
        command.env("RAPPORT_DB", env);
    }
    let ended = command.output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let said = String::from_utf8(ended.stderr).unwrap();
    let (_, after) = said.split_once("there are no books at ").unwrap();
    after.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn what_is_typed_goes_before_the_environment_the_file_and_the_default() {
    let program = Program::without_db();
    let default = format!("sqlite:{}", program.path(".local/share/rapport/rapport.db").display());
    assert_eq!(meant(&program, "", ""), default);
    program.file(".config/rapport/config.toml", "db = 'sqlite:file.db'\n");
    assert_eq!(meant(&program, "", ""), "sqlite:file.db");
    assert_eq!(meant(&program, "", "sqlite:env.db"), "sqlite:env.db");
    assert_eq!(meant(&program, "sqlite:flag.db", "sqlite:env.db"), "sqlite:flag.db");
    assert!(!program.path("flag.db").exists() && !program.path("file.db").exists());
}

#[test]
fn a_word_that_the_file_should_not_have_is_named() {
    let program = Program::without_db();
    let file =
        program.file("my.toml", "company = 'main'\n\n[server]\nlisten = '127.0.0.1:1'\nport = 1\n");
    let said = program.run(&["doctor", "--config", file.to_str().unwrap()]).failed();
    assert!(
        said.contains("my.toml, line 5: unknown field `port`") && said.contains("listen"),
        "{said}"
    );
    let said = program.run(&["doctor", "--config", "none.toml"]).failed();
    assert!(said.contains("none.toml"), "{said}");
}

#[test]
fn a_wrong_address_is_explained_without_its_password() {
    let program = Program::without_db();
    let said = program.run(&["doctor", "--db", "mysql://ana:geheim@db/books"]).failed();
    assert!(
        said.contains("use sqlite:PATH or postgres://USER@HOST/DATABASE")
            && !said.contains("geheim"),
        "{said}"
    );
    let said = program.run(&["doctor", "--db", "postgres://ana:geheim@127.0.0.1:1/books"]).failed();
    assert!(said.contains("ana@127.0.0.1:1/books") && !said.contains("geheim"), "{said}");
    let said = program.run(&["migrate", "--db", "sqlite:none/books.db"]).failed();
    assert!(said.contains("the folder none does not exist"), "{said}");
    let file = program
        .file("text.db", "this is no database, whatever its name says; it only looks like one");
    let said = program.run(&["doctor", "--db", &format!("sqlite:{}", file.display())]).failed();
    assert!(said.contains("text.db"), "{said}");
}

#[test]
fn logs_can_be_had_for_programs() {
    let program = Program::without_db();
    let wrong = program.run(&["doctor", "--log-level", "a=b=c"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("is not a log level"), "{wrong:?}");
    let listening =
        ["serve", "--db", "sqlite:books.db", "--listen", "192.0.2.1:1", "--log", "json"];
    let ran = program.run(&listening);
    let line = ran.stderr.lines().next().unwrap();
    let event: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(event["level"], "INFO", "{line}");
    assert!(ran.code == 1 && ran.stderr.contains("192.0.2.1:1 cannot be listened on"), "{ran:?}");
}
