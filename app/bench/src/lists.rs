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
    let mut lines = vec![format!(
        "{:<44} {size:>9} {:>12}/s",
        "clients opened in bulk",
        crate::Speed { rows: size, micros: opened }.per_second()
    )];
    for (what, sort, prefixes) in [
        ("client list page", "name", false),
        ("client list page, by number", "number", false),
        ("client list page, names that begin alike", "name", true),
        ("the same, by number", "number", true),
    ] {
        lines.push(pages(place, what, sort, prefixes)?);
    }
    let bare = place.beside()?;
    let (_, page) = timed(|| bare.read(&PAGE_BY_HAND, &[]))?;
    let (_, count) = timed(|| bare.read(&COUNT_BY_HAND, &[]))?;
    lines.push(format!(
        "{:<44} {size:>9} page {page} µs, count {count} µs",
        "the first page and the count, by hand"
    ));
    Ok(lines)
}

/// Reads pages of the list, each followed by the next, and says how long they took with their exact counts.
fn pages(place: &Place, what: &str, sort: &str, prefixes: bool) -> Result<String, BenchError> {
    let db = place.db()?;
    let allowed = place.actor.allow().map_err(step("list"))?;
    let mut micros = Vec::with_capacity(2 * PAGES as usize);
    let (mut total, mut after) = (0, None);
    for n in 0..PAGES {
        let prefix = prefixes.then(|| format!("client {}", (n * 7919) % 1_000));
        let filter = ClientFilter { name_prefix: prefix, ..ClientFilter::default() };
        let page = PageRequest { limit: Some(50), after: after.take() };
        let read = || db.read(place.tenant, |tx| list(tx, &allowed, &filter, Some(sort), &page));
        let (found, took) = timed(read).map_err(step("list"))?;
        // Without a prefix one walks down the list; with one, each page is the first of another.
        (total, after) = (total.max(found.total), found.next.filter(|_| !prefixes));
        micros.push(took);
    }
    micros.sort_unstable();
    let at = |percent: usize| micros[(micros.len() * percent / 100).min(micros.len() - 1)];
    Ok(format!("{what:<44} {total:>9} p50 {} µs, p99 {} µs", at(50), at(99)))
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
