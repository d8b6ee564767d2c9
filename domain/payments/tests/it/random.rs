//! Any sequence of documents, receipts, applications, reversals and refunds keeps the books right, and the
//! same sequence gives the same rows on both engines.

use billing::InvoiceId;
use billing::invoice::credit::{Credit, credit};
use billing::invoice::draft;
use billing::invoice::issue::{Issue, issue};
use billing::invoice::void::void;
use clients::ClientId;
use jiff::Span;
use jiff::civil::Date;
use kernel::{Fault, Kind};
use ledger::{OpenItemId, settlement};
use payments::apply::{self, Applications, Apply};
use payments::receipt::receive::{NewReceipt, receive};
use payments::receipt::{Method, ReceiptId, bounce};
use payments::refund::{NewRefund, refund};
use payments::write_off::{self, NewWriteOff};
use proptest::prelude::*;
use testkit::{TestDb, day};

use crate::books::{company, drafted, line, operator, prove};

/// One act. The numbers choose among what there is by then, so that every sequence makes sense.
#[derive(Clone, Debug)]
enum Act {
    Invoice { client: usize, currency: usize, day: i64, cents: i64 },
    Credit { of: usize, day: i64, cents: i64 },
    Void { of: usize, day: i64 },
    Receive { client: usize, currency: usize, day: i64, cents: i64, how: usize, of: usize },
    Apply { receipt: usize, to: usize, day: i64, cents: i64, rest: bool },
    Unapply { of: usize, nth: usize, day: i64 },
    Bounce { receipt: usize, day: i64 },
    VoidReceipt { receipt: usize },
    Refund { receipt: usize, day: i64, cents: i64 },
    WriteOff { of: usize, day: i64, cents: i64 },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let (who, cents, days) = (0..3_usize, 1..30_000_i64, 0..80_i64);
    let pick = 0..12_usize;
    let act = prop_oneof![
        4 => (who.clone(), 0..3_usize, days.clone(), cents.clone()).prop_map(|(client, currency, day, cents)| Act::Invoice { client, currency, day, cents }),
        1 => (pick.clone(), days.clone(), cents.clone()).prop_map(|(of, day, cents)| Act::Credit { of, day, cents }),
        1 => (pick.clone(), days.clone()).prop_map(|(of, day)| Act::Void { of, day }),
        4 => (who, 0..3_usize, days.clone(), cents.clone(), 0..3_usize, pick.clone()).prop_map(|(client, currency, day, cents, how, of)| Act::Receive { client, currency, day, cents, how, of }),
        4 => (pick.clone(), pick.clone(), days.clone(), cents.clone(), any::<bool>()).prop_map(|(receipt, to, day, cents, rest)| Act::Apply { receipt, to, day, cents, rest }),
        2 => (pick.clone(), 0..4_usize, days.clone()).prop_map(|(of, nth, day)| Act::Unapply { of, nth, day }),
        1 => (pick.clone(), days.clone()).prop_map(|(receipt, day)| Act::Bounce { receipt, day }),
        1 => pick.clone().prop_map(|receipt| Act::VoidReceipt { receipt }),
        1 => (pick.clone(), days.clone(), cents.clone()).prop_map(|(receipt, day, cents)| Act::Refund { receipt, day, cents }),
        1 => (pick, days, cents).prop_map(|(of, day, cents)| Act::WriteOff { of, day, cents }),
    ];
    prop::collection::vec(act, 1..40)
}

const CURRENCIES: [&str; 3] = ["USD", "EUR", "JPY"];

struct Run<'t> {
    t: &'t TestDb,
    clients: Vec<ClientId>,
    invoices: Vec<InvoiceId>,
    receipts: Vec<ReceiptId>,
    done: usize,
}

