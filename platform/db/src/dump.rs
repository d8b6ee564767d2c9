//! Dumps of whole tables in one text form, so that two engines, or a before and an after, can be compared.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::schema::{ColumnType, TABLES, Table};
use crate::statement::intern;
use crate::{Error, Row, Tx};

/// The seam's own table: turns of writers, which only one of the engines keeps there.
const OWN_TABLE: &str = "write_lock";

/// Every row of a tenant in every table except those named: a line a row, sorted, without the tenant.
pub fn dump(tx: &Tx<'_>, except: &[&str]) -> Result<String, Error> {
    let mut out = String::new();
    for table in TABLES.iter().filter(|t| t.name != OWN_TABLE && !except.contains(&t.name.as_str()))
    {
        let mut lines = Vec::new();
        let columns: Vec<_> =
            table.columns.iter().filter(|(name, _)| name != "tenant_id").collect();
        let names = columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
        let sql = format!("SELECT {names} FROM {} WHERE tenant_id = ?1", table.name);
        tx.for_each(intern("dump", sql, false), &[], |row| {
            let mut line = table.name.clone();
            for (index, (name, kind)) in columns.iter().enumerate() {
                line.push_str(&format!(" {name}={}", cell(row, index, *kind)?));
            }
            lines.push(line);
            Ok::<(), Error>(())
        })?;
        lines.sort_unstable();
        for line in lines {
            out.push_str(&line);
            out.push('\n');
        }
    }
    Ok(out)
}

/// The number of rows that a tenant has in each table, for tables that have any.
pub fn row_counts(tx: &Tx<'_>) -> Result<Vec<(&'static str, u64)>, Error> {
    let count = |table: &'static Table| {
        let sql = format!("SELECT COUNT(*) FROM {} WHERE tenant_id = ?1", table.name);
        tx.query_one(intern("row_counts", sql, false), &[], |r| r.get(0))
            .map(|n: u64| (table.name.as_str(), n))
    };
    TABLES.iter().map(count).filter(|c| !matches!(c, Ok((_, 0)))).collect()
}

fn cell(row: &Row<'_>, index: usize, kind: ColumnType) -> Result<String, Error> {
    let shown = match kind {
        ColumnType::Boolean => row.get::<Option<bool>>(index)?.map(|v| v.to_string()),
        ColumnType::Bigint => row.get::<Option<i64>>(index)?.map(|v| v.to_string()),
        ColumnType::Text => row.get::<Option<String>>(index)?.map(|v| format!("{v:?}")),
        ColumnType::Bytea => row.get::<Option<Vec<u8>>>(index)?.map(|v| format!("{v:02x?}")),
        ColumnType::Uuid => row.get::<Option<Uuid>>(index)?.map(|v| v.to_string()),
        ColumnType::Date => row.get::<Option<Date>>(index)?.map(|v| v.to_string()),
        ColumnType::Timestamptz => row.get::<Option<Timestamp>>(index)?.map(|v| v.to_string()),
        ColumnType::Jsonb => row.get::<Option<serde_json::Value>>(index)?.map(|v| v.to_string()),
    };
    Ok(shown.unwrap_or_else(|| "NULL".to_owned()))
}
