//! A page of the client list, with its exact count.

use clients::client::list::{ClientFilter, list};
use clients::client::open;
use clients::{ClientId, NewClient};
use kernel::PageRequest;
use money::Currency;

use crate::place::Place;
use crate::{BenchError, step, timed};

/// Clients in one transaction.
const BATCH: u64 = 10_000;
/// Pages that are read.
const PAGES: u64 = 400;

db::statements! {
    /// A first page and a count as somebody would write them by hand.
    PAGE_BY_HAND = "SELECT client_id, number, legal_name, status, currency FROM client WHERE tenant_id = ?1 AND status <> 'archived' ORDER BY sort_name, client_id LIMIT 50";
    COUNT_BY_HAND = "SELECT COUNT(*) FROM client WHERE tenant_id = ?1 AND status <> 'archived'";
}

/// Opens clients in bulk and reads pages all over the list.
pub(crate) fn clients(place: &Place, size: u64) -> Result<Vec<String>, BenchError> {
    let ((), opened) = timed(|| open_clients(place, size))?;
    let db = place.db()?;
    let allowed = place.actor.allow().map_err(step("list"))?;
    let mut micros = Vec::with_capacity(PAGES as usize);
    let mut total = 0;
    for n in 0..PAGES {
        // Pages from all over the list: the first of a name, then the one behind it.
        let prefix = format!("client {}", (n / 2 * 7919) % 1_000);
        let filter = if n % 4 < 2 {
            ClientFilter::default()
        } else {
            ClientFilter { name_prefix: Some(prefix), ..ClientFilter::default() }
        };
        let sort = if n % 3 == 0 { "number" } else { "name" };
        let page = PageRequest { limit: Some(50), after: None };
        let read = || db.read(place.tenant, |tx| list(tx, &allowed, &filter, Some(sort), &page));
        let (found, took) = timed(read).map_err(step("list"))?;
        if filter.name_prefix.is_none() {
            total = found.total;
            let after = PageRequest { limit: Some(50), after: found.next };
            let (_, next) = timed(|| {
                db.read(place.tenant, |tx| list(tx, &allowed, &filter, Some(sort), &after))
            })
            .map_err(step("list"))?;
            micros.push(next);
        }
        micros.push(took);
    }
    micros.sort_unstable();
    let at = |percent: usize| micros[(micros.len() * percent / 100).min(micros.len() - 1)];
    let bare = place.beside()?;
    let (_, page) = timed(|| bare.read(&PAGE_BY_HAND, &[]))?;
    let (_, count) = timed(|| bare.read(&COUNT_BY_HAND, &[]))?;
    Ok(vec![
        format!(
            "{:<44} {size:>9} {:>12}/s",
            "clients opened in bulk",
            crate::Speed { rows: size, micros: opened }.per_second()
        ),
        format!(
            "{:<44} {total:>9} p50 {} µs, p99 {} µs; by hand: page {page} µs, count {count} µs",
            "client list page with exact count",
            at(50),
            at(99)
        ),
    ])
}

fn open_clients(place: &Place, size: u64) -> Result<(), BenchError> {
    let usd = Currency::parse("USD").map_err(step("currency"))?;
    let allowed = place.actor.allow().map_err(step("clients"))?;
    for from in (0..size).step_by(BATCH as usize) {
        let until = size.min(from + BATCH);
        place
            .db()?
            .write(place.tenant, |tx| {
                let new: Vec<(ClientId, NewClient)> = (from..until)
                    .map(|n| {
                        (
                            tx.new_id(),
                            NewClient::organisation(
                                &format!("L{n:08}"),
                                &format!("Client {}", (n * 7919) % 1_000_003),
                                usd,
                                "net30",
                            ),
                        )
                    })
                    .collect();
                let checked = open::check_many(tx, &place.actor, &allowed, &new)?;
                let checked: Vec<_> = checked.into_iter().collect::<Result<_, _>>()?;
                open::insert_many(tx, &checked)?;
                Ok::<_, open::OpenError>(())
            })
            .map_err(step("clients"))?;
    }
    Ok(())
}
