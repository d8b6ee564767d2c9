//! Running the program, in surroundings of the test's own.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use db::Address;
use testkit::TestDb;

/// The program on one database, with a home folder of its own.
pub struct Program {
    home: tempfile::TempDir,
    db: Option<String>,
}

/// What a run came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Ran {
    /// What was printed, where all went well.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{self:#?}");
        self.stdout
    }

    /// What was said, where it was not done.
    #[track_caller]
    pub fn failed(self) -> String {
        assert_eq!((self.code, self.stdout.as_str()), (1, ""), "{}", self.stderr);
        assert_eq!(self.stderr.matches("error: ").count(), 1, "{}", self.stderr);
        self.stderr
    }
}

impl Program {
    /// The program on the test's database.
    pub fn on(t: &TestDb) -> Self {
        let db = match &t.address {
            Address::Sqlite(path) => format!("sqlite:{}", path.display()),
            Address::Postgres(url) => url.clone(),
        };
        Self { db: Some(db), ..Self::without_db() }
    }

    /// The program where nothing says which database is meant.
    pub fn without_db() -> Self {
        Self { home: tempfile::tempdir().unwrap(), db: None }
    }

    /// A path in the home folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file into the home folder.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// The command, with nothing in its surroundings that the test did not put there.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
        command.args(args).current_dir(self.home.path());
        let ours = |name: &str| {
            name.starts_with("RAPPORT_")
                || name.starts_with("XDG_")
                || matches!(name, "USER" | "LOGNAME" | "RUST_LOG")
        };
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(ours)) {
            command.env_remove(name);
        }
        command.env("HOME", self.home.path()).env("USER", "ana");
        if let Some(db) = &self.db {
            command.env("RAPPORT_DB", db);
        }
        command
    }

    /// Runs it.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    /// Runs it with something on its standard input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Ran {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // The program may end without reading what it was given.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let ended = child.wait_with_output().unwrap();
        Ran {
            stdout: String::from_utf8(ended.stdout).unwrap(),
            stderr: String::from_utf8(ended.stderr).unwrap(),
            code: ended.status.code().unwrap(),
        }
    }

    /// Rehearses the import of a file, applies exactly that, and answers the plan and the import's id.
    pub fn import(&self, file: &Path, profile: &str) -> (String, String) {
        let file = file.to_str().unwrap();
        let plan = self.run(&["import", "receivables", file, "--profile", profile]).ok();
        let words =
            ["import", "receivables", file, "--profile", profile, "--apply", &fingerprint(&plan)];
        let applied = self.run(&words).ok();
        let id = applied.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
        (plan, id)
    }
}

/// The fingerprint that a plan ends with.
pub fn fingerprint(plan: &str) -> String {
    let line = plan.lines().find_map(|line| line.strip_prefix("Fingerprint: "));
    line.unwrap_or_else(|| panic!("no fingerprint in {plan}")).to_owned()
}

/// The rows of a CSV text without quotation marks, headings included.
pub fn rows(csv: &str) -> Vec<Vec<&str>> {
    assert!(!csv.contains('"'), "{csv}");
    csv.lines().map(|line| line.split(',').collect()).collect()
}

/// Says that something was not tested here; in CI that is a failure.
pub fn skipped(why: &str) {
    let message = format!("SKIPPED: {why}");
    assert!(std::env::var_os("CI").is_none(), "{message}");
    eprintln!("{message}");
}
