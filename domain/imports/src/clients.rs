//! Clients from a file: new ones, and changes of those that are there.

use std::collections::{HashMap, HashSet};

use billing::payment_term;
use clients::ClientId;
use clients::client::open::{self, OpenError};
use db::Tx;
use kernel::Fault;
use people::permission::{RunImports, WriteClients};
use people::{Actor, tenant};
use uuid::Uuid;

use crate::ImportError;
use crate::cells::Cells;
use crate::decide::Plan;
use crate::importer::{Importer, Verdict};
use crate::profile::Profile;

mod facts;
mod image;
mod outcome;
mod post;
mod read;
mod tree;

pub(crate) use facts::{IN_THE_BOOKS, existing};
pub(crate) use image::Image;
pub(crate) use post::stamp;
pub(crate) use read::listed;

use facts::Facts;
use outcome::{Outcome, mark_of};
use read::{Reading, Wanted};
use tree::Tree;

/// The fields of a row: name, whether it must be there, and what it is.
pub(crate) const FIELDS: &[(&str, bool, &str)] = &[
    (
        "number",
        true,
        "the client's number; a client of that number is changed, else a new one is opened",
    ),
    (
        "key",
        false,
        "what tells the row from others of its source; the client's number where there is none",
    ),
    ("kind", false, "organisation or person; organisation where there is none"),
    (
        "legal_name",
        false,
        "the name in law; an organisation must have it, a person's is made of the two below",
    ),
    ("trading_name", false, "the name that the client trades under"),
    ("given_name", false, "a person's given name"),
    ("family_name", false, "a person's family name"),
    ("client_type", false, "the company's own word for what sort of client it is"),
    ("status", false, "prospect, active, on_hold, closed or archived; active where there is none"),
    ("currency", true, "the currency of the account"),
    ("payment_term", false, "the code of the payment term; net30 where there is none"),
    ("credit_limit", false, "the credit limit in the account's currency; none where it is empty"),
    ("owner_email", false, "the e-mail address of the user who looks after the client"),
    (
        "parent_number",
        false,
        "the number of the client that it belongs to, which is there or further up in the file",
    ),
    ("language", false, "en or es; the company's where there is none"),
    ("street", false, "the billing address: street and number"),
    ("city", false, "the billing address: town"),
    ("region", false, "the billing address: state or province"),
    ("postal_code", false, "the billing address: postal code"),
    ("country", false, "the billing address: two letters of ISO 3166; an address must have it"),
    ("tags", false, "tags, separated by semicolons"),
];

/// A row with what becomes of it.
struct Decided {
    wanted: Wanted,
    outcome: Outcome,
}

/// What rows of the file before have taken, at 16 bytes each.
#[derive(Default)]
struct Seen {
    keys: HashSet<u128>,
    numbers: HashSet<u128>,
    tree: Tree,
}

/// The importer of clients.
pub(crate) struct Clients {
    profile: Profile,
    terms: Vec<String>,
    language: String,
    seen: Seen,
    staged: Seen,
    decided: Vec<Decided>,
    counts: Plan,
}

impl Clients {
    pub(crate) fn new(tx: &Tx<'_>, profile: &Profile) -> Result<Self, ImportError> {
        Ok(Self {
            profile: profile.clone(),
            terms: payment_term::list(tx)?.into_iter().map(|t| t.code).collect(),
            language: tenant::get(tx).map_err(ledger::PostError::from)?.language,
            seen: Seen::default(),
            staged: Seen::default(),
            decided: Vec::new(),
            counts: Plan::default(),
        })
    }

