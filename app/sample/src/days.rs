//! Days, and which of them the company works on.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A day on which the company is shut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    pub on: Date,
    pub name: &'static str,
}

pub(crate) fn plus(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

/// Whole days from `from` to `to`; negative when `to` is the earlier.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// Whole calendar months from `from`'s month to `to`'s month.
pub(crate) fn months_between(from: Date, to: Date) -> i64 {
    month_number(to) - month_number(from)
}

/// Months counted from year zero, so that a month can index a stream of chance.
pub(crate) fn month_number(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month()) - 1
}

/// The first days of the months from `from`'s month up to and including `to`'s.
pub(crate) fn months(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let mut next = Some(from.first_of_month());
    std::iter::from_fn(move || {
        let month = next.filter(|month| *month <= to)?;
        next = month.checked_add(1.month()).ok();
        Some(month)
    })
}

/// The company's working days: weekdays that are not its holidays.
#[derive(Debug, Clone)]
pub(crate) struct Calendar {
    closed: Vec<Date>,
}

impl Calendar {
    pub(crate) fn new(since: Date, until: Date) -> Calendar {
        let closed = holidays(since, until).into_iter().map(|h| h.on).collect();
        Calendar { closed }
    }

    pub(crate) fn is_open(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && self.closed.binary_search(&day).is_err()
    }

    pub(crate) fn open_on_or_after(&self, day: Date) -> Date {
        self.nearest_open(day, 1)
    }

    pub(crate) fn open_on_or_before(&self, day: Date) -> Date {
        self.nearest_open(day, -1)
    }

    /// The search is bounded because at the end of the calendar days stop
    /// advancing, and a fortnight always holds a working day.
    fn nearest_open(&self, day: Date, step: i64) -> Date {
        (0..14).map(|n| plus(day, n * step)).find(|day| self.is_open(*day)).unwrap_or(day)
    }
}

/// The holidays of every year the history touches and of the year after it,
/// since invoices issued in December fall due in January.
pub(crate) fn holidays(since: Date, until: Date) -> Vec<Holiday> {
    let mut all: Vec<Holiday> =
        (since.year()..=until.year().saturating_add(1)).flat_map(holidays_of).collect();
    all.sort_by_key(|holiday| holiday.on);
    all
}

fn holidays_of(year: i16) -> Vec<Holiday> {
    let fixed = [
        (1, 1, "New Year's Day"),
        (6, 19, "Juneteenth"),
        (7, 4, "Independence Day"),
        (12, 25, "Christmas Day"),
    ];
    let floating = [
        (1, 3, Weekday::Monday, "Martin Luther King Jr. Day"),
        (5, -1, Weekday::Monday, "Memorial Day"),
        (9, 1, Weekday::Monday, "Labor Day"),
        (11, 4, Weekday::Thursday, "Thanksgiving Day"),
    ];
    let fixed = fixed.into_iter().filter_map(|(month, day, name)| {
        let on = observed(Date::new(year, month, day).ok()?);
        Some(Holiday { on, name })
    });
    let floating = floating.into_iter().filter_map(|(month, nth, weekday, name)| {
        let month = Date::new(year, month, 1).ok()?;
        let on = month.nth_weekday_of_month(nth, weekday).ok()?;
        Some(Holiday { on, name })
    });
    fixed.chain(floating).collect()
}

/// A holiday that falls on a weekend is kept on the nearest weekday.
fn observed(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => plus(day, -1),
        Weekday::Sunday => plus(day, 1),
        _ => day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn knows_weekends_and_holidays() {
        let calendar = Calendar::new(date(2026, 1, 1), date(2026, 12, 31));
        assert!(!calendar.is_open(date(2026, 10, 31)));
        assert!(!calendar.is_open(date(2026, 7, 3)), "the fourth is a Saturday");
        assert!(!calendar.is_open(date(2026, 11, 26)), "Thanksgiving");
        assert_eq!(calendar.open_on_or_before(date(2026, 10, 31)), date(2026, 10, 30));
        assert_eq!(calendar.open_on_or_after(date(2026, 12, 25)), date(2026, 12, 28));
    }

    #[test]
    fn holidays_are_sorted_and_reach_into_the_next_year() {
        let all = holidays(date(2023, 11, 1), date(2026, 10, 31));
        assert!(all.is_sorted_by_key(|holiday| holiday.on));
        assert!(all.iter().any(|holiday| holiday.on == date(2027, 1, 1)));
    }

    #[test]
    fn counts_days_and_months() {
        assert_eq!(days_between(date(2024, 2, 28), date(2024, 3, 1)), 2);
        assert_eq!(days_between(date(2024, 3, 1), date(2024, 2, 28)), -2);
        assert_eq!(months_between(date(2023, 11, 30), date(2024, 1, 1)), 2);
        assert_eq!(months(date(2023, 11, 15), date(2024, 1, 1)).count(), 3);
        assert_eq!(months(date(9999, 11, 15), Date::MAX).count(), 2);
    }
}
