//! Commands that xtask starts in the workspace.

use crate::machine;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

/// The workspace's root. The variable that `cargo run` sets wins over the place of compilation,
/// because two clones may share one target directory.
pub fn root() -> PathBuf {
    let own = std::env::var("CARGO_MANIFEST_DIR")
        .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    PathBuf::from(own).parent().map(PathBuf::from).unwrap_or_default()
}

/// A `cargo` command in the workspace's root.
pub fn cargo() -> Command {
    let mut command = tied(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // `cargo run` describes xtask's package in these; build scripts that watch them would run again.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| text.starts_with(prefix)) {
            command.env_remove(&name);
        }
    }
    command.current_dir(root());
    command
}

/// A command that is told to end when xtask is killed, where the machine offers that. Not every
/// `setpriv` can do it, so it is tried on a command that does nothing.
pub fn tied(program: impl AsRef<OsStr>) -> Command {
    let tie = ["--pdeathsig", "TERM", "--"];
    let trial = Command::new("setpriv").args(tie).arg("true").stderr(Stdio::null()).status();
    if trial.is_ok_and(|status| status.success()) {
        let mut command = Command::new("setpriv");
        command.args(tie).arg(program);
        command
    } else {
        Command::new(program)
    }
}

/// In CI a lock file that is out of date is a failure, not something to be mended on the way.
pub fn locked() -> &'static [&'static str] {
    if machine::in_ci() { &["--locked"] } else { &[] }
}

/// The child's exit code as our own; a child that a signal ended counts as failed.
pub fn exit_code(status: ExitStatus) -> ExitCode {
    status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}
