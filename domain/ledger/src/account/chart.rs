//! A chart to start with, and charts from files.

use std::io::Read;

use db::Tx;
use people::permission::SetUpLedger;
use people::{Actor, Allowed};

use super::{AccountError, AccountKind, AccountRole, create};

/// The default chart: number, English name, Spanish name, kind, role.
const DEFAULT: &[(&str, &str, &str, AccountKind, Option<AccountRole>)] = {
    use AccountKind as K;
    use AccountRole as R;
    &[
        ("1000", "Bank", "Bancos", K::Asset, Some(R::Bank)),
        ("1010", "Cash", "Caja", K::Asset, Some(R::Cash)),
        ("1100", "Accounts receivable", "Clientes", K::Asset, Some(R::Receivable)),
        (
            "2100",
            "Unapplied cash and deposits",
            "Cobros sin aplicar y anticipos",
            K::Liability,
            Some(R::Unapplied),
        ),
        ("2200", "Tax on sales", "Impuesto repercutido", K::Liability, Some(R::Tax)),
        ("3000", "Owners' equity", "Patrimonio neto", K::Equity, None),
        ("4000", "Sales", "Ventas", K::Income, Some(R::Sales)),
        (
            "4100",
            "Discounts for early payment",
            "Descuentos por pronto pago",
            K::Income,
            Some(R::Discount),
        ),
        ("6100", "Bad debts", "Créditos incobrables", K::Expense, Some(R::BadDebt)),
        ("6110", "Small balances", "Diferencias menores", K::Expense, Some(R::SmallBalance)),
        (
            "7100",
            "Exchange gains",
            "Diferencias positivas de cambio",
            K::Income,
            Some(R::ExchangeGain),
        ),
        (
            "7200",
            "Exchange losses",
            "Diferencias negativas de cambio",
            K::Expense,
            Some(R::ExchangeLoss),
        ),
    ]
};

/// Gives a new company the default chart, in its language.
pub fn install_default(
    tx: &Tx<'_>,
    actor: &Actor,
    proof: &Allowed<SetUpLedger>,
    language: &str,
) -> Result<(), AccountError> {
    for (number, english, spanish, kind, role) in DEFAULT {
        let name = if language == "es" { spanish } else { english };
        create(tx, actor, proof, number, name, *kind, *role)?;
    }
    Ok(())
}

/// Why a chart is not imported; nothing of it is.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The file is not a CSV with the columns `number,name,kind,role`.
    #[error("the chart is a CSV file with the columns number, name, kind and role: {0}")]
    Format(String),
    /// A row is wrong.
    #[error("row {row}: {why}")]
    Row {
        /// The row in the file, the header being row 1.
        row: u64,
        /// What is wrong with it.
        why: String,
    },
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(ChartError {
    Self::Format(_) => Invalid, "bad-chart-file";
    Self::Row { row, .. } => Invalid, "bad-chart-row", at format!("rows/{row}");
    Self::Db(e) => delegate e;
});

/// Rows of a chart at the most.
const CHART_ROWS_MAX: u64 = 10_000;

/// Adds the accounts of a CSV file (`number,name,kind,role`; role may be empty) to the chart: all or none.
pub fn import_chart(
    tx: &Tx<'_>,
    actor: &Actor,
    proof: &Allowed<SetUpLedger>,
    file: impl Read,
) -> Result<u64, ChartError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
    let headers = reader.headers().map_err(|e| ChartError::Format(e.to_string()))?;
    if headers.iter().ne(["number", "name", "kind", "role"]) {
        return Err(ChartError::Format(format!(
            "it has {}",
            headers.iter().collect::<Vec<_>>().join(",")
        )));
    }
    let mut rows = 0;
    for record in reader.records() {
        rows += 1;
        let row = rows + 1;
        let record = record.map_err(|e| ChartError::Row { row, why: e.to_string() })?;
        if rows > CHART_ROWS_MAX {
            return Err(ChartError::Row {
                row,
                why: format!("a chart has at most {CHART_ROWS_MAX} rows"),
            });
        }
        let kind = record[2].parse().map_err(|why| ChartError::Row { row, why })?;
        let role = Some(&record[3]).filter(|r| !r.is_empty()).map(|r| r.parse()).transpose();
        let role = role.map_err(|why| ChartError::Row { row, why })?;
        create(tx, actor, proof, &record[0], &record[1], kind, role).map_err(|e| match e {
            AccountError::Db(e) => ChartError::Db(e),
            e => ChartError::Row { row, why: e.to_string() },
        })?;
    }
    Ok(rows)
}
