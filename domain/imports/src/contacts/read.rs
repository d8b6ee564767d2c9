//! A row of contacts as it reads: what the file says, put over what is there.

use clients::NewContact;

use super::facts::Facts;
use crate::cells::Cells;
use crate::clients::listed;
use crate::wrong::Wrong;

const NUMBER_CHARS_MAX: usize = 40;
const KEY_CHARS_MAX: usize = 200;

/// A contact as the row has it.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) row: u64,
    pub(super) key: String,
    /// Whether the file gives the key, and not client and e-mail address.
    pub(super) own_key: bool,
    pub(super) client_number: String,
    /// The row's e-mail address as it is kept.
    pub(super) email: String,
    /// All fields; those of which the file says nothing as they are.
    pub(super) fields: NewContact,
}

/// What tells the row from others of its source: its key, or client and e-mail address.
pub(super) fn key_of(cells: &Cells<'_>) -> String {
    let key = cells.text("key");
    if key.is_empty() {
        format!("{} {}", cells.text("client_number"), email_of(cells))
    } else {
        key
    }
}

/// The row's e-mail address as it is kept.
pub(super) fn email_of(cells: &Cells<'_>) -> String {
    let text = cells.text("email");
    clients::contact::email("email", &text).unwrap_or(text)
}

/// The row, if it can be read. Whether its fields are right, the contacts' own rules say.
pub(super) fn row(cells: &mut Cells<'_>, facts: &Facts) -> Option<Wanted> {
    let client_number = cells.required("client_number", NUMBER_CHARS_MAX);
    let own_key = !cells.optional("key", KEY_CHARS_MAX).is_empty();
    let email = email_of(cells);
    if !own_key && email.is_empty() {
        cells.refuse("email", &Wrong::NoKey);
    }
    let mut wanted = Wanted {
        row: cells.row(),
        key: key_of(cells),
        own_key,
        client_number,
        email,
        fields: NewContact::default(),
    };
    // Of several with this address, none is meant; the row is refused later.
    if let Ok(Some(before)) = facts.existing(&wanted) {
        wanted.fields = before.fields.clone();
    }
    put_over(cells, &mut wanted.fields);
    cells.refusals.is_empty().then_some(wanted)
}

fn put_over(cells: &Cells<'_>, fields: &mut NewContact) {
    for (field, kept) in
        [("given_name", &mut fields.given_name), ("family_name", &mut fields.family_name)]
    {
        if cells.has(field) {
            *kept = cells.text(field);
        }
    }
    if cells.has("roles") {
        fields.roles = listed(&cells.text("roles"));
    }
    points(cells, ["email", "email2"], &mut fields.emails);
    points(cells, ["phone", "phone2"], &mut fields.phones);
    let option = |text: String| Some(text).filter(|t| !t.is_empty());
    if cells.has("language") {
        fields.language = option(cells.text("language").to_lowercase());
    }
    if cells.has("time_zone") {
        fields.time_zone = option(cells.text("time_zone"));
    }
}

/// Puts the file's two addresses or numbers over the first two that there are; further ones stay.
fn points(cells: &Cells<'_>, names: [&str; 2], kept: &mut Vec<String>) {
    for (at, name) in names.into_iter().enumerate().filter(|(_, name)| cells.has(name)) {
        while kept.len() <= at {
            kept.push(String::new());
        }
        kept[at] = cells.text(name);
    }
    kept.retain(|point| !point.is_empty());
}
