//! What people see and type: messages, output, tables, progress, passwords.

mod output;
pub mod password;
pub mod progress;
mod sheet;
pub mod shell;
mod table;

use std::io::Write;

pub use output::{Output, reader_is_gone};
pub use progress::Bar;
pub use sheet::{Cell, Column, Form, Printed, Sheet};
pub use table::Table;

/// Says something to the person, on standard error. Where nobody listens, nothing is lost.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Text of unknown origin for a terminal: nothing in it moves the cursor or changes colours.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_colour_the_terminal() {
        assert_eq!(plain("\u{1b}[31mÑandú\n"), "\u{fffd}[31mÑandú\u{fffd}");
    }
}
