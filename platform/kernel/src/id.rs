//! Typed UUIDv7 ids and the one source that makes them.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::Timestamp;
use parking_lot::Mutex;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

/// The id of a `K`. `K` is a marker and never has a value.
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

impl<K> Id<K> {
    /// The id with no bits set; it identifies nothing and sorts before every made id.
    pub const NIL: Self = Self(Uuid::nil(), PhantomData);

    /// Takes a UUID as the id of a `K`.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The bare UUID, for storage.
    pub const fn uuid(self) -> Uuid {
        self.0
    }

    /// The same id as the id of something else, where one thing *is* the other (an invoice and its
    /// open item).
    pub const fn cast<L>(self) -> Id<L> {
        Id(self.0, PhantomData)
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text is not a UUID.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is not an id: an id is a UUID such as 0190a6e0-0000-7000-8000-000000000000")]
pub struct ParseIdError(String);

impl<K> FromStr for Id<K> {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        Uuid::parse_str(text).map(Self::from_uuid).map_err(|_| ParseIdError(text.to_owned()))
    }
}

/// Makes ids: UUIDv7 of the given instant, each greater than the one before.
///
/// Ascending ids keep inserts at the end of the primary key's tree. A seeded source gives the same ids
/// on every run, so that two engines can be compared row by row.
pub struct IdSource {
    state: Mutex<State>,
}

struct State {
    rng: StdRng,
    last: u128,
}

/// How far one id lies from the next within one millisecond at the most: enough room that ids do not
/// reveal how many were made, and small enough that 62 random bits never run over.
const STEP_MAX: u64 = 1 << 32;

impl IdSource {
    /// A source seeded by the operating system.
    pub fn random() -> Self {
        Self::of(StdRng::from_rng(&mut rand::rng()))
    }

    /// A source that gives the same ids on every run; for tests and samples.
    pub fn seeded(seed: u64) -> Self {
        Self::of(StdRng::seed_from_u64(seed))
    }

    fn of(rng: StdRng) -> Self {
        Self { state: Mutex::new(State { rng, last: 0 }) }
    }

    /// The next id, of the instant `now` (or of a later one, if ids of a later instant were made).
    pub fn next_id<K>(&self, now: Timestamp) -> Id<K> {
        let mut state = self.state.lock();
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let mut random = [0u8; 10];
        state.rng.fill_bytes(&mut random);
        let fresh =
            uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().as_u128();
        let next = if fresh >> 80 > state.last >> 80 {
            fresh
        } else {
            state.last + 1 + u128::from(u64::from_le_bytes(first_eight(&random)) % STEP_MAX)
        };
        state.last = next;
        Id::from_uuid(Uuid::from_u128(next))
    }

    /// Random bytes for secrets such as session tokens.
    pub fn secret(&self) -> [u8; 32] {
        let mut bytes = [0u8; 32];
        self.state.lock().rng.fill_bytes(&mut bytes);
        bytes
    }
}

fn first_eight(bytes: &[u8; 10]) -> [u8; 8] {
    let mut eight = [0u8; 8];
    eight.copy_from_slice(&bytes[..8]);
    eight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_even_when_the_clock_goes_back() {
        let ids = IdSource::seeded(1);
        let later: Timestamp = "2026-03-31T15:00:00Z".parse().unwrap();
        let earlier: Timestamp = "2026-03-31T14:00:00Z".parse().unwrap();
        let mut last: Id<()> = ids.next_id(later);
        for _ in 0..10_000 {
            let next = ids.next_id(earlier);
            assert!(next > last);
            assert_eq!(next.uuid().get_version_num(), 7);
            last = next;
        }
    }

    #[test]
    fn a_seed_gives_the_same_ids() {
        let now: Timestamp = "2026-03-31T15:00:00Z".parse().unwrap();
        let a: Vec<Id<()>> = (0..5)
            .map({
                let s = IdSource::seeded(3);
                move |_| s.next_id(now)
            })
            .collect();
        let b: Vec<Id<()>> = (0..5)
            .map({
                let s = IdSource::seeded(3);
                move |_| s.next_id(now)
            })
            .collect();
        assert_eq!(a, b);
    }

    #[test]
    fn text_that_is_no_id_is_named() {
        let error = "12".parse::<Id<()>>().unwrap_err();
        assert!(error.to_string().contains("'12'"));
    }
}
