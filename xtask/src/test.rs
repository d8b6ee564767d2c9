//! The whole suite, on both engines.

use crate::cargo::{cargo, exit_code, locked};
use crate::postgres::{ADDRESS, Server, Settings};
use crate::{Outcome, machine, no_more, split_at_dashes, web};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

/// The variable in which the tests look for hledger, the outside judge of the journal.
const HLEDGER: &str = "RAPPORT_TEST_HLEDGER";

/// `cargo xtask test`: prepares both engines and the outside judge, then runs every test.
pub fn run(arguments: &[String]) -> Outcome {
    let (options, extra) = split_at_dashes(arguments);
    no_more(options)?;
    let surroundings = Surroundings::prepare()?;
    surroundings.say_what_is_left_out();
    let outcome = run_suite(&surroundings, extra);
    let succeeded = matches!(&outcome, Ok(code) if *code == ExitCode::SUCCESS);
    if succeeded && extra.is_empty() {
        surroundings.test_the_web()?;
    }
    surroundings.say_what_is_left_out();
    outcome
}

/// What the tests find around them. The server, if it is ours, lives as long as this value.
struct Surroundings {
    variables: Vec<(&'static str, String)>,
    left_out: Vec<String>,
    /// Whether the web app can be built.
    web: bool,
    browser: Option<PathBuf>,
    _server: Option<Server>,
}

impl Surroundings {
    fn prepare() -> Result<Surroundings, String> {
        let problem = install_what_is_missing().err();
        let mut surroundings = Surroundings {
            variables: Vec::new(),
            left_out: Vec::new(),
            web: false,
            browser: None,
            _server: None,
        };
        surroundings.prepare_postgres(problem.as_deref())?;
        surroundings.prepare_hledger(problem.as_deref())?;
        surroundings.prepare_web()?;
        Ok(surroundings)
    }

    fn prepare_web(&mut self) -> Result<(), String> {
        if let Err(problem) = web::tools() {
            return self.leave_out("every test of the web app", Some(&problem));
        }
        self.web = true;
        match web::browser() {
            Ok(browser) => self.browser = Some(browser),
            Err(problem) => self.leave_out("every test in a browser", Some(&problem))?,
        }
        Ok(())
    }

    fn test_the_web(&self) -> Result<(), String> {
        if self.web {
            web::check()?;
        }
        match &self.browser {
            Some(browser) => web::end_to_end(&self.variables, browser),
            None => Ok(()),
        }
    }

    fn prepare_postgres(&mut self, problem: Option<&str>) -> Result<(), String> {
        if let Some(address) = preset(ADDRESS) {
            println!("xtask: using the PostgreSQL that {ADDRESS} names");
            self.variables.push((ADDRESS, address));
        } else if let Some(programs) = machine::postgres_programs() {
            let server = Server::start(&programs, &Settings::fast())?;
            self.variables.push((ADDRESS, server.url()));
            self._server = Some(server);
        } else {
            self.leave_out("every test on PostgreSQL", problem)?;
        }
        Ok(())
    }

    fn prepare_hledger(&mut self, problem: Option<&str>) -> Result<(), String> {
        let path = preset(HLEDGER).map(PathBuf::from).or_else(|| machine::find_program("hledger"));
        match path {
            Some(path) => self.variables.push((HLEDGER, path.display().to_string())),
            None => self.leave_out("every check of the journal by hledger", problem)?,
        }
        Ok(())
    }

    /// CI must prove everything; a developer may go on with less, if it is said loudly enough.
    fn leave_out(&mut self, what: &str, problem: Option<&str>) -> Result<(), String> {
        let why = problem.unwrap_or("it is not installed");
        if machine::in_ci() {
            return Err(format!("CI may not leave out {what}: {why}"));
        }
        self.left_out.push(format!("{what}: {why}"));
        Ok(())
    }

    fn say_what_is_left_out(&self) {
        if self.left_out.is_empty() {
            return;
        }
        let line = "!".repeat(78);
        println!("\n{line}\n!!  NOT TESTED HERE:");
        self.left_out.iter().for_each(|left_out| println!("!!  - {left_out}"));
        println!("{line}\n");
    }

