//! Looking at a file before anything is said of it: what it is, how it begins, what its columns may be.

use std::path::Path;

use sheets::{Format, Limits, ReadOptions, Reader, Row};

use crate::ImportError;
use crate::profile::{Kind, guess};

/// Rows that are shown.
pub const ROWS: usize = 20;
/// Characters of a cell that are shown.
pub const CELL_CHARS_MAX: usize = 200;

/// What a file looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// `csv` or `xlsx`.
    pub format: &'static str,
    /// The name of the encoding.
    pub encoding: String,
    /// What stands between two cells; only of a CSV file.
    pub delimiter: Option<char>,
    /// The sheet that was read; only of a workbook.
    pub sheet: Option<String>,
    /// The headings, each with the field that its column may be.
    pub columns: Vec<(String, Option<&'static str>)>,
    /// The first rows.
    pub rows: Vec<PreviewRow>,
    /// Whether there are more.
    pub more: bool,
}

/// A row of a file as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewRow {
    /// The line that it starts on, or its number in the sheet.
    pub number: u64,
    /// Its cells, cut where they are long.
    pub cells: Vec<String>,
    /// Why it cannot be read, where it cannot.
    pub problem: Option<String>,
}

/// Looks at the beginning of a file. What `options` leave out is detected; fields are guessed for a kind.
pub fn preview(
    path: &Path,
    options: &ReadOptions,
    kind: Option<Kind>,
) -> Result<Preview, ImportError> {
    let mut reader = Reader::open(path, options, &Limits::default())?;
    let headers = reader.headers().to_vec();
    let guesses = kind.map_or_else(|| vec![None; headers.len()], |kind| guess(kind, &headers));
    let mut rows = Vec::new();
    let mut more = false;
    loop {
        let mut row = Row::default();
        let problem = match reader.next_row(&mut row) {
            Ok(false) => break,
            Ok(true) => None,
            Err(e) if e.is_row() => Some(e.to_string()),
            Err(e) => return Err(e.into()),
        };
        if rows.len() == ROWS {
            more = true;
            break;
        }
        let cut = |cell: String| cell.chars().take(CELL_CHARS_MAX).collect();
        let cells = row.cells.into_iter().map(cut).collect();
        rows.push(PreviewRow { number: row.number, cells, problem });
    }
    let detected = reader.detected();
    Ok(Preview {
        format: match detected.format {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        },
        encoding: detected.encoding.clone(),
        delimiter: detected.delimiter,
        sheet: detected.sheet.clone(),
        columns: headers.into_iter().zip(guesses).collect(),
        rows,
        more,
    })
}
