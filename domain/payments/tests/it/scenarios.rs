//! What an accountant would try.

use billing::invoice::credit::{Credit, credit};
use billing::invoice::void::void;
use billing::invoice::{InvoiceError, InvoiceStatus};
use kernel::{Fault, Kind};
use ledger::period::{self, Lock};
use ledger::{SettleError, open_item, trial_balance};
use payments::PaymentError;
use payments::apply::{self, Applications, Apply};
use payments::receipt::receive::{NewReceipt, receive};
use payments::receipt::{Method, Receipt, ReceiptStatus, bounce};
use payments::refund::{NewRefund, refund};
use payments::write_off::{self, NewWriteOff, WriteOffStatus};
use people::Actor;
use testkit::{TestDb, day, db_test};

use crate::books::{company, drafted, invoice, line, operator, prove, usd, write};

fn new(
    payer: clients::ClientId,
    currency: &str,
    on: &str,
    amount_minor: i64,
    applications: Applications,
) -> NewReceipt {
    NewReceipt {
        payer,
        method: Method::Transfer,
        currency: Some(currency.parse().unwrap()),
        amount_minor,
        received_on: Some(day(on)),
        reference: String::new(),
        deposit: false,
        rate: None,
        applications,
    }
}

fn take(t: &TestDb, new: &NewReceipt) -> Result<Receipt, PaymentError> {
    let actor = operator(t);
    t.db.write(t.tenant, |tx| receive(tx, &actor, new))
}

fn by_hand(list: &[(billing::InvoiceId, i64)]) -> Applications {
    let one = |(id, amount_minor): &(billing::InvoiceId, i64)| Apply {
        invoice: id.cast(),
        amount_minor: *amount_minor,
        discount_minor: 0,
        close_rest: false,
    };
    Applications::ByHand(list.iter().map(one).collect())
}

fn left(t: &TestDb, id: billing::InvoiceId) -> i64 {
    t.db.read(t.tenant, |tx| open_item::find(tx, &[id.cast()])).unwrap()[0].open_minor
}

/// The balance of an account of the chart as of a day, in USD and in base currency over all currencies.
fn balance(t: &TestDb, number: &str, as_of: &str) -> (i64, i64) {
    let proof = operator(t).allow().unwrap();
    let all =
        t.db.read(t.tenant, |tx| trial_balance::trial_balance(tx, &proof, day(as_of), None))
            .unwrap();
    let of = all.iter().filter(|b| b.number == number);
    let minor = of.clone().filter(|b| b.currency == usd()).map(|b| b.balance_minor).sum();
    (minor, of.map(|b| b.base_balance_minor).sum())
}

#[db_test]
fn a_parent_pays_for_its_children_and_keeps_the_rest(t: TestDb) {
    let clients = company(&t);
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    let b = invoice(&t, clients[1], "USD", "2026-01-06", "50");
    let receipt =
        take(&t, &new(clients[2], "USD", "2026-02-01", 20_000, Applications::OldestFirst)).unwrap();
    assert_eq!((left(&t, a.id), left(&t, b.id), receipt.unapplied_minor), (0, 0, 5_000));
    assert_eq!(balance(&t, "1100", "2026-01-31"), (15_000, 15_000));
    assert_eq!(balance(&t, "1100", "2026-02-01"), (0, 0));
    assert_eq!(balance(&t, "2100", "2026-02-01"), (-5_000, -5_000));
    prove(&t);
}

#[db_test]
fn the_reference_names_the_invoices(t: TestDb) {
    let clients = company(&t);
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    let b = invoice(&t, clients[0], "USD", "2026-01-06", "50");
    let mut paid = new(clients[0], "USD", "2026-02-01", 6_000, Applications::ByReference);
    paid.reference = format!("thanks for {}", b.number.to_lowercase());
    let receipt = take(&t, &paid).unwrap();
    assert_eq!((left(&t, a.id), left(&t, b.id), receipt.unapplied_minor), (10_000, 0, 1_000));
    prove(&t);
}

