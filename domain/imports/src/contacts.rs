//! Contacts from a file: new ones, and changes of those that are there.

use std::collections::HashSet;

use clients::contact::CheckedContact;
use clients::{ClientId, Contact, ContactId, FieldError, NewContact};
use db::Tx;
use kernel::Fault;
use people::Actor;
use people::permission::{RunImports, WriteClients};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::ImportError;
use crate::cells::Cells;
use crate::decide::{Plan, hex, short_key};
use crate::importer::{Importer, Verdict};
use crate::profile::Profile;
use crate::wrong::{Objection, Wrong, against};

mod facts;
mod image;
mod post;
mod read;

pub(crate) use facts::existing;
pub(crate) use image::Image;

use facts::Facts;
use read::Wanted;

/// The fields of a row: name, whether it must be there, and what it is.
pub(crate) const FIELDS: &[(&str, bool, &str)] = &[
    ("client_number", true, "the number of the client where the person works; it must be there"),
    (
        "key",
        false,
        "what tells the row from others of its source; client and e-mail address where there is none",
    ),
    ("given_name", false, "given name; it or the family name must be there"),
    ("family_name", false, "family name"),
    ("roles", false, "what the person does there, such as billing, separated by semicolons"),
    ("email", false, "the e-mail address to use; it must be there where the row has no key"),
    ("email2", false, "a second e-mail address"),
    ("phone", false, "the telephone number to use, in international form: +34 912 345 678"),
    ("phone2", false, "a second telephone number"),
    ("language", false, "en or es; the client's where there is none"),
    ("time_zone", false, "the time zone, such as Europe/Madrid"),
];

/// What is to become of a row.
enum Outcome {
    /// A new contact.
    New,
    /// A change of a contact that is there.
    Change(Box<Contact>),
    /// Nothing new.
    Unchanged(ContactId),
}

/// A row with what becomes of it.
struct Decided {
    wanted: Wanted,
    client: ClientId,
    outcome: Outcome,
}

/// What rows of the file before have taken, at 16 bytes each.
#[derive(Default)]
struct Seen {
    keys: HashSet<u128>,
    /// Client and e-mail address, of contacts as they are and as they were.
    emails: HashSet<u128>,
    contacts: HashSet<ContactId>,
}

/// The importer of contacts.
pub(crate) struct Contacts {
    profile: Profile,
    seen: Seen,
    staged: Seen,
    decided: Vec<Decided>,
    counts: Plan,
}

impl Contacts {
    pub(crate) fn new(profile: &Profile) -> Self {
        Self {
            profile: profile.clone(),
            seen: Seen::default(),
            staged: Seen::default(),
            decided: Vec::new(),
            counts: Plan::default(),
        }
    }

    /// What is to become of a row that reads well, by what the database and the file have already.
    fn outcome(&mut self, row: &Wanted, facts: &Facts) -> Result<(ClientId, Outcome), Objection> {
        let key = short_key(&[&row.key]);
        let by = if row.own_key { "key" } else { "email" };
        if self.seen.keys.contains(&key) || self.staged.keys.contains(&key) {
            return against(by, Wrong::Twice("this contact"));
        }
        let address = |email: &String| short_key(&[&row.client_number, email]);
        let email = address(&row.email);
        if !row.own_key
            && (self.seen.emails.contains(&email) || self.staged.emails.contains(&email))
        {
            return against("email", Wrong::Twice("a contact of this address"));
        }
        let Some(client) = facts.client(&row.client_number) else {
            return against("client_number", Wrong::NoClient(row.client_number.clone()));
        };
        let before = match facts.existing(row) {
            Ok(before) => before,
            Err(count) => return against(by, Wrong::SeveralContacts(count)),
        };
        if let Some(before) = before {
            if before.client_id != client {
                return against("client_number", Wrong::AnotherClient);
            }
            if self.seen.contacts.contains(&before.id) || self.staged.contacts.contains(&before.id)
            {
                return against(by, Wrong::Twice("this contact"));
            }
            self.staged.contacts.insert(before.id);
            self.staged.emails.extend(before.fields.emails.iter().map(address));
        }
        self.staged.emails.extend(row.fields.emails.iter().map(address));
        self.staged.keys.insert(key);
        Ok((
            client,
            match before {
                None => Outcome::New,
                Some(before) if before.fields == row.fields => Outcome::Unchanged(before.id),
                Some(before) => Outcome::Change(Box::new(before.clone())),
            },
        ))
    }

