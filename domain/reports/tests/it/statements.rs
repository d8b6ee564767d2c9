use db::Registered;
use testkit::{TestDb, db_test};

#[db_test]
fn every_statement_is_understood(t: TestDb) {
    let mut prepared = 0;
    for registered in db::registered() {
        let statements = match registered {
            Registered::Statement(statement) => vec![*statement],
            Registered::List(list) => list.variants(),
            Registered::Load(_) => continue,
        };
        for statement in statements.into_iter().filter(|s| s.name.starts_with("reports::")) {
            t.db.prepare(statement)
                .unwrap_or_else(|e| panic!("{}: {e}\n{}", statement.name, statement.sql));
            prepared += 1;
        }
    }
    assert!(prepared > 60, "{prepared}");
}
