//! SPDX licence expressions: `(MIT OR Apache-2.0) AND BSD-3-Clause`.

use std::collections::BTreeSet;

/// Which licences are accepted for a package, and which of those it made use of.
pub struct Accepted<'a> {
    pub licences: BTreeSet<&'a str>,
}

impl Accepted<'_> {
    /// Whether the terms can be met with accepted licences alone. `WITH` belongs to its licence:
    /// `Apache-2.0 WITH LLVM-exception` is accepted under that whole name only.
    pub fn satisfy(&self, expression: &str) -> Result<bool, String> {
        let words = words(expression);
        let mut reader = Reader { words: &words, at: 0, accepted: &self.licences };
        let satisfied = reader.any_of()?;
        match reader.next() {
            None => Ok(satisfied),
            Some(extra) => Err(format!("{extra:?} is not expected in {expression:?}")),
        }
    }
}

/// Old packages write `MIT/Apache-2.0`, which means OR.
fn words(expression: &str) -> Vec<String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    spaced.split_whitespace().map(str::to_owned).collect()
}

struct Reader<'a> {
    words: &'a [String],
    at: usize,
    accepted: &'a BTreeSet<&'a str>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let word = self.words.get(self.at)?;
        self.at += 1;
        Some(word)
    }

    fn skip(&mut self, word: &str) -> bool {
        let met = self.words.get(self.at).is_some_and(|next| next == word);
        self.at += usize::from(met);
        met
    }

    /// OR binds less than AND, as in SPDX. Both sides are read even when one decides.
    fn any_of(&mut self) -> Result<bool, String> {
        let mut satisfied = self.all_of()?;
        while self.skip("OR") {
            satisfied |= self.all_of()?;
        }
        Ok(satisfied)
    }

    fn all_of(&mut self) -> Result<bool, String> {
        let mut satisfied = self.one()?;
        while self.skip("AND") {
            satisfied &= self.one()?;
        }
        Ok(satisfied)
    }

    fn one(&mut self) -> Result<bool, String> {
        match self.next() {
            Some("(") => {
                let satisfied = self.any_of()?;
                if self.skip(")") { Ok(satisfied) } else { Err("a bracket is not closed".into()) }
            }
            None | Some(")" | "AND" | "OR" | "WITH") => Err("a licence is missing".into()),
            Some(licence) if self.skip("WITH") => {
                let exception = self.next().ok_or("WITH is not followed by an exception")?;
                Ok(self.accepted.contains(format!("{licence} WITH {exception}").as_str()))
            }
            Some(licence) => Ok(self.accepted.contains(licence)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn satisfied(expression: &str) -> Result<bool, String> {
        let licences = BTreeSet::from(["MIT", "Apache-2.0", "BSD-3-Clause"]);
        Accepted { licences }.satisfy(expression)
    }

    #[test]
    fn one_accepted_choice_is_enough() {
        assert_eq!(satisfied("MIT"), Ok(true));
        assert_eq!(satisfied("GPL-3.0-only OR MIT"), Ok(true));
        assert_eq!(satisfied("MIT/Apache-2.0"), Ok(true));
        assert_eq!(satisfied("GPL-3.0-only"), Ok(false));
    }

    #[test]
    fn all_parts_of_an_and_must_be_accepted() {
        assert_eq!(satisfied("(Apache-2.0 OR MIT) AND BSD-3-Clause"), Ok(true));
        assert_eq!(satisfied("(Apache-2.0 OR MIT) AND OpenSSL"), Ok(false));
        assert_eq!(satisfied("MIT AND OpenSSL OR Apache-2.0"), Ok(true));
        assert_eq!(satisfied("OpenSSL AND (MIT OR Apache-2.0)"), Ok(false));
    }

    #[test]
    fn an_exception_is_a_licence_of_its_own() {
        assert_eq!(satisfied("Apache-2.0 WITH LLVM-exception"), Ok(false));
        assert_eq!(satisfied("Apache-2.0 WITH LLVM-exception OR MIT"), Ok(true));
    }

    #[test]
    fn nonsense_is_an_error_and_not_a_pass() {
        for expression in ["", "MIT OR", "(MIT", "MIT)", "MIT Apache-2.0", "AND MIT", "MIT WITH"] {
            assert!(satisfied(expression).is_err(), "{expression}");
        }
    }
}
