//! The seam, on both engines.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use db::{Ask, ConstraintKind, Error, List, SortKind, params};
use kernel::{PageRequest, TenantId};
use testkit::{TestDb, db_test};

db::statements! {
    INSERT_HOLDER = "INSERT INTO outbox (tenant_id, outbox_id, topic, message_key, payload, created_at, due_at, attempts)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)";
    COUNT = "SELECT COUNT(*) FROM outbox WHERE tenant_id = ?1";
    KEYS_IN = "SELECT message_key FROM outbox WHERE tenant_id = ?1 AND message_key IN LIST(?2) ORDER BY message_key";
    BY_ID = "SELECT attempts FROM outbox WHERE tenant_id = ?1 AND outbox_id IN LIST(?2)";
    MAYBE = "SELECT COUNT(*) FROM outbox WHERE tenant_id = ?1 AND (?2::text IS NULL OR topic = ?2)";
    PAYLOAD = "SELECT payload, created_at, delivered_at, error FROM outbox WHERE tenant_id = ?1";
}

db::loads! {
    LOAD = outbox(outbox_id, topic, message_key, payload, created_at, due_at, attempts);
}

db::list! {
    MESSAGES = List {
        name: "messages",
        columns: "message_key, COALESCE(error, 'none')",
        from: "outbox",
        base: "tenant_id = ?1",
        filters: &[("topic", "topic = {}")],
        sorts: &[("message_key", "message_key", SortKind::Text), ("attempts", "attempts", SortKind::Int), ("due_at", "due_at", SortKind::Instant)],
        key: ("outbox_id", SortKind::Uuid),
    };
}

fn put(t: &TestDb, key: &str, attempts: i64) -> Result<(), Error> {
    t.db.write(t.tenant, |tx| {
        let id = tx.new_id::<()>();
        tx.execute(
            &INSERT_HOLDER,
            params![id, "t", key, serde_json::json!({"b": 1, "a": "ñ"}), tx.now(), attempts],
        )?;
        Ok(())
    })
}

fn count(t: &TestDb) -> u64 {
    t.db.read(t.tenant, |tx| tx.query_one(&COUNT, &[], |r| r.get(0)))
        .unwrap_or_else(|e: Error| panic!("{e}"))
}

fn fill(t: &TestDb, rows: i64) {
    let rows: Vec<i64> = (0..rows).collect();
    t.db.write(t.tenant, |tx| {
        let made: Vec<_> =
            rows.iter().map(|n| (tx.new_id::<()>(), format!("k{n:05}"), n % 7)).collect();
        tx.load(&LOAD, &made, |(id, key, n)| {
            [
                (*id).into(),
                "t".into(),
                key.into(),
                serde_json::json!({}).into(),
                tx.now().into(),
                tx.now().into(),
                (*n).into(),
            ]
        })
    })
    .unwrap();
}