#[db_test]
fn nobody_applies_more_than_was_received_or_is_owed(t: TestDb) {
    let clients = company(&t);
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    let too_much =
        take(&t, &new(clients[0], "USD", "2026-02-01", 20_000, by_hand(&[(a.id, 15_000)])))
            .unwrap_err();
    assert!(
        matches!(
            too_much,
            PaymentError::Settle(SettleError::MoreThanOpen { free_minor: 10_000, .. })
        ),
        "{too_much}"
    );
    let more = take(&t, &new(clients[0], "USD", "2026-02-01", 5_000, by_hand(&[(a.id, 6_000)])))
        .unwrap_err();
    assert!(matches!(more, PaymentError::MoreThanReceived { .. }), "{more}");
    assert_eq!(left(&t, a.id), 10_000);
    prove(&t);
}

#[db_test]
fn an_application_of_the_past_cannot_use_what_a_later_day_needs(t: TestDb) {
    let clients = company(&t);
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    take(&t, &new(clients[0], "USD", "2026-03-01", 8_000, by_hand(&[(a.id, 8_000)]))).unwrap();
    let early = take(&t, &new(clients[0], "USD", "2026-02-01", 8_000, by_hand(&[(a.id, 8_000)])))
        .unwrap_err();
    assert!(
        matches!(early, PaymentError::Settle(SettleError::MoreThanOpen { free_minor: 2_000, .. })),
        "{early}"
    );
    let before = take(&t, &new(clients[0], "USD", "2026-01-01", 1_000, by_hand(&[(a.id, 1_000)])))
        .unwrap_err();
    assert!(matches!(before, PaymentError::Settle(SettleError::BeforeItem { .. })), "{before}");
    prove(&t);
}

#[db_test]
fn a_bounced_receipt_opens_its_invoices_again(t: TestDb) {
    let clients = company(&t);
    let actor = operator(&t);
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    let receipt =
        take(&t, &new(clients[0], "USD", "2026-02-01", 12_000, by_hand(&[(a.id, 10_000)])))
            .unwrap();
    let bounced =
        write(&t, |tx| bounce::bounce(tx, &actor, receipt.id, Some(day("2026-02-10")), "no funds"));
    assert_eq!(
        (bounced.status, bounced.unapplied_minor, left(&t, a.id)),
        (ReceiptStatus::Bounced, 0, 10_000)
    );
    assert_eq!(balance(&t, "1100", "2026-02-05"), (0, 0));
    assert_eq!(balance(&t, "1100", "2026-02-10"), (10_000, 10_000));
    assert_eq!(balance(&t, "1000", "2026-02-10"), (0, 0));
    let twice =
        t.db.write(t.tenant, |tx| bounce::bounce(tx, &actor, receipt.id, None, "again"))
            .unwrap_err();
    assert_eq!(twice.kind(), Kind::Conflict);
    let credit = receipt.id.cast();
    let oldest = Applications::OldestFirst;
    let none = t.db.write(t.tenant, |tx| apply::apply(tx, &actor, credit, &oldest, "", None));
    assert_eq!(none.unwrap_err().code(), "nothing-left");
    prove(&t);
}

#[db_test]
fn an_application_is_taken_back_once(t: TestDb) {
    let clients = company(&t);
    let actor = operator(&t);
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    let receipt =
        take(&t, &new(clients[0], "USD", "2026-02-01", 4_000, Applications::None)).unwrap();
    let numbers = write(&t, |tx| {
        apply::apply(
            tx,
            &actor,
            receipt.id.cast(),
            &by_hand(&[(a.id, 4_000)]),
            "",
            Some(day("2026-02-02")),
        )
    });
    assert_eq!(left(&t, a.id), 6_000);
    write(&t, |tx| {
        apply::unapply(tx, &actor, numbers[0], Some(day("2026-03-01")), "wrong invoice")
    });
    assert_eq!(left(&t, a.id), 10_000);
    let again =
        t.db.write(t.tenant, |tx| apply::unapply(tx, &actor, numbers[0], None, "again"))
            .unwrap_err();
    assert!(matches!(again, PaymentError::Settle(SettleError::Reversed(_))), "{again}");
    prove(&t);
}

