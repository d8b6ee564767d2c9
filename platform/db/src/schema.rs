//! The schema as the migrations state it: the one place where logical column types meet the engines.
//!
//! Migrations are written with PostgreSQL's own types in a plain style (a column or a constraint a line),
//! which this module reads: it writes the SQLite text from it, tells which constraint a message of SQLite
//! means, and gives the tests the tables, columns and constraints to hold to the rules.

use std::sync::LazyLock;

use crate::migrations::MIGRATIONS;

/// The logical column types, in PostgreSQL's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// `boolean`: an integer 0 or 1 on SQLite.
    Boolean,
    /// `bigint`: 64 bits on both.
    Bigint,
    /// `text`: UTF-8 on both.
    Text,
    /// `bytea`: a blob on SQLite.
    Bytea,
    /// `uuid`: a blob of 16 bytes on SQLite.
    Uuid,
    /// `date`: days since 1970-01-01 on SQLite, so that differences and comparisons are integer arithmetic.
    Date,
    /// `timestamptz`: microseconds since 1970 on SQLite.
    Timestamptz,
    /// `jsonb`: canonical JSON text on SQLite.
    Jsonb,
}

impl ColumnType {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "boolean" => Self::Boolean,
            "bigint" => Self::Bigint,
            "text" => Self::Text,
            "bytea" => Self::Bytea,
            "uuid" => Self::Uuid,
            "date" => Self::Date,
            "timestamptz" => Self::Timestamptz,
            "jsonb" => Self::Jsonb,
            _ => return None,
        })
    }

    fn in_sqlite(self) -> &'static str {
        match self {
            Self::Boolean | Self::Bigint | Self::Date | Self::Timestamptz => "INTEGER",
            Self::Text | Self::Jsonb => "TEXT",
            Self::Bytea | Self::Uuid => "BLOB",
        }
    }
}

/// A table of the schema.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<(String, ColumnType)>,
    /// Its constraints.
    pub constraints: Vec<Constraint>,
}

/// A named constraint or unique index.
#[derive(Debug)]
pub struct Constraint {
    /// Its name, the same on both engines.
    pub name: String,
    /// What stands behind the name: `PRIMARY KEY`, `UNIQUE`, `FOREIGN KEY`, `CHECK` or `INDEX`.
    pub kind: String,
    /// Its columns; for a check, the expression's words.
    pub columns: Vec<String>,
}

/// Every table of the schema, in the order in which the migrations make them.
pub static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let mut tables = Vec::new();
    for migration in MIGRATIONS {
        read(migration.sql, &mut tables);
    }
    tables
});

/// The type of a column; `None` where the schema has no such table or column.
pub fn column_type(table: &str, column: &str) -> Option<ColumnType> {
    let table = TABLES.iter().find(|t| t.name == table)?;
    table.columns.iter().find(|(name, _)| name == column).map(|(_, kind)| *kind)
}

/// The constraint that guards exactly these columns of a table against repetition.
pub(crate) fn unique_on(table: &str, columns: &[&str]) -> Option<&'static str> {
    let table = TABLES.iter().find(|t| t.name == table)?;
    let same = |c: &&Constraint| {
        c.columns == columns && matches!(c.kind.as_str(), "PRIMARY KEY" | "UNIQUE" | "UNIQUE INDEX")
    };
    table.constraints.iter().find(same).map(|c| c.name.as_str())
}