#[db_test]
fn values_come_back_as_they_went(t: TestDb) {
    put(&t, "k", 1).unwrap();
    let row = t.db.read(t.tenant, |tx| {
        tx.query_one(&PAYLOAD, &[], |r| {
            Ok((
                r.get::<serde_json::Value>(0)?,
                r.get::<jiff::Timestamp>(1)?,
                r.get::<Option<jiff::Timestamp>>(2)?,
                r.get::<Option<String>>(3)?,
            ))
        })
    });
    let (payload, created, delivered, error) = row.unwrap_or_else(|e: Error| panic!("{e}"));
    assert_eq!(payload.to_string(), r#"{"a":"ñ","b":1}"#);
    assert_eq!(created, testkit::at(testkit::TEST_NOW));
    assert_eq!((delivered, error), (None, None));
}

#[db_test]
fn a_broken_constraint_is_named(t: TestDb) {
    put(&t, "twice", 1).unwrap();
    let error = put(&t, "twice", 1).unwrap_err();
    assert!(error.is_unique("outbox_message_unique"), "{error:?}");
    assert_eq!(count(&t), 1);
}

#[db_test]
fn a_failed_write_leaves_nothing(t: TestDb) {
    let failed: Result<(), Error> = t.db.write(t.tenant, |tx| {
        let id = tx.new_id::<()>();
        tx.execute(&INSERT_HOLDER, params![id, "t", "half", serde_json::json!({}), tx.now(), 1])?;
        Err(Error::Cursor)
    });
    assert!(matches!(failed, Err(Error::Cursor)));
    assert_eq!(count(&t), 0);
}

#[db_test]
fn a_panic_leaves_nothing_and_the_lane_usable(t: TestDb) {
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        t.db.write(t.tenant, |tx| {
            tx.execute(
                &INSERT_HOLDER,
                params![tx.new_id::<()>(), "t", "p", serde_json::json!({}), tx.now(), 1],
            )?;
            panic!("in the middle");
            #[allow(unreachable_code)]
            Ok::<(), Error>(())
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(count(&t), 0);
    put(&t, "after", 1).unwrap();
    assert_eq!(count(&t), 1);
}

#[db_test]
fn no_tenant_sees_anothers_rows(t: TestDb) {
    put(&t, "mine", 1).unwrap();
    let other = TenantId::from_uuid(uuid::Uuid::from_u128(9));
    let seen: u64 =
        t.db.read(other, |tx| tx.query_one(&COUNT, &[], |r| r.get(0)))
            .unwrap_or_else(|e: Error| panic!("{e}"));
    assert_eq!(seen, 0);
}

#[db_test]
fn lists_and_optional_parameters(t: TestDb) {
    fill(&t, 100);
    let keys: Vec<String> =
        t.db.read(t.tenant, |tx| {
            tx.query(
                &KEYS_IN,
                params![vec!["k00003".to_owned(), "k00099".to_owned(), "zz".to_owned()]],
                |r| r.get(0),
            )
        })
        .unwrap_or_else(|e: Error| panic!("{e}"));
    assert_eq!(keys, ["k00003", "k00099"]);
    let none: Vec<i64> =
        t.db.read(t.tenant, |tx| {
            tx.query(&BY_ID, params![vec![uuid::Uuid::from_u128(4)]], |r| r.get(0))
        })
        .unwrap_or_else(|e: Error| panic!("{e}"));
    assert!(none.is_empty());
    for (topic, expect) in [(None, 100), (Some("t"), 100), (Some("u"), 0)] {
        let n: u64 =
            t.db.read(t.tenant, |tx| tx.query_one(&MAYBE, params![topic], |r| r.get(0)))
                .unwrap_or_else(|e: Error| panic!("{e}"));
        assert_eq!(n, expect, "{topic:?}");
    }
}

#[db_test]
fn few_rows_and_many_load_alike(t: TestDb) {
    for rows in [0, 1, 24, 25, 5_000] {
        let before = count(&t);
        let rows_new: Vec<i64> = (0..rows).collect();
        t.db.write(t.tenant, |tx| {
            let made: Vec<_> =
                rows_new.iter().map(|n| (tx.new_id::<()>(), format!("{rows}-{n}"))).collect();
            tx.load(&LOAD, &made, |(id, key)| {
                [
                    (*id).into(),
                    "t".into(),
                    key.into(),
                    serde_json::json!({"n": [1, 2]}).into(),
                    tx.now().into(),
                    tx.now().into(),
                    0_i64.into(),
                ]
            })
        })
        .unwrap();
        assert_eq!(count(&t) - before, rows as u64);
    }
}

#[db_test]
fn pages_meet_end_to_end_in_every_order(t: TestDb) {
    fill(&t, 95);
    for sort in ["message_key", "-message_key", "attempts", "-attempts", "due_at", "-due_at"] {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = PageRequest { limit: Some(10), after };
            let ask = Ask { sort: Some(sort.to_owned()), page, ..Ask::default() }
                .filter("topic", Some("t"));
            let page = t
                .db
                .read(t.tenant, |tx| MESSAGES.page(tx, &ask, |_| Ok(None), |r| r.get::<String>(0)))
                .unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(page.total, 95);
            seen.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let mut unique = seen.clone();
        unique.sort();
        unique.dedup();
        assert_eq!((seen.len(), unique.len()), (95, 95), "{sort}");
    }
}

#[db_test]
fn a_foreign_cursor_and_an_unknown_sort_are_refused(t: TestDb) {
    fill(&t, 30);
    let ask = |sort: &str, after: Option<String>| Ask {
        sort: Some(sort.to_owned()),
        page: PageRequest { limit: Some(10), after },
        ..Ask::default()
    };
    let page = |ask: &Ask<'_>| {
        t.db.read(t.tenant, |tx| MESSAGES.page(tx, ask, |_| Ok(None), |r| r.get::<String>(0)))
    };
    let first = page(&ask("message_key", None)).unwrap();
    assert!(matches!(page(&ask("-message_key", first.next)), Err(Error::Cursor)));
    assert!(matches!(page(&ask("message_key", Some("§".into()))), Err(Error::Cursor)));
    let error = page(&ask("nothing", None)).unwrap_err();
    assert!(error.to_string().contains("message_key, attempts, due_at"), "{error}");
}

#[db_test]
fn many_writers_at_once_all_land(t: TestDb) {
    let t = Arc::new(t);
    let threads: Vec<_> = (0..16)
        .map(|thread| {
            let t = Arc::clone(&t);
            std::thread::spawn(move || {
                for n in 0..25 {
                    put(&t, &format!("{thread}-{n}"), n).unwrap();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(count(&t), 400);
}

#[db_test]
fn a_writer_that_fails_does_not_take_its_neighbours_along(t: TestDb) {
    let t = Arc::new(t);
    put(&t, "taken", 0).unwrap();
    let refused = Arc::new(AtomicU32::new(0));
    let threads: Vec<_> = (0..12)
        .map(|thread| {
            let (t, refused) = (Arc::clone(&t), Arc::clone(&refused));
            std::thread::spawn(move || {
                for n in 0..20 {
                    let key =
                        if thread % 3 == 0 { "taken".to_owned() } else { format!("{thread}-{n}") };
                    match put(&t, &key, n) {
                        Ok(()) => {}
                        Err(Error::Constraint { kind: ConstraintKind::Unique, .. }) => {
                            refused.fetch_add(1, Ordering::SeqCst);
                        }
                        Err(other) => panic!("{other}"),
                    }
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(refused.load(Ordering::SeqCst), 80);
    assert_eq!(count(&t), 161);
}

#[db_test]
fn two_programs_on_one_database_take_turns(t: TestDb) {
    let second = db::Db::open(&t.address).unwrap();
    let tenant = t.tenant;
    let other = std::thread::spawn(move || {
        for n in 0..50 {
            second
                .write(tenant, |tx| {
                    let id = tx.new_id::<()>();
                    tx.execute(
                        &INSERT_HOLDER,
                        params![id, "t", format!("b{n}"), serde_json::json!({}), tx.now(), 0],
                    )
                    .map(drop)
                })
                .unwrap();
        }
    });
    for n in 0..50 {
        put(&t, &format!("a{n}"), 0).unwrap();
    }
    other.join().unwrap();
    assert_eq!(count(&t), 100);
}

#[db_test]
fn a_database_of_another_build_is_refused(t: TestDb) {
    assert_eq!(t.db.migrate().unwrap(), 0);
    assert_eq!(t.db.migrations_missing().unwrap(), 0);
    let had = db::MIGRATIONS.len();
    assert!(had >= 7);
}

#[test]
fn addresses_hide_their_passwords() {
    let address: db::Address = "postgres://ana:secret@db.example/books".parse().unwrap();
    assert_eq!(address.to_string(), "postgres://ana@db.example/books");
    assert!("mysql://x".parse::<db::Address>().is_err());
    assert!("sqlite:".parse::<db::Address>().is_err());
}

#[test]
fn every_table_obeys_the_rules_of_the_schema() {
    for table in db::schema::TABLES.iter() {
        assert_eq!(table.columns[0].0, "tenant_id", "{}: the tenant leads", table.name);
        assert!(!table.constraints.is_empty(), "{}", table.name);
        for (column, kind) in &table.columns {
            if column.ends_with("_minor") || column.ends_with("_e6") || column.ends_with("_e12") {
                assert_eq!(*kind, db::schema::ColumnType::Bigint, "{}.{column}", table.name);
            }
        }
        for constraint in table.constraints.iter().filter(|c| c.kind != "CHECK") {
            let exempt = constraint.name == "tenant_slug_unique";
            assert!(
                exempt || constraint.columns[0] == "tenant_id",
                "{} leads with {:?}",
                constraint.name,
                constraint.columns
            );
        }
    }
    for migration in db::MIGRATIONS {
        for line in migration.sql.lines().filter(|l| {
            l.contains("CHECK (") || l.contains("REFERENCES") || l.contains("PRIMARY KEY")
        }) {
            assert!(
                line.trim_start().starts_with("CONSTRAINT "),
                "unnamed in {}: {line}",
                migration.name
            );
        }
    }
}

#[test]
fn a_file_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE client (id INTEGER PRIMARY KEY)").unwrap();
    drop(other);
    let db = db::Db::open(&db::Address::Sqlite(path.clone())).unwrap();
    let refused = db.migrate().unwrap_err().to_string();
    assert!(refused.contains("another program") && refused.contains("'client'"), "{refused}");
}
