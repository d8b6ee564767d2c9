//! Licences, sources and bans of all dependencies, judged by `deny.toml`.
//!
//! The file is cargo-deny's own, so that both read one list. cargo-deny is used as well where it is
//! installed; this reader needs neither it nor a network.

use crate::cargo::{cargo, root};
use crate::spdx::Accepted;
use crate::{Outcome, machine, manifest, no_more};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// `cargo xtask licences`.
pub fn run(arguments: &[String]) -> Outcome {
    no_more(arguments)?;
    let path = root().join("deny.toml");
    let text = fs::read_to_string(&path).map_err(|error| format!("deny.toml: {error}"))?;
    let policy = Policy::read(&text);
    let packages = packages()?;
    let mut problems: Vec<String> =
        packages.iter().filter_map(|package| policy.problem_with(package)).collect();
    warn_of_duplicates(&packages);
    run_cargo_deny(&mut problems)?;
    for problem in &problems {
        println!("deny.toml: {problem}");
    }
    if problems.is_empty() {
        println!("xtask: licences, sources and bans of {} packages are in order", packages.len());
        return Ok(ExitCode::SUCCESS);
    }
    Err(format!("{} of {} packages break deny.toml", problems.len(), packages.len()))
}

/// What the check needs to know of one package in the lock file.
#[derive(Debug, Clone)]
struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    /// None for the workspace's own crates.
    source: Option<String>,
}

/// All packages of the lock file, for every target and not only for this machine.
fn packages() -> Result<Vec<Package>, String> {
    let output = cargo()
        .args(["metadata", "--format-version", "1", "--locked"])
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err("cargo metadata --locked failed; is Cargo.lock committed and current?".into());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo metadata printed no JSON: {error}"))?;
    let text = |package: &Value, name: &str| package[name].as_str().map(str::to_owned);
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    Ok(packages
        .iter()
        .map(|package| Package {
            name: text(package, "name").unwrap_or_default(),
            version: text(package, "version").unwrap_or_default(),
            licence: text(package, "license"),
            source: text(package, "source"),
        })
        .collect())
}

/// What deny.toml allows.
struct Policy {
    licences: Vec<String>,
    /// Licences that one package alone may have.
    exceptions: Vec<(String, String)>,
    /// Packages that may not be used.
    banned: Vec<(String, String)>,
    registries: Vec<String>,
}

impl Policy {
    fn read(text: &str) -> Policy {
        let entries = manifest::entries(text);
        let value = |section: &str, key: &str| {
            let met = entries.iter().find(|entry| entry.section == section && entry.key == key);
            met.map(|entry| entry.value.as_str()).unwrap_or_default()
        };
        let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect();
        let mut exceptions = Vec::new();
        for table in manifest::tables(value("licenses", "exceptions")) {
            let Some(name) = manifest::field(table, "crate") else { continue };
            let licences = table.split(['[', ']']).nth(1).unwrap_or_default();
            for licence in manifest::strings(licences) {
                exceptions.push((name.to_owned(), licence.to_owned()));
            }
        }
        let mut banned = Vec::new();
        for table in manifest::tables(value("bans", "deny")) {
            let Some(name) = manifest::field(table, "crate") else { continue };
            let reason = manifest::field(table, "reason").unwrap_or("no reason is given");
            banned.push((name.to_owned(), reason.to_owned()));
        }
        Policy {
            licences: owned(manifest::strings(value("licenses", "allow"))),
            exceptions,
            banned,
            registries: owned(manifest::strings(value("sources", "allow-registry"))),
        }
    }

