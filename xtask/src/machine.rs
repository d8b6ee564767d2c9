//! What the machine offers: programs, and Debian's packages where we may install them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// CI must not pass by leaving something out.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// The first program of this name on `PATH`.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The folder of PostgreSQL's server programs. Debian keeps them off `PATH`, one folder a version.
pub fn postgres_programs() -> Option<PathBuf> {
    let on_path = find_program("postgres")
        .and_then(|program| fs::canonicalize(program).ok())
        .and_then(|program| program.parent().map(PathBuf::from));
    on_path
        .into_iter()
        .chain(newest_version(Path::new("/usr/lib/postgresql")))
        .chain(asked_from_pg_config())
        .find(|folder| ["postgres", "initdb"].iter().all(|name| folder.join(name).is_file()))
}

/// `VERSION/bin` of the highest version that has a server: 15 is newer than 9.
fn newest_version(versions: &Path) -> Option<PathBuf> {
    fs::read_dir(versions)
        .ok()?
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path())))
        .map(|(version, folder)| (version, folder.join("bin")))
        .filter(|(_, programs)| programs.join("postgres").is_file())
        .max()
        .map(|(_, programs)| programs)
}

fn asked_from_pg_config() -> Option<PathBuf> {
    first_line(Command::new("pg_config").arg("--bindir")).map(PathBuf::from)
}

/// What a short question to another program answers, if it answers.
pub fn first_line(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let line = text.lines().next()?.trim();
    (output.status.success() && !line.is_empty()).then(|| line.to_owned())
}

pub fn is_root() -> bool {
    first_line(Command::new("id").arg("-u")).as_deref() == Some("0")
}

/// Installs Debian packages where that is possible; elsewhere says who could.
pub fn install(packages: &[&str]) -> Result<(), String> {
    let wanted = packages.join(" ");
    let Some(apt_get) = find_program("apt-get") else {
        return Err(format!("missing here: {wanted}; this machine has no apt-get to install it"));
    };
    if !is_root() {
        return Err(format!("missing here: {wanted}; root can `apt-get install {wanted}`"));
    }
    println!("xtask: installing {wanted}");
    let _no_cluster = NoDefaultCluster::announce();
    // A list that cannot be renewed may still hold the packages, so only the installs count.
    let _ = apt(&apt_get, &["update", "-q"]);
    let mut failed = Vec::new();
    // One by one, because apt-get installs nothing at all when it lacks one of several.
    for package in packages {
        let arguments = ["install", "-q", "-y", "--no-install-recommends", package];
        failed.extend(apt(&apt_get, &arguments).err());
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("; ")) }
}

fn apt(apt_get: &Path, arguments: &[&str]) -> Result<(), String> {
    let status = Command::new(apt_get)
        .args(["-o", "DPkg::Lock::Timeout=300"])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("cannot run apt-get: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("apt-get {} ended with {status}", arguments.join(" ")))
    }
}

/// While this lives, installing PostgreSQL does not create and start Debian's default cluster:
/// the tests have their own, and a machine should not gain a server that nobody asked for.
struct NoDefaultCluster(PathBuf);

impl NoDefaultCluster {
    fn announce() -> Option<NoDefaultCluster> {
        let folder = Path::new("/etc/postgresql-common/createcluster.d");
        let file = folder.join("no-default-cluster.conf");
        fs::create_dir_all(folder).ok()?;
        fs::write(&file, "create_main_cluster = false\n").ok()?;
        Some(NoDefaultCluster(file))
    }
}

impl Drop for NoDefaultCluster {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_the_highest_number_that_has_a_server() {
        let folder = std::env::temp_dir().join(format!("xtask-versions-{}", std::process::id()));
        for version in ["9", "15"] {
            fs::create_dir_all(folder.join(version).join("bin")).unwrap();
            fs::write(folder.join(version).join("bin/postgres"), "").unwrap();
        }
        fs::create_dir_all(folder.join("17/bin")).unwrap();
        let found = newest_version(&folder);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, Some(folder.join("15/bin")));
    }

    #[test]
    fn a_program_that_fails_answers_nothing() {
        assert_eq!(first_line(&mut Command::new("false")), None);
        assert_eq!(first_line(Command::new("echo").arg("yes")), Some("yes".to_owned()));
    }
}