#[db_test]
fn exchange_differences_are_realised_to_the_cent(t: TestDb) {
    let clients = company(&t);
    // Invoiced at 1.10, paid in two parts at 1.173: 100.01 EUR is 110.01 USD, received 117.31 USD.
    let a = invoice(&t, clients[0], "EUR", "2026-01-05", "100.01");
    take(&t, &new(clients[0], "EUR", "2026-02-01", 3_333, by_hand(&[(a.id, 3_333)]))).unwrap();
    prove(&t);
    take(&t, &new(clients[0], "EUR", "2026-02-02", 6_668, by_hand(&[(a.id, 6_668)]))).unwrap();
    prove(&t);
    assert_eq!(balance(&t, "1100", "2026-03-01").1, 0);
    assert_eq!(balance(&t, "2100", "2026-03-01").1, 0);
    let (bank, gain) = (balance(&t, "1000", "2026-03-01").1, balance(&t, "7100", "2026-03-01").1);
    assert_eq!((bank, bank + gain), (3_910 + 7_822, 11_001));
}

#[db_test]
fn two_currencies_do_not_meet(t: TestDb) {
    let clients = company(&t);
    let a = invoice(&t, clients[0], "EUR", "2026-01-05", "100");
    let error = take(&t, &new(clients[0], "USD", "2026-02-01", 1_000, by_hand(&[(a.id, 1_000)])))
        .unwrap_err();
    assert!(matches!(error, PaymentError::Settle(SettleError::CurrencyDiffers { .. })), "{error}");
    let unknown =
        take(&t, &new(clients[0], "GBP", "2026-02-01", 1_000, Applications::None)).unwrap_err();
    assert!(unknown.to_string().contains("no exchange rate for GBP"), "{unknown}");
}

#[db_test]
fn a_credit_note_settles_its_invoice_and_leaves_the_rest_as_credit(t: TestDb) {
    let clients = company(&t);
    let actor = operator(&t);
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    take(&t, &new(clients[0], "USD", "2026-02-01", 7_000, by_hand(&[(a.id, 7_000)]))).unwrap();
    let what = Credit {
        lines: vec![line("50")],
        issued_on: Some(day("2026-02-03")),
        reason: "broken".into(),
        series: None,
    };
    let note = write(&t, |tx| credit(tx, &actor, a.id, &what));
    assert_eq!((left(&t, a.id), left(&t, note.id)), (0, 2_000));
    let more = Credit { lines: vec![line("51")], ..what.clone() };
    let refused = t.db.write(t.tenant, |tx| credit(tx, &actor, a.id, &more)).unwrap_err();
    assert!(matches!(refused, InvoiceError::MoreThanInvoiced { .. }), "{refused}");
    let paid = NewRefund {
        credit: note.id.cast(),
        amount_minor: 2_000,
        method: Method::Transfer,
        refunded_on: Some(day("2026-02-05")),
        reason: "asked".into(),
    };
    write(&t, |tx| refund(tx, &actor, &paid));
    assert_eq!(left(&t, note.id), 0);
    prove(&t);
}

#[db_test]
fn a_void_invoice_keeps_its_number_and_leaves_no_balance(t: TestDb) {
    let clients = company(&t);
    let actor = operator(&t);
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    take(&t, &new(clients[0], "USD", "2026-02-01", 1_000, by_hand(&[(a.id, 1_000)]))).unwrap();
    let settled = t.db.write(t.tenant, |tx| void(tx, &actor, a.id, None, "mistake")).unwrap_err();
    assert!(
        matches!(settled, InvoiceError::Settle(SettleError::PartlySettled { .. })),
        "{settled}"
    );
    let b = invoice(&t, clients[0], "USD", "2026-01-06", "30");
    let voided = write(&t, |tx| void(tx, &actor, b.id, Some(day("2026-01-20")), "mistake"));
    assert_eq!((voided.status, voided.number.as_str()), (InvoiceStatus::Void, "INV-000002"));
    let c = invoice(&t, clients[0], "USD", "2026-01-07", "30");
    assert_eq!(c.number, "INV-000003");
    assert_eq!(balance(&t, "1100", "2026-01-10"), (16_000, 16_000));
    assert_eq!(balance(&t, "1100", "2026-01-20"), (13_000, 13_000));
    prove(&t);
}

