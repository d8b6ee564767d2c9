//! Reports as JSON or as a file: CSV or XLSX, by `?format=` or else by the `Accept` header.

use std::io::Write;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE, VARY};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use kernel::code;
use serde::{Deserialize, Serialize};
use sheets::{Cell, SheetError, Writer};
use utoipa::ToSchema;

use crate::config::EXPORT_ROWS_MAX;
use crate::problem::Problem;
use crate::state::Server;
use crate::uploads::safe_name;
use crate::wire::{Amount, Decimal};

const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How a report is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ReportFormat {
    /// JSON.
    Json,
    /// A CSV file with all rows.
    Csv,
    /// A workbook with all rows.
    Xlsx,
}

impl ReportFormat {
    /// Whether all rows are wanted as a file.
    pub(crate) fn is_file(self) -> bool {
        self != Self::Json
    }
}

/// The bytes of a file, for the documentation.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[allow(dead_code, reason = "it is only described")]
pub(crate) struct FileBytes(Vec<u8>);

/// What the `Accept` header asks for.
pub(crate) struct Accepted(ReportFormat);

impl Accepted {
    /// What is to be sent, where the query may say so too.
    pub(crate) fn or(self, said: Option<ReportFormat>) -> ReportFormat {
        said.unwrap_or(self.0)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Accepted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self(accepted(&parts.headers)))
    }
}

/// The first form that is named; JSON where none is.
fn accepted(headers: &HeaderMap) -> ReportFormat {
    let text = headers.get(ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let named = text.split(',').filter_map(|part| {
        match part.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            CSV => Some(ReportFormat::Csv),
            XLSX => Some(ReportFormat::Xlsx),
            "application/json" | "*/*" => Some(ReportFormat::Json),
            _ => None,
        }
    });
    named.into_iter().next().unwrap_or(ReportFormat::Json)
}

/// A cell of a file.
pub(crate) enum Field {
    Text(String),
    Number(String),
    /// As `yyyy-mm-dd`.
    Day(String),
    Empty,
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Field {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&Amount> for Field {
    fn from(amount: &Amount) -> Self {
        Self::Number(amount.text().to_owned())
    }
}

impl From<&Decimal> for Field {
    fn from(decimal: &Decimal) -> Self {
        Self::Number(decimal.text().to_owned())
    }
}

impl From<Date> for Field {
    fn from(day: Date) -> Self {
        Self::Day(day.to_string())
    }
}

impl From<i64> for Field {
    fn from(number: i64) -> Self {
        Self::Number(number.to_string())
    }
}

impl From<u64> for Field {
    fn from(number: u64) -> Self {
        Self::Number(number.to_string())
    }
}

impl<T: Into<Self>> From<Option<T>> for Field {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A report as a table.
pub(crate) struct Table {
    /// The file's name without its ending, such as `aged-balance-2026-03-31`.
    pub(crate) name: String,
    pub(crate) headers: Vec<String>,
    pub(crate) rows: Vec<Vec<Field>>,
}

impl Table {
    pub(crate) fn new(name: String, headers: &[&str]) -> Self {
        let headers = headers.iter().map(|h| (*h).to_owned()).collect();
        Self { name, headers, rows: Vec::new() }
    }
}

/// A report that can be sent as a file.
pub(crate) trait Tabular: Serialize + Send + 'static {
    fn table(&self) -> Table;
}

/// Sends a report as asked.
pub(crate) async fn send(
    server: &Server,
    format: ReportFormat,
    report: impl Tabular,
) -> Result<Response, Problem> {
    if format == ReportFormat::Json {
        return Ok(([(VARY, "accept")], Json(report)).into_response());
    }
    // Large files take a while to write.
    server.blocking(move |_| file(format, &report.table())).await
}

/// Refuses a file with more rows than are sent as one.
pub(crate) fn check_rows(rows: u64) -> Result<(), Problem> {
    if rows <= EXPORT_ROWS_MAX as u64 {
        return Ok(());
    }
    let detail = format!(
        "a file has at most {EXPORT_ROWS_MAX} rows, and this one would have {rows}; narrow it down"
    );
    Err(Problem::invalid(code!("too-many-rows"), "format", detail))
}

/// A table as a file.
pub(crate) fn file(format: ReportFormat, table: &Table) -> Result<Response, Problem> {
    check_rows(table.rows.len() as u64)?;
    let unwritten = |e: SheetError| Problem::internal(format!("a report is not written: {e}"));
    let (bytes, media, ending) = match format {
        ReportFormat::Xlsx => {
            let writer = Writer::xlsx(Vec::new(), "Rapport").map_err(unwritten)?;
            (write(writer, table).map_err(unwritten)?, XLSX, "xlsx")
        }
        ReportFormat::Csv | ReportFormat::Json => {
            let bytes = write(Writer::csv(Vec::new()), table).map_err(unwritten)?;
            (bytes, "text/csv; charset=utf-8", "csv")
        }
    };
    let name = safe_name(&format!("{}.{ending}", table.name));
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, media.to_owned()),
        (CONTENT_DISPOSITION, disposition),
        (VARY, "accept".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

fn write<W: Write + Send>(mut writer: Writer<W>, table: &Table) -> Result<W, SheetError> {
    let headers: Vec<&str> = table.headers.iter().map(String::as_str).collect();
    writer.headers(&headers)?;
    for row in &table.rows {
        let cells: Vec<Cell<'_>> = row.iter().map(cell_of).collect();
        writer.row(&cells)?;
    }
    writer.finish()
}

fn cell_of(field: &Field) -> Cell<'_> {
    match field {
        Field::Text(text) => Cell::Text(text),
        Field::Number(number) => Cell::Number(number),
        Field::Day(day) => Cell::Date(day),
        Field::Empty => Cell::Empty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_first_form_that_is_named_is_sent() {
        for (accept, format) in [
            ("", ReportFormat::Json),
            ("*/*", ReportFormat::Json),
            ("text/html, */*;q=0.8", ReportFormat::Json),
            ("text/csv", ReportFormat::Csv),
            ("Text/CSV; charset=utf-8, application/json", ReportFormat::Csv),
            ("application/json, text/csv", ReportFormat::Json),
            (XLSX, ReportFormat::Xlsx),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::try_from(accept).unwrap());
            assert_eq!(accepted(&headers), format, "{accept}");
        }
    }

    #[test]
    fn what_looks_like_a_formula_is_text() {
        let mut table = Table::new("../x\"y".to_owned(), &["client", "open"]);
        table
            .rows
            .push(vec!["=HYPERLINK(\"http://evil\")".into(), Field::Number("-1.50".to_owned())]);
        let bytes = write(Writer::csv(Vec::new()), &table).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "client,open\n\"'=HYPERLINK(\"\"http://evil\"\")\",-1.50\n");
        let response = file(ReportFormat::Csv, &table).unwrap();
        assert_eq!(response.headers()[CONTENT_DISPOSITION], "attachment; filename=\"x_y.csv\"");
        assert!(check_rows(EXPORT_ROWS_MAX as u64 + 1).is_err());
    }
}
