//! Tables for reading: columns in line, numbers to the right.

use std::io::{self, Write};

use console::measure_text_width;

/// Spaces between two columns.
const GAP: &str = "  ";

/// A table that is written once all of it is known.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    to_the_right: Vec<bool>,
}

impl Table {
    /// A table of columns that stand to the left or to the right.
    pub fn new(to_the_right: Vec<bool>) -> Self {
        Self { rows: Vec::new(), to_the_right }
    }

    /// Adds a row; headings are one too.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Writes it, each line with `indent` in front and without spaces at its end.
    pub fn write(&self, out: &mut impl Write, indent: &str) -> io::Result<()> {
        let width = |at: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(at));
            cells.map(|cell| measure_text_width(cell)).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.to_the_right.len()).map(width).collect();
        for row in &self.rows {
            let mut line = String::new();
            for ((cell, width), right) in row.iter().zip(&widths).zip(&self.to_the_right) {
                let space = " ".repeat(width.saturating_sub(measure_text_width(cell)));
                let (before, behind) =
                    if *right { (space.as_str(), "") } else { ("", space.as_str()) };
                if !line.is_empty() {
                    line.push_str(GAP);
                }
                line.extend([before, cell.as_str(), behind]);
            }
            writeln!(out, "{indent}{}", line.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_line_however_wide_their_letters_are() {
        let mut table = Table::new(vec![false, true]);
        for (name, amount) in [("client", "open"), ("山田", "12.00"), ("Ana", "7.50")] {
            table.row(vec![name.to_owned(), amount.to_owned()]);
        }
        let mut out = Vec::new();
        table.write(&mut out, "").unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "client   open\n山田    12.00\nAna      7.50\n"
        );
    }
}
