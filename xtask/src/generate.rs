//! The generated files, which are committed so that a reader and a diff can see them.

use crate::cargo::{cargo, locked, root};
use crate::{Outcome, no_more};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// Each generated file, and the arguments with which the `rapport` program prints it.
const GENERATED: [(&str, &[&str]); 1] = [("api/openapi.json", &["openapi"])];

/// `cargo xtask generate`: writes the files, or with `--check` compares them.
pub fn run(arguments: &[String]) -> Outcome {
    let check = match arguments.split_first() {
        Some((first, rest)) if first == "--check" => {
            no_more(rest)?;
            true
        }
        _ => {
            no_more(arguments)?;
            false
        }
    };
    let rapport = build_rapport()?;
    let mut stale = Vec::new();
    for (file, words) in GENERATED {
        let path = root().join(file);
        let wanted = printed_by(&rapport, words)?;
        if fs::read(&path).is_ok_and(|committed| committed == wanted) {
            println!("xtask: {file} is up to date");
        } else if check {
            print_difference(&path, &wanted)?;
            stale.push(file);
        } else {
            write_whole(&path, &wanted)?;
            println!("xtask: wrote {file}");
        }
    }
    if stale.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    Err(format!("out of date: {}; run `cargo xtask generate` and commit", stale.join(", ")))
}

fn printed_by(program: &Path, words: &[&str]) -> Result<Vec<u8>, String> {
    let command = format!("rapport {}", words.join(" "));
    let output = Command::new(program)
        .args(words)
        .current_dir(root())
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run {command}: {error}"))?;
    if !output.status.success() {
        return Err(format!("`{command}` ended with {}", output.status));
    }
    if output.stdout.is_empty() {
        return Err(format!("`{command}` printed nothing"));
    }
    Ok(output.stdout)
}

/// Builds `rapport` and says where it is. `--workspace` and `--examples` make cargo choose the
/// dependencies' features as it does for the tests, so that their build is used and not a second one.
fn build_rapport() -> Result<PathBuf, String> {
    let output = cargo()
        .args(["build", "-q", "--workspace", "--bin", "rapport", "--examples"])
        .args(locked())
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run cargo build: {error}"))?;
    if !output.status.success() {
        return Err("rapport could not be built".to_owned());
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    messages.lines().find_map(program_of).ok_or_else(|| "cargo built no rapport".to_owned())
}

/// The program's path, if this is cargo's message that it is there.
fn program_of(message: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    let target = &message["target"];
    let is_rapport = target["name"] == "rapport" && target["kind"][0] == "bin";
    is_rapport.then(|| message["executable"].as_str().map(PathBuf::from)).flatten()
}

/// A reader sees the old file or the new one, never half of it.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let partial = path.with_extension("partial");
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::write(&partial, bytes)
        .and_then(|()| fs::rename(&partial, path))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// Prints what `diff -u` says; its exit code is 1 for a difference and 2 for trouble.
fn print_difference(committed: &Path, wanted: &[u8]) -> Result<(), String> {
    let cannot = |error: std::io::Error| format!("cannot run diff: {error}");
    let mut diff = Command::new("diff")
        .args(["-u", "-N", "--label", "committed", "--label", "generated"])
        .arg(committed)
        .arg("-")
        .stdin(Stdio::piped())
        .spawn()
        .map_err(cannot)?;
    if let Some(mut input) = diff.stdin.take() {
        input.write_all(wanted).map_err(cannot)?;
    }
    diff.wait().map_err(cannot)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_cargos_messages() {
        let message = |name: &str, kind: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","target":{{"kind":["{kind}"],"name":"{name}"}},"executable":"/t/x"}}"#
            )
        };
        assert_eq!(program_of(&message("rapport", "bin")), Some(PathBuf::from("/t/x")));
        assert_eq!(program_of(&message("rapport", "example")), None);
        assert_eq!(program_of(&message("xtask", "bin")), None);
        assert_eq!(program_of(r#"{"reason":"build-finished","success":true}"#), None);
        assert_eq!(program_of("not JSON"), None);
    }

    #[test]
    fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
        let folder = std::env::temp_dir().join(format!("xtask-generate-{}", std::process::id()));
        let file = folder.join("api/openapi.json");
        write_whole(&file, b"old").unwrap();
        write_whole(&file, b"new").unwrap();
        let written = fs::read(&file).unwrap();
        let beside = fs::read_dir(folder.join("api")).unwrap().count();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(written, b"new");
        assert_eq!(beside, 1);
    }
}
