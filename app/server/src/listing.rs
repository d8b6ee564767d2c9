//! Lists: a page as JSON, or every row under the same filters and in the same order as a file.

use axum::Json;
use axum::http::header::VARY;
use axum::response::{IntoResponse, Response};
use db::Tx;
use kernel::{PAGE_LIMIT_MAX, PageRequest, code};
use people::Actor;
use serde::Serialize;
use serde_json::Value;

use crate::export::{Accepted, Field, ReportFormat, Table, check_rows, file};
use crate::problem::Problem;
use crate::state::Server;

/// What all queries of lists have; `list_query!` implements it.
pub(crate) trait Listing: Send + 'static {
    /// The file that is asked for, and which of the list's columns.
    fn form(&self) -> (Option<ReportFormat>, Option<&str>);
    /// Asks for another page.
    fn turn_to(&mut self, page: PageRequest);
}

/// What a cell of a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// Text, also lists of texts, and yes or no.
    Text,
    /// An amount, a rate, a count.
    Number,
    /// A day.
    Day,
    /// The lines of a journal entry.
    Lines,
}

/// The columns that a list's file can have, in their usual order, by the names of the API.
pub(crate) struct Columns {
    /// The file's name without its ending.
    pub(crate) file: &'static str,
    /// The columns.
    pub(crate) all: &'static [(&'static str, Of)],
}

impl Columns {
    fn chosen(&self, names: Option<&str>) -> Result<Vec<(&'static str, Of)>, Problem> {
        let Some(names) = names else { return Ok(self.all.to_vec()) };
        let find = |name: &str| {
            self.all.iter().find(|(n, _)| *n == name).copied().ok_or_else(|| {
                let known = self.all.iter().map(|(n, _)| *n).collect::<Vec<_>>().join(", ");
                let detail = format!("the list has no column '{name}'; it has {known}");
                Problem::invalid(code!("unknown-column"), "columns", detail)
            })
        };
        names.split(',').map(|name| find(name.trim())).collect()
    }
}

impl Server {
    /// Answers a list: the page that is asked for, or a file with all rows, read in one snapshot.
    pub(crate) async fn list<Q: Listing, P: Serialize + Send + 'static>(
        &self,
        actor: Actor,
        accepted: Accepted,
        mut query: Q,
        columns: &'static Columns,
        read: impl Fn(&Tx<'_>, &Actor, &Q) -> Result<P, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let (said, names) = query.form();
        let format = accepted.or(said);
        let chosen = columns.chosen(names)?;
        if !format.is_file() {
            let page = self.read(actor, move |tx, actor| read(tx, actor, &query)).await?;
            return Ok(([(VARY, "accept")], Json(page)).into_response());
        }
        self.read(actor, move |tx, actor| {
            let mut table = Table::new(columns.file.to_owned(), &[]);
            table.headers = chosen.iter().map(|(name, _)| (*name).to_owned()).collect();
            let mut after = None;
            loop {
                query.turn_to(PageRequest { limit: Some(PAGE_LIMIT_MAX), after: after.take() });
                let page = serde_json::to_value(read(tx, actor, &query)?)
                    .map_err(|e| Problem::internal(format!("a page is not written: {e}")))?;
                check_rows(page["total"].as_u64().unwrap_or_default())?;
                let items = page["items"].as_array().into_iter().flatten();
                table.rows.extend(items.map(|item| row_of(item, &chosen)));
                after = page["next"].as_str().map(str::to_owned);
                if after.is_none() {
                    return file(format, &table);
                }
            }
        })
        .await
    }
}

fn row_of(item: &Value, columns: &[(&'static str, Of)]) -> Vec<Field> {
    columns.iter().map(|(name, of)| field_of(&item[*name], *of)).collect()
}

fn field_of(value: &Value, of: Of) -> Field {
    match value {
        Value::Null => Field::Empty,
        Value::Bool(yes) => Field::Text(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Number(number) => Field::Number(number.to_string()),
        Value::String(text) => match of {
            Of::Text | Of::Lines => Field::Text(text.clone()),
            Of::Number => Field::Number(text.clone()),
            Of::Day => Field::Day(text.clone()),
        },
        Value::Array(lines) if of == Of::Lines => {
            Field::Text(lines.iter().map(line).collect::<Vec<_>>().join("; "))
        }
        Value::Array(all) => Field::Text(all.iter().map(plain).collect::<Vec<_>>().join(", ")),
        Value::Object(_) => Field::Text(value.to_string()),
    }
}

/// A line of an entry, such as `1100 debit 12.50 EUR`.
fn line(line: &Value) -> String {
    ["account_number", "side", "amount", "currency"].map(|part| plain(&line[part])).join(" ")
}

/// A text without its quotes, and anything else as JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: Columns =
        Columns { file: "things", all: &[("name", Of::Text), ("total", Of::Number)] };

    #[test]
    fn only_columns_of_the_list_can_be_chosen() {
        assert_eq!(COLUMNS.chosen(None).unwrap().len(), 2);
        let turned = COLUMNS.chosen(Some("total, name")).unwrap();
        assert_eq!(turned, [("total", Of::Number), ("name", Of::Text)]);
        let problem = COLUMNS.chosen(Some("total,colour")).unwrap_err();
        assert_eq!(problem.field.as_deref(), Some("columns"));
        assert!(problem.detail.contains("'colour'") && problem.detail.contains("name, total"));
    }

    #[test]
    fn cells_are_what_their_column_says() {
        let item = serde_json::json!({"name": ["a", "b"], "total": "1.50"});
        let row = row_of(&item, COLUMNS.all);
        assert!(matches!(&row[0], Field::Text(text) if text == "a, b"));
        assert!(matches!(&row[1], Field::Number(text) if text == "1.50"));
        assert!(matches!(field_of(&Value::Null, Of::Day), Field::Empty));
    }
}
