//! How a client pays, and what that says of the risk of giving it credit.
//!
//! Behaviour is read from the invoices that were closed in the twelve months to the day, those written off or
//! voided aside. Days late are counted from the due day and are below nought where a client pays early, as in
//! *average days delinquent* (Credit Research Foundation, Key Performance Indicator Definitions, "ADD"), here
//! a plain mean over invoices so that one large invoice does not hide the rest.
//!
//! Risk is a sum of points with a reason each ([`Reason`]), so that nobody needs to guess what a grade means.

use clients::client::access::ClientAccess;
use db::{Tx, params};
use jiff::ToSpan;
use jiff::civil::Date;
use money::E6;
use people::permission::ReadReceivables;

use crate::client_balance::client_balance;
use crate::dso::ratio;
use crate::scope::ScopeError;

db::statements! {
    /// Invoices that were closed in a span of days, by their days; neither written off nor voided.
    PAID = "SELECT o.closed_on, o.issued_on, o.due_on, COUNT(*) FROM open_item o
            WHERE o.tenant_id = ?1 AND o.client_id = ?2 AND o.kind = 'invoice' AND o.closed_on >= ?3 AND o.closed_on <= ?4
              AND (SELECT COALESCE(CAST(SUM(s.amount_minor) AS BIGINT), 0) FROM settlement s
                   WHERE s.tenant_id = ?1 AND s.debit_item_id = o.open_item_id AND s.kind IN ('write_off', 'void')) = 0
            GROUP BY o.closed_on, o.issued_on, o.due_on ORDER BY o.closed_on";
    OLDEST_DUE = "SELECT MIN(o.due_on) FROM open_item o
                  WHERE o.tenant_id = ?1 AND o.client_id = ?2 AND o.kind = 'invoice' AND o.closed_on > ?3 AND o.issued_on <= ?3";
    BOUNCED = "SELECT COUNT(*) FROM receipt r WHERE r.tenant_id = ?1 AND r.client_id = ?2 AND r.status = 'bounced' AND r.received_on >= ?3 AND r.received_on <= ?4";
}

/// Months that behaviour is read from.
pub const MONTHS: i32 = 12;
/// Invoices below which nothing is said of a habit.
pub const HABIT_INVOICES_MIN: u64 = 3;
/// Points from which the risk is medium.
pub const MEDIUM_POINTS: u32 = 20;
/// Points from which the risk is high.
pub const HIGH_POINTS: u32 = 50;

/// How the invoices that were closed in a month were paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub month: Date,
    /// Invoices that were closed.
    pub paid: u64,
    /// Of them, on the due day or before.
    pub on_time: u64,
    /// The mean of the days after the due day, to two places; `None` where none was closed.
    pub days_late: Option<E6>,
}

/// How a client pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// The first day that counts.
    pub since: Date,
    /// Invoices that were closed.
    pub paid: u64,
    /// Of them, on the due day or before.
    pub on_time: u64,
    /// The mean of the days from issue to close, to two places; `None` where none was closed.
    pub days_to_pay: Option<E6>,
    /// The mean of the days after the due day, to two places.
    pub days_late: Option<E6>,
    /// Receipts that bounced.
    pub bounced: u64,
    /// The days by which the oldest open invoice is past due; `None` where none is.
    pub oldest_overdue_days: Option<i64>,
    /// Month by month, the oldest first.
    pub months: Vec<Month>,
}

kernel::words! {
    /// How great the risk is.
    pub enum Grade {
        /// Too little is known: fewer than [`HABIT_INVOICES_MIN`] invoices were paid, and nothing speaks against.
        Unrated = "unrated",
        /// Below [`MEDIUM_POINTS`].
        Low = "low",
        /// From [`MEDIUM_POINTS`].
        Medium = "medium",
        /// From [`HIGH_POINTS`].
        High = "high",
    }
}

/// Why a client's risk has points. Each rule gives points once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The rule: `oldest_overdue`, `late_payer`, `days_late`, `over_limit` or `bounced`.
    pub rule: &'static str,
    /// Its points.
    pub points: u32,
    /// The figure that it goes by: days, per cent, or a count.
    pub figure: i64,
}

/// A client's risk with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    /// The grade.
    pub grade: Grade,
    /// The sum of the reasons' points.
    pub points: u32,
    /// The reasons, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// Invoices that were closed on a day.
struct Paid {
    closed_on: Date,
    days_to_pay: i64,
    days_late: i64,
    count: u64,
}

/// How a client paid in the twelve months to a day.
pub fn payment_behaviour(
    tx: &Tx<'_>,
    access: &ClientAccess<ReadReceivables>,
    as_of: Date,
) -> Result<Behaviour, db::Error> {
    let first_month = as_of.first_of_month().saturating_sub((MONTHS - 1).months());
    let client = access.id();
    let paid = tx.query(&PAID, params![client, first_month, as_of], |r| {
        let (closed_on, issued_on, due_on): (Date, Date, Date) = (r.get(0)?, r.get(1)?, r.get(2)?);
        Ok(Paid {
            closed_on,
            days_to_pay: days(issued_on, closed_on),
            days_late: days(due_on, closed_on),
            count: r.get(3)?,
        })
    })?;
    let oldest: Option<Date> = tx.query_one(&OLDEST_DUE, params![client, as_of], |r| r.get(0))?;
    let bounced = tx.query_one(&BOUNCED, params![client, first_month, as_of], |r| r.get(0))?;
    let months =
        (0..MONTHS).map(|n| month(first_month.saturating_add(n.months()), &paid)).collect();
    let all: Vec<&Paid> = paid.iter().collect();
    Ok(Behaviour {
        since: first_month,
        paid: count(&all),
        on_time: on_time(&all),
        days_to_pay: mean(&all, |p| p.days_to_pay),
        days_late: mean(&all, |p| p.days_late),
        bounced,
        oldest_overdue_days: oldest.map(|due| days(due, as_of)).filter(|days| *days > 0),
        months,
    })
}

