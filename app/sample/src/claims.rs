//! What clients have against invoices, and debts that are given up.

use jiff::civil::Date;

use crate::company::{TAX_RATES, exponent_of};
use crate::days::plus;
use crate::facts::{CreditNote, Fact, Line};
use crate::money::gross_minor;
use crate::rng::Rng;
use crate::simulation::{Event, Simulation, key};

/// Part of an invoice that its client will not pay.
#[derive(Debug)]
pub(crate) struct Claim {
    /// The credit note that would settle it.
    lines: Vec<Line>,
    gross: i64,
    reason: &'static str,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nobody has said anything yet.
    Ahead,
    /// The client has said so and keeps the money back.
    Raised,
    Settled,
}

impl Claim {
    /// A claim against part of one line. `None` when it would come to nothing.
    pub(crate) fn draw(
        rng: &mut Rng,
        lines: &[Line],
        currency: &str,
        disputed: bool,
    ) -> Option<Claim> {
        let line = &lines[rng.index(lines)];
        let step = if line.quantity_e6 % 1_000_000 == 0 { 1_000_000 } else { 250_000 };
        let part = line.quantity_e6 / 1000 * rng.between(120, 700) / step * step;
        let lines =
            vec![Line { quantity_e6: part.max(step).min(line.quantity_e6), ..line.clone() }];
        // Part of a line never comes to more than the whole, since rounding
        // keeps order; so the claim never exceeds its invoice.
        let gross = gross_minor(&lines, exponent_of(currency), &TAX_RATES).ok()?;
        let reason = match disputed {
            true => rng.pick(&[
                "damaged in transit",
                "short delivery",
                "price differs from the quotation",
                "wrong goods delivered",
            ]),
            false => rng.pick(&["goods returned", "goodwill", "damaged packaging"]),
        };
        (gross > 0).then_some(Claim { lines, gross, reason, stage: Stage::Ahead })
    }

    /// What the client keeps back on account of it.
    pub(crate) fn withheld(&self) -> i64 {
        match self.stage {
            Stage::Raised => self.gross,
            Stage::Ahead | Stage::Settled => 0,
        }
    }
}

impl Simulation<'_> {
    pub(crate) fn plan_claim(&mut self, today: Date, invoice: usize, disputed: bool) {
        let day = plus(today, self.rng.between(3, 14));
        let event = match disputed {
            true => Event::Dispute { invoice },
            false => Event::Settle { invoice },
        };
        self.plan(day, event);
    }

    /// The client says what is wrong, unless it has paid already.
    pub(crate) fn dispute(&mut self, today: Date, invoice: usize) {
        let open = &mut self.invoices[invoice];
        let owed = open.owed;
        let Some(claim) = open.claim.as_mut().filter(|claim| claim.gross <= owed) else {
            return;
        };
        claim.stage = Stage::Raised;
        self.facts.push(Fact::Dispute { invoice: key(invoice), on: today, reason: claim.reason });
        // Most disputes are settled in weeks; a few drag on past anybody's patience.
        let days = match self.rng.chance(180) {
            true => self.rng.between(90, 260),
            false => self.rng.between(12, 65),
        };
        self.plan(plus(today, days), Event::Settle { invoice });
    }

    /// The company credits the claim or talks the client out of it; goods
    /// simply returned are always credited.
    pub(crate) fn settle(&mut self, today: Date, invoice: usize) {
        let open = &mut self.invoices[invoice];
        let Some(mut claim) = open.claim.take() else {
            return;
        };
        let raised = claim.stage == Stage::Raised;
        claim.stage = Stage::Settled;
        if claim.gross <= open.owed && (!raised || self.rng.chance(760)) {
            open.owed -= claim.gross;
            self.credit_notes += 1;
            self.facts.push(Fact::CreditNote(CreditNote {
                key: self.credit_notes,
                invoice: key(invoice),
                issued_on: today,
                lines: claim.lines,
                reason: claim.reason,
            }));
        }
        if raised {
            self.facts.push(Fact::DisputeResolved { invoice: key(invoice), on: today });
        }
        self.pay_the_rest(today, invoice);
    }

    /// Once nothing stands in the way, what is left of an invoice is paid
    /// after some days, unless a day for it is set already or its payer is gone.
    fn pay_the_rest(&mut self, today: Date, invoice: usize) {
        let open = &self.invoices[invoice];
        let gone =
            self.payers[open.payer].failure.is_some_and(|failure| failure.stops_paying_on <= today);
        let planned = open.pay_on.is_some_and(|day| day > today);
        if open.owed > 0 && !gone && !planned {
            let day = plus(today, self.rng.between(4, 20));
            self.mean_to_pay(day, invoice);
        }
    }

    pub(crate) fn write_off_all(&mut self, today: Date, payer: usize) {
        for invoice in 0..self.invoices.len() {
            if self.invoices[invoice].payer == payer {
                self.write_off(today, invoice, "uncollectible");
            }
        }
    }

    pub(crate) fn write_off(&mut self, today: Date, invoice: usize, reason: &'static str) {
        let open = &mut self.invoices[invoice];
        if open.owed == 0 {
            return;
        }
        self.facts.push(Fact::WriteOff {
            invoice: key(invoice),
            on: today,
            amount_minor: open.owed,
            reason,
        });
        open.owed = 0;
        open.pay_on = None;
    }
}
