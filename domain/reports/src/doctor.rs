//! The proof of the books: everything is derived again from the stored rows and held against what is stored.
//!
//! Each check is one statement over the whole company that answers what differs and nothing else, so a sound
//! database answers nothing. All of it is read in one transaction, that is, of one instant.

use db::{Row, Statement, Tx, params};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::open_item::STILL_OPEN;
use ledger::period::Lock;
use people::permission::ReadLedger;
use people::{Allowed, audit};

mod proofs;

/// Differences of a check that are listed at the most; [`Check::count`] says how many there are.
pub const DIFFERENCES_MAX: usize = 100;

/// One thing that must hold, and where it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// A word for programs that never changes, such as `control-accounts`.
    pub name: &'static str,
    /// What holds.
    pub title: &'static str,
    /// Whether it does.
    pub ok: bool,
    /// How many differences there are.
    pub count: u64,
    /// The first of them, [`DIFFERENCES_MAX`] at the most.
    pub differences: Vec<Difference>,
}

/// Something that is stored otherwise than it must be. Amounts are minor units; where something holds or
/// not, 1 is expected and 0 found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which row, in an accountant's words.
    pub what: String,
    /// What follows from the other rows.
    pub expected: String,
    /// What is stored.
    pub found: String,
}

/// Why the books are not proved.
#[derive(Debug, thiserror::Error)]
pub enum DoctorError {
    /// Whoever started it wants it to stop.
    #[error("stopped as asked, before all was proved")]
    Stopped,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(DoctorError {
    Self::Stopped => Conflict, "stopped";
    Self::Db(e) => delegate e;
});

/// What the two values of a difference are.
#[derive(Clone, Copy)]
enum Values {
    /// Amounts, numbers and counts.
    Numbers,
    /// Days.
    Days,
    /// Days, of which one stands for never and is bound too.
    DaysOrNever,
    /// Instants.
    Instants,
}

/// A check that a statement makes.
struct Proof {
    name: &'static str,
    title: &'static str,
    statement: &'static Statement,
    values: Values,
}

/// A check that is more than a statement.
type OtherCheck = fn(&Tx<'_>) -> Result<Check, db::Error>;

/// Told before each check how many are done, of how many; answers whether to go on.
pub type OnCheck<'a> = dyn FnMut(u64, u64) -> bool + 'a;

/// Proves the books of the company, and says of each thing that must hold whether it does.
pub fn run(tx: &Tx<'_>, proof: &Allowed<ReadLedger>) -> Result<Vec<Check>, DoctorError> {
    run_watched(tx, proof, &mut |_, _| true)
}

/// As [`run`], telling how far it is.
pub fn run_watched(
    tx: &Tx<'_>,
    _: &Allowed<ReadLedger>,
    on_check: &mut OnCheck<'_>,
) -> Result<Vec<Check>, DoctorError> {
    let others: [OtherCheck; 4] = [line_amounts, period_locks, client_tally, audit_trail];
    let total = (proofs::ALL.len() + others.len()) as u64;
    let mut checks = Vec::with_capacity(proofs::ALL.len() + others.len());
    let mut go_on = |done: usize| {
        if on_check(done as u64, total) { Ok(()) } else { Err(DoctorError::Stopped) }
    };
    for proof in proofs::ALL {
        go_on(checks.len())?;
        checks.push(prove(tx, proof)?);
    }
    for other in others {
        go_on(checks.len())?;
        checks.push(other(tx)?);
    }
    go_on(checks.len())?;
    Ok(checks)
}

fn prove(tx: &Tx<'_>, proof: &Proof) -> Result<Check, db::Error> {
    let limit = DIFFERENCES_MAX as i64;
    let params = match proof.values {
        Values::DaysOrNever => params![limit, STILL_OPEN],
        Values::Numbers | Values::Days | Values::Instants => params![limit],
    };
    let mut count = 0;
    let differences = tx.query(proof.statement, params, |r| {
        count = r.get(3)?;
        difference_of(r, proof.values)
    })?;
    Ok(check(proof.name, proof.title, count, differences))
}

fn check(
    name: &'static str,
    title: &'static str,
    count: u64,
    differences: Vec<Difference>,
) -> Check {
    Check { name, title, ok: count == 0, count, differences }
}

fn difference_of(r: &Row<'_>, values: Values) -> Result<Difference, db::Error> {
    let text = |at: usize| {
        Ok::<_, db::Error>(match values {
            Values::Numbers => r.get::<i64>(at)?.to_string(),
            Values::Days | Values::DaysOrNever => shown(r.get(at)?),
            Values::Instants => r.get::<Timestamp>(at)?.to_string(),
        })
    };
    Ok(Difference { what: r.get(0)?, expected: text(1)?, found: text(2)? })
}

fn shown(day: Date) -> String {
    if day == STILL_OPEN { "open".to_owned() } else { day.to_string() }
}

fn line_amounts(tx: &Tx<'_>) -> Result<Check, db::Error> {
    let (wrong, count) = billing::invoice::prove::prove(tx, DIFFERENCES_MAX)?;
    let shown = |minor: Option<i64>| minor.map_or_else(|| "none".to_owned(), |m| m.to_string());
    let differences = wrong.into_iter().map(|d| Difference {
        what: d.what,
        expected: shown(d.expected_minor),
        found: d.found_minor.to_string(),
    });
    let title = "Every line and tax is its quantity, price, discount and rate";
    Ok(check("line-amounts", title, count, differences.collect()))
}

fn period_locks(tx: &Tx<'_>) -> Result<Check, db::Error> {
    let wrong = ledger::period::prove(tx)?;
    let count = wrong.len() as u64;
    let differences = wrong.into_iter().take(DIFFERENCES_MAX).map(|d| Difference {
        what: format!("lock of {}", d.starts_on),
        expected: d.audited.map_or("none", Lock::word).to_owned(),
        found: d.kept.map_or("none", Lock::word).to_owned(),
    });
    let differences = differences.collect();
    Ok(check("period-locks", "Every lock is what the audit trail says of it", count, differences))
}

fn client_tally(tx: &Tx<'_>) -> Result<Check, db::Error> {
    let wrong = clients::tally::check(tx)?;
    let count = wrong.len() as u64;
    let differences = wrong.into_iter().take(DIFFERENCES_MAX).map(|d| {
        let owner = d.owner.map_or_else(|| "nobody".to_owned(), |id| id.to_string());
        let what = format!("clients of {owner}, {}, {}", d.status.word(), d.kind.word());
        Difference { what, expected: d.counted.to_string(), found: d.tallied.to_string() }
    });
    let differences = differences.collect();
    Ok(check("client-tally", "Clients are counted right", count, differences))
}

fn audit_trail(tx: &Tx<'_>) -> Result<Check, db::Error> {
    let broken = audit::verify(tx)?.broken_at;
    let differences = broken.map(|seq| Difference {
        what: format!("audit event {seq}"),
        expected: "whole".to_owned(),
        found: "missing or altered".to_owned(),
    });
    let title = "No event of the audit trail is missing or altered";
    Ok(check("audit-trail", title, broken.iter().count() as u64, Vec::from_iter(differences)))
}
