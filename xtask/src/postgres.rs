//! A private PostgreSQL server that cannot outlive xtask.

use crate::{Outcome, cargo, machine, no_more, split_at_dashes};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The variable in which the tests look for a server.
pub const ADDRESS: &str = "RAPPORT_TEST_POSTGRES";

const SUPERVISOR: &str = include_str!("supervise.sh");

/// Another program can take the free port before the server does; it will not do so every time.
const PORTS_TRIED_MAX: u32 = 5;

/// How the server treats the data, and any of its settings by name.
#[derive(Debug, PartialEq)]
pub struct Settings {
    pub durable: bool,
    pub extra: Vec<String>,
}

impl Settings {
    /// For tests: the data are thrown away, so nothing waits for the disk.
    pub fn fast() -> Settings {
        Settings { durable: false, extra: Vec::new() }
    }

    /// The later value of a setting wins, so the caller's come last.
    fn values(&self) -> Vec<&str> {
        let mut values = vec!["max_connections=200", "shared_buffers=256MB"];
        if !self.durable {
            values.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"]);
        }
        values.extend(self.extra.iter().map(String::as_str));
        values
    }
}

/// `cargo xtask postgres`: a command beside a server of its own.
pub fn run(arguments: &[String]) -> Outcome {
    let (options, command) = split_at_dashes(arguments);
    let settings = read_options(options)?;
    let Some((program, rest)) = command.split_first() else {
        return Err("say which command to run: cargo xtask postgres -- COMMAND...".to_owned());
    };
    let programs = match machine::postgres_programs() {
        Some(programs) => programs,
        None => {
            machine::install(&["postgresql"])?;
            machine::postgres_programs().ok_or("PostgreSQL has no server program after all")?
        }
    };
    let server = Server::start(&programs, &settings)?;
    let status = cargo::tied(program)
        .args(rest)
        .env(ADDRESS, server.url())
        .status()
        .map_err(|error| format!("cannot run {program}: {error}"))?;
    Ok(cargo::exit_code(status))
}

fn read_options(options: &[String]) -> Result<Settings, String> {
    let mut settings = Settings { durable: true, extra: Vec::new() };
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match option.as_str() {
            "--durable" => settings.durable = true,
            "--fast" => settings.durable = false,
            "--set" => match options.next() {
                Some(setting) if setting.contains('=') => settings.extra.push(setting.clone()),
                _ => return Err("--set wants NAME=VALUE".to_owned()),
            },
            _ => no_more(std::slice::from_ref(option))?,
        }
    }
    Ok(settings)
}

/// A running server. Dropping it stops the server and removes its directory; if xtask ends without
/// dropping anything, the supervisor sees its input close and does the same.
pub struct Server {
    supervisor: Child,
    directory: Option<PathBuf>,
    port: u16,
}

impl Server {
    pub fn start(programs: &Path, settings: &Settings) -> Result<Server, String> {
        for _ in 0..PORTS_TRIED_MAX {
            if let Some(server) = Server::start_on(free_port()?, programs, settings)? {
                println!("xtask: PostgreSQL of {} on port {}", programs.display(), server.port);
                return Ok(server);
            }
        }
        Err(format!("{PORTS_TRIED_MAX} free ports in a row were taken by other programs"))
    }

    /// None when another program was faster in taking the port.
    fn start_on(port: u16, programs: &Path, settings: &Settings) -> Result<Option<Server>, String> {
        let mut supervisor = supervisor(programs, port, settings)?
            .spawn()
            .map_err(|error| format!("cannot start PostgreSQL's supervisor: {error}"))?;
        let words = supervisor.stdout.take();
        let mut server = Server { supervisor, directory: None, port };
        for line in words.into_iter().flat_map(|words| BufReader::new(words).lines()) {
            let line = line.map_err(|error| format!("PostgreSQL's supervisor: {error}"))?;
            match line.as_str() {
                "ready" => return Ok(Some(server)),
                "busy" => return Ok(None),
                other => server.directory = other.strip_prefix("directory ").map(PathBuf::from),
            }
        }
        Err("PostgreSQL did not start; its log is above".to_owned())
    }

    /// A superuser's address: the tests create and drop databases.
    pub fn url(&self) -> String {
        format!("postgres://rapport@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.supervisor.stdin.take());
        let _ = self.supervisor.wait();
        // Only left over when the supervisor was killed.
        if let Some(directory) = self.directory.take().filter(|directory| directory.exists()) {
            let _ = std::fs::remove_dir_all(directory);
        }
    }
}

fn free_port() -> Result<u16, String> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("no free port on 127.0.0.1: {error}"))
}

fn supervisor(programs: &Path, port: u16, settings: &Settings) -> Result<Command, String> {
    let mut command = unprivileged("sh")?;
    command.args(["-c", SUPERVISOR, "rapport-postgres"]);
    command.arg(programs).arg(port.to_string());
    command.arg(if settings.durable { "durable" } else { "fast" });
    for value in settings.values() {
        command.args(["-c", value]);
    }
    // The user's own PGDATA, PGOPTIONS and the like are not meant for this server.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(&name);
        }
    }
    // Its own process group, so that Ctrl-C reaches it only as the closed pipe; `/`, because the
    // server's user may not be allowed into the directory we stand in.
    command.current_dir("/").env("LC_ALL", "C").process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    Ok(command)
}

/// A command as the user we are, or as an unprivileged one if we are root.
fn unprivileged(program: &str) -> Result<Command, String> {
    if !machine::is_root() {
        return Ok(Command::new(program));
    }
    let id =
        |option: &str, user: &str| machine::first_line(Command::new("id").args([option, user]));
    let (user, uid, gid) = ["postgres", "nobody"]
        .into_iter()
        .find_map(|user| Some((user, id("-u", user)?, id("-g", user)?)))
        .ok_or("root cannot run PostgreSQL, and there is neither a user postgres nor nobody")?;
    if let Some(setpriv) = machine::find_program("setpriv") {
        let mut command = Command::new(setpriv);
        command.args(["--reuid", &uid, "--regid", &gid, "--clear-groups", "--", program]);
        return Ok(command);
    }
    let runuser = machine::find_program("runuser")
        .ok_or("root cannot run PostgreSQL, and there is neither setpriv nor runuser here")?;
    let mut command = Command::new(runuser);
    command.args(["-u", user, "--", program]);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        read_options(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_benchmark_pays_for_its_commits_unless_told_otherwise() {
        assert!(read("").unwrap().durable);
        assert!(read("--durable").unwrap().durable);
        assert!(!read("--fast").unwrap().durable);
        assert!(!read("").unwrap().values().contains(&"fsync=off"));
        assert!(read("--fast").unwrap().values().contains(&"fsync=off"));
    }

    #[test]
    fn a_setting_of_the_caller_comes_last_and_so_wins() {
        let settings = read("--fast --set shared_buffers=1GB").unwrap();
        assert_eq!(settings.values().last(), Some(&"shared_buffers=1GB"));
    }

    #[test]
    fn options_that_make_no_sense_are_refused() {
        assert!(read("--set").is_err());
        assert!(read("--set shared_buffers").is_err());
        assert!(read("--slow").is_err());
    }
}
