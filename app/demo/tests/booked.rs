//! The booked sample against the sample's own replay.

use std::collections::BTreeMap;

use sample::{Book, Plan};
use testkit::{TestDb, db_test};

db::statements! {
    OPEN = "SELECT currency, CAST(SUM(open_minor) AS BIGINT) FROM open_item WHERE tenant_id = ?1 AND kind = 'invoice' GROUP BY currency ORDER BY currency";
    UNAPPLIED = "SELECT currency, CAST(SUM(open_minor) AS BIGINT) FROM open_item WHERE tenant_id = ?1 AND kind <> 'invoice' GROUP BY currency ORDER BY currency";
    COUNTS = "SELECT (SELECT COUNT(*) FROM client WHERE tenant_id = ?1), (SELECT COUNT(*) FROM invoice WHERE tenant_id = ?1), (SELECT COUNT(*) FROM receipt WHERE tenant_id = ?1), (SELECT COUNT(*) FROM receipt WHERE tenant_id = ?1 AND status = 'bounced')";
}

#[db_test]
fn every_cent_is_where_the_sample_says(t: TestDb) {
    let plan = Plan { clients: 60, ..Plan::default() };
    demo::book(&t.db, t.tenant, &plan, "a long password", |_| {}).unwrap();
    let company = plan.company();
    let (mut owed, mut free) = (BTreeMap::new(), BTreeMap::new());
    for family in plan.families() {
        let replay = Book::replay(&company, &family).unwrap();
        for one in replay.invoices().values() {
            *owed.entry(family.clients[one.client].currency).or_insert(0_i64) += one.owed_minor;
        }
        for (_, payer, minor) in replay.unapplied() {
            *free.entry(family.clients[payer].currency).or_insert(0_i64) += minor;
        }
    }
    let sums = |statement: &'static db::Statement| -> BTreeMap<String, i64> {
        let rows =
            t.db.read(t.tenant, |tx| tx.query(statement, &[], |r| Ok((r.get(0)?, r.get(1)?))));
        rows.unwrap_or_else(|e: db::Error| panic!("{e}"))
            .into_iter()
            .filter(|(_, minor)| *minor != 0)
            .collect()
    };
    let expect = |map: BTreeMap<&str, i64>| -> BTreeMap<String, i64> {
        map.into_iter()
            .filter(|(_, minor)| *minor != 0)
            .map(|(c, minor)| (c.to_owned(), minor))
            .collect()
    };
    assert_eq!(sums(&OPEN), expect(owed));
    assert_eq!(sums(&UNAPPLIED), expect(free));
    let counts: (i64, i64, i64, i64) =
        t.db.read(t.tenant, |tx| {
            tx.query_one(&COUNTS, &[], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
        })
        .unwrap_or_else(|e: db::Error| panic!("{e}"));
    assert_eq!(counts.0, 60);
    assert!(counts.1 > 500 && counts.2 > 400, "{counts:?}");
}