/// What behaviour and balance say of the risk as of a day.
pub fn risk(
    tx: &Tx<'_>,
    access: &ClientAccess<ReadReceivables>,
    behaviour: &Behaviour,
    as_of: Date,
) -> Result<Risk, ScopeError> {
    let left = client_balance(tx, access, as_of, false)?.credit_limit_left_minor;
    Ok(rate(behaviour, left.is_some_and(|left| left < 0)))
}

fn rate(b: &Behaviour, over_limit: bool) -> Risk {
    let mut reasons = Vec::new();
    let mut add = |rule, points, figure| reasons.push(Reason { rule, points, figure });
    match b.oldest_overdue_days {
        Some(days @ 91..) => add("oldest_overdue", 40, days),
        Some(days @ 61..) => add("oldest_overdue", 25, days),
        Some(days @ 31..) => add("oldest_overdue", 10, days),
        _ => {}
    }
    if b.paid >= HABIT_INVOICES_MIN {
        let on_time = i64::try_from(b.on_time * 100 / b.paid).unwrap_or(100);
        match on_time {
            ..50 => add("late_payer", 25, on_time),
            50..80 => add("late_payer", 10, on_time),
            _ => {}
        }
        let late = b.days_late.map_or(0, |d| d.scaled() / E6::ONE.scaled());
        if late > 30 {
            add("days_late", 15, late);
        }
    }
    if over_limit {
        add("over_limit", 20, 1);
    }
    match i64::try_from(b.bounced).unwrap_or(i64::MAX) {
        0 => {}
        1 => add("bounced", 15, 1),
        count => add("bounced", 30, count),
    }
    reasons.sort_by_key(|r| std::cmp::Reverse(r.points));
    let points = reasons.iter().map(|r| r.points).sum();
    let grade = match points {
        HIGH_POINTS.. => Grade::High,
        MEDIUM_POINTS.. => Grade::Medium,
        _ if b.paid < HABIT_INVOICES_MIN && reasons.is_empty() => Grade::Unrated,
        _ => Grade::Low,
    };
    Risk { grade, points, reasons }
}

fn days(from: Date, until: Date) -> i64 {
    i64::from((until - from).get_days())
}

fn count(paid: &[&Paid]) -> u64 {
    paid.iter().map(|p| p.count).sum()
}

fn on_time(paid: &[&Paid]) -> u64 {
    paid.iter().filter(|p| p.days_late <= 0).map(|p| p.count).sum()
}

fn mean(paid: &[&Paid], days: impl Fn(&Paid) -> i64) -> Option<E6> {
    let sum: i128 = paid.iter().map(|p| i128::from(days(p)) * i128::from(p.count)).sum();
    // A mean of days between two dates fits by far.
    ratio(sum, i128::from(count(paid))).ok().flatten()
}

fn month(first: Date, paid: &[Paid]) -> Month {
    let of_month: Vec<&Paid> =
        paid.iter().filter(|p| p.closed_on.first_of_month() == first).collect();
    Month {
        month: first,
        paid: count(&of_month),
        on_time: on_time(&of_month),
        days_late: mean(&of_month, |p| p.days_late),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behaviour(paid: u64, on_time: u64, days_late: i64, overdue: i64, bounced: u64) -> Behaviour {
        Behaviour {
            since: Date::constant(2026, 1, 1),
            paid,
            on_time,
            days_to_pay: None,
            days_late: Some(E6::from_scaled(days_late * 1_000_000)),
            bounced,
            oldest_overdue_days: (overdue > 0).then_some(overdue),
            months: Vec::new(),
        }
    }

    /// paid, on time, mean days late, oldest overdue, bounced, over limit → points and grade
    #[test]
    fn points_add_up_to_a_grade() {
        for (paid, on_time, late, overdue, bounced, over, points, grade) in [
            (0, 0, 0, 0, 0, false, 0, Grade::Unrated),
            (2, 0, 99, 0, 0, false, 0, Grade::Unrated),
            (10, 8, 1, 30, 0, false, 0, Grade::Low),
            (10, 7, 1, 31, 0, false, 20, Grade::Medium),
            (10, 4, 30, 0, 0, false, 25, Grade::Medium),
            (10, 4, 31, 61, 0, false, 65, Grade::High),
            (0, 0, 0, 91, 1, false, 55, Grade::High),
            (10, 10, -3, 0, 2, true, 50, Grade::High),
        ] {
            let risk = rate(&behaviour(paid, on_time, late, overdue, bounced), over);
            assert_eq!((risk.points, risk.grade), (points, grade), "{risk:?}");
        }
    }
}