#[db_test]
fn early_payment_earns_its_discount_and_late_payment_does_not(t: TestDb) {
    let clients = company(&t);
    let actor = operator(&t);
    let issue_with_terms = || {
        let mut draft = drafted(clients[0], "USD", day("2026-01-05"), "100");
        draft.payment_term = Some("2-10-net30".into());
        write(&t, |tx| {
            let d = billing::invoice::draft::create(tx, &actor, &draft)?;
            billing::invoice::issue::issue(tx, &actor, d.id, &Default::default())
        })
    };
    let a = issue_with_terms();
    assert_eq!((a.discount_minor, a.discount_until), (200, Some(day("2026-01-15"))));
    let with = |discount_minor| {
        Applications::ByHand(vec![Apply {
            invoice: a.id.cast(),
            amount_minor: 9_800,
            discount_minor,
            close_rest: false,
        }])
    };
    let late = take(&t, &new(clients[0], "USD", "2026-01-16", 9_800, with(200))).unwrap_err();
    assert!(matches!(late, PaymentError::NoDiscount { .. }), "{late}");
    let greedy = take(&t, &new(clients[0], "USD", "2026-01-15", 9_800, with(201))).unwrap_err();
    assert!(matches!(greedy, PaymentError::NoDiscount { .. }), "{greedy}");
    take(&t, &new(clients[0], "USD", "2026-01-15", 9_800, with(200))).unwrap();
    assert_eq!(left(&t, a.id), 0);
    assert_eq!(balance(&t, "4100", "2026-01-15"), (200, 200));
    prove(&t);
}

#[db_test]
fn a_discount_ends_with_the_payment_that_earned_it(t: TestDb) {
    let clients = company(&t);
    let actor = operator(&t);
    let mut draft = drafted(clients[0], "USD", day("2026-01-05"), "100");
    draft.payment_term = Some("2-10-net30".into());
    let a = write(&t, |tx| {
        let d = billing::invoice::draft::create(tx, &actor, &draft)?;
        billing::invoice::issue::issue(tx, &actor, d.id, &Default::default())
    });
    let how = Applications::ByHand(vec![Apply {
        invoice: a.id.cast(),
        amount_minor: 9_800,
        discount_minor: 200,
        close_rest: false,
    }]);
    let receipt = take(&t, &new(clients[0], "USD", "2026-01-10", 9_800, how)).unwrap();
    assert_eq!(left(&t, a.id), 0);
    write(&t, |tx| bounce::bounce(tx, &actor, receipt.id, Some(day("2026-01-20")), "no funds"));
    assert_eq!((left(&t, a.id), balance(&t, "4100", "2026-01-20").0), (10_000, 0));
    prove(&t);
}

#[db_test]
fn small_rests_are_closed_and_large_ones_are_not(t: TestDb) {
    let clients = company(&t);
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    let closing = |amount_minor| {
        Applications::ByHand(vec![Apply {
            invoice: a.id.cast(),
            amount_minor,
            discount_minor: 0,
            close_rest: true,
        }])
    };
    let large = take(&t, &new(clients[0], "USD", "2026-02-01", 9_899, closing(9_899))).unwrap_err();
    assert!(matches!(large, PaymentError::NotSmall { .. }), "{large}");
    take(&t, &new(clients[0], "USD", "2026-02-01", 9_900, closing(9_900))).unwrap();
    assert_eq!((left(&t, a.id), balance(&t, "6110", "2026-02-01").0), (0, 100));
    prove(&t);
}

#[db_test]
fn a_large_write_off_needs_somebody_else(t: TestDb) {
    let clients = company(&t);
    let operator = operator(&t);
    let ana = Actor::user(
        t.tenant,
        kernel::UserId::from_uuid(uuid::Uuid::from_u128(5)),
        "Ana".into(),
        operator.grants().clone(),
    );
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    let asked = |amount_minor| NewWriteOff {
        item: a.id.cast(),
        amount_minor: Some(amount_minor),
        on: Some(day("2026-03-01")),
        reason: "gone".into(),
    };
    let small =
        t.db.write(t.tenant, |tx| write_off::request(tx, &operator, &asked(1_000))).unwrap();
    assert_eq!((small.status, left(&t, a.id)), (WriteOffStatus::Booked, 9_000));
    let large =
        t.db.write(t.tenant, |tx| write_off::request(tx, &operator, &asked(9_000))).unwrap();
    assert_eq!((large.status, left(&t, a.id)), (WriteOffStatus::Proposed, 9_000));
    let twice = t.db.write(t.tenant, |tx| write_off::request(tx, &operator, &asked(9_000)));
    assert!(matches!(twice, Err(PaymentError::AlreadyProposed(_))), "one waits already: {twice:?}");
    let booked = write(&t, |tx| write_off::decide(tx, &ana, large.id, true));
    assert_eq!((booked.status, left(&t, a.id)), (WriteOffStatus::Booked, 0));
    write(&t, |tx| write_off::reverse(tx, &ana, large.id, None, "they are back"));
    assert_eq!(left(&t, a.id), 9_000);
    prove(&t);
}

