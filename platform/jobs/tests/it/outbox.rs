//! The outbox: published once, delivered at least once, in order, and never lost.

use std::cell::RefCell;

use db::{Db, Error, params};
use jiff::SignedDuration;
use jobs::BACKOFF_FIRST;
use jobs::outbox::{
    self, DELIVERED_KEPT_FOR, DELIVERY_LEASE, Delivery, MESSAGES_A_ROUND_MAX, Message, Pending,
    Reaction,
};
use kernel::TenantId;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::{NEIGHBOUR, pass, second_program};

db::statements! {
    ERRORS = "SELECT message_key, attempts, error FROM outbox WHERE tenant_id = ?1 AND error IS NOT NULL ORDER BY message_key";
    DELIVERED_AT = "SELECT delivered_at FROM outbox WHERE tenant_id = ?1 AND message_key = ?2";
    TAKE_AND_DIE = "UPDATE outbox SET lease_until = ?2, attempts = attempts + 1 WHERE tenant_id = ?1 AND message_key = ?3";
}

thread_local! {
    /// What the reactions of this test did, each as `topic key attempt`.
    static DONE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

const TABLE: &[(&str, Reaction)] = &[
    ("paid", note),
    ("paid", note_twice),
    ("flaky", fail_at_first),
    ("poison", fail),
    ("bug", panic_always),
    ("chain", publish_next),
    ("late", fail_after_another_delivered),
];

fn note(_: &Db, _: TenantId, message: &Message) -> Result<(), String> {
    let Message { topic, key, attempt, .. } = message;
    DONE.with_borrow_mut(|done| done.push(format!("{topic} {key} {attempt}")));
    Ok(())
}

fn note_twice(db: &Db, tenant: TenantId, message: &Message) -> Result<(), String> {
    note(db, tenant, &Message { topic: "also".to_owned(), ..message.clone() })
}

fn fail_at_first(db: &Db, tenant: TenantId, message: &Message) -> Result<(), String> {
    if message.attempt < 3 { Err("not now".to_owned()) } else { note(db, tenant, message) }
}

fn fail(_: &Db, _: TenantId, message: &Message) -> Result<(), String> {
    Err(format!("never {}", message.key))
}

fn panic_always(_: &Db, _: TenantId, _: &Message) -> Result<(), String> {
    panic!("a bug")
}

fn publish_next(db: &Db, tenant: TenantId, message: &Message) -> Result<(), String> {
    let next = (message.key.parse::<u32>().unwrap() + 1).to_string();
    db.write(tenant, |tx| outbox::publish(tx, "chain", &next, &json!({})))
        .map_err(|e: Error| e.to_string())
}

fn fail_after_another_delivered(db: &Db, _: TenantId, message: &Message) -> Result<(), String> {
    if message.attempt > 1 {
        return Ok(());
    }
    db.clock().set(db.now() + DELIVERY_LEASE);
    let other = outbox::deliver_due(db, TABLE).map_err(|e| e.to_string())?;
    assert_eq!(other.delivered, 1);
    Err("too late".to_owned())
}

fn publish(t: &TestDb, topic: &str, key: &str) {
    t.db.write(t.tenant, |tx| outbox::publish(tx, topic, key, &json!({}))).unwrap();
}

fn deliver(t: &TestDb) -> (usize, usize) {
    let Delivery { delivered, failed } = outbox::deliver_due(&t.db, TABLE).unwrap();
    (delivered, failed)
}

fn pending(t: &TestDb) -> Pending {
    let pending: Result<_, Error> = t.db.read(t.tenant, outbox::pending);
    pending.unwrap()
}

fn errors(t: &TestDb) -> Vec<(String, u32, String)> {
    let errors: Result<_, Error> =
        t.db.read(t.tenant, |tx| tx.query(&ERRORS, &[], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))));
    errors.unwrap()
}

fn done() -> Vec<String> {
    DONE.take()
}

