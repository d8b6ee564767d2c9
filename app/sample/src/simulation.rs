//! A family's life, day by day: what is planned happens in the order of its
//! days, and each thing looks at the balances as they stand when it happens.
//! That is how no invoice is ever paid twice and no money spent twice.

use std::collections::BTreeMap;
use std::mem::take;

use jiff::civil::Date;

use crate::behaviour::Payer;
use crate::claims::Claim;
use crate::days::plus;
use crate::facts::{Applied, Fact, Invoice};
use crate::member::Buyer;
use crate::orders::Order;
use crate::plan::Setting;
use crate::rng::Rng;

/// Something planned for a day.
#[derive(Debug)]
pub(crate) enum Event {
    Issue { order: usize },
    Deposit { order: usize },
    Pay { payer: usize },
    Allocate { receipt: usize, applied: Vec<Applied> },
    UseCredit { receipt: usize },
    Refund { receipt: usize },
    Bounce { receipt: usize },
    PayOnAccount { payer: usize },
    Dispute { invoice: usize },
    Settle { invoice: usize },
    WriteOffRest { invoice: usize },
    WriteOffAll { payer: usize },
}

/// An invoice and what is still owed of it.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) payer: usize,
    pub(crate) client: usize,
    pub(crate) issued_on: Date,
    pub(crate) gross: i64,
    pub(crate) owed: i64,
    /// The day its payer means to pay it, if it means to.
    pub(crate) pay_on: Option<Date>,
    /// What the client has against it.
    pub(crate) claim: Option<Claim>,
}

impl Open {
    /// What its payer is ready to pay of it.
    pub(crate) fn payable(&self) -> i64 {
        let withheld = self.claim.as_ref().map_or(0, Claim::withheld);
        (self.owed - withheld).max(0)
    }
}

/// A receipt and what is still unapplied of it.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) payer: usize,
    pub(crate) unapplied: i64,
    pub(crate) applications: Vec<Applied>,
}

pub(crate) struct Simulation<'a> {
    pub(crate) setting: &'a Setting,
    pub(crate) buyers: &'a [Buyer],
    pub(crate) payers: Vec<Payer>,
    pub(crate) rng: Rng,
    pub(crate) invoices: Vec<Open>,
    pub(crate) receipts: Vec<Held>,
    pub(crate) credit_notes: u64,
    pub(crate) facts: Vec<Fact>,
    pub(crate) orders: Vec<Order>,
    /// The receipt of each order paid for in advance.
    pub(crate) deposits: BTreeMap<usize, usize>,
    /// The number breaks ties between things planned for one day.
    queue: BTreeMap<(Date, u64), Event>,
    planned: u64,
}

/// Facts name invoices and receipts by keys that count from one.
pub(crate) fn key(index: usize) -> u64 {
    index as u64 + 1
}

impl<'a> Simulation<'a> {
    pub(crate) fn new(
        setting: &'a Setting,
        buyers: &'a [Buyer],
        payers: Vec<Payer>,
        orders: Vec<Order>,
        rng: Rng,
    ) -> Simulation<'a> {
        Simulation {
            setting,
            buyers,
            payers,
            rng,
            invoices: Vec::with_capacity(orders.len()),
            receipts: Vec::new(),
            credit_notes: 0,
            facts: Vec::with_capacity(orders.len() * 2),
            orders,
            deposits: BTreeMap::new(),
            queue: BTreeMap::new(),
            planned: 0,
        }
    }

    pub(crate) fn run(mut self) -> Vec<Fact> {
        self.plan_orders();
        self.plan_failures();
        while let Some(((today, _), event)) = self.queue.pop_first() {
            match event {
                Event::Issue { order } => self.issue(today, order),
                Event::Deposit { order } => self.take_deposit(today, order),
                Event::Pay { payer } => self.pay(today, payer),
                Event::Allocate { receipt, applied } => self.allocate(today, receipt, applied),
                Event::UseCredit { receipt } => self.use_credit(today, receipt),
                Event::Refund { receipt } => self.refund(today, receipt),
                Event::Bounce { receipt } => self.bounce(today, receipt),
                Event::PayOnAccount { payer } => self.pay_on_account(today, payer),
                Event::Dispute { invoice } => self.dispute(today, invoice),
                Event::Settle { invoice } => self.settle(today, invoice),
                Event::WriteOffRest { invoice } => {
                    self.write_off(today, invoice, "small balance not worth collecting");
                }
                Event::WriteOffAll { payer } => self.write_off_all(today, payer),
            }
        }
        self.facts
    }

    /// Plans an event for a working day; what would come after the end of the
    /// history does not happen, which is what leaves invoices open at the end.
    pub(crate) fn plan(&mut self, day: Date, event: Event) {
        let day = self.setting.calendar.open_on_or_after(day);
        if day >= self.setting.since && day <= self.setting.until {
            self.queue.insert((day, self.planned), event);
            self.planned += 1;
        }
    }

    fn plan_orders(&mut self) {
        for order in 0..self.orders.len() {
            let on = self.orders[order].on;
            self.plan(on, Event::Issue { order });
            let buyer = &self.buyers[self.orders[order].client];
            let reliable = self.payers[buyer.payer].failure.is_none();
            let first_day = buyer.first_day;
            if self.rng.chance(18) && reliable {
                let day = plus(on, -self.rng.between(10, 30));
                if day >= first_day {
                    self.plan(day, Event::Deposit { order });
                }
            }
        }
    }

    fn plan_failures(&mut self) {
        for payer in 0..self.payers.len() {
            let Some(failure) = self.payers[payer].failure else {
                continue;
            };
            self.plan(failure.written_off_on, Event::WriteOffAll { payer });
            // Some send a round sum or two before they go silent.
            if self.rng.chance(450) {
                let day = plus(failure.stops_paying_on, self.rng.between(35, 80));
                self.plan(day, Event::PayOnAccount { payer });
            }
        }
    }

    fn issue(&mut self, today: Date, order: usize) {
        let client = self.orders[order].client;
        let buyer = &self.buyers[client];
        let payer = &self.payers[buyer.payer];
        let pay_on = payer.pay_day(self.setting, &mut self.rng, buyer.terms, today);
        let disputed = self.rng.chance(payer.disputes());
        let returned = !disputed && self.rng.chance(14);
        let lines = take(&mut self.orders[order].lines);
        let gross = self.orders[order].gross_minor;
        let claim = (disputed || returned)
            .then(|| Claim::draw(&mut self.rng, &lines, buyer.currency, disputed))
            .flatten();

        let invoice = self.invoices.len();
        self.facts.push(Fact::Invoice(Invoice {
            key: key(invoice),
            client,
            issued_on: today,
            lines,
            purchase_order: self.orders[order].purchase_order.take(),
        }));
        let claimed = claim.is_some();
        self.invoices.push(Open {
            payer: buyer.payer,
            client,
            issued_on: today,
            gross,
            owed: gross,
            pay_on,
            claim,
        });
        if let Some(receipt) = self.deposits.remove(&order) {
            self.apply_later(today, receipt, invoice);
        }
        if claimed {
            self.plan_claim(today, invoice, disputed);
        }
        if let Some(day) = pay_on {
            self.mean_to_pay(day, invoice);
        }
    }

    /// From now on the invoice's payer means to pay it on `day`.
    pub(crate) fn mean_to_pay(&mut self, day: Date, invoice: usize) {
        let day = self.setting.calendar.open_on_or_after(day);
        let open = &mut self.invoices[invoice];
        open.pay_on = Some(day);
        let payer = open.payer;
        self.plan(day, Event::Pay { payer });
    }
}