    fn tally(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::New => self.counts.new_contacts += 1,
            Outcome::Change(_) => self.counts.changes += 1,
            Outcome::Unchanged(_) => self.counts.unchanged += 1,
        }
    }
}

/// Makes a row tidy as the contacts' own rules have it, and refuses it if it breaks one.
fn tidy(tx: &Tx<'_>, cells: &mut Cells<'_>, mut row: Wanted) -> Option<Wanted> {
    // The contact that is asked about is never inserted.
    let (nobody, nowhere) = (Uuid::from_u128(1), Uuid::from_u128(1));
    let (id, client) = (ContactId::from_uuid(nobody), ClientId::from_uuid(nowhere));
    match CheckedContact::new(tx, id, client, &row.fields) {
        Ok(checked) => {
            row.fields = checked.contact().fields.clone();
            Some(row)
        }
        Err(e) => {
            let field = field_of(&e, cells, &row.fields);
            cells.refuse(&field, &e);
            None
        }
    }
}

impl Importer for Contacts {
    fn decide(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        rows: &mut [Cells<'_>],
    ) -> Result<Vec<Verdict>, ImportError> {
        actor.allow_all::<WriteClients>()?;
        self.staged = Seen::default();
        self.counts = Plan::default();
        self.decided.clear();
        let facts = Facts::load(tx, &self.profile.source, rows)?;
        let mut verdicts = Vec::with_capacity(rows.len());
        for cells in rows.iter_mut() {
            let row = read::row(cells, &facts).and_then(|row| tidy(tx, cells, row));
            let judged = row.map(|row| self.outcome(&row, &facts).map(|outcome| (row, outcome)));
            match judged {
                Some(Ok((wanted, (client, outcome)))) => {
                    self.tally(&outcome);
                    verdicts.push(Verdict::of(mark_of(&wanted, client, &outcome)));
                    self.decided.push(Decided { wanted, client, outcome });
                    continue;
                }
                Some(Err((field, why))) => cells.refuse(field, &*why),
                None => {}
            }
            verdicts.push(Verdict::refused(std::mem::take(&mut cells.refusals)));
        }
        Ok(verdicts)
    }

    fn counts(&self) -> &Plan {
        &self.counts
    }

    fn commit(&mut self) {
        let staged = std::mem::take(&mut self.staged);
        self.seen.keys.extend(staged.keys);
        self.seen.emails.extend(staged.emails);
        self.seen.contacts.extend(staged.contacts);
    }

    fn apply(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        import: crate::ImportId,
    ) -> Result<(), ImportError> {
        actor.allow::<RunImports>()?;
        post::apply(tx, actor, import, &self.profile.source, &self.decided)
    }
}

/// The field of the file that an error of the contacts' own rules is about.
fn field_of(error: &FieldError, cells: &Cells<'_>, fields: &NewContact) -> String {
    let path = error.field().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let of = |names: [&str; 2], values: &[String], at: &str| {
        let value = at.parse().ok().and_then(|at: usize| values.get(at));
        let second =
            value.is_some_and(|v| *v == cells.text(names[1]) && *v != cells.text(names[0]));
        names[usize::from(second)].to_owned()
    };
    match parts.as_slice() {
        ["emails", at] => of(["email", "email2"], &fields.emails, at),
        ["phones", at] => of(["phone", "phone2"], &fields.phones, at),
        [field, ..] => (*field).to_owned(),
        [] => path,
    }
}

/// What a row's outcome depends on, for the fingerprint.
fn mark_of(row: &Wanted, client: ClientId, outcome: &Outcome) -> String {
    let what = match outcome {
        Outcome::New => "new".to_owned(),
        Outcome::Change(before) => format!("change {before:?}"),
        Outcome::Unchanged(id) => format!("unchanged {id}"),
    };
    let text = format!("{what} {client} {} {:?}", row.key, row.fields);
    hex(&Sha256::digest(text)[..16])
}
