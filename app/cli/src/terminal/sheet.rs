//! Rows of a report or list in the form that was asked for.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;
use money::{Currency, format_minor};
use sheets::Writer;

use super::table::Table;
use super::{Output, plain};
use crate::error::{Error, Result};

/// The form of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For reading: columns in line
    #[default]
    Table,
    /// For other programs: one line of headings, then the rows
    Csv,
    /// For other programs: a list of objects; amounts are texts, so that no digit is lost
    Json,
    /// For a spreadsheet
    Xlsx,
}

/// How and where rows are printed.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Printed {
    /// The form of the rows
    #[arg(long = "format", value_enum, default_value_t, value_name = "FORM")]
    pub form: Form,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    name: String,
    title: String,
    is_number: bool,
}

impl Column {
    /// A column of text.
    pub fn text(name: &str) -> Self {
        Self { name: name.to_owned(), title: name.replace('_', " "), is_number: false }
    }

    /// A column of numbers.
    pub fn number(name: &str) -> Self {
        Self { is_number: true, ..Self::text(name) }
    }

    /// The same column under another heading where people read it.
    #[must_use]
    pub fn titled(self, title: &str) -> Self {
        Self { title: title.to_owned(), ..self }
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A day.
    Day(Date),
    /// A count.
    Count(i64),
    /// An exact decimal such as `45.10`.
    Decimal(String),
    /// Yes or no.
    Yes(bool),
    /// Nothing.
    Empty,
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An amount with its currency's decimals.
    pub fn amount(minor: i64, currency: Currency) -> Self {
        Self::Decimal(format_minor(minor, currency))
    }

    fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Decimal(text) => text.clone(),
            Self::Day(day) => day.to_string(),
            Self::Count(count) => count.to_string(),
            Self::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Empty => String::new(),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) | Self::Decimal(text) => text.as_str().into(),
            Self::Day(day) => day.to_string().into(),
            Self::Count(count) => (*count).into(),
            Self::Yes(yes) => (*yes).into(),
            Self::Empty => serde_json::Value::Null,
        }
    }
}

/// Rows on their way out. Only a table waits for the last row.
pub struct Sheet {
    columns: Vec<Column>,
    rows: u64,
    to: To,
}

enum To {
    Table(Table, Output),
    Sheet(Writer<Output>),
    Json(Output),
}

impl Sheet {
    /// Begins, with the headings.
    pub fn open(printed: &Printed, name: &str, columns: Vec<Column>) -> Result<Self> {
        let path: Option<&Path> = printed.out.as_deref();
        if printed.form == Form::Xlsx && path.is_none() && std::io::stdout().is_terminal() {
            return Err(Error::Usage(
                "a workbook cannot be shown here: add --out FILE.xlsx".to_owned(),
            ));
        }
        let mut out = Output::open(path)?;
        let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
        let to = match printed.form {
            Form::Table => {
                let mut table = Table::new(columns.iter().map(|c| c.is_number).collect());
                table.row(columns.iter().map(|c| c.title.clone()).collect());
                To::Table(table, out)
            }
            Form::Csv | Form::Xlsx => {
                let mut writer = if printed.form == Form::Csv {
                    Writer::csv(out)
                } else {
                    Writer::xlsx(out, name)?
                };
                writer.headers(&names)?;
                To::Sheet(writer)
            }
            Form::Json => {
                out.write_all(b"[")?;
                To::Json(out)
            }
        };
        Ok(Self { columns, rows: 0, to })
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[Cell]) -> Result<()> {
        self.rows += 1;
        match &mut self.to {
            To::Table(table, _) => table.row(cells.iter().map(|c| plain(&c.shown())).collect()),
            To::Sheet(writer) => {
                let shown: Vec<String> = cells.iter().map(Cell::shown).collect();
                let cells: Vec<sheets::Cell<'_>> =
                    cells.iter().zip(&shown).map(|(cell, text)| sheet_cell(cell, text)).collect();
                writer.row(&cells)?;
            }
            To::Json(out) => {
                let fields = self.columns.iter().zip(cells);
                let fields: Vec<String> = fields
                    .map(|(column, cell)| {
                        format!(
                            "{}: {}",
                            serde_json::Value::from(column.name.as_str()),
                            cell.json()
                        )
                    })
                    .collect();
                let comma = if self.rows == 1 { "" } else { "," };
                write!(out, "{comma}\n  {{{}}}", fields.join(", "))?;
            }
        }
        Ok(())
    }

    /// Writes what is left, and says how many rows there were.
    pub fn finish(self) -> Result<u64> {
        match self.to {
            To::Table(table, mut out) => {
                table.write(&mut out, "")?;
                out.finish()?;
            }
            To::Sheet(writer) => writer.finish()?.finish()?,
            To::Json(mut out) => {
                out.write_all(if self.rows == 0 { b"]\n" } else { b"\n]\n" })?;
                out.finish()?;
            }
        }
        Ok(self.rows)
    }
}

fn sheet_cell<'t>(cell: &Cell, text: &'t str) -> sheets::Cell<'t> {
    match cell {
        Cell::Text(_) | Cell::Yes(_) => sheets::Cell::Text(text),
        Cell::Day(_) => sheets::Cell::Date(text),
        Cell::Count(_) | Cell::Decimal(_) => sheets::Cell::Number(text),
        Cell::Empty => sheets::Cell::Empty,
    }
}