/// A migration's text for SQLite: strict tables, clustered by their primary key.
pub(crate) fn for_sqlite(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut in_table = false;
    for line in sql.lines() {
        if line.starts_with("CREATE TABLE ") {
            in_table = true;
        }
        if in_table && line.starts_with(");") {
            in_table = false;
            out.push_str(") STRICT, WITHOUT ROWID;\n");
            continue;
        }
        let words: Vec<&str> = line.trim().splitn(3, ' ').collect();
        match words.get(1).and_then(|w| ColumnType::of(w.trim_end_matches(','))) {
            Some(kind) if in_table => {
                let given = words[1].trim_end_matches(',');
                out.push_str(&line.replacen(
                    &format!(" {given}"),
                    &format!(" {}", kind.in_sqlite()),
                    1,
                ));
            }
            _ => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// A migration's text for PostgreSQL: texts compare by their bytes, as they do on SQLite, so that orders and
/// page cursors are the same on both.
pub(crate) fn for_postgres(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    for line in sql.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.get(1).map(|w| w.trim_end_matches(',')) {
            Some("text") if line.starts_with("    ") => {
                out.push_str(&line.replacen(" text", " text COLLATE \"C\"", 1))
            }
            _ => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

fn read(sql: &str, tables: &mut Vec<Table>) {
    for line in sql.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["CREATE", "TABLE", name, ..] => {
                let name = (*name).to_owned();
                tables.push(Table { name, columns: Vec::new(), constraints: Vec::new() });
            }
            ["CREATE", "UNIQUE", "INDEX", name, "ON", ..] => {
                read_index(line, name, "UNIQUE INDEX", tables)
            }
            ["CREATE", "INDEX", name, "ON", ..] => read_index(line, name, "INDEX", tables),
            ["CONSTRAINT", name, kind, ..] => {
                if let Some(table) = tables.last_mut() {
                    let kind = match *kind {
                        "PRIMARY" => "PRIMARY KEY",
                        "FOREIGN" => "FOREIGN KEY",
                        other => other,
                    };
                    let (name, kind) = ((*name).to_owned(), kind.to_owned());
                    table.constraints.push(Constraint { name, kind, columns: parenthesised(line) });
                }
            }
            [name, kind, ..] => {
                if let (Some(kind), Some(table)) =
                    (ColumnType::of(kind.trim_end_matches(',')), tables.last_mut())
                {
                    table.columns.push(((*name).to_owned(), kind));
                }
            }
            _ => {}
        }
    }
}

fn read_index(line: &str, name: &str, kind: &str, tables: &mut [Table]) {
    let on = line.split(" ON ").nth(1).unwrap_or_default();
    let table = on.split(['(', ' ']).next().unwrap_or_default();
    if let Some(table) = tables.iter_mut().find(|t| t.name == table) {
        let (name, kind) = (name.to_owned(), kind.to_owned());
        table.constraints.push(Constraint { name, kind, columns: parenthesised(line) });
    }
}

/// The words between the first pair of parentheses of a line.
fn parenthesised(line: &str) -> Vec<String> {
    let inner =
        line.split_once('(').map_or("", |(_, rest)| rest.split(')').next().unwrap_or_default());
    inner.split(',').map(|w| w.split_whitespace().next().unwrap_or_default().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "CREATE TABLE thing (\n    tenant_id uuid NOT NULL,\n    born_on date,\n    CONSTRAINT thing_pk PRIMARY KEY (tenant_id, born_on)\n);\nCREATE UNIQUE INDEX thing_born ON thing (tenant_id, born_on) WHERE born_on IS NOT NULL;\n";

    #[test]
    fn types_are_mapped_for_sqlite() {
        let sqlite = for_sqlite(SAMPLE);
        assert!(sqlite.contains("tenant_id BLOB NOT NULL"));
        assert!(sqlite.contains("born_on INTEGER,"));
        assert!(sqlite.contains(") STRICT, WITHOUT ROWID;"));
        assert!(sqlite.contains("CREATE UNIQUE INDEX thing_born"));
    }

    #[test]
    fn the_schema_is_read_from_its_text() {
        let mut tables = Vec::new();
        read(SAMPLE, &mut tables);
        assert_eq!(tables[0].columns[1], ("born_on".to_owned(), ColumnType::Date));
        assert_eq!(tables[0].constraints[0].columns, ["tenant_id", "born_on"]);
        assert_eq!(tables[0].constraints[1].kind, "UNIQUE INDEX");
    }
}
