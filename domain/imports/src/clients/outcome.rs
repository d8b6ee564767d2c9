//! What is to become of a row of clients, by what the database and the file have already.

use clients::ClientId;
use sha2::{Digest, Sha256};

use super::facts::{Existing, Facts};
use super::read::Wanted;
use super::{Clients, Image, Seen, tree};
use crate::decide::{hex, short_key};
use crate::wrong::{Objection, Wrong, against};

/// What is to become of a row.
pub(super) enum Outcome {
    /// A new client.
    New,
    /// A change of a client that is there.
    Change {
        /// As it is.
        before: Box<Existing>,
        /// Whether nothing is posted in the account's currency yet.
        may_change_currency: bool,
    },
    /// Nothing new.
    Unchanged(ClientId),
}

impl Clients {
    /// What is to become of a row that reads well, by what the database and the file have already.
    pub(super) fn outcome(&mut self, row: &Wanted, facts: &Facts) -> Result<Outcome, Objection> {
        let number = short_key(&[&row.fields.number]);
        let taken =
            |n: &u128, staged: &Seen| self.seen.numbers.contains(n) || staged.numbers.contains(n);
        if taken(&number, &self.staged) {
            return against("number", Wrong::Twice("this client"));
        }
        let key = short_key(&[&row.key]);
        if self.seen.keys.contains(&key) || self.staged.keys.contains(&key) {
            return against("key", Wrong::Twice("a row of this key"));
        }
        let before = facts.existing(&row.key, &row.fields.number);
        if let (Some(before), Some(holder)) = (before, facts.by_number(&row.fields.number))
            && before.id != holder.id
        {
            return against("number", Wrong::AnotherHasNumber(before.fields.number.clone()));
        }
        if let Some(before) = before
            && before.fields.currency != row.fields.currency
            && facts.is_posted(before.id)
        {
            return against("currency", Wrong::CurrencyPosted);
        }
        // A client that the file renames is known by both numbers, so that neither comes again.
        let old = before.map(|b| short_key(&[&b.fields.number]));
        if old.is_some_and(|old| old != number && taken(&old, &self.staged)) {
            return against("key", Wrong::Twice("this client"));
        }
        self.check_parent(row, before, facts)?;
        self.staged.keys.insert(key);
        self.staged.numbers.extend([Some(number), old].into_iter().flatten());
        Ok(match before {
            None => Outcome::New,
            Some(before) if row.is_as(before, facts) => Outcome::Unchanged(before.id),
            Some(before) => Outcome::Change {
                may_change_currency: !facts.is_posted(before.id),
                before: Box::new(before.clone()),
            },
        })
    }

    /// Whether the client that the row belongs to is there, or further up in the file, and stands right.
    fn check_parent(
        &mut self,
        row: &Wanted,
        before: Option<&Existing>,
        facts: &Facts,
    ) -> Result<(), Objection> {
        let number = short_key(&[&row.fields.number]);
        let was = before.map(|b| short_key(&[&b.fields.number]));
        let parent = match &row.parent_number {
            None => {
                // The file says nothing of it; but what it calls otherwise must be found under both numbers.
                if let Some(was) = was.filter(|was| *was != number) {
                    let parent = facts.lines.get(&was).copied().flatten();
                    self.staged.tree.place((number, Some(was)), parent, Vec::new());
                }
                return Ok(());
            }
            Some(parent) if parent.is_empty() => None,
            Some(parent) => {
                let key = short_key(&[parent]);
                let in_file =
                    self.seen.numbers.contains(&key) || self.staged.numbers.contains(&key);
                if !in_file && facts.by_number(parent).is_none() && parent != &row.fields.number {
                    return against("parent_number", Wrong::NoParent(parent.clone()));
                }
                Some(key)
            }
        };
        let tree =
            tree::Both { seen: &self.seen.tree, staged: &self.staged.tree, lines: &facts.lines };
        let height = before.map_or(0, |b| facts.height(b.id));
        let raised =
            tree.check((number, was), parent, height).or_else(|e| against("parent_number", e))?;
        self.staged.tree.place((number, was), parent, raised);
        Ok(())
    }
}

/// What a row's outcome depends on, for the fingerprint. The parent goes by its number, since one of the file
/// has no id yet when the plan is made.
pub(super) fn mark_of(row: &Wanted, outcome: &Outcome) -> String {
    let what = match outcome {
        Outcome::New => "new".to_owned(),
        Outcome::Change { before, .. } => {
            format!("change {} {} {}", before.id, before.version, Image::of(before, 0).to_json())
        }
        Outcome::Unchanged(id) => format!("unchanged {id}"),
    };
    let text = format!("{what} {} {:?} {:?}", row.key, row.parent_number, row.fields);
    hex(&Sha256::digest(text)[..16])
}