    fn command(&self, mut command: Command) -> Command {
        // An empty value would make a test look for a server with no address.
        command.env_remove(ADDRESS).env_remove(HLEDGER);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// A variable that is set but empty means the same as one that is not set.
fn preset(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn install_what_is_missing() -> Result<(), String> {
    let mut packages = Vec::new();
    if preset(ADDRESS).is_none() && machine::postgres_programs().is_none() {
        packages.push("postgresql");
    }
    if preset(HLEDGER).is_none() && machine::find_program("hledger").is_none() {
        packages.push("hledger");
    }
    if packages.is_empty() { Ok(()) } else { machine::install(&packages) }
}

fn run_suite(surroundings: &Surroundings, extra: &[String]) -> Outcome {
    let with_nextest = machine::first_line(cargo().args(["nextest", "--version"])).is_some();
    let status = if with_nextest {
        run_with_nextest(surroundings, extra)?
    } else {
        run_with_cargo(surroundings, extra)?
    };
    if !status.success() {
        return Ok(exit_code(status));
    }
    if !extra.is_empty() {
        println!("xtask: documentation tests were left out, because ARGS choose among the others");
        return Ok(ExitCode::SUCCESS);
    }
    let mut command = surroundings.command(cargo());
    command.args(["test", "--doc", "--workspace"]).args(locked());
    let run = counted(command, Echo::WhenFailed)?;
    println!("xtask: documentation tests: {} passed, {} failed", run.passed, run.failed);
    Ok(exit_code(run.status))
}

fn run_with_nextest(surroundings: &Surroundings, extra: &[String]) -> Result<ExitStatus, String> {
    let mut command = surroundings.command(cargo());
    command.args(["nextest", "run"]).args(locked()).args(everywhere(extra));
    if machine::in_ci() && std::env::var_os("NEXTEST_PROFILE").is_none() {
        command.args(["--profile", "ci"]);
    }
    command.args(extra).status().map_err(|error| format!("cannot run cargo nextest: {error}"))
}

/// The whole workspace, unless the caller names packages: Cargo would run all of it otherwise.
fn everywhere(extra: &[String]) -> &'static [&'static str] {
    let names_packages = |argument: &String| argument.starts_with("-p") || argument == "--package";
    if extra.iter().any(names_packages) { &[] } else { &["--workspace"] }
}

/// Cargo's own runner prints a total for each test program only, so this adds them up.
fn run_with_cargo(surroundings: &Surroundings, extra: &[String]) -> Result<ExitStatus, String> {
    println!("xtask: cargo-nextest is not here; cargo's own runner is slower but runs the same");
    let mut command = surroundings.command(cargo());
    command.args(["test", "--lib", "--bins", "--tests", "--no-fail-fast"]);
    command.args(locked()).args(everywhere(extra)).args(extra);
    let run = counted(command, Echo::Always)?;
    println!("{} passed, {} failed", run.passed, run.failed);
    Ok(run.status)
}

#[derive(Clone, Copy, PartialEq)]
enum Echo {
    Always,
    WhenFailed,
}

struct Counted {
    status: ExitStatus,
    passed: u64,
    failed: u64,
}

/// Runs cargo's own test runner and adds up the totals of its test programs.
fn counted(mut command: Command, echo: Echo) -> Result<Counted, String> {
    let cannot = |error: std::io::Error| format!("cannot run cargo test: {error}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(cannot)?;
    let (mut passed, mut failed, mut kept) = (0, 0, Vec::new());
    for line in child.stdout.take().into_iter().flat_map(|output| BufReader::new(output).lines()) {
        let line = line.map_err(cannot)?;
        if let Some((good, bad)) = totals(&line) {
            passed += good;
            failed += bad;
        }
        if echo == Echo::Always {
            println!("{line}");
        } else {
            kept.push(line);
        }
    }
    let status = child.wait().map_err(cannot)?;
    if !status.success() {
        kept.iter().for_each(|line| println!("{line}"));
    }
    Ok(Counted { status, passed, failed })
}

/// The two numbers of `test result: ok. 12 passed; 0 failed; 0 ignored; …`.
fn totals(line: &str) -> Option<(u64, u64)> {
    let numbers = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    let mut counts = numbers.split("; ").map(|part| part.split(' ').next()?.parse().ok());
    Some((counts.next()??, counts.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_totals_are_read() {
        let line = "test result: ok. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out";
        assert_eq!(totals(line), Some((12, 3)));
        assert_eq!(totals("test result: FAILED. 0 passed; 1 failed; 0 ignored"), Some((0, 1)));
        assert_eq!(totals("running 12 tests"), None);
    }

    #[test]
    fn a_named_package_is_run_alone() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(everywhere(&words("-p billing")).is_empty());
        assert!(everywhere(&words("--package billing")).is_empty());
        assert_eq!(everywhere(&words("-E package(billing)")), ["--workspace"]);
        assert_eq!(everywhere(&[]), ["--workspace"]);
    }

    #[test]
    fn the_totals_of_all_programs_are_added() {
        let mut command = Command::new("printf");
        command.arg("test result: ok. 1 passed; 0 failed; 0 ignored\n%.0s").args(["a", "b"]);
        let run = counted(command, Echo::WhenFailed).unwrap();
        assert_eq!((run.passed, run.failed), (2, 0));
    }
}
