//! Rules about a file as a whole: its size, its name, its white space.

use super::{Finding, SourceFile};

const LINES_MAX: usize = 1_000;
const LINES_BEFORE_WARNING: usize = 500;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["utils", "util", "helpers", "helper", "common", "misc"];

/// Texts that people read from top to bottom; data and generated files may be long.
const LIMITED: [&str; 10] =
    [".rs", ".md", ".sql", ".toml", ".sh", ".ts", ".tsx", ".css", ".html", "Makefile"];

/// What a tool writes from something else and nobody reads from top to bottom.
const GENERATED: [&str; 1] = ["web/src/api/schema.d.ts"];

/// The path and length of a file that is allowed but on its way to be too long.
pub(super) fn is_long(file: &SourceFile) -> Option<(&str, usize)> {
    let lines = limited_lines(file)?;
    (lines > LINES_BEFORE_WARNING && lines <= LINES_MAX).then_some((&file.path, lines))
}

pub(super) fn check(file: &SourceFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut found = |line, rule, what: String, why| {
        findings.push(Finding { file: file.path.clone(), line, rule, what, why });
    };
    if let Some(lines) = limited_lines(file).filter(|lines| *lines > LINES_MAX) {
        let why = "a reader must be able to hold a file in mind; split it by concept";
        found(lines, "length", format!("{lines} lines, {LINES_MAX} are allowed"), why);
    }
    if let Some(name) = empty_name(file) {
        let why = "such a name says nothing, so everything ends up in it; name the concept";
        found(1, "name", format!("a file or folder named {name:?}"), why);
    }
    if file.is_written() {
        for (index, line) in file.text.lines().enumerate() {
            let why = "white space that nobody sees makes differences that nobody meant";
            if line.ends_with([' ', '\t', '\r']) {
                found(index + 1, "white-space", "white space at the end of the line".into(), why);
            } else if line.contains('\t') {
                found(index + 1, "white-space", "a tab".into(), why);
            }
        }
        if !file.text.is_empty() && !file.text.ends_with('\n') {
            let why = "a text without a last newline runs into whatever is printed after it";
            found(file.text.lines().count(), "newline", "no newline at the end".into(), why);
        }
    }
    findings
}

fn limited_lines(file: &SourceFile) -> Option<usize> {
    let is_limited = LIMITED.iter().any(|ending| file.path.ends_with(ending));
    let is_written = !GENERATED.contains(&file.path.as_str());
    (is_limited && is_written).then(|| file.text.lines().count())
}

fn empty_name(file: &SourceFile) -> Option<&str> {
    let stems = file.path.split('/').map(|part| part.split('.').next().unwrap_or(part));
    stems.into_iter().find(|stem| EMPTY_NAMES.contains(stem))
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        check(&source(path, text)).into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn a_tidy_file_has_no_findings() {
        assert_eq!(rules("domain/billing/src/invoice.rs", "fn issue() {}\n"), [""; 0]);
        assert_eq!(rules("domain/x/tests/utility_bill.csv", "a,b \t"), [""; 0]);
    }

    #[test]
    fn a_long_file_is_first_a_warning_and_then_a_finding() {
        let warned = source("docs/guide.md", &"line\n".repeat(1_000));
        assert_eq!(is_long(&warned), Some(("docs/guide.md", 1_000)));
        assert!(check(&warned).is_empty());
        let broken = source("docs/guide.md", &"line\n".repeat(1_001));
        assert_eq!(is_long(&broken), None);
        assert_eq!(check(&broken)[0].rule, "length");
        assert_eq!(rules("docs/codes.csv", &"line\n".repeat(1_001)), [""; 0]);
    }

    #[test]
    fn names_that_say_nothing_are_found_in_files_and_folders() {
        for path in
            ["domain/x/src/utils.rs", "domain/x/src/helpers/tax.rs", "x/tests/common/mod.rs"]
        {
            assert_eq!(rules(path, ""), ["name"], "{path}");
        }
        assert_eq!(rules("domain/x/src/common_stock.rs", ""), [""; 0]);
    }

    #[test]
    fn white_space_that_nobody_sees_is_found() {
        assert_eq!(rules("a.rs", "fn a() {} \n"), ["white-space"]);
        assert_eq!(rules("a.sql", "SELECT\t1\n"), ["white-space"]);
        assert_eq!(rules("a.md", "text\r\n"), [""; 0], "lines() takes \\r\\n as one newline");
        assert_eq!(rules("migrations/0001.sql", "SELECT 1;"), ["newline"]);
    }
}
