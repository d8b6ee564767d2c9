//! The rules of the tree, as plain Rust. Each has a name, a reason, and examples that break it.

mod crates;
mod ladder;
mod shape;
mod words;

use crate::cargo::root;
use crate::{Outcome, no_more};
use std::fmt;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// A text of the tree; its path has slashes and starts at the root.
#[derive(Debug)]
struct SourceFile {
    path: String,
    text: String,
}

impl SourceFile {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The text that people write here: code, prose and SQL.
    fn is_written(&self) -> bool {
        [".rs", ".md", ".sql"].iter().any(|ending| self.path.ends_with(ending))
    }

    fn is_below(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }
}

/// One broken rule in one place.
#[derive(Debug)]
struct Finding {
    file: String,
    line: usize,
    rule: &'static str,
    what: String,
    why: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { file, line, rule, what, why } = self;
        write!(out, "{file}:{line}: [{rule}] {what}\n    why: {why}")
    }
}

/// `cargo xtask tidy`.
pub fn run(arguments: &[String]) -> Outcome {
    no_more(arguments)?;
    let mut files = Vec::new();
    read_tree(&root(), "", &mut files)?;
    for (path, lines) in files.iter().filter_map(shape::is_long) {
        println!("{path}: warning: {lines} lines; one file, one idea?");
    }
    let findings = findings(&files);
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("xtask: {} files keep the rules of the tree", files.len());
        return Ok(ExitCode::SUCCESS);
    }
    Err(format!("{} places break the rules of the tree", findings.len()))
}

fn findings(files: &[SourceFile]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = files
        .iter()
        .flat_map(|file| shape::check(file).into_iter().chain(words::check(file)))
        .collect();
    let crates = crates::find(files);
    findings.extend(crates::check(files, &crates));
    findings.extend(ladder::check(&crates));
    findings
}

/// Reads every text below the folder, in the order of names, so that two runs print the same.
fn read_tree(root: &Path, folder: &str, files: &mut Vec<SourceFile>) -> Result<(), String> {
    let place = root.join(folder);
    let cannot = |error: std::io::Error| format!("{}: {error}", place.display());
    let mut entries: Vec<_> =
        fs::read_dir(&place).map_err(cannot)?.collect::<Result<_, _>>().map_err(cannot)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let kind = entry.file_type().map_err(cannot)?;
        if kind.is_dir() && !is_foreign(&name) {
            read_tree(root, &path, files)?;
        } else if kind.is_file() && !is_written_by_a_program(&path) {
            // What is not UTF-8 is data, for example a workbook that a test imports.
            if let Ok(text) = fs::read_to_string(entry.path()) {
                files.push(SourceFile { path, text });
            }
        }
    }
    Ok(())
}

fn is_foreign(folder: &str) -> bool {
    ["target", "node_modules", ".git"].contains(&folder)
}

fn is_written_by_a_program(path: &str) -> bool {
    path == "Cargo.lock" || path == "api/openapi.json" || path.ends_with("package-lock.json")
}

#[cfg(test)]
fn source(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_names_the_place_the_rule_and_the_reason() {
        let findings =
            findings(&[source("domain/x/src/lib.rs", "fn a() {}\nfn b() { todo!() }\n")]);
        let printed = findings[0].to_string();
        assert!(printed.starts_with("domain/x/src/lib.rs:2: [unfinished] "), "{printed}");
        assert!(printed.contains("\n    why: "), "{printed}");
    }
}
