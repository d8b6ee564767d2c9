#![doc = include_str!("../README.md")]

mod args;
mod audit;
mod backup;
mod bench;
mod books;
mod demo;
mod doctor;
mod error;
mod export;
mod import;
mod init;
mod logs;
mod migrate;
mod openapi;
mod report;
mod restore;
mod serve;
mod settings;
mod terminal;
mod user;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::error::Result;
use crate::settings::Settings;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}

/// One line a command: what each does stands in the module of its name.
fn run(cli: Cli) -> Result<()> {
    let settings = Settings::load(&cli.global)?;
    logs::start(&settings, matches!(cli.command, Command::Serve(_)))?;
    match cli.command {
        Command::Init(args) => init::run(args, &settings),
        Command::Serve(args) => serve::run(&args, &settings),
        Command::Demo(args) => demo::run(args, &settings),
        Command::Import(what) => import::run(what, &settings),
        Command::Report(what) => report::run(what, &settings),
        Command::Export(what) => export::run(what, &settings),
        Command::Doctor(args) => doctor::run(&args, &settings),
        Command::Audit(what) => audit::run(&what, &settings),
        Command::User(what) => user::run(what, &settings),
        Command::Migrate(args) => migrate::run(&args, &settings),
        Command::Backup(args) => backup::run(&args, &settings),
        Command::Restore(args) => restore::run(&args, &settings),
        Command::Openapi(args) => openapi::run(&args),
        Command::Bench(args) => bench::run(args, &settings),
    }
}

#[cfg(test)]
mod tests {
    use testkit::{TestDb, db_test};

    /// The whole program's: every crate is linked in here.
    #[db_test]
    fn every_statement_is_understood(t: TestDb) {
        let prepared = testkit::prepare_all(&t);
        assert!(prepared > 1_000, "{prepared}");
    }
}
