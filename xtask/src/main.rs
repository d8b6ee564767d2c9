#![doc = include_str!("../README.md")]

mod cargo;
mod generate;
mod licences;
mod machine;
mod manifest;
mod postgres;
mod spdx;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

/// What a command hands back: the exit code, or why it could not do its work.
type Outcome = Result<ExitCode, String>;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test [-- ARGS]          run the whole suite on SQLite and on a private PostgreSQL
  postgres [--durable|--fast] [--set NAME=VALUE]... -- COMMAND...
                          run COMMAND beside a private PostgreSQL
  web                     build the web app's files, to be built into the program
  tidy                    check the rules of the tree
  generate [--check]      write the generated files, or check that they are up to date
  licences                check licences, sources and bans of all dependencies";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let outcome = match command {
        "test" => test::run(rest),
        "postgres" => postgres::run(rest),
        "web" => no_more(rest).and_then(|()| {
            web::tools()?;
            web::build()?;
            Ok(ExitCode::SUCCESS)
        }),
        "tidy" => tidy::run(rest),
        "generate" => generate::run(rest),
        "licences" => licences::run(rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        unknown => Err(format!("there is no command {unknown:?}\n\n{USAGE}")),
    };
    outcome.unwrap_or_else(|failure| {
        eprintln!("xtask: {failure}");
        ExitCode::FAILURE
    })
}

/// The arguments before and after the first `--`.
fn split_at_dashes(arguments: &[String]) -> (&[String], &[String]) {
    match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[]),
    }
}

/// Refuses arguments that a command does not know, so that a typing error is not silently ignored.
fn no_more(arguments: &[String]) -> Result<(), String> {
    match arguments.first() {
        Some(unknown) => Err(format!("unknown argument {unknown:?}\n\n{USAGE}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn only_the_first_dashes_divide() {
        let arguments = words("--fast -- cargo run -- --help");
        let (before, after) = split_at_dashes(&arguments);
        assert_eq!(before, words("--fast"));
        assert_eq!(after, words("cargo run -- --help"));
    }

    #[test]
    fn a_typing_error_is_refused() {
        assert!(no_more(&words("--chekc")).unwrap_err().contains("--chekc"));
        assert!(no_more(&[]).is_ok());
    }
}