#[db_test]
fn the_same_message_twice_is_once(t: TestDb) {
    let both: Result<(), Error> = t.db.write(t.tenant, |tx| {
        outbox::publish(tx, "paid", "r1", &json!({"n": 1}))?;
        outbox::publish(tx, "paid", "r1", &json!({"n": 2}))
    });
    both.unwrap();
    publish(&t, "paid", "r1");
    let oldest_at = Some(t.clock.now());
    assert_eq!(pending(&t), Pending { waiting: 1, failing: 0, oldest_at });
    assert_eq!(deliver(&t), (1, 0));
    assert_eq!(done(), ["paid r1 1", "also r1 1"], "every reaction, in the table's order");
    publish(&t, "paid", "r1");
    assert_eq!(deliver(&t), (0, 0), "a delivered message is not published again");
    assert_eq!(pending(&t), Pending::default());
    let at: Result<Option<jiff::Timestamp>, Error> =
        t.db.read(t.tenant, |tx| tx.query_one(&DELIVERED_AT, params!["r1"], |r| r.get(0)));
    assert_eq!(at.unwrap(), Some(t.clock.now()));
}

#[db_test]
fn a_message_of_a_write_that_failed_is_not_sent(t: TestDb) {
    let failed: Result<(), Error> = t.db.write(t.tenant, |tx| {
        outbox::publish(tx, "paid", "r1", &json!({}))?;
        Err(Error::Cursor)
    });
    assert!(failed.is_err());
    assert_eq!(deliver(&t), (0, 0));
}

#[db_test]
fn messages_of_a_tenant_come_in_order(t: TestDb) {
    let keys: Vec<String> = (0..40).map(|n| format!("{:02}", (n * 17) % 40)).collect();
    for key in &keys {
        publish(&t, "paid", key);
    }
    t.db.write(NEIGHBOUR, |tx| outbox::publish(tx, "paid", "n", &json!({}))).unwrap();
    assert_eq!(deliver(&t), (41, 0));
    let heard: Vec<String> = done()
        .iter()
        .filter_map(|d| d.strip_prefix("paid ")?.strip_suffix(" 1").map(str::to_owned))
        .filter(|key| key != "n")
        .collect();
    assert_eq!(heard, keys);
}

#[db_test]
fn what_failed_is_delivered_again_later(t: TestDb) {
    publish(&t, "flaky", "f");
    assert_eq!(deliver(&t), (0, 1));
    assert_eq!(deliver(&t), (0, 0), "not yet due");
    assert_eq!(errors(&t), [("f".to_owned(), 1, "not now".to_owned())]);
    pass(&t, BACKOFF_FIRST);
    assert_eq!(deliver(&t), (0, 1));
    pass(&t, BACKOFF_FIRST);
    assert_eq!(deliver(&t), (0, 0), "the second wait is longer");
    pass(&t, BACKOFF_FIRST);
    assert_eq!(deliver(&t), (1, 0));
    assert_eq!(done(), ["flaky f 3"]);
    assert_eq!(pending(&t).waiting, 0);
}

#[db_test]
fn a_poisonous_message_does_not_hold_up_the_others(t: TestDb) {
    for (topic, key) in [("poison", "p"), ("bug", "b"), ("paid", "r1")] {
        publish(&t, topic, key);
    }
    assert_eq!(deliver(&t), (1, 2));
    assert_eq!(done(), ["paid r1 1", "also r1 1"]);
    for round in 2..10 {
        pass(&t, SignedDuration::from_hours(1));
        publish(&t, "paid", &format!("r{round}"));
        assert_eq!(deliver(&t), (1, 2));
    }
    let errors = errors(&t);
    assert_eq!(errors[1], ("p".to_owned(), 9, "never p".to_owned()));
    assert!(errors[0].2.contains("a bug"), "{errors:?}");
    assert_eq!((pending(&t).waiting, pending(&t).failing), (2, 2));
    let backlog = jobs::backlog(&t.db).unwrap();
    assert_eq!((backlog.messages_waiting, backlog.messages_failing), (2, 2));
    assert_eq!(backlog.message_waiting_since, Some(testkit::at(testkit::TEST_NOW)));
}

