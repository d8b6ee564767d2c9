use db::Registered;
use testkit::{TestDb, db_test};

#[db_test]
fn every_statement_is_understood(t: TestDb) {
    let mut prepared = 0;
    for registered in db::registered() {
        let statements = match registered {
            Registered::Statement(statement) => vec![*statement],
            Registered::List(list) => list.variants(),
            Registered::Load(load) => {
                for column in load.columns {
                    assert!(db::schema::column_type(load.table, column).is_some(), "{column}");
                }
                continue;
            }
        };
        for statement in statements {
            t.db.prepare(statement)
                .unwrap_or_else(|e| panic!("{}: {e}\n{}", statement.name, statement.sql));
            prepared += 1;
        }
    }
    assert!(prepared > 200, "{prepared}");
}
