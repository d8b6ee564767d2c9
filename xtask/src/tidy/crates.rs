//! Rules about a crate as a whole, and what the other rules need to know of it.

use super::{Finding, SourceFile};
use crate::manifest::{self, Entry};

/// A crate of the workspace.
#[derive(Debug)]
pub(super) struct Crate {
    pub name: String,
    /// `domain/billing`, for example.
    pub folder: String,
    pub dependencies: Vec<Dependency>,
}

impl Crate {
    pub fn manifest(&self) -> String {
        format!("{}/Cargo.toml", self.folder)
    }
}

/// What one crate says about another in its Cargo.toml.
#[derive(Debug)]
pub(super) struct Dependency {
    pub name: String,
    pub line: usize,
    /// Only tests and examples see it.
    pub is_dev: bool,
}

/// The packages that reach an engine directly.
const ENGINES: [&str; 4] = ["rusqlite", "libsqlite3-sys", "postgres", "tokio-postgres"];

pub(super) fn find(files: &[SourceFile]) -> Vec<Crate> {
    files.iter().filter_map(read).collect()
}

fn read(file: &SourceFile) -> Option<Crate> {
    let folder = file.path.strip_suffix("/Cargo.toml")?;
    let entries = manifest::entries(&file.text);
    let name = entries.iter().find(|entry| entry.section == "package" && entry.key == "name")?;
    Some(Crate {
        name: name.value.trim_matches('"').to_owned(),
        folder: folder.to_owned(),
        dependencies: dependencies(&entries),
    })
}

fn dependencies(entries: &[Entry]) -> Vec<Dependency> {
    let mut dependencies: Vec<Dependency> = Vec::new();
    for entry in entries {
        // `[target.'cfg(unix)'.dependencies]` counts, and so does `[dependencies.money]`.
        let parts: Vec<&str> = entry.section.split('.').collect();
        let Some(at) = parts.iter().position(|part| part.ends_with("dependencies")) else {
            continue;
        };
        if parts[0] == "workspace" {
            continue;
        }
        let alias = parts.get(at + 1).copied().unwrap_or_else(|| {
            entry.key.split_once('.').map_or(entry.key.as_str(), |(name, _)| name)
        });
        let name = manifest::field(&entry.value, "package").unwrap_or(alias);
        if dependencies.iter().any(|known| known.name == name && parts.len() > at + 1) {
            continue;
        }
        let is_dev = parts[at] == "dev-dependencies";
        dependencies.push(Dependency { name: name.to_owned(), line: entry.line, is_dev });
    }
    dependencies
}

pub(super) fn check(files: &[SourceFile], crates: &[Crate]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in crates {
        findings.extend(missing_front_page(files, member));
        if member.folder == "platform/db" || member.folder.starts_with("platform/testkit") {
            continue;
        }
        for dependency in &member.dependencies {
            if ENGINES.contains(&dependency.name.as_str()) {
                findings.push(Finding {
                    file: member.manifest(),
                    line: dependency.line,
                    rule: "engine",
                    what: format!("{} depends on {}", member.name, dependency.name),
                    why: "platform/db is the one seam to the engines; all else must run on both",
                });
            }
        }
    }
    findings
}

/// The README is the crate's front page, in the repository and in its documentation.
fn missing_front_page(files: &[SourceFile], member: &Crate) -> Option<Finding> {
    let text = |path: &str| {
        let path = format!("{}/{path}", member.folder);
        files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    };
    let is_included = |path: &str| {
        let included = "#![doc = include_str!(\"../README.md\")]";
        text(path).is_some_and(|text| text.lines().any(|line| line.trim() == included))
    };
    let (file, what) = if text("README.md").is_none_or(|text| text.trim().is_empty()) {
        ("Cargo.toml", "the crate has no README.md")
    } else if !["src/lib.rs", "src/main.rs"].into_iter().any(is_included) {
        ("README.md", "the crate's documentation does not include README.md")
    } else {
        return None;
    };
    Some(Finding {
        file: format!("{}/{file}", member.folder),
        line: 1,
        rule: "readme",
        what: what.to_owned(),
        why: "a newcomer reads one page a crate; `#![doc = include_str!(\"../README.md\")]` keeps one",
    })
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    const MANIFEST: &str = r#"
[package]
name = "billing"

[dependencies]
money.workspace = true
books = { package = "ledger", path = "../ledger" }

[dependencies.clients]
workspace = true
features = ["x"]

[dev-dependencies]
testkit = { workspace = true }

[target.'cfg(unix)'.dependencies]
kernel = { workspace = true }
"#;

    #[test]
    fn dependencies_are_read_however_they_are_written() {
        let found = find(&[source("domain/billing/Cargo.toml", MANIFEST)]);
        assert_eq!(found[0].name, "billing");
        let names: Vec<_> = found[0]
            .dependencies
            .iter()
            .map(|dependency| (dependency.name.as_str(), dependency.line, dependency.is_dev))
            .collect();
        let expected = [
            ("money", 6, false),
            ("ledger", 7, false),
            ("clients", 10, false),
            ("testkit", 14, true),
            ("kernel", 17, false),
        ];
        assert_eq!(names, expected);
    }

    fn rules(files: &[SourceFile]) -> Vec<String> {
        let found = check(files, &find(files));
        found.into_iter().map(|finding| format!("{}: {}", finding.file, finding.rule)).collect()
    }

    #[test]
    fn a_crate_has_a_front_page_that_its_documentation_includes() {
        let manifest = || source("domain/billing/Cargo.toml", MANIFEST);
        let readme = || source("domain/billing/README.md", "# billing\n");
        let library = |text| source("domain/billing/src/lib.rs", text);
        let included = "#![doc = include_str!(\"../README.md\")]\n";
        assert_eq!(rules(&[manifest(), readme(), library(included)]), [""; 0]);
        assert_eq!(rules(&[manifest(), library(included)]), ["domain/billing/Cargo.toml: readme"]);
        let unused = rules(&[manifest(), readme(), library("//! Bills.\n")]);
        assert_eq!(unused, ["domain/billing/README.md: readme"]);
    }

    #[test]
    fn only_the_seam_depends_on_an_engine() {
        let text = "[package]\nname = \"x\"\n[dependencies]\nrusqlite.workspace = true\n";
        assert!(
            rules(&[source("app/x/Cargo.toml", text)]).contains(&"app/x/Cargo.toml: engine".into())
        );
        assert!(!rules(&[source("platform/db/Cargo.toml", text)]).join(" ").contains("engine"));
    }
}