    /// Makes the rows tidy as the clients' own rules have it, and refuses those that break one. The rules are
    /// asked as if each row were a new client of a number that nobody has and without a parent; about number
    /// and parent the importer knows more.
    fn tidy(
        tx: &Tx<'_>,
        actor: &Actor,
        rows: &mut [Cells<'_>],
        wanted: &mut [Option<Wanted>],
    ) -> Result<(), ImportError> {
        let allowed = actor.allow_all::<WriteClients>()?;
        let good: Vec<usize> = (0..rows.len()).filter(|at| wanted[*at].is_some()).collect();
        let probes: Vec<_> = good
            .iter()
            .filter_map(|at| {
                let mut fields = wanted[*at].as_ref()?.fields.clone();
                fields.number = format!("\u{e000}{at}");
                fields.parent_id = None;
                Some((ClientId::from_uuid(Uuid::from_u128(*at as u128 + 1)), fields))
            })
            .collect();
        for (at, checked) in good.into_iter().zip(open::check_many(tx, actor, &allowed, &probes)?) {
            let Some(row) = wanted[at].as_mut() else { continue };
            match checked {
                Ok(checked) => {
                    let number = std::mem::take(&mut row.fields.number);
                    row.fields = checked.client().fields.clone();
                    row.fields.number = number;
                }
                Err(e) => {
                    let field = field_of(&e, &row.fields);
                    rows[at].refuse(&field, &e);
                    wanted[at] = None;
                }
            }
        }
        Ok(())
    }

    fn tally(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::New => self.counts.new_clients += 1,
            Outcome::Change { .. } => self.counts.changes += 1,
            Outcome::Unchanged(_) => self.counts.unchanged += 1,
        }
        if !matches!(outcome, Outcome::New) {
            self.counts.known_clients += 1;
        }
    }
}

impl Importer for Clients {
    fn decide(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        rows: &mut [Cells<'_>],
    ) -> Result<Vec<Verdict>, ImportError> {
        self.staged = Seen::default();
        self.counts = Plan::default();
        self.decided.clear();
        let mut facts = Facts::load(tx, &self.profile.source, rows)?;
        let reading = Reading { terms: &self.terms, language: &self.language, facts: &facts };
        let mut wanted: Vec<Option<Wanted>> =
            rows.iter_mut().map(|cells| reading.row(cells)).collect();
        Self::tidy(tx, actor, rows, &mut wanted)?;
        facts.load_around(tx, wanted.iter().flatten())?;
        let mut verdicts = Vec::with_capacity(rows.len());
        for (cells, wanted) in rows.iter_mut().zip(wanted) {
            let Some(row) = wanted else {
                verdicts.push(Verdict::refused(std::mem::take(&mut cells.refusals)));
                continue;
            };
            match self.outcome(&row, &facts) {
                Ok(outcome) => {
                    self.tally(&outcome);
                    verdicts.push(Verdict::of(mark_of(&row, &outcome)));
                    self.decided.push(Decided { wanted: row, outcome });
                }
                Err((field, why)) => {
                    cells.refuse(field, &*why);
                    verdicts.push(Verdict::refused(std::mem::take(&mut cells.refusals)));
                }
            }
        }
        Ok(verdicts)
    }

    fn counts(&self) -> &Plan {
        &self.counts
    }

    fn commit(&mut self) {
        let staged = std::mem::take(&mut self.staged);
        self.seen.keys.extend(staged.keys);
        self.seen.numbers.extend(staged.numbers);
        self.seen.tree.take(staged.tree);
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

/// The field of the file that an error of the clients' own rules is about.
fn field_of(error: &OpenError, fields: &clients::NewClient) -> String {
    let path = error.field().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["addresses", _, part] => (*part).to_owned(),
        ["tags", ..] => "tags".to_owned(),
        ["custom", name] => format!("custom.{name}"),
        ["tax_numbers", at, _] => {
            let number = at.parse().ok().and_then(|at: usize| fields.tax_numbers.get(at));
            format!("tax_number.{}", number.map_or("", |n| n.kind.as_str()))
        }
        ["credit_limit_minor"] => "credit_limit".to_owned(),
        ["owner_id"] => "owner_email".to_owned(),
        _ => path,
    }
}

/// Clients by number, for what points at them.
type Ids = HashMap<String, ClientId>;
