//! What each row of a file became, as it is kept.
//!
//! A row of the file is known by its source and key. There is one kept row a source, kind of object and key;
//! where a later import says something else of the same key, the earlier import's row steps aside under
//! another key until the later one is undone.

use std::collections::HashMap;

use db::{Tx, params};
use uuid::Uuid;

use crate::ImportId;

db::loads! {
    LOAD_ROWS = import_row(source, object_kind, row_key, import_id, row_no, object_id, row_hash, before);
}

db::statements! {
    KNOWN = "SELECT object_kind, row_key, object_id, row_hash FROM import_row
             WHERE tenant_id = ?1 AND source = ?2 AND object_kind IN LIST(?3) AND row_key IN LIST(?4)";
    STEP_ASIDE = "UPDATE import_row SET row_key = row_key || ?5::text
                  WHERE tenant_id = ?1 AND source = ?2 AND object_kind = ?3 AND row_key IN LIST(?4)";
    STEP_BACK = "UPDATE import_row SET row_key = replace(row_key, ?5::text, '')
                 WHERE tenant_id = ?1 AND source = ?2 AND object_kind = ?3 AND row_key IN LIST(?4)";
}

/// What a row of the file became.
pub(crate) struct Kept {
    /// `client`, `contact`, `invoice`, `receipt`, `client_update` or `contact_update`.
    pub(crate) kind: &'static str,
    /// The row's key.
    pub(crate) key: String,
    /// The row as the file's reader counts it.
    pub(crate) row: u64,
    /// The object.
    pub(crate) object: Uuid,
    /// The digest of what the row said.
    pub(crate) hash: Vec<u8>,
    /// What an update changed, so that it can be given back.
    pub(crate) before: Option<serde_json::Value>,
}

/// What rows of these keys became before, by kind and key.
pub(crate) type Known = HashMap<(String, String), (Uuid, Vec<u8>)>;

pub(crate) fn known(
    tx: &Tx<'_>,
    source: &str,
    kinds: &[&str],
    keys: Vec<String>,
) -> Result<Known, db::Error> {
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    let found = tx.query(&KNOWN, params![source, kinds, keys], |r| {
        Ok(((r.get(0)?, r.get(1)?), (r.get(2)?, r.get(3)?)))
    })?;
    Ok(found.into_iter().collect())
}

/// Keeps rows with one load.
pub(crate) fn save(
    tx: &Tx<'_>,
    source: &str,
    import: ImportId,
    kept: &[Kept],
) -> Result<(), db::Error> {
    tx.load(&LOAD_ROWS, kept, |k| {
        [
            source.into(),
            k.kind.into(),
            (&k.key).into(),
            import.into(),
            (k.row as i64).into(),
            k.object.into(),
            (&k.hash).into(),
            k.before.as_ref().map_or(db::Value::Null, Into::into),
        ]
    })
}

/// What is put behind the key of a row that steps aside for an import.
fn behind(import: ImportId) -> String {
    format!(" until {import}")
}

/// Rows of earlier imports step aside where this one brings the same kind and key.
pub(crate) fn step_aside(
    tx: &Tx<'_>,
    source: &str,
    import: ImportId,
    kept: &[Kept],
) -> Result<(), db::Error> {
    let mut by_kind: HashMap<&'static str, Vec<String>> = HashMap::new();
    for k in kept {
        by_kind.entry(k.kind).or_default().push(k.key.clone());
    }
    for (kind, keys) in by_kind {
        tx.execute(&STEP_ASIDE, params![source, kind, keys, behind(import)])?;
    }
    Ok(())
}

/// Rows that stepped aside for an import's rows of these keys step back. The import's own must be gone.
pub(crate) fn step_back(
    tx: &Tx<'_>,
    source: &str,
    import: ImportId,
    kind: &str,
    keys: &[String],
) -> Result<(), db::Error> {
    let behind = behind(import);
    let aside: Vec<String> = keys.iter().map(|key| format!("{key}{behind}")).collect();
    tx.execute(&STEP_BACK, params![source, kind, aside, &behind])?;
    Ok(())
}
