//! Commands as they are typed into a shell, without secrets.

/// A word as a shell must be given it.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// An address without the password that may stand in it.
pub fn without_password(address: &str) -> String {
    let Some(start) = address.find("://").map(|at| at + 3) else { return address.to_owned() };
    let (scheme, rest) = address.split_at(start);
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let rest = match rest.rsplit_once('@') {
        Some((user, place)) => format!("{}@{place}", user.split(':').next().unwrap_or_default()),
        None => rest.to_owned(),
    };
    let kept: Vec<&str> =
        query.split('&').filter(|p| !p.is_empty() && !p.starts_with("password=")).collect();
    if kept.is_empty() {
        format!("{scheme}{rest}")
    } else {
        format!("{scheme}{rest}?{}", kept.join("&"))
    }
}

/// The command line of this process once more, an option and its value left out and words added, ready to be
/// typed.
pub fn again_without(option: &str, more: &[&str]) -> String {
    let typed = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    let kept = without(option, typed);
    let words =
        kept.iter().map(|word| without_password(word)).chain(more.iter().map(|w| (*w).to_owned()));
    words.map(|word| quoted(&word)).collect::<Vec<_>>().join(" ")
}

/// What was typed, without an option and its value.
fn without(option: &str, mut typed: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept = Vec::new();
    while let Some(word) = typed.next() {
        if word == option {
            typed.next();
        } else if word.strip_prefix(option).is_none_or(|rest| !rest.starts_with('=')) {
            kept.push(word);
        }
    }
    kept
}

/// Another command of this program on the same books, ready to be typed: the options of every command are
/// taken over from this process.
pub fn instead(command: &[&str]) -> String {
    let mut typed = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    let mut words = vec![typed.next().unwrap_or_else(|| "rapport".to_owned())];
    while let Some(word) = typed.next() {
        match word.as_str() {
            "--db" | "--company" | "--config" => {
                words.extend([word, typed.next().unwrap_or_default()])
            }
            _ if ["--db=", "--company=", "--config="].iter().any(|o| word.starts_with(o)) => {
                words.push(word)
            }
            _ => {}
        }
    }
    words.extend(command.iter().map(|w| (*w).to_owned()));
    words.iter().map(|word| quoted(&without_password(word))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_goes_with_its_value() {
        for typed in
            ["import f.csv --refused r.csv --profile p", "import f.csv --refused=r.csv --profile p"]
        {
            let words = typed.split(' ').map(str::to_owned);
            assert_eq!(without("--refused", words).join(" "), "import f.csv --profile p");
        }
    }

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        for (word, expect) in [
            ("import", "import"),
            ("sqlite:/tmp/a.db", "sqlite:/tmp/a.db"),
            ("my file.csv", "'my file.csv'"),
            ("it's", r"'it'\''s'"),
            ("", "''"),
            ("$HOME", "'$HOME'"),
        ] {
            assert_eq!(quoted(word), expect);
        }
    }

    #[test]
    fn passwords_are_left_out_wherever_they_stand() {
        for (address, expect) in [
            ("postgres://ana:pw@host/db", "postgres://ana@host/db"),
            ("postgres://ana:p@w@host:5432/db", "postgres://ana@host:5432/db"),
            ("postgres://host/db?user=ana&password=pw", "postgres://host/db?user=ana"),
            ("postgres://ana@host/db?password=pw", "postgres://ana@host/db"),
            ("--db=postgres://ana:pw@host/db", "--db=postgres://ana@host/db"),
            ("sqlite:/a@b:c.db", "sqlite:/a@b:c.db"),
        ] {
            assert_eq!(without_password(address), expect);
        }
    }
}
