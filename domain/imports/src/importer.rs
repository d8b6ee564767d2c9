//! What one kind of file does with its rows, a chunk at a time.

use db::Tx;
use people::Actor;
use sheets::Row;

use crate::cells::{Cells, Mapping};
use crate::clients::Clients;
use crate::contacts::Contacts;
use crate::decide::{Marks, Plan};
use crate::profile::{Kind, Profile};
use crate::receivables::Receivables;
use crate::run::walk::Raw;
use crate::{ImportError, ImportId, Refusal};

/// What is to become of one row.
pub(crate) struct Verdict {
    pub(crate) refusals: Vec<Refusal>,
    mark: String,
}

impl Verdict {
    /// The row is taken. The mark says everything that its outcome depends on besides the file and the
    /// profile, so that a plan whose facts have moved has another fingerprint.
    pub(crate) fn of(mark: String) -> Self {
        Self { refusals: Vec::new(), mark }
    }

    /// The row is refused.
    pub(crate) fn refused(refusals: Vec<Refusal>) -> Self {
        let reasons: Vec<String> =
            refusals.iter().map(|r| format!("{}: {}", r.column, r.why)).collect();
        Self { refusals, mark: format!("refused {}", reasons.join("; ")) }
    }

    pub(crate) fn is_refused(&self) -> bool {
        self.mark.starts_with("refused ")
    }
}

/// What one kind of file does with its rows. A chunk may be decided more than once, for a transaction may be
/// run again; what it has taken counts from [`Importer::commit`] on.
///
/// Nothing that a chunk decides may depend on whether the chunks before it are in the books already: a plan
/// is made before they are, and applied after.
pub(crate) trait Importer {
    /// Decides what is to become of each row.
    fn decide(
        &mut self,
        tx: &Tx<'_>,
        actor: &Actor,
        rows: &mut [Cells<'_>],
    ) -> Result<Vec<Verdict>, ImportError>;
    /// What the chunk decided last brings.
    fn counts(&self) -> &Plan;
    /// The state of what the chunk's rows point at, where the plan depends on it and the marks do not say.
    fn client_state(&self) -> String {
        String::new()
    }
    /// Does what was decided last.
    fn apply(&mut self, tx: &Tx<'_>, actor: &Actor, import: ImportId) -> Result<(), ImportError>;
    /// The chunk is done with.
    fn commit(&mut self);
}

pub(crate) fn importer(tx: &Tx<'_>, profile: &Profile) -> Result<Box<dyn Importer>, ImportError> {
    Ok(match profile.kind {
        Kind::Receivables => Box::new(Receivables::new(tx, profile)?),
        Kind::Clients => Box::new(Clients::new(tx, profile)?),
        Kind::Contacts => Box::new(Contacts::new(profile)),
    })
}

/// A chunk with its verdicts.
pub(crate) struct Decided {
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) marks: String,
}

/// Decides a chunk: rows that could not be read are refused, the importer judges the others.
pub(crate) fn decide(
    tx: &Tx<'_>,
    actor: &Actor,
    importer: &mut dyn Importer,
    profile: &Profile,
    mapping: &Mapping,
    rows: &[Raw],
) -> Result<Decided, ImportError> {
    let readable: Vec<&Row> = rows.iter().filter_map(|r| r.as_ref().ok()).collect();
    let mut cells: Vec<Cells<'_>> =
        readable.iter().map(|row| Cells::new(profile, mapping, row)).collect();
    let mut judged = importer.decide(tx, actor, &mut cells)?.into_iter();
    let mut marks = Marks::default();
    let mut verdicts = Vec::with_capacity(rows.len());
    for raw in rows {
        let (row, verdict) = match raw {
            Ok(row) => (row, judged.next().unwrap_or_else(|| Verdict::refused(Vec::new()))),
            Err((row, refusal)) => (row, Verdict::refused(vec![refusal.clone()])),
        };
        marks.add(row.number, &row.cells, &verdict.mark);
        verdicts.push(verdict);
    }
    Ok(Decided { verdicts, marks: marks.short() })
}
