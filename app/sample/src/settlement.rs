//! Money coming in, being used, and sometimes going back.

use jiff::civil::Date;

use crate::behaviour::Habit;
use crate::days::{days_between, plus};
use crate::facts::{Applied, Fact, Method, Receipt};
use crate::money::fraction_minor;
use crate::simulation::{Event, Held, Simulation, key};

/// One hundred units of a two-decimal currency.
const HUNDRED: i64 = 10_000;

impl Simulation<'_> {
    /// A payer pays what it means to have paid by today, in one receipt.
    pub(crate) fn pay(&mut self, today: Date, payer: usize) {
        let gone =
            self.payers[payer].failure.is_some_and(|failure| failure.stops_paying_on <= today);
        if gone {
            return;
        }
        let due: Vec<usize> = (0..self.invoices.len())
            .filter(|invoice| {
                let open = &self.invoices[*invoice];
                open.payer == payer
                    && open.pay_on.is_some_and(|day| day <= today)
                    && open.payable() > 0
            })
            .collect();
        if due.is_empty() {
            return;
        }
        let alone = due.len() == 1;
        let applied: Vec<Applied> =
            due.into_iter().map(|invoice| self.payment_of(today, invoice, alone)).collect();
        let amount = applied.iter().map(|one| one.amount_minor).sum();
        // A discount cannot wait until somebody has found out what was paid.
        let discounted = applied.iter().any(|one| one.discount_minor > 0);
        if self.rng.chance(12) && !discounted {
            self.pay_unexplained(today, payer, amount, applied);
        } else {
            self.pay_explained(today, payer, amount, applied);
        }
    }

    /// What is paid of one invoice today, and what happens to the rest of it.
    fn payment_of(&mut self, today: Date, invoice: usize, alone: bool) -> Applied {
        let open = &mut self.invoices[invoice];
        open.pay_on = None;
        let payable = open.payable();
        let mut applied =
            Applied { invoice: key(invoice), on: today, amount_minor: payable, discount_minor: 0 };
        let habit = self.payers[open.payer].habit;
        let whole = open.owed == open.gross && payable == open.gross;
        match &self.buyers[open.client].terms.early_discount {
            Some(early) if habit == Habit::Early && whole => {
                let discount = fraction_minor(payable, early.rate_e6);
                let late = days_between(open.issued_on, today) - i64::from(early.days);
                if late <= 0 {
                    applied.discount_minor = discount;
                    applied.amount_minor -= discount;
                } else if late <= 6 && discount > 0 {
                    // The discount is taken without being earned, and a little stays open.
                    applied.amount_minor -= discount;
                    self.chase_the_rest(today, invoice, discount);
                }
            }
            _ => {
                let short = matches!(habit, Habit::Late | Habit::VeryLate);
                if alone && short && payable > 5 * HUNDRED && self.rng.chance(25) {
                    let part = payable * self.rng.between(300, 700) / 1000;
                    applied.amount_minor = part / HUNDRED * HUNDRED;
                    let day = plus(today, self.rng.between(12, 35));
                    self.mean_to_pay(day, invoice);
                }
            }
        }
        applied
    }

    /// A small rest is given up after a while, and a larger one asked for.
    fn chase_the_rest(&mut self, today: Date, invoice: usize, rest: i64) {
        let day = plus(today, self.rng.between(30, 60));
        if rest < HUNDRED / 2 {
            self.plan(day, Event::WriteOffRest { invoice });
        } else {
            self.mean_to_pay(day, invoice);
        }
    }

    /// The receipt says what it pays, and is booked so the same day.
    fn pay_explained(&mut self, today: Date, payer: usize, amount: i64, applied: Vec<Applied>) {
        let method = self.payers[payer].method(&mut self.rng);
        let bounces = self.rng.chance(self.payers[payer].bounces(method));
        let extra = match !bounces && self.rng.chance(13) {
            true => self.over_payment(amount, &applied),
            false => 0,
        };
        for one in &applied {
            let open = &mut self.invoices[one.invoice as usize - 1];
            open.owed -= one.amount_minor + one.discount_minor;
        }
        let receipt = self.receive(today, payer, method, amount + extra, applied, false);
        if bounces {
            let day = plus(today, self.rng.between(2, 6));
            self.plan(day, Event::Bounce { receipt });
        } else if extra > 0 {
            self.plan_credit(today, receipt);
        }
    }

    /// Either the sum is rounded up, or the first invoice is paid twice.
    fn over_payment(&mut self, amount: i64, applied: &[Applied]) -> i64 {
        match self.rng.chance(500) {
            true => HUNDRED - amount % HUNDRED,
            false => applied[0].amount_minor,
        }
    }

    /// What is over is used for later invoices, given back, or left; only
    /// small change is left, since nobody forgets an invoice paid twice.
    fn plan_credit(&mut self, today: Date, receipt: usize) {
        let day = plus(today, self.rng.between(10, 45));
        let small = self.receipts[receipt].unapplied <= HUNDRED;
        match self.rng.below(10) {
            0..5 => self.plan(day, Event::UseCredit { receipt }),
            5..8 if small => {}
            _ => self.plan(day, Event::Refund { receipt }),
        }
    }

    /// The receipt does not say what it pays; somebody finds out days later.
    /// It never comes by cheque, so that it cannot bounce in the meantime.
    fn pay_unexplained(&mut self, today: Date, payer: usize, amount: i64, applied: Vec<Applied>) {
        let receipt = self.receive(today, payer, Method::Transfer, amount, Vec::new(), false);
        let day = plus(today, self.rng.between(2, 12));
        self.plan(day, Event::Allocate { receipt, applied });
    }

    fn receive(
        &mut self,
        today: Date,
        payer: usize,
        method: Method,
        amount_minor: i64,
        applications: Vec<Applied>,
        deposit: bool,
    ) -> usize {
        let country = self.buyers[payer].country;
        let reference = self.payers[payer].reference(&mut self.rng, method, country);
        let applied: i64 = applications.iter().map(|one| one.amount_minor).sum();
        let receipt = self.receipts.len();
        self.receipts.push(Held {
            payer,
            unapplied: amount_minor - applied,
            applications: applications.clone(),
        });
        self.facts.push(Fact::Receipt(Receipt {
            key: key(receipt),
            payer,
            method,
            received_on: today,
            amount_minor,
            reference,
            applications,
            deposit,
        }));
        receipt
    }

    /// Applies what was meant, as far as invoice and receipt still allow it.
    pub(crate) fn allocate(&mut self, today: Date, receipt: usize, meant: Vec<Applied>) {
        for one in meant {
            let open = &self.invoices[one.invoice as usize - 1];
            let amount_minor = one.amount_minor.min(open.owed);
            self.apply_money(today, receipt, one.invoice, amount_minor);
        }
        if self.receipts[receipt].unapplied > 0 {
            self.plan_credit(today, receipt);
        }
    }

    /// Uses what is left of a receipt for an invoice.
    pub(crate) fn apply_later(&mut self, today: Date, receipt: usize, invoice: usize) {
        let unapplied = self.receipts[receipt].unapplied;
        let amount_minor = unapplied.min(self.invoices[invoice].payable());
        self.apply_money(today, receipt, key(invoice), amount_minor);
    }

    fn apply_money(&mut self, today: Date, receipt: usize, invoice: u64, amount_minor: i64) {
        if amount_minor <= 0 {
            return;
        }
        let applied = Applied { invoice, on: today, amount_minor, discount_minor: 0 };
        let held = &mut self.receipts[receipt];
        held.unapplied -= amount_minor;
        held.applications.push(applied.clone());
        self.invoices[invoice as usize - 1].owed -= amount_minor;
        self.facts.push(Fact::Apply { receipt: key(receipt), applied });
    }

    /// Uses an over-payment for the oldest invoices; waits when there are none.
    pub(crate) fn use_credit(&mut self, today: Date, receipt: usize) {
        let payer = self.receipts[receipt].payer;
        for invoice in 0..self.invoices.len() {
            if self.invoices[invoice].payer == payer && self.receipts[receipt].unapplied > 0 {
                self.apply_later(today, receipt, invoice);
            }
        }
        if self.receipts[receipt].unapplied > 0 {
            let day = plus(today, self.rng.between(15, 40));
            self.plan(day, Event::UseCredit { receipt });
        }
    }

    pub(crate) fn refund(&mut self, today: Date, receipt: usize) {
        let held = &mut self.receipts[receipt];
        if held.unapplied > 0 {
            self.facts.push(Fact::Refund {
                receipt: key(receipt),
                on: today,
                amount_minor: held.unapplied,
            });
            held.unapplied = 0;
        }
    }

    /// Everything the receipt paid is owed again, and paid again some days later.
    pub(crate) fn bounce(&mut self, today: Date, receipt: usize) {
        let reason = self.rng.pick(&[
            "insufficient funds",
            "payment stopped",
            "account closed",
            "signature missing",
        ]);
        self.facts.push(Fact::Bounce { receipt: key(receipt), on: today, reason });
        self.receipts[receipt].unapplied = 0;
        let undone = std::mem::take(&mut self.receipts[receipt].applications);
        let day = plus(today, self.rng.between(3, 16));
        for one in undone {
            let invoice = one.invoice as usize - 1;
            self.invoices[invoice].owed += one.amount_minor + one.discount_minor;
            self.mean_to_pay(day, invoice);
        }
    }

    /// Three tenths or half of an order, in whole units of the currency.
    pub(crate) fn take_deposit(&mut self, today: Date, order: usize) {
        let payer = self.buyers[self.orders[order].client].payer;
        let share = self.rng.pick(&[300_000, 500_000]);
        let amount = fraction_minor(self.orders[order].gross_minor, share) / 100 * 100;
        if amount > 0 {
            let receipt = self.receive(today, payer, Method::Transfer, amount, Vec::new(), true);
            self.deposits.insert(order, receipt);
        }
    }

    /// A failing payer sends a round sum, which goes to its oldest debts.
    pub(crate) fn pay_on_account(&mut self, today: Date, payer: usize) {
        let owed: i64 =
            self.invoices.iter().filter(|open| open.payer == payer).map(|open| open.owed).sum();
        let amount = owed / 8 / HUNDRED * HUNDRED;
        if amount > 0 {
            let method = Method::Transfer;
            let receipt = self.receive(today, payer, method, amount, Vec::new(), false);
            self.use_credit(today, receipt);
        }
    }
}
