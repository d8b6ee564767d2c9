//! The one ordered list of migrations, for both engines.

use sha2::{Digest, Sha256};

/// One step of the schema. A migration that has shipped is never changed; a further one follows it.
pub struct Migration {
    /// Its place in the order, from 1.
    pub version: i64,
    /// Its file's name without the number.
    pub name: &'static str,
    /// Its text, in PostgreSQL's types.
    pub sql: &'static str,
}

impl Migration {
    /// What tells that a migration was changed after it was applied.
    pub fn checksum(&self) -> String {
        use std::fmt::Write as _;
        let mut hex = String::new();
        for byte in Sha256::digest(self.sql.as_bytes()) {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

macro_rules! migrations {
    ($($version:literal $name:literal;)*) => {
        /// Every migration, in order.
        pub const MIGRATIONS: &[Migration] = &[
            $(Migration {
                version: $version,
                name: $name,
                sql: include_str!(concat!("../../../migrations/", $name, ".sql")),
            },)*
        ];
    };
}

migrations! {
    1 "0001_platform";
    2 "0002_people";
    3 "0003_clients";
    4 "0004_ledger";
    5 "0005_billing";
    6 "0006_payments";
    7 "0007_imports";
    8 "0008_proof";
    9 "0009_outbox";
    10 "0010_job_error_code";
    11 "0011_by_client";
}

/// The table in which a database notes the migrations that it has had. It belongs to no tenant.
pub(crate) const NOTES_SQL: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
    version bigint NOT NULL CONSTRAINT schema_migration_pk PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL
)";

/// Which migrations a database lacks, given those it has had; an error where it has had others.
pub(crate) fn missing(had: &[(i64, String)]) -> Result<&'static [Migration], crate::Error> {
    for ((version, checksum), known) in had.iter().zip(MIGRATIONS) {
        if *version != known.version || *checksum != known.checksum() {
            return Err(crate::Error::Schema(format!(
                "migration {version} of this database is not the one that this program carries ({}): it was made by another build",
                known.name
            )));
        }
    }
    if had.len() > MIGRATIONS.len() {
        return Err(crate::Error::Schema(format!(
            "this database has had {} migrations and this program knows {}: it was used by a newer program, so use that one",
            had.len(),
            MIGRATIONS.len()
        )));
    }
    Ok(&MIGRATIONS[had.len()..])
}
