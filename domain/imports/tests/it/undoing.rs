//! What an undo refuses, and what it leaves.

use imports::ImportError;
use kernel::Fault;
use ledger::period::{self, Lock};
use payments::Method;
use payments::apply::{Applications, Apply, unapply};
use payments::receipt::receive::{NewReceipt, receive};
use people::permission::LockPeriods;
use testkit::{TestDb, day, db_test};

use crate::books::{
    File, PLAIN, active_clients, company, dump, import, operator, profile, prove, trial, undo,
    write,
};

const HEAD: &str = "client,number,issued,amount,currency,settled_on";

db::statements! {
    FIND = "SELECT invoice_id, client_id FROM invoice WHERE tenant_id = ?1 AND number = ?2 AND status = 'issued'";
}

/// Takes money for an invoice by hand.
pub fn pay(t: &TestDb, number: &str, amount_minor: i64, on: &str) -> payments::ReceiptId {
    let actor = operator(t);
    let (invoice, payer): (billing::InvoiceId, clients::ClientId) =
        t.db.read(t.tenant, |tx| {
            tx.query_one(&FIND, db::params![number], |r| Ok((r.get(0)?, r.get(1)?)))
        })
        .unwrap_or_else(|e: db::Error| panic!("{e}"));
    let one = Apply { invoice: invoice.cast(), amount_minor, discount_minor: 0, close_rest: false };
    let new = NewReceipt {
        payer,
        method: Method::Cash,
        currency: None,
        amount_minor,
        received_on: Some(day(on)),
        reference: String::new(),
        deposit: false,
        rate: None,
        applications: Applications::ByHand(vec![one]),
    };
    write(t, |tx| receive(tx, &actor, &new)).id
}

#[db_test]
fn what_was_built_upon_is_not_undone(t: TestDb) {
    company(&t);
    let profile = profile(PLAIN);
    let rows = [
        HEAD,
        "C-1,N-1,2025-06-01,10,USD,",
        "C-1,N-2,2025-06-02,20,USD,",
        "C-2,N-3,2025-06-03,30,USD,2025-06-10",
    ];
    let (_, id) = import(&t, &File::csv(&rows), &profile);
    let receipt = pay(&t, "N-2", 500, "2025-06-20");
    let before = dump(&t, &[]);
    let refused = undo(&t, id).unwrap_err();
    assert!(
        matches!(&refused, ImportError::BuiltUpon { count: 1, first } if first == "N-2"),
        "{refused}"
    );
    assert_eq!(refused.code(), "built-upon");
    assert_eq!(dump(&t, &[]), before, "nothing is undone");
    // Taken back, it can be. The client who paid is kept for the record, with his money.
    let actor = operator(&t);
    write(&t, |tx| payments::receipt::bounce::void(tx, &actor, receipt, "entered by mistake"));
    undo(&t, id).unwrap();
    prove(&t);
    assert_eq!((trial(&t, "2026-03-31"), active_clients(&t)), (vec![], 0));
}

#[db_test]
fn what_was_taken_back_later_does_not_stand_in_the_way(t: TestDb) {
    company(&t);
    let profile = profile(PLAIN);
    let rows = [
        HEAD,
        "C-1,N-1,2025-06-01,10,USD,2025-06-10",
        "C-1,N-2,2025-06-02,20,USD,",
        "C-2,N-3,2025-06-03,30,USD,2025-06-11",
    ];
    let (_, id) = import(&t, &File::csv(&rows), &profile);
    let actor = operator(&t);
    let receipt = pay(&t, "N-2", 500, "2025-06-20");
    // The application of an imported receipt, and of one that was typed, are taken back weeks later.
    for number in ["N-1", "N-2"] {
        write(&t, |tx| {
            let (invoice, _): (billing::InvoiceId, clients::ClientId) =
                tx.query_one(&FIND, db::params![number], |r| Ok((r.get(0)?, r.get(1)?)))?;
            let live = ledger::settlement::live(tx, &[invoice.cast()])?;
            unapply(tx, &actor, live[0].entry_no, Some(day("2025-07-15")), "wrong one")
        });
    }
    write(&t, |tx| payments::receipt::bounce::void(tx, &actor, receipt, "entered by mistake"));
    undo(&t, id).unwrap();
    prove(&t);
    assert_eq!((trial(&t, "2026-03-31"), active_clients(&t)), (vec![], 0));
}

#[db_test]
fn a_locked_period_is_seen_before_anything_is_undone(t: TestDb) {
    company(&t);
    let profile = profile(PLAIN);
    let rows = [HEAD, "C-1,N-1,2025-06-01,10,USD,2025-07-10", "C-1,N-2,2025-08-01,10,USD,"];
    let (_, id) = import(&t, &File::csv(&rows), &profile);
    let actor = operator(&t);
    for (month, lock) in [("2025-07-01", Lock::Hard), ("2025-07-01", Lock::Open)] {
        let proof = actor.allow::<LockPeriods>().unwrap();
        write(&t, |tx| period::set_lock(tx, &actor, &proof, day(month), lock, "test"));
        let before = dump(&t, &[]);
        let result = undo(&t, id);
        if lock == Lock::Hard {
            let refused = result.unwrap_err();
            assert!(refused.to_string().contains("2025-07-10 lies in a period that is locked"));
            assert_eq!(dump(&t, &[]), before, "nothing is undone");
        } else {
            result.unwrap();
            assert_eq!(trial(&t, "2026-03-31"), []);
        }
    }
}

#[db_test]
fn what_somebody_voided_by_hand_is_no_hindrance(t: TestDb) {
    company(&t);
    let profile = profile(PLAIN);
    let rows = [HEAD, "C-1,N-1,2025-06-01,10,USD,", "C-1,N-2,2025-06-02,20,USD,2025-06-05"];
    let (_, id) = import(&t, &File::csv(&rows), &profile);
    let actor = operator(&t);
    let invoice =
        t.db.read(t.tenant, |tx| tx.query_one(&FIND, db::params!["N-1"], |r| r.get(0)))
            .unwrap_or_else(|e: db::Error| panic!("{e}"));
    write(&t, |tx| billing::invoice::void::void(tx, &actor, invoice, None, "not ours"));
    undo(&t, id).unwrap();
    prove(&t);
    assert_eq!(trial(&t, "2026-03-31"), []);
}

#[db_test]
fn an_import_that_is_not_there(t: TestDb) {
    company(&t);
    let refused = undo(&t, imports::ImportId::NIL).unwrap_err();
    assert!(matches!(refused, ImportError::Unknown(_)), "{refused}");
}

#[db_test]
fn a_client_taken_out_of_the_archive_goes_back_there(t: TestDb) {
    company(&t);
    let profile = profile(PLAIN);
    let file = File::csv(&[HEAD, "C-1,N-1,2025-06-01,10,USD,"]);
    let (_, first) = import(&t, &file, &profile);
    undo(&t, first).unwrap();
    assert_eq!(active_clients(&t), 0);
    let (plan, second) = import(&t, &file, &profile);
    assert_eq!((plan.new_clients, active_clients(&t)), (1, 1));
    undo(&t, second).unwrap();
    assert_eq!(active_clients(&t), 0);
    let names = dump(&t, &[]);
    assert_eq!(names.lines().filter(|l| l.starts_with("client ")).count(), 1);
}
