//! How clients pay.

use jiff::civil::{Date, Weekday};

use crate::company::PaymentTerms;
use crate::days::{days_between, plus};
use crate::facts::Method;
use crate::household::Household;
use crate::member::Buyer;
use crate::plan::Setting;
use crate::rng::Rng;

/// What a payer is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Habit {
    /// On the due day or a little before it.
    Prompt,
    /// A few days late.
    Late,
    /// Two to eight weeks late, and sometimes three months.
    VeryLate,
    /// Early, for the discount its terms give.
    Early,
    /// Pays what it agrees with and argues about the rest.
    Disputing,
}

/// The days on which a payer pays at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PayRun {
    AnyDay,
    Weekly(Weekday),
    /// On the 10th and the 25th.
    TwiceMonthly,
}

/// The end of a client that goes bad.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Failure {
    pub(crate) stops_paying_on: Date,
    pub(crate) supply_ends_on: Date,
    pub(crate) written_off_on: Date,
}

#[derive(Debug, Clone)]
pub(crate) struct Payer {
    pub(crate) habit: Habit,
    pub(crate) failure: Option<Failure>,
    method: Method,
    run: PayRun,
    next_cheque: u64,
}

impl Payer {
    pub(crate) fn draw(
        setting: &Setting,
        rng: &mut Rng,
        household: &Household,
        buyer: &Buyer,
    ) -> Payer {
        let usual =
            [(48, Habit::Prompt), (31, Habit::Late), (15, Habit::VeryLate), (6, Habit::Disputing)];
        let habit = match buyer.terms.early_discount {
            Some(_) if rng.chance(700) => Habit::Early,
            _ => rng.weighted(&usual),
        };
        Payer {
            habit,
            failure: failure(setting, rng, buyer).filter(|_| !household.pays_centrally()),
            method: usual_method(rng, household),
            run: pay_run(rng, household, habit),
            next_cheque: rng.below(8000) + 101,
        }
    }

    /// The day on which this payer means to pay an invoice, or `None` when it
    /// never will.
    pub(crate) fn pay_day(
        &self,
        setting: &Setting,
        rng: &mut Rng,
        terms: &PaymentTerms,
        issued_on: Date,
    ) -> Option<Date> {
        let due_on = terms.due_on(issued_on);
        let day = match self.habit {
            Habit::Early => self.early_day(setting, rng, issued_on),
            Habit::Prompt => {
                let aim = plus(due_on, rng.between(-4, 1));
                self.run_on_or_before(setting, aim, issued_on)
            }
            Habit::Late => self.run_on_or_after(setting, plus(due_on, rng.between(1, 9))),
            Habit::VeryLate => {
                let (low, high) = rng.weighted(&[(56, (14, 38)), (30, (38, 64)), (14, (64, 96))]);
                self.run_on_or_after(setting, plus(due_on, rng.between(low, high)))
            }
            Habit::Disputing => self.run_on_or_after(setting, plus(due_on, rng.between(-2, 12))),
        };
        match self.failure {
            Some(failure) if day >= failure.stops_paying_on => None,
            _ => Some(day.max(issued_on)),
        }
    }

    /// Nearly always within the ten days; now and then a little after them.
    fn early_day(&self, setting: &Setting, rng: &mut Rng, issued_on: Date) -> Date {
        let days = match rng.chance(40) {
            true => rng.between(12, 15),
            false => rng.between(6, 10),
        };
        setting.calendar.open_on_or_before(plus(issued_on, days))
    }

    fn run_on_or_after(&self, setting: &Setting, aim: Date) -> Date {
        let run = (0..31).map(|n| plus(aim, n)).find(|day| self.pays_on(*day)).unwrap_or(aim);
        setting.calendar.open_on_or_after(run)
    }

    /// A prompt payer whose last run before the due day is before the invoice
    /// itself pays outside its runs.
    fn run_on_or_before(&self, setting: &Setting, aim: Date, issued_on: Date) -> Date {
        let run = (0..31)
            .map(|n| plus(aim, -n))
            .find(|day| self.pays_on(*day))
            .map(|day| setting.calendar.open_on_or_before(day))
            .filter(|day| *day > issued_on);
        run.unwrap_or_else(|| setting.calendar.open_on_or_after(aim.max(issued_on)))
    }