#[db_test]
fn a_topic_that_nobody_knows_is_kept_for_a_program_that_does(t: TestDb) {
    publish(&t, "of a later version", "k");
    publish(&t, "paid", "r1");
    assert_eq!(deliver(&t), (1, 1));
    assert_eq!(errors(&t)[0].2, "nothing reacts to the topic 'of a later version'");
    pass(&t, BACKOFF_FIRST);
    let later: &[(&str, Reaction)] = &[("of a later version", note)];
    assert_eq!(outbox::deliver_due(&t.db, later).unwrap(), Delivery { delivered: 1, failed: 0 });
}

#[db_test]
fn a_killed_deliverers_message_comes_again(t: TestDb) {
    publish(&t, "paid", "r1");
    publish(&t, "paid", "r2");
    let taken: Result<u64, Error> = t
        .db
        .write(t.tenant, |tx| tx.execute(&TAKE_AND_DIE, params![tx.now() + DELIVERY_LEASE, "r1"]));
    assert_eq!(taken.unwrap(), 1);
    assert_eq!(deliver(&t), (0, 0), "r2 does not overtake r1, which may be on its way");
    pass(&t, DELIVERY_LEASE);
    assert_eq!(deliver(&t), (2, 0));
    assert_eq!(done(), ["paid r1 2", "also r1 2", "paid r2 1", "also r2 1"]);
}

#[db_test]
fn a_deliverer_whose_lease_ended_changes_nothing(t: TestDb) {
    publish(&t, "late", "k");
    deliver(&t);
    assert_eq!(pending(&t), Pending::default());
    assert_eq!(errors(&t), []);
}

#[db_test]
fn two_programs_deliver_each_message_once(t: TestDb) {
    const MESSAGES: usize = 60;
    for n in 0..MESSAGES {
        publish(&t, "paid", &format!("{n}"));
    }
    let other = second_program(&t);
    let deliver_all = |db: Db| {
        let mut delivered = 0;
        // Whoever comes second finds the tenant taken and leaves; so both come again until all is done.
        while jobs::backlog(&db).unwrap().messages_waiting > 0 {
            delivered += outbox::deliver_due(&db, TABLE).unwrap().delivered;
        }
        (delivered, done().len())
    };
    let there = std::thread::spawn(move || deliver_all(other));
    let (here, heard_here) = deliver_all(t.db.clone());
    let (there, heard_there) = there.join().unwrap();
    assert_eq!(here + there, MESSAGES);
    assert_eq!(heard_here + heard_there, 2 * MESSAGES, "two reactions each");
}

#[db_test]
fn a_chain_of_messages_leaves_others_their_turn(t: TestDb) {
    publish(&t, "chain", "0");
    assert_eq!(deliver(&t), (MESSAGES_A_ROUND_MAX, 0));
    assert_eq!(pending(&t).waiting, 1);
    assert!(outbox::deliver_due(&t.db, &[("chain", note)]).unwrap().delivered == 1);
}

#[db_test]
fn what_was_delivered_is_forgotten_after_a_month(t: TestDb) {
    publish(&t, "paid", "r1");
    assert_eq!(deliver(&t), (1, 0));
    pass(&t, DELIVERED_KEPT_FOR);
    publish(&t, "paid", "r1");
    publish(&t, "paid", "r2");
    assert_eq!(deliver(&t), (1, 0), "r1 was published before");
    pass(&t, SignedDuration::from_secs(1));
    publish(&t, "paid", "r3");
    assert_eq!(deliver(&t), (1, 0));
    publish(&t, "paid", "r1");
    publish(&t, "paid", "r2");
    assert_eq!(deliver(&t), (1, 0), "nobody remembers r1");
    done();
}
