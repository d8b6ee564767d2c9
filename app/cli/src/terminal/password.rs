//! Passwords: typed without an echo, read from standard input, or made up and shown once.

use std::io::{BufRead, IsTerminal};

use kernel::IdSource;
use people::user::PasswordHash;

use super::note;
use crate::error::{Error, Result};

/// Letters and digits that nobody takes for each other.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
/// Characters of a password that is made up: 5 bits each, 120 in all.
const CHARS: usize = 24;

/// Where a password comes from. By default it is asked for, or made up where nobody can be asked.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Source {
    /// Read the password from the first line of standard input
    #[arg(long, conflicts_with = "generate_password")]
    password_stdin: bool,
    /// Make a password up and print it once
    #[arg(long)]
    generate_password: bool,
}

/// A password, and whether it must still be told to somebody.
pub struct Chosen {
    /// Its hash.
    pub hash: PasswordHash,
    /// The password, where it was made up.
    pub made_up: Option<String>,
}

impl Source {
    /// Gets the password of `whom`.
    pub fn choose(self, whom: &str) -> Result<Chosen> {
        if self.password_stdin {
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line)?;
            let text = line.trim_end_matches(['\n', '\r']);
            return Ok(Chosen { hash: PasswordHash::of(text)?, made_up: None });
        }
        if self.generate_password
            || !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal())
        {
            let text = made_up();
            return Ok(Chosen { hash: PasswordHash::of(&text)?, made_up: Some(text) });
        }
        Ok(Chosen { hash: asked(whom)?, made_up: None })
    }
}

/// Asks until the same password was typed twice.
fn asked(whom: &str) -> Result<PasswordHash> {
    const TRIES: usize = 3;
    let terminal = console::Term::stderr();
    for _ in 0..TRIES {
        terminal.write_str(&format!("Password for {whom}: "))?;
        let first = terminal.read_secure_line()?;
        let hash = match PasswordHash::of(&first) {
            Ok(hash) => hash,
            Err(e) => {
                note(&e.to_string());
                continue;
            }
        };
        terminal.write_str("Once more: ")?;
        if terminal.read_secure_line()? == first {
            return Ok(hash);
        }
        note("The two are not the same.");
    }
    Err(Error::new("no password was set"))
}

fn made_up() -> String {
    let secret = IdSource::random().secret();
    secret
        .iter()
        .take(CHARS)
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_that_are_made_up_are_long_and_differ() {
        let (one, other) = (made_up(), made_up());
        assert_eq!(one.len(), CHARS);
        assert_ne!(one, other);
    }
}