impl Run<'_> {
    fn write<T, E: Fault + From<db::Error>>(
        &mut self,
        f: impl FnMut(&db::Tx<'_>) -> Result<T, E>,
    ) -> Option<T> {
        match self.t.db.write(self.t.tenant, f) {
            Ok(value) => {
                self.done += 1;
                Some(value)
            }
            // A refusal is an answer; a failure of the program or of a constraint is not.
            Err(e)
                if e.kind() != Kind::Internal
                    && !matches!(e.code(), "value-not-allowed" | "reference-broken") =>
            {
                None
            }
            Err(e) => panic!("{} ({})", e, e.code()),
        }
    }

    fn invoice(&self, pick: usize) -> Option<InvoiceId> {
        if self.invoices.is_empty() {
            None
        } else {
            Some(self.invoices[pick % self.invoices.len()])
        }
    }

    fn receipt(&self, pick: usize) -> Option<ReceiptId> {
        if self.receipts.is_empty() {
            None
        } else {
            Some(self.receipts[pick % self.receipts.len()])
        }
    }

    fn act(&mut self, act: &Act) {
        let actor = operator(self.t);
        match act {
            Act::Invoice { client, currency, day, cents } => {
                let new = drafted(
                    self.clients[*client],
                    CURRENCIES[*currency],
                    on(*day),
                    &price(*currency, *cents),
                );
                let made = self.write(|tx| {
                    let draft = draft::create(tx, &actor, &new)?;
                    issue(tx, &actor, draft.id, &Issue::default())
                });
                self.invoices.extend(made.map(|i| i.id));
            }
            Act::Credit { of, day, cents } => {
                let Some(id) = self.invoice(*of) else { return };
                let lines = if cents % 3 == 0 { Vec::new() } else { vec![line(&price(0, *cents))] };
                let what =
                    Credit { lines, issued_on: Some(on(*day)), reason: "why".into(), series: None };
                self.write(|tx| credit(tx, &actor, id, &what));
            }
            Act::Void { of, day } => {
                let Some(id) = self.invoice(*of) else { return };
                self.write(|tx| void(tx, &actor, id, Some(on(*day)), "why"));
            }
            Act::Receive { client, currency, day, cents, how, of } => {
                let applications = match (how, self.invoice(*of)) {
                    (0, _) | (_, None) => Applications::None,
                    (1, _) => Applications::OldestFirst,
                    (_, Some(id)) => by_hand(id.cast(), *cents / 2, false),
                };
                let new = NewReceipt {
                    payer: self.clients[*client],
                    method: Method::ALL[*cents as usize % 5],
                    currency: Some(CURRENCIES[*currency].parse().unwrap()),
                    amount_minor: *cents,
                    received_on: Some(on(*day)),
                    reference: String::new(),
                    deposit: false,
                    rate: None,
                    applications,
                };
                let made = self.write(|tx| receive(tx, &actor, &new));
                self.receipts.extend(made.map(|r| r.id));
            }
            other => self.act_on_receipts(&actor, other),
        }
    }

    fn act_on_receipts(&mut self, actor: &people::Actor, act: &Act) {
        match act {
            Act::Apply { receipt, to, day, cents, rest } => {
                let (Some(r), Some(i)) = (self.receipt(*receipt), self.invoice(*to)) else {
                    return;
                };
                self.write(|tx| {
                    apply::apply(
                        tx,
                        actor,
                        r.cast(),
                        &by_hand(i.cast(), *cents, *rest),
                        "",
                        Some(on(*day)),
                    )
                });
            }
            Act::Unapply { of, nth, day } => {
                let Some(id) = self.invoice(*of) else { return };
                let all = self
                    .t
                    .db
                    .read(self.t.tenant, |tx| settlement::of_item(tx, id.cast()))
                    .unwrap_or_else(|e: db::Error| panic!("{e}"));
                let Some(one) = all.get(*nth) else { return };
                self.write(|tx| apply::unapply(tx, actor, one.entry_no, Some(on(*day)), "why"));
            }
            Act::Bounce { receipt, day } => {
                let Some(id) = self.receipt(*receipt) else { return };
                self.write(|tx| bounce::bounce(tx, actor, id, Some(on(*day)), "why"));
            }
            Act::VoidReceipt { receipt } => {
                let Some(id) = self.receipt(*receipt) else { return };
                self.write(|tx| bounce::void(tx, actor, id, "why"));
            }
            Act::Refund { receipt, day, cents } => {
                let Some(id) = self.receipt(*receipt) else { return };
                let new = NewRefund {
                    credit: id.cast(),
                    amount_minor: *cents,
                    method: Method::Cash,
                    refunded_on: Some(on(*day)),
                    reason: "why".into(),
                };
                self.write(|tx| refund(tx, actor, &new));
            }
            Act::WriteOff { of, day, cents } => {
                let Some(id) = self.invoice(*of) else { return };
                let new = NewWriteOff {
                    item: id.cast(),
                    amount_minor: Some(*cents % 1_000 + 1),
                    on: Some(on(*day)),
                    reason: "why".into(),
                };
                self.write(|tx| write_off::request(tx, actor, &new));
            }
            _ => {}
        }
    }
}

fn by_hand(invoice: OpenItemId, amount_minor: i64, close_rest: bool) -> Applications {
    Applications::ByHand(vec![Apply { invoice, amount_minor, discount_minor: 0, close_rest }])
}

fn on(offset: i64) -> Date {
    day("2026-01-01").saturating_add(Span::new().days(offset))
}

fn price(currency: usize, cents: i64) -> String {
    let currency = CURRENCIES[currency].parse().unwrap();
    money::format_minor(cents, currency)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_books_stay_right_on_both_engines(acts in acts()) {
        let mut dumps = Vec::new();
        for t in testkit::both() {
            let clients = company(&t);
            let mut run = Run { t: &t, clients, invoices: Vec::new(), receipts: Vec::new(), done: 0 };
            for act in &acts {
                run.act(act);
            }
            prove(&t);
            let dump = t.db.read(t.tenant, |tx| db::dump(tx, &[])).unwrap_or_else(|e: db::Error| panic!("{e}"));
            dumps.push((run.done, dump));
        }
        for pair in dumps.windows(2) {
            prop_assert_eq!(pair[0].0, pair[1].0);
            if pair[0].1 != pair[1].1 {
                let differ = pair[0].1.lines().zip(pair[1].1.lines()).find(|(a, b)| a != b);
                prop_assert!(false, "the engines differ: {:?}", differ);
            }
        }
    }
}
