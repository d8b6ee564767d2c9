//! Which invoices a credit would go to.

use clients::client::access::AccessError;
use db::{Tx, params};
use jiff::civil::Date;
use ledger::{Book, OpenItem, OpenItemId, open_item};
use people::Actor;
use people::permission::TakeReceipts;

use super::{APPLICATIONS_MAX, credit_in_reach, unique};
use crate::PaymentError;

db::statements! {
    /// Open invoices of a client and of all clients below it, in one currency, the one due first going first.
    OPEN_OF_FAMILY = include_str!("../sql/open_invoices_of_family.sql");
}

/// An invoice that a credit would go to, and how much of it.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The invoice.
    pub item: OpenItem,
    /// How much would go to it; nought where nothing of the credit is left for it.
    pub amount_minor: i64,
    /// Whether its number stands in the reference.
    pub named: bool,
}

/// The open invoices that a receipt or credit note could go to, with what would go to each: first those
/// whose numbers stand in the reference, then the oldest.
pub fn suggest(
    tx: &Tx<'_>,
    actor: &Actor,
    credit: OpenItemId,
    reference: &str,
    on: Option<Date>,
) -> Result<Vec<Suggestion>, PaymentError> {
    let mut book = Book::open(tx, actor)?;
    let item = credit_in_reach(tx, actor, &mut book, credit)?;
    let on = on.unwrap_or(book.today().max(item.issued_on));
    let free = book.free(credit, on)?;
    let open = open_in_reach(tx, actor, &mut book, &item, on)?;
    let numbers: Vec<&str> = open.iter().map(|i| i.item.number.as_str()).collect();
    let named = numbers_in(reference, &numbers);
    let order = unique(named.iter().copied().chain(0..open.len()));
    let mut left = free;
    Ok(order
        .into_iter()
        .map(|index| {
            let amount_minor = left.min(open[index].free_minor);
            left -= amount_minor;
            let item = open[index].item.clone();
            Suggestion { item, amount_minor, named: named.contains(&index) }
        })
        .collect())
}

/// The applications of a credit by reference (where one is given) or oldest first.
pub(super) fn choose(
    tx: &Tx<'_>,
    actor: &Actor,
    book: &mut Book<'_, '_>,
    credit: &OpenItem,
    on: Date,
    reference: Option<&str>,
) -> Result<Vec<Suggestion>, PaymentError> {
    let open = open_in_reach(tx, actor, book, credit, on)?;
    let chosen: Vec<usize> = match reference {
        Some(reference) => {
            numbers_in(reference, &open.iter().map(|i| i.item.number.as_str()).collect::<Vec<_>>())
        }
        None => (0..open.len()).collect(),
    };
    let named = reference.is_some();
    let mut left = book.free(credit.id, on)?;
    let mut suggestions = Vec::new();
    for index in chosen {
        let amount_minor = left.min(open[index].free_minor);
        if amount_minor > 0 {
            left -= amount_minor;
            suggestions.push(Suggestion { item: open[index].item.clone(), amount_minor, named });
        }
    }
    Ok(suggestions)
}

/// An invoice that is open, and what of it can be paid from the day on: a payment that was taken back later
/// still stands on the days between.
struct Open {
    item: OpenItem,
    free_minor: i64,
}

fn open_in_reach(
    tx: &Tx<'_>,
    actor: &Actor,
    book: &mut Book<'_, '_>,
    credit: &OpenItem,
    on: Date,
) -> Result<Vec<Open>, PaymentError> {
    let proof = actor.allow::<TakeReceipts>().map_err(AccessError::from)?;
    let owners = proof.owners();
    let params = params![
        credit.client,
        credit.currency,
        open_item::STILL_OPEN,
        on,
        owners.is_none(),
        owners.unwrap_or_default(),
        APPLICATIONS_MAX as i64
    ];
    let ids: Vec<OpenItemId> = tx.query(&OPEN_OF_FAMILY, params, |r| r.get(0))?;
    let mut items = open_item::find(tx, &ids)?;
    items.sort_by(|a, b| {
        (a.due_on, a.issued_on, &a.number).cmp(&(b.due_on, b.issued_on, &b.number))
    });
    book.hold(&ids)?;
    let open = |item: OpenItem| Ok(Open { free_minor: book.free(item.id, on)?, item });
    items.into_iter().map(open).collect()
}

/// Which of the numbers stand in a text, in the order in which they stand there. Case and what is neither
/// letter nor digit do not count within a number, but a number that is only part of a longer run of letters
/// and digits is not meant: 17 does not stand in INV-000017.
pub fn numbers_in(text: &str, numbers: &[&str]) -> Vec<usize> {
    let words: Vec<String> = words_of(text);
    let joined = |from: usize, count: usize| words[from..from + count].concat();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (index, number) in numbers.iter().enumerate() {
        let parts = words_of(number);
        let wanted = parts.concat();
        if wanted.is_empty() {
            continue;
        }
        let at = (0..words.len()).find(|from| {
            (1..=parts.len()).any(|n| from + n <= words.len() && joined(*from, n) == wanted)
        });
        found.extend(at.map(|at| (at, index)));
    }
    found.sort_unstable();
    found.into_iter().map(|(_, index)| index).collect()
}

fn words_of(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    parts.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_as_people_write_them() {
        let open = ["INV-000017", "INV-000018", "17", "2026/5"];
        let cases: [(&str, &[usize]); 8] = [
            ("INV-000017", &[0]),
            ("inv 000018, INV000017", &[1, 0]),
            ("payment 17", &[2]),
            ("INV-0000171", &[]),
            ("2026-5 and 17", &[3, 2]),
            ("", &[]),
            ("INV", &[]),
            ("€€ — ", &[]),
        ];
        for (text, expect) in cases {
            assert_eq!(numbers_in(text, &open), expect, "{text}");
        }
    }
}
