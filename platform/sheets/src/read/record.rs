//! The row that a format's own reader fills, before it is judged against the headings.

use crate::error::RowFault;
use crate::limits::Limits;

/// One row as it stands in the file. The strings are kept from row to row.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) number: u64,
    pub(crate) cells: Vec<String>,
    /// Which of the cells are numbers to the file, and not texts that may look like some.
    pub(crate) numbers: Vec<usize>,
    /// The first fault, with the position of the cell it was found in.
    pub(crate) fault: Option<(usize, RowFault)>,
}

impl Record {
    /// Makes the cell at `column` an empty one, if it is within the limits.
    pub(crate) fn open(&mut self, column: usize, limits: &Limits) {
        if column >= limits.columns {
            return;
        }
        match self.cells.get_mut(column) {
            Some(cell) => cell.clear(),
            None => self.cells.resize(column + 1, String::new()),
        }
    }

    /// Adds to the cell at `column`, or finds fault with the row if it would grow too large.
    pub(crate) fn push(&mut self, column: usize, text: &str, limits: &Limits) {
        let Some(cell) = self.cells.get_mut(column) else {
            // Separators without anything between them are no reason to refuse a row.
            if !text.trim().is_empty() {
                let allowed = limits.columns;
                self.blame(column, RowFault::TooManyColumns { allowed });
            }
            return;
        };
        if cell.len() + text.len() <= limits.field_bytes {
            cell.push_str(text);
        } else {
            let allowed = limits.field_bytes;
            self.blame(column, RowFault::CellTooLong { allowed });
        }
    }

    /// Notes a fault, unless one was noted before: the first is the one that explains the rest.
    pub(crate) fn blame(&mut self, column: usize, fault: RowFault) {
        self.fault.get_or_insert((column, fault));
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.fault.is_none() && self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}
