//! Finding clients by what files call them.

use db::{Tx, params};
use kernel::UserId;
use money::Currency;

use super::{ClientId, ClientStatus};

db::statements! {
    BY_NUMBERS = "SELECT number, client_id, status, currency, owner_id FROM client
                  WHERE tenant_id = ?1 AND number IN LIST(?2) ORDER BY number";
}

/// A client that was found by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its number.
    pub number: String,
    /// Its id.
    pub id: ClientId,
    /// Where it stands.
    pub status: ClientStatus,
    /// The currency of its account.
    pub currency: Currency,
    /// Who looks after it.
    pub owner: Option<UserId>,
}

/// The clients that have one of these numbers, by number, found with one query. Says nothing about whether
/// an actor may know of them: for imports, which see all clients, and for whoever asks
/// [`access_many`](super::access::access_many) next.
pub fn find_by_numbers(tx: &Tx<'_>, numbers: &[String]) -> Result<Vec<Found>, db::Error> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    tx.query(&BY_NUMBERS, params![numbers.to_vec()], |r| {
        Ok(Found {
            number: r.get(0)?,
            id: r.get(1)?,
            status: r.parse(2)?,
            currency: r.get(3)?,
            owner: r.get(4)?,
        })
    })
}
