//! What holds of the statements themselves.

use testkit::{TestDb, db_test};

#[db_test]
fn every_statement_is_understood(t: TestDb) {
    let prepared = testkit::prepare_all(&t);
    assert!(prepared > 25, "{prepared}");
}

/// A client that anything names must not be removed; whoever adds a table that names clients adds it there.
#[test]
fn undoing_knows_every_table_that_names_a_client() {
    // A client that was changed with many others has another version, until that is undone.
    let bulk = ["client_bulk_change", "client_bulk_tag"];
    let own = ["client", "client_address", "client_tax_number", "client_tag"];
    let own = [&own[..], &bulk].concat();
    let sql = include_str!("../../src/sql/named_clients.sql");
    for table in db::schema::TABLES.iter().filter(|t| !own.contains(&t.name.as_str())) {
        let names = table.columns.iter().any(|(column, _)| column == "client_id");
        let known = sql.contains(&format!(" FROM {} ", table.name));
        assert_eq!(names, known, "named_clients.sql and the table {}", table.name);
    }
}