#[db_test]
fn nobody_approves_their_own_write_off(t: TestDb) {
    let clients = company(&t);
    let all = operator(&t);
    let admin = all.allow().unwrap();
    let id = write(&t, |tx| {
        let user = people::user::NewUser {
            email: "ana@example.com".into(),
            name: "Ana".into(),
            password: None,
            language: "en".into(),
            time_zone: "UTC".into(),
            roles: vec![],
        };
        people::user::create(tx, &all, &admin, &user)
    });
    let ana = Actor::user(t.tenant, id, "Ana".into(), all.grants().clone());
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    let asked =
        NewWriteOff { item: a.id.cast(), amount_minor: None, on: None, reason: "gone".into() };
    let large = write(&t, |tx| write_off::request(tx, &ana, &asked));
    let own = t.db.write(t.tenant, |tx| write_off::decide(tx, &ana, large.id, true)).unwrap_err();
    assert!(matches!(own, PaymentError::OwnProposal(_)), "{own}");
    assert_eq!(left(&t, a.id), 10_000);
}

#[db_test]
fn nothing_is_posted_in_a_locked_period(t: TestDb) {
    let clients = company(&t);
    let actor = operator(&t);
    let proof = actor.allow().unwrap();
    write(&t, |tx| period::set_lock(tx, &actor, &proof, day("2026-01-31"), Lock::Hard, "closed"));
    let error =
        take(&t, &new(clients[0], "USD", "2026-01-15", 1_000, Applications::None)).unwrap_err();
    assert_eq!((error.kind(), error.code()), (Kind::Conflict, "period-locked"));
    take(&t, &new(clients[0], "USD", "2026-02-01", 1_000, Applications::None)).unwrap();
    write(&t, |tx| {
        period::set_lock(tx, &actor, &proof, day("2026-01-31"), Lock::Sealed, "for good")
    });
    let sealed =
        t.db.write(t.tenant, |tx| {
            period::set_lock(tx, &actor, &proof, day("2026-01-31"), Lock::Open, "please")
        })
        .unwrap_err();
    assert_eq!(sealed.code(), "period-sealed");
    // What was owed at the end of a sealed month stays so: nothing is posted before it either.
    let before =
        take(&t, &new(clients[0], "USD", "2025-11-15", 1_000, Applications::None)).unwrap_err();
    assert_eq!((before.kind(), before.code()), (Kind::Conflict, "period-locked"));
    for never in [day("0001-01-01"), day("9999-12-31")] {
        let lock = |tx: &db::Tx<'_>| period::set_lock(tx, &actor, &proof, never, Lock::Hard, "x");
        assert_eq!(t.db.write(t.tenant, lock).unwrap_err().code(), "day-out-of-range");
    }
    prove(&t);
}

#[db_test]
fn two_at_once_cannot_apply_the_same_money(t: TestDb) {
    let clients = company(&t);
    let a = invoice(&t, clients[0], "USD", "2026-01-05", "100");
    let t = std::sync::Arc::new(t);
    let receipts: Vec<Receipt> = (0..4)
        .map(|_| {
            take(&t, &new(clients[0], "USD", "2026-02-01", 10_000, Applications::None)).unwrap()
        })
        .collect();
    let threads: Vec<_> = receipts
        .into_iter()
        .map(|receipt| {
            let (t, how) = (std::sync::Arc::clone(&t), by_hand(&[(a.id, 10_000)]));
            std::thread::spawn(move || {
                let actor = operator(&t);
                t.db.write(t.tenant, |tx| {
                    apply::apply(tx, &actor, receipt.id.cast(), &how, "", None)
                })
                .is_ok()
            })
        })
        .collect();
    let won = threads.into_iter().map(|thread| thread.join().unwrap()).filter(|ok| *ok).count();
    assert_eq!((won, left(&t, a.id)), (1, 0));
    prove(&t);
}
