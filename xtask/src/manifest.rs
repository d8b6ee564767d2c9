//! As much of TOML as Cargo.toml and deny.toml use: sections, keys, and values that may span lines.

/// One `key = value` with the section that it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub section: String,
    pub key: String,
    pub value: String,
    pub line: usize,
}

/// Every entry of a file, in order. Comments are dropped; a value with open brackets goes on.
pub fn entries(text: &str) -> Vec<Entry> {
    let mut section = String::new();
    let mut entries: Vec<Entry> = Vec::new();
    let mut open = 0;
    for (index, raw) in text.lines().enumerate() {
        let line = without_comment(raw).trim();
        if open > 0 {
            open += depth(line);
            if let Some(entry) = entries.last_mut() {
                entry.value.push(' ');
                entry.value.push_str(line);
            }
        } else if line.starts_with('[') {
            section = line.trim_matches(['[', ']']).trim().to_owned();
        } else if let Some((key, value)) = line.split_once('=') {
            open = depth(value);
            entries.push(Entry {
                section: section.clone(),
                key: key.trim().trim_matches('"').to_owned(),
                value: value.trim().to_owned(),
                line: index + 1,
            });
        }
    }
    entries
}

/// The quoted strings in a value, in order.
pub fn strings(value: &str) -> Vec<&str> {
    value.split('"').skip(1).step_by(2).collect()
}

/// The inline tables `{ … }` of a value.
pub fn tables(value: &str) -> Vec<&str> {
    value.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// The string that follows `name =` in one inline table.
pub fn field<'a>(table: &'a str, name: &str) -> Option<&'a str> {
    let parts: Vec<&str> = table.split('"').collect();
    parts.chunks_exact(2).find(|pair| key_before(pair[0]) == Some(name)).map(|pair| pair[1])
}

/// The key that ends `…, key = `, if that is how the text ends.
fn key_before(text: &str) -> Option<&str> {
    let key = text.trim_end().strip_suffix('=')?.trim_end();
    Some(key.rsplit([',', ' ', '{', '.']).next().unwrap_or(key))
}

fn depth(text: &str) -> i32 {
    let outside = text.split('"').step_by(2);
    outside.flat_map(str::chars).fold(0, |depth, character| match character {
        '[' | '{' => depth + 1,
        ']' | '}' => depth - 1,
        _ => depth,
    })
}

fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    for (index, character) in line.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '#' if !quoted => return &line[..index],
            _ => {}
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
[package]
name = "billing" # the area

[dependencies]
money.workspace = true
ledger = { path = "../ledger" }

[licenses]
allow = [
    "MIT", # a comment, with "quotes" and a ]
    "Apache-2.0",
]
exceptions = [{ allow = ["ISC"], crate = "untrusted" }, { crate = "other", allow = [] }]
"#;

    #[test]
    fn entries_know_their_section_and_line() {
        let found: Vec<_> = entries(TEXT)
            .into_iter()
            .map(|entry| (entry.section, entry.key, entry.line))
            .take(3)
            .collect();
        let expected = [
            ("package", "name", 3),
            ("dependencies", "money.workspace", 6),
            ("dependencies", "ledger", 7),
        ];
        assert_eq!(found, expected.map(|(section, key, line)| (section.into(), key.into(), line)));
    }

    #[test]
    fn a_list_may_span_lines() {
        let allow = entries(TEXT).into_iter().find(|entry| entry.key == "allow").unwrap();
        assert_eq!(strings(&allow.value), ["MIT", "Apache-2.0"]);
    }

    #[test]
    fn fields_of_inline_tables_are_found_in_any_order() {
        let exceptions = entries(TEXT).into_iter().find(|entry| entry.key == "exceptions").unwrap();
        let crates: Vec<_> = tables(&exceptions.value)
            .into_iter()
            .filter_map(|table| field(table, "crate"))
            .collect();
        assert_eq!(crates, ["untrusted", "other"]);
        assert_eq!(field(r#"subcrate = "no""#, "crate"), None);
    }
}
