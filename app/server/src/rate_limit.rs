//! How often something may be tried within a minute.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;

/// Keys that are remembered at the most; beyond it the oldest are forgotten.
const KEYS_MAX: usize = 20_000;
/// The length of a window.
const WINDOW: SignedDuration = SignedDuration::from_mins(1);

/// Counts tries by key within windows of a minute, in memory.
pub(crate) struct RateLimit {
    tries_max: u32,
    windows: Mutex<HashMap<String, Window>>,
}

struct Window {
    began: Timestamp,
    tries: u32,
}

impl RateLimit {
    /// A limit of this many tries a minute.
    pub(crate) fn a_minute(tries_max: u32) -> Self {
        Self { tries_max, windows: Mutex::new(HashMap::new()) }
    }

    /// Counts a try; where it is one too many, after how many seconds the next is allowed.
    pub(crate) fn try_once(&self, key: String, now: Timestamp) -> Result<(), u64> {
        let mut windows = self.windows.lock();
        if windows.len() >= KEYS_MAX && !windows.contains_key(&key) {
            windows.retain(|_, window| window.began + WINDOW > now);
            if windows.len() >= KEYS_MAX {
                let oldest = windows.iter().min_by_key(|(_, w)| w.began).map(|(k, _)| k.clone());
                oldest.and_then(|key| windows.remove(&key));
            }
        }
        let window = windows.entry(key).or_insert(Window { began: now, tries: 0 });
        if now >= window.began + WINDOW {
            *window = Window { began: now, tries: 0 };
        }
        if window.tries >= self.tries_max {
            let left = (window.began + WINDOW).duration_since(now).as_secs();
            return Err(u64::try_from(left).unwrap_or(0).max(1));
        }
        window.tries += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_counted_within_a_minute() {
        let limit = RateLimit::a_minute(2);
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let now = at("2026-03-31T15:00:00Z");
        let key = || "10.0.0.1 ana@example.com".to_owned();
        assert_eq!(limit.try_once(key(), now), Ok(()));
        assert_eq!(limit.try_once(key(), now), Ok(()));
        assert_eq!(limit.try_once(key(), at("2026-03-31T15:00:45Z")), Err(15));
        assert_eq!(limit.try_once("other".to_owned(), now), Ok(()));
        assert_eq!(limit.try_once(key(), at("2026-03-31T15:01:00Z")), Ok(()));
    }

    #[test]
    fn memory_is_bounded() {
        let limit = RateLimit::a_minute(1);
        let now = Timestamp::UNIX_EPOCH;
        for n in 0..KEYS_MAX + 50 {
            assert_eq!(limit.try_once(n.to_string(), now), Ok(()));
        }
        assert!(limit.windows.lock().len() <= KEYS_MAX);
    }
}