    fn pays_on(&self, day: Date) -> bool {
        match self.run {
            PayRun::AnyDay => true,
            PayRun::Weekly(weekday) => day.weekday() == weekday,
            PayRun::TwiceMonthly => matches!(day.day(), 10 | 25),
        }
    }

    /// How a receipt comes: mostly the usual way.
    pub(crate) fn method(&self, rng: &mut Rng) -> Method {
        match rng.chance(50) {
            true => Method::Transfer,
            false => self.method,
        }
    }

    pub(crate) fn reference(&mut self, rng: &mut Rng, method: Method, country: &str) -> String {
        match method {
            Method::Cheque => {
                self.next_cheque += 1;
                format!("Cheque {:06}", self.next_cheque)
            }
            Method::Cash => format!("Till slip {}", rng.between(1000, 9999)),
            Method::Transfer => {
                let network = match country {
                    "MX" => "SPEI",
                    "ES" | "IE" => "SEPA",
                    _ => "ACH",
                };
                format!("{network} {:010}", rng.below(10_000_000_000))
            }
            Method::Card => format!("Card {:06X}", rng.below(0x100_0000)),
            Method::DirectDebit => format!("Mandate {:08}", rng.below(100_000_000)),
        }
    }

    /// How often a receipt bounces, in thousandths.
    pub(crate) fn bounces(&self, method: Method) -> u64 {
        match (method, self.habit) {
            (Method::Cheque, Habit::VeryLate) => 40,
            (Method::Cheque | Method::DirectDebit, _) => 14,
            _ => 0,
        }
    }

    /// How often an invoice is disputed, in thousandths.
    pub(crate) fn disputes(&self) -> u64 {
        match self.habit {
            Habit::Disputing => 130,
            _ => 9,
        }
    }
}

/// Small and middling clients go bad, and only those given credit; a large one
/// would be watched, and would bend the whole aged balance of a small sample.
fn failure(setting: &Setting, rng: &mut Rng, buyer: &Buyer) -> Option<Failure> {
    let length = days_between(buyer.first_day, setting.until);
    let stops_paying_on = plus(buyer.first_day, rng.between(120, length.max(120)));
    let supply_ends_on = plus(stops_paying_on, rng.between(25, 55));
    let written_off_on = plus(stops_paying_on, rng.between(180, 300));
    let fails = rng.chance(70);
    (fails && length > 180 && buyer.scale < 4000 && buyer.terms.net_days > 0).then_some(Failure {
        stops_paying_on,
        supply_ends_on,
        written_off_on,
    })
}

fn usual_method(rng: &mut Rng, household: &Household) -> Method {
    if household.is_chain() {
        return rng.weighted(&[
            (35, Method::Cheque),
            (55, Method::Transfer),
            (10, Method::DirectDebit),
        ]);
    }
    match (household.is_person(), household.country) {
        (true, _) => {
            rng.weighted(&[(50, Method::Card), (25, Method::Cash), (25, Method::Transfer)])
        }
        (_, "US") => rng.weighted(&[
            (46, Method::Cheque),
            (36, Method::Transfer),
            (10, Method::Card),
            (8, Method::DirectDebit),
        ]),
        _ => {
            rng.weighted(&[(76, Method::Transfer), (6, Method::Cheque), (18, Method::DirectDebit)])
        }
    }
}

/// Chains pay in runs, which is why their receipts cover several invoices; a
/// discount cannot wait for a run.
fn pay_run(rng: &mut Rng, household: &Household, habit: Habit) -> PayRun {
    let weekday =
        rng.pick(&[Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday]);
    let run = match household.is_chain() {
        true => rng.weighted(&[(60, PayRun::Weekly(weekday)), (40, PayRun::TwiceMonthly)]),
        false => rng.weighted(&[
            (70, PayRun::AnyDay),
            (22, PayRun::Weekly(weekday)),
            (8, PayRun::TwiceMonthly),
        ]),
    };
    match (habit, household.is_person()) {
        (Habit::Early, _) | (_, true) => PayRun::AnyDay,
        _ => run,
    }
}
