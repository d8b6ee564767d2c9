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
    use db::Registered;
    use testkit::{TestDb, db_test};

    /// Statements that look at all rows of a tenant, or at all of an index, because that is what they are for or
    /// because the table is small: what a person has set up, who is signed in, the proof and the reports of all.
    const WALKS: &[&str] = &[
        "bench::",
        "billing::invoice::prove::",
        "billing::payment_term::ALL",
        "billing::tax::ALL",
        "clients::tally::",
        "imports::profile::saved::",
        "imports::undo::remove::CLEAR_TALLY",
        "jobs::job::COUNTS",
        // An index of the jobs that are not over.
        "jobs::lease::END_LOST",
        "jobs::outbox::PENDING",
        "ledger::account::ALL",
        "ledger::entry::WHOLE_JOURNAL",
        "ledger::period::",
        "ledger::rate::ALL",
        "ledger::series::",
        "ledger::trial_balance::BALANCES",
        "ledger::trial_balance::OF_CLIENTS",
        // Each is one row, had from an end of the index.
        "ledger::entry::LAST_NO",
        "people::audit::LAST",
        "people::audit::NEWEST",
        "people::notification::NEWEST",
        "people::audit::IN_ORDER",
        "people::role::",
        "people::session::DELETE_OTHERS",
        "people::team::",
        "people::tenant::",
        "people::token::OF_USER",
        "people::user::",
        "reports::",
    ];

    /// The whole program's: every crate is linked in here.
    #[db_test]
    fn every_statement_is_understood(t: TestDb) {
        let prepared = testkit::prepare_all(&t);
        assert!(prepared > 1_000, "{prepared}");
    }

    /// Whether all that is not NULL of an index of some rows is looked at, which the plan shows as a range.
    fn is_range_that_nobody_asked_for(line: &str, sql: &str) -> bool {
        let ranged = line.strip_suffix(">?)").and_then(|line| line.rsplit(' ').next());
        ranged.is_some_and(|column| {
            let column = column.trim_start_matches('(');
            !["> ", ">= ", "<> "].iter().any(|sign| sql.contains(&format!("{column} {sign}")))
        })
    }

    /// On SQLite, which chooses by what it was told when the file was made; PostgreSQL chooses by its rows.
    #[test]
    fn no_statement_looks_at_all_rows_unless_it_must() {
        let t = testkit::sqlite();
        let statements = db::registered().filter_map(|registered| match registered {
            Registered::Statement(statement) => Some(*statement),
            // A list walks along the index of its order, and a load has no plan.
            Registered::List(_) | Registered::Load(_) => None,
        });
        let mut walks = Vec::new();
        for statement in statements.filter(|s| !WALKS.iter().any(|w| s.name.starts_with(w))) {
            let plan = t.db.plan(statement).unwrap();
            let bad = plan.iter().filter(|line| {
                line.starts_with("SEARCH") && line.ends_with("(tenant_id=?)")
                    || is_range_that_nobody_asked_for(line, statement.sql)
                    || line.contains("AUTOMATIC COVERING INDEX (entry_no")
                    || line.contains("AUTOMATIC COVERING INDEX (open_item_id")
            });
            walks.extend(bad.map(|line| format!("{}: {line}", statement.name)));
        }
        assert!(walks.is_empty(), "{walks:#?}");
    }
}
