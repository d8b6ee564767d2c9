//! Rules about words that may not stand in certain places.

use super::{Finding, SourceFile};

/// Words, where they are forbidden, and why.
struct Rule {
    name: &'static str,
    words: &'static [&'static str],
    why: &'static str,
    applies: fn(&SourceFile) -> bool,
    /// Whether unit tests inside the file may use the words.
    free_in_tests: bool,
}

const RULES: [Rule; 4] = [
    Rule {
        name: "engine",
        words: &["rusqlite", "postgres::", "tokio_postgres", "sqlite3"],
        why: "platform/db is the one seam to the engines; everything else must run on both",
        applies: |file| is_code(file) && !file.is_below(&["platform/db/", "platform/testkit"]),
        free_in_tests: false,
    },
    Rule {
        name: "clock",
        words: &["SystemTime::now", "Timestamp::now", "Zoned::now"],
        why: "time is a parameter; only the kernel's clock reads the system's, so that it can be fixed",
        applies: |file| is_code(file) && !file.is_below(&["platform/kernel/"]) && !is_test(file),
        free_in_tests: true,
    },
    Rule {
        name: "unfinished",
        words: &["todo!(", "unimplemented!(", "dbg!("],
        why: "what is not finished is not committed",
        applies: is_code,
        free_in_tests: false,
    },
    Rule {
        name: "machine-path",
        words: &["/work/", "/root/"],
        why: "a path of one machine works on no other",
        applies: |_| true,
        free_in_tests: false,
    },
];

pub(super) fn check(file: &SourceFile) -> Vec<Finding> {
    // The rules themselves must be able to say what they forbid.
    if file.is_below(&["xtask/src/tidy"]) {
        return Vec::new();
    }
    let applying: Vec<&Rule> = RULES.iter().filter(|rule| (rule.applies)(file)).collect();
    let first_test_line = first_test_line(&file.text);
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let mut found = |rule, what, why| {
            findings.push(Finding { file: file.path.clone(), line: index + 1, rule, what, why });
        };
        for rule in &applying {
            if rule.free_in_tests && index >= first_test_line {
                continue;
            }
            if let Some(word) = rule.words.iter().find(|word| contains_word(line, word)) {
                found(rule.name, format!("`{word}` may not stand here"), rule.why);
            }
        }
        if file.is_rust() && is_ignored_without_reason(line) {
            let why = "a test that nobody runs needs a reason that somebody can check again";
            found("ignore", "a test is ignored without a reason".to_owned(), why);
        }
    }
    findings
}

/// xtask itself starts engines and is no part of the product.
fn is_code(file: &SourceFile) -> bool {
    file.is_rust() && !file.is_below(&["xtask/", "docs/"])
}

fn is_test(file: &SourceFile) -> bool {
    file.path.ends_with("/tests.rs")
        || ["/tests/", "/benches/"].iter().any(|folder| file.path.contains(folder))
}

/// Where the unit tests begin; by custom they are the last thing in a file.
fn first_test_line(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let begins = |at: &usize| {
        lines[*at] == "#[cfg(test)]"
            && lines[at + 1..]
                .iter()
                .find(|line| !line.starts_with("#["))
                .is_some_and(|line| line.contains("mod ") && line.ends_with('{'))
    };
    (0..lines.len()).find(begins).unwrap_or(lines.len())
}

/// Whether the word stands there and is not the tail of a longer name or path.
fn contains_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || "_.-}>)*".contains(before))
    })
}

fn is_ignored_without_reason(line: &str) -> bool {
    let dense: String = line.split_whitespace().collect();
    dense.contains("#[ignore]") || dense.contains("#[ignore=\"\"]")
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<(usize, &'static str)> {
        let findings = check(&source(path, text));
        findings.into_iter().map(|finding| (finding.line, finding.rule)).collect()
    }

    #[test]
    fn engines_are_named_only_at_the_seam() {
        for line in ["use rusqlite::Row;", "let c = postgres::Client::connect();", "// sqlite3"] {
            assert_eq!(rules("domain/billing/src/a.rs", line), [(1, "engine")], "{line}");
            assert_eq!(rules("platform/db/src/a.rs", line), [], "{line}");
            assert_eq!(rules("platform/testkit/src/a.rs", line), [], "{line}");
            assert_eq!(rules("docs/guide.md", line), [], "{line}");
        }
        assert_eq!(rules("app/cli/src/a.rs", "\"postgres://localhost\""), []);
    }

    #[test]
    fn the_clock_is_read_only_in_the_kernel_and_in_tests() {
        let line = "let now = Timestamp::now();\n";
        assert_eq!(rules("app/server/src/a.rs", line), [(1, "clock")]);
        assert_eq!(rules("app/server/src/a.rs", "jiff::Zoned::now()"), [(1, "clock")]);
        assert_eq!(rules("platform/kernel/src/clock.rs", line), []);
        assert_eq!(rules("app/server/tests/a.rs", line), []);
        assert_eq!(rules("app/server/src/a/tests.rs", line), []);
        let with_tests = format!("{line}#[cfg(test)]\n#[allow(x)]\nmod tests {{\n{line}}}\n");
        assert_eq!(rules("app/server/src/a.rs", &with_tests), [(1, "clock")]);
        let tests_elsewhere = format!("#[cfg(test)]\nmod tests;\n{line}");
        assert_eq!(rules("app/server/src/a.rs", &tests_elsewhere), [(3, "clock")]);
    }

    #[test]
    fn unfinished_code_is_found_in_tests_too() {
        for line in ["todo!()", "unimplemented!(\"later\")", "let x = dbg!(y);"] {
            assert_eq!(rules("app/cli/tests/a.rs", line), [(1, "unfinished")], "{line}");
        }
        assert_eq!(rules("app/cli/src/a.rs", "my_todo!()"), []);
    }

    #[test]
    fn an_ignored_test_says_why() {
        assert_eq!(rules("app/cli/tests/a.rs", "#[ignore]"), [(1, "ignore")]);
        assert_eq!(rules("app/cli/tests/a.rs", "#[ignore = \"\"]"), [(1, "ignore")]);
        assert_eq!(rules("app/cli/tests/a.rs", "#[ignore = \"needs an hour\"]"), []);
    }

    #[test]
    fn paths_of_one_machine_are_found_in_any_text() {
        for path in ["README.md", "app/cli/src/a.rs", ".ci/run", "migrations/0001.sql"] {
            assert_eq!(rules(path, "see /work/main"), [(1, "machine-path")], "{path}");
            assert_eq!(rules(path, "\"/root/.cache\""), [(1, "machine-path")], "{path}");
        }
        assert_eq!(rules("README.md", "https://example.com/work/1 and src/root/x"), []);
    }
}
