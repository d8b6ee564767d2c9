//! The web app: its checks, its build, and its tests in a browser against the real program.

use crate::cargo::{cargo, locked, root, tied};
use crate::machine;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The variable in which the tests in a browser look for the program.
const PROGRAM: &str = "RAPPORT_BIN";
/// The variable that names the browser.
const BROWSER: &str = "CHROMIUM";
/// The oldest Node.js that the web app's tools run on; `web/package.json` says the same.
const NODE_MIN: (u32, u32) = (20, 19);

/// Whether the web app can be built here; else why not.
pub fn tools() -> Result<(), String> {
    let wanted = format!("Node.js {}.{} or newer, with npm", NODE_MIN.0, NODE_MIN.1);
    let version = machine::first_line(Command::new("node").arg("--version"));
    let Some(version) = version else { return Err(format!("{wanted}, is not installed")) };
    if machine::find_program("npm").is_none() {
        return Err(format!("{wanted}, is not installed: there is no npm"));
    }
    match parts(&version) {
        Some(found) if found >= NODE_MIN => Ok(()),
        _ => Err(format!("{wanted}, is needed; this is {version}")),
    }
}

/// The first two numbers of `v20.19.1`.
fn parts(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(|part| part.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

/// The browser, installed where it is missing and that is permitted.
pub fn browser() -> Result<PathBuf, String> {
    let preset = std::env::var_os(BROWSER).filter(|value| !value.is_empty()).map(PathBuf::from);
    let find = || ["chromium", "chromium-browser"].into_iter().find_map(machine::find_program);
    if let Some(found) = preset.or_else(find) {
        return Ok(found);
    }
    machine::install(&["chromium"])?;
    find().ok_or_else(|| "chromium was installed, but is not there".to_owned())
}

/// Builds the app's files into `web/dist`.
pub fn build() -> Result<(), String> {
    install("web")?;
    npm("web", &["run", "build"])
}

/// Formatting, types, the generated client, and the tests of the logic; then the build.
pub fn check() -> Result<(), String> {
    install("web")?;
    for script in ["check", "generate:check", "test"] {
        npm("web", &["run", script])?;
    }
    npm("web", &["run", "build"])
}

/// The tests in a browser, against the program with the app inside. `variables` name the engines.
pub fn end_to_end(variables: &[(&'static str, String)], browser: &Path) -> Result<(), String> {
    let program = build_program()?;
    install("e2e")?;
    let mut command = npm_in("e2e", &["test"]);
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    command.env(PROGRAM, program).env(BROWSER, browser);
    finish(command, "e2e", "test")
}

fn build_program() -> Result<PathBuf, String> {
    let mut command = cargo();
    command.args(["build", "--package", "rapport", "--features", "web"]).args(locked());
    let status = command.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("the program with the web app inside is not built".to_owned());
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(root().join(target).join("debug/rapport"))
}

/// Installs a folder's packages as its lock file says, unless that was done since the lock changed.
fn install(folder: &str) -> Result<(), String> {
    let changed = |path: PathBuf| fs::metadata(path).and_then(|m| m.modified()).ok();
    let installed = changed(root().join(folder).join("node_modules/.package-lock.json"));
    let locked = changed(root().join(folder).join("package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    npm(folder, &["ci", "--no-audit", "--no-fund"])
}

fn npm(folder: &str, arguments: &[&str]) -> Result<(), String> {
    finish(npm_in(folder, arguments), folder, &arguments.join(" "))
}

fn npm_in(folder: &str, arguments: &[&str]) -> Command {
    let mut command = tied("npm");
    command.args(arguments).current_dir(root().join(folder));
    command
}

fn finish(mut command: Command, folder: &str, what: &str) -> Result<(), String> {
    println!("xtask: npm {what} in {folder}/");
    let status = command.status().map_err(|error| format!("cannot run npm: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("npm {what} in {folder}/ ended with {status}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_compared_by_number() {
        assert_eq!(parts("v20.19.1"), Some((20, 19)));
        assert!(parts("v20.9.0").unwrap() < NODE_MIN && parts("v22.1.0").unwrap() > NODE_MIN);
        assert_eq!(parts("20"), None);
    }
}
