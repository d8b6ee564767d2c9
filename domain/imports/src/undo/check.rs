//! Whether an import can be undone: asked before anything is.

use std::collections::{HashMap, HashSet};

use clients::client::find::find_by_numbers;
use clients::{ClientId, ContactId};
use db::{Tx, params};
use ledger::Book;
use people::Actor;

use super::Row;
use super::restore::{client_image, contact_image};
use crate::clients::IN_THE_BOOKS;
use crate::run::ImportId;
use crate::{ImportError, clients as client_files, contacts as contact_files};

db::statements! {
    /// Documents of the import that something else still takes from.
    BUILT_UPON = include_str!("../sql/built_upon.sql");
    /// Days on which the import posted.
    DAYS = include_str!("../sql/days_posted.sql");
    /// Clients that the import brought and a later one changed: the later one could not give back what they had.
    CHANGED_LATER = "SELECT b.row_key FROM import_row b
                     JOIN import_row u ON u.tenant_id = b.tenant_id AND u.source = b.source AND u.object_kind = 'client_update' AND u.row_key = b.row_key
                     WHERE b.tenant_id = ?1 AND b.import_id = ?2 AND b.object_kind = 'client' AND u.import_id <> b.import_id
                       AND u.object_id = b.object_id
                     ORDER BY b.row_key";
    /// The import's rows of a kind, a page at a time.
    ROWS_AFTER = "SELECT object_id, row_key, source, before FROM import_row
                  WHERE tenant_id = ?1 AND import_id = ?2 AND object_kind = ?3 AND row_key > ?4 ORDER BY row_key LIMIT ?5";
}

const PAGE_ROWS: i64 = 1_000;

pub(super) fn check(tx: &Tx<'_>, actor: &Actor, import: ImportId) -> Result<(), ImportError> {
    let built: Vec<String> = tx.query(&BUILT_UPON, params![import], |r| r.get(0))?;
    if let Some(first) = built.first() {
        return Err(ImportError::BuiltUpon { count: built.len() as u64, first: first.clone() });
    }
    let days: Vec<jiff::civil::Date> = tx.query(&DAYS, params![import], |r| r.get(0))?;
    if !days.is_empty() {
        let book = Book::open(tx, actor)?;
        for day in days {
            book.check_day(day)?;
        }
    }
    let mut wrong = Wrong::default();
    for key in tx.query(&CHANGED_LATER, params![import], |r| r.get::<String>(0))? {
        wrong.note(&key, "a later import changed it; undo that one first");
    }
    pages(tx, import, "client_update", &mut |rows| clients(tx, rows, &mut wrong))?;
    pages(tx, import, "contact_update", &mut |rows| contacts(tx, rows, &mut wrong))?;
    match wrong.first {
        Some((first, why)) => Err(ImportError::ChangedSince { count: wrong.count, first, why }),
        None => Ok(()),
    }
}

/// What cannot be given back.
#[derive(Default)]
struct Wrong {
    count: u64,
    first: Option<(String, String)>,
}

impl Wrong {
    fn note(&mut self, what: &str, why: &str) {
        self.count += 1;
        self.first.get_or_insert_with(|| (what.to_owned(), why.to_owned()));
    }
}

fn pages(
    tx: &Tx<'_>,
    import: ImportId,
    kind: &str,
    each: &mut dyn FnMut(&[Row]) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut after = String::new();
    loop {
        let rows: Vec<Row> =
            tx.query(&ROWS_AFTER, params![import, kind, &after, PAGE_ROWS], |r| {
                Ok(Row { object: r.get(0)?, key: r.get(1)?, source: r.get(2)?, before: r.get(3)? })
            })?;
        let Some(last) = rows.last() else { return Ok(()) };
        after.clone_from(&last.key);
        each(&rows)?;
    }
}

/// A client gets back what it had if nobody has changed it since, its number is free, the client that it
/// belonged to is there, and nothing was posted in the currency that the import gave it.
fn clients(tx: &Tx<'_>, rows: &[Row], wrong: &mut Wrong) -> Result<(), ImportError> {
    let mut images = Vec::with_capacity(rows.len());
    for row in rows {
        images.push((ClientId::from_uuid(row.object), client_image(row)?));
    }
    let mut ids: Vec<ClientId> = images.iter().map(|(id, _)| *id).collect();
    ids.extend(images.iter().filter_map(|(_, image)| image.parent()?.parse::<ClientId>().ok()));
    let there = client_files::existing(tx, &ids)?;
    let numbers: Vec<String> = images.iter().map(|(_, image)| image.number().to_owned()).collect();
    let holders: HashMap<String, ClientId> =
        find_by_numbers(tx, &numbers)?.into_iter().map(|f| (f.number, f.id)).collect();
    let recurrenced: Vec<ClientId> = images
        .iter()
        .filter(|(id, image)| {
            there.get(id).is_some_and(|now| now.fields.currency.code() != image.currency())
        })
        .map(|(id, _)| *id)
        .collect();
    let posted: HashSet<ClientId> = tx
        .query(&IN_THE_BOOKS, params![recurrenced.as_slice()], |r| r.get(0))?
        .into_iter()
        .collect();
    for (id, image) in &images {
        let Some(now) = there.get(id) else {
            wrong.note(image.number(), "it is not there any more");
            continue;
        };
        let parent = image.parent().and_then(|p| p.parse::<ClientId>().ok());
        let number = now.fields.number.as_str();
        if now.version != image.left_at {
            wrong.note(number, "somebody has changed it since");
        } else if holders.get(image.number()).is_some_and(|holder| holder != id) {
            wrong.note(number, "another client has the number that it had");
        } else if parent.is_some_and(|parent| !there.contains_key(&parent)) {
            wrong.note(number, "the client that it belonged to is not there any more");
        } else if posted.contains(id) {
            wrong.note(number, "something was posted to its account in its new currency");
        }
    }
    Ok(())
}

fn contacts(tx: &Tx<'_>, rows: &[Row], wrong: &mut Wrong) -> Result<(), ImportError> {
    let ids: Vec<ContactId> = rows.iter().map(|row| ContactId::from_uuid(row.object)).collect();
    let there = contact_files::existing(tx, &ids)?;
    for (row, id) in rows.iter().zip(&ids) {
        let image = contact_image(row)?;
        match there.get(id) {
            None => wrong.note(&image.name(), "it is not there any more"),
            Some(now) if now.version != image.left_at => {
                wrong.note(&image.name(), "somebody has changed it since");
            }
            Some(_) => {}
        }
    }
    Ok(())
}
