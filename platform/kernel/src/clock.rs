//! The one place that asks the system what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Where instants come from: the system, or a fixed instant that only a test or rehearsal moves.
#[derive(Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still; microseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at` until it is moved.
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.as_microsecond())))
    }

    /// The instant now, to the microsecond.
    #[expect(clippy::disallowed_methods, reason = "the clock is the one place that may ask")]
    pub fn now(&self) -> Timestamp {
        let micros = match self {
            Self::System => Timestamp::now().as_microsecond(),
            Self::Fixed(at) => at.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Moves a fixed clock to `at`; the system's clock is not moved.
    pub fn set(&self, at: Timestamp) {
        if let Self::Fixed(now) = self {
            now.store(at.as_microsecond(), Ordering::SeqCst);
        }
    }
}

/// The calendar day of an instant in a time zone: the business day on which something happened.
pub fn business_day(at: Timestamp, zone: &TimeZone) -> Date {
    at.to_zoned(zone.clone()).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_zones_own() {
        let at: Timestamp = "2026-03-31T23:30:00Z".parse().unwrap();
        let madrid = TimeZone::get("Europe/Madrid").unwrap();
        let new_york = TimeZone::get("America/New_York").unwrap();
        assert_eq!(business_day(at, &madrid).to_string(), "2026-04-01");
        assert_eq!(business_day(at, &new_york).to_string(), "2026-03-31");
    }

    #[test]
    fn a_fixed_clock_moves_only_when_told() {
        let clock = Clock::fixed("2026-01-01T00:00:00Z".parse().unwrap());
        let twin = clock.clone();
        assert_eq!(clock.now(), twin.now());
        twin.set("2026-01-02T00:00:00Z".parse().unwrap());
        assert_eq!(clock.now().to_string(), "2026-01-02T00:00:00Z");
    }
}
