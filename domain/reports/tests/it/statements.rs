//! What holds of the statements themselves.

use testkit::{TestDb, db_test};

#[db_test]
fn every_statement_is_understood(t: TestDb) {
    let prepared = testkit::prepare_all(&t);
    assert!(prepared > 60, "{prepared}");
}
