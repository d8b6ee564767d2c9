//! What can be typed: the commands, and the options that all of them share.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{
    audit, backup, bench, demo, doctor, export, import, init, migrate, openapi, report, restore,
    serve, user,
};

const AFTER_HELP: &str = "\
First steps:
  rapport demo                                     look at a company that does not exist
  rapport import receivables FILE --profile NAME   see what a file would bring; nothing is written
  rapport report aging                             who owes what, and for how long
  rapport doctor                                   have the books prove themselves
  rapport serve                                    open the books to a browser

Data goes to standard output, messages go to standard error. Exit codes: 0 done, 1 not done, 2 typed wrongly.";

/// Rapport runs an account representative's whole book of business on one set of books that prove themselves.
#[derive(Debug, Parser)]
#[command(name = "rapport", version, after_help = AFTER_HELP, arg_required_else_help = true)]
pub struct Cli {
    /// The options that all commands share.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Options that every command understands. What is not given comes from the environment, then from the
/// configuration file, then from the program.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Where the books are: sqlite:PATH, or postgres://USER@HOST/DATABASE [default: a file in your data folder]
    #[arg(long, global = true, env = "RAPPORT_DB", hide_env_values = true, value_name = "ADDRESS")]
    pub db: Option<String>,
    /// Which company's books, by its short name [default: the only one]
    #[arg(
        long,
        global = true,
        env = "RAPPORT_COMPANY",
        hide_env_values = true,
        value_name = "SLUG"
    )]
    pub company: Option<String>,
    /// The configuration file [default: rapport/config.toml in your configuration folder]
    #[arg(
        long,
        global = true,
        env = "RAPPORT_CONFIG",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub config: Option<PathBuf>,
    /// How logs are written to standard error [default: text]
    #[arg(long, global = true, env = "RAPPORT_LOG", hide_env_values = true, value_name = "FORM")]
    pub log: Option<LogForm>,
    /// How much is logged: off, error, warn, info, debug, trace, or per part as in warn,server=debug
    /// [default: info when serving, else warn]
    #[arg(
        long,
        global = true,
        env = "RAPPORT_LOG_LEVEL",
        hide_env_values = true,
        value_name = "LEVEL"
    )]
    pub log_level: Option<String>,
}

/// How logs are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogForm {
    /// For people: a line an event
    #[default]
    Text,
    /// For programs: a JSON object an event
    Json,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a company with its chart of accounts, number series and first administrator
    Init(init::Args),
    /// Serve the API and the web until told to stop
    Serve(serve::Args),
    /// Show the program on a company that does not exist
    Demo(demo::Args),
    /// Bring files in: rehearsed first, then applied exactly so, and undone if need be
    #[command(subcommand)]
    Import(import::Import),
    /// Print a report, as of any day
    #[command(subcommand)]
    Report(report::Report),
    /// Hand the books on to other programs
    #[command(subcommand)]
    Export(export::Export),
    /// Have the books prove themselves: derive every balance again and show what differs
    Doctor(doctor::Args),
    /// Look after the audit trail
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Add people who sign in, and look after them
    #[command(subcommand)]
    User(user::User),
    /// Bring the database to this program's version
    Migrate(migrate::Args),
    /// Copy the database into a file while others go on working
    Backup(backup::Args),
    /// Put a backup in the place of the database
    Restore(restore::Args),
    /// Print the description of the HTTP API (OpenAPI 3.1, JSON)
    Openapi(openapi::Args),
    /// Measure how fast this machine is with these books, beside the bare engine
    Bench(bench::Args),
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_says_what_it_is_for() {
        fn check(command: &clap::Command, path: &str) {
            let path = format!("{path} {}", command.get_name());
            assert!(command.get_about().is_some(), "{path} says nothing");
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{path}: {} says nothing", arg.get_id());
            }
            command.get_subcommands().for_each(|sub| check(sub, &path));
        }
        check(&Cli::command(), "");
    }
}
