//! Which days can be meant, and which are slips of a keyboard.

use db::Tx;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// How far into the future an entry may be effective, in days: post-dated cheques, not typing errors.
pub const FUTURE_DAYS_MAX: i32 = 366;
/// The earliest day that an entry may be effective.
pub const EARLIEST_DAY: Date = Date::constant(1970, 1, 1);

/// A day from which nothing can count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} cannot be meant: a day lies between {EARLIEST_DAY} and {FUTURE_DAYS_MAX} days from today"
)]
pub struct DayOutOfRange(pub Date);

/// Refuses a day that cannot be meant `today`.
pub(crate) fn check(day: Date, today: Date) -> Result<(), DayOutOfRange> {
    let fits = day >= EARLIEST_DAY && (day - today).get_days() <= FUTURE_DAYS_MAX;
    if fits { Ok(()) } else { Err(DayOutOfRange(day)) }
}

/// The same where it is all one whose today it is.
pub(crate) fn check_now(tx: &Tx<'_>, day: Date) -> Result<(), DayOutOfRange> {
    check(day, tx.now().to_zoned(TimeZone::UTC).date())
}