    fn problem_with(&self, package: &Package) -> Option<String> {
        let what = format!("{} {}", package.name, package.version);
        if let Some((_, reason)) = self.banned.iter().find(|(name, _)| *name == package.name) {
            return Some(format!("{what} is banned: {reason}"));
        }
        if let Some(source) = &package.source {
            let place = source.split_once('+').map_or(source.as_str(), |(_, place)| place);
            let is_registry = source.starts_with("registry+") || source.starts_with("sparse+");
            if !is_registry || !self.registries.iter().any(|registry| registry == place) {
                return Some(format!("{what} comes from {source}, which is not allowed"));
            }
        }
        let Some(expression) = &package.licence else {
            return Some(format!("{what} names no licence"));
        };
        let own = self.exceptions.iter().filter(|(name, _)| *name == package.name);
        let licences: BTreeSet<&str> = self
            .licences
            .iter()
            .map(String::as_str)
            .chain(own.map(|(_, licence)| licence.as_str()))
            .collect();
        match (Accepted { licences }).satisfy(expression) {
            Ok(true) => None,
            Ok(false) => Some(format!("{what} is under {expression}, which is not allowed")),
            Err(why) => Some(format!("{what}: its licence {expression:?} cannot be read: {why}")),
        }
    }
}

/// Two versions of one package cost build time, so they are shown; they break nothing.
fn warn_of_duplicates(packages: &[Package]) {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    let twice: Vec<String> = versions
        .into_iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, versions)| format!("{name} ({})", versions.join(", ")))
        .collect();
    if !twice.is_empty() {
        println!("xtask: warning: in more than one version: {}", twice.join("; "));
    }
}

/// Lets cargo-deny judge too, where it is installed, and says what nobody judged.
fn run_cargo_deny(problems: &mut Vec<String>) -> Result<(), String> {
    if machine::first_line(cargo().args(["deny", "--version"])).is_none() {
        println!("xtask: ADVISORIES WERE NOT CHECKED: cargo-deny is not installed here, and the");
        println!("       advisory database is a git repository that only it reads");
        return Ok(());
    }
    let mut checks = vec!["licenses", "bans", "sources"];
    if has_advisories() {
        checks.push("advisories");
    } else {
        println!("xtask: ADVISORIES WERE NOT CHECKED: there is no copy of the advisory database");
        println!("       here; `cargo deny fetch` gets one where the network allows it");
    }
    let status = cargo()
        .args(["deny", "--offline", "check"])
        .args(checks)
        .status()
        .map_err(|error| format!("cannot run cargo deny: {error}"))?;
    if !status.success() {
        problems.push("cargo deny found what it prints above".to_owned());
    }
    Ok(())
}

/// cargo-deny keeps each advisory database in a folder of its own under this one.
fn has_advisories() -> bool {
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    cargo_home
        .and_then(|home| fs::read_dir(home.join("advisory-dbs")).ok())
        .is_some_and(|databases| databases.flatten().any(|entry| entry.path().is_dir()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"
[licenses]
allow = ["MIT", "Apache-2.0"]
exceptions = [{ allow = ["MPL-2.0"], crate = "option-ext" }]
[bans]
deny = [{ crate = "openssl-sys", reason = "no C library to keep track of" }]
[sources]
allow-registry = ["https://github.com/rust-lang/crates.io-index"]
"#;
    const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

    fn problem(name: &str, licence: Option<&str>, source: Option<&str>) -> Option<String> {
        Policy::read(POLICY).problem_with(&Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.map(str::to_owned),
            source: source.map(str::to_owned),
        })
    }

    #[test]
    fn allowed_packages_are_no_problem() {
        assert_eq!(problem("billing", Some("Apache-2.0"), None), None);
        assert_eq!(problem("serde", Some("MIT OR Apache-2.0"), Some(CRATES_IO)), None);
        assert_eq!(problem("option-ext", Some("MPL-2.0"), Some(CRATES_IO)), None);
    }

    #[test]
    fn each_broken_rule_is_named() {
        let broken = [
            (problem("viral", Some("GPL-3.0-only"), Some(CRATES_IO)), "is under GPL-3.0-only"),
            (problem("other", Some("MPL-2.0"), Some(CRATES_IO)), "is under MPL-2.0"),
            (problem("silent", None, Some(CRATES_IO)), "names no licence"),
            (problem("openssl-sys", Some("MIT"), Some(CRATES_IO)), "no C library"),
            (problem("forked", Some("MIT"), Some("git+https://example.com/forked")), "comes from"),
            (problem("private", Some("MIT"), Some("registry+https://example.com")), "comes from"),
        ];
        for (problem, expected) in broken {
            let problem = problem.unwrap_or_else(|| panic!("nothing was found: {expected}"));
            assert!(problem.contains(expected), "{problem}");
        }
    }
}
