//! Runs of the proof that are kept: when the books were proved, by whom, and what came of it.

use db::{Ask, List, Row, SortKind, Tx, params};
use jiff::Timestamp;
use kernel::{Id, Page};
use people::permission::ReadLedger;
use people::{Actor, Allowed, audit};
use serde_json::{Value, json};

use crate::doctor::{Check, DoctorError};

/// Marks the id of a run of the proof.
pub enum ProofRunMark {}
/// The id of a run of the proof.
pub type ProofRunId = Id<ProofRunMark>;

db::statements! {
    INSERT = "INSERT INTO proof_run (tenant_id, run_id, ran_at, ran_by, ok, checks, differences, result)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    FIND = "SELECT run_id, ran_at, ran_by, ok, checks, differences, result
            FROM proof_run WHERE tenant_id = ?1 AND run_id = ?2";
}

db::list! {
    /// Runs of the proof.
    RUNS = List {
        name: "proof runs",
        columns: "run_id, ran_at, ran_by, ok, checks, differences, result",
        from: "proof_run",
        base: "tenant_id = ?1",
        filters: &[("ok", "ok = {}")],
        sorts: &[("ran_at", "ran_at", SortKind::Instant)],
        key: ("run_id", SortKind::Uuid),
    };
}

/// A run of the proof as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofRun {
    /// Its id.
    pub id: ProofRunId,
    /// The instant of which the books were read.
    pub ran_at: Timestamp,
    /// Who had them proved.
    pub ran_by: String,
    /// Whether all of it held.
    pub ok: bool,
    /// How many things were held against each other.
    pub checks: u64,
    /// How many differences there were in all.
    pub differences: u64,
    /// Each check and its differences, in the order of the proof.
    pub result: Vec<CheckCount>,
}

/// How many differences a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckCount {
    /// The check's word, such as `control-accounts`.
    pub name: String,
    /// How many differences there were.
    pub count: u64,
}

/// Keeps a run of the proof: what the books of `ran_at` came to.
pub fn keep(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<ReadLedger>,
    id: ProofRunId,
    ran_at: Timestamp,
    checks: &[Check],
) -> Result<(), DoctorError> {
    let ok = checks.iter().all(|check| check.ok);
    let differences = checks.iter().map(|check| check.count).sum::<u64>();
    let (checks_count, differences) =
        (checks.len() as i64, differences.min(i64::MAX as u64) as i64);
    let counted = |check: &Check| json!({"name": check.name, "count": check.count});
    let result = Value::Array(checks.iter().map(counted).collect());
    tx.execute(&INSERT, params![id, ran_at, actor.name(), ok, checks_count, differences, result])?;
    let detail = json!({"ok": ok, "checks": checks_count, "differences": differences});
    audit::record(tx, actor, "proof.ran", ("proof_run", &id), detail)?;
    Ok(())
}

/// A run that was kept; `None` where there is none of this id.
pub fn find(
    tx: &Tx<'_>,
    _: &Allowed<ReadLedger>,
    id: ProofRunId,
) -> Result<Option<ProofRun>, DoctorError> {
    Ok(tx.query_opt(&FIND, params![id], run_of)?)
}

/// A page of the runs that were kept. Filter: `ok`; sort: `ran_at`.
pub fn list(
    tx: &Tx<'_>,
    _: &Allowed<ReadLedger>,
    ask: &Ask<'_>,
) -> Result<Page<ProofRun>, DoctorError> {
    Ok(RUNS.page(tx, ask, |_| Ok(None), run_of)?)
}

fn run_of(r: &Row<'_>) -> Result<ProofRun, db::Error> {
    let result: Value = r.get(6)?;
    let counted = |check: &Value| CheckCount {
        name: check["name"].as_str().unwrap_or_default().to_owned(),
        count: check["count"].as_u64().unwrap_or_default(),
    };
    Ok(ProofRun {
        id: r.get(0)?,
        ran_at: r.get(1)?,
        ran_by: r.get(2)?,
        ok: r.get(3)?,
        checks: r.get(4)?,
        differences: r.get(5)?,
        result: result.as_array().into_iter().flatten().map(counted).collect(),
    })
}

#[cfg(test)]
mod tests {
    use people::tenant::{self, NewTenant};
    use testkit::{TestDb, db_test};

    use super::*;
    use crate::doctor::{self, Difference};

    fn company(t: &TestDb) -> Actor {
        let me = Actor::operator(t.tenant, "clara");
        let new = NewTenant {
            slug: "acme".into(),
            legal_name: "Acme".into(),
            base_currency: money::Currency::parse("USD").unwrap(),
            time_zone: "UTC".into(),
            language: "en".into(),
        };
        t.db.write(t.tenant, |tx| tenant::create(tx, &me, &new)).unwrap();
        me
    }

    #[db_test]
    fn runs_are_kept_and_listed_the_newest_first(t: TestDb) {
        let me = company(&t);
        let proof = me.allow::<ReadLedger>().unwrap();
        let difference =
            Difference { what: "entry 1".into(), expected: "1".into(), found: "2".into() };
        let mut runs = Vec::new();
        for wrong in [0, 1] {
            let (at, mut checks) = t
                .db
                .read(t.tenant, |tx| Ok::<_, DoctorError>((tx.now(), doctor::run(tx, &proof)?)))
                .unwrap();
            checks[0].differences = vec![difference.clone(); wrong];
            checks[0].count = wrong as u64 * 7;
            checks[0].ok = wrong == 0;
            let kept = t.db.write(t.tenant, |tx| {
                let id = tx.new_id();
                keep(tx, &me, &proof, id, at, &checks)?;
                Ok::<_, DoctorError>((id, checks.len() as u64))
            });
            runs.push(kept.unwrap());
        }
        t.db.read(t.tenant, |tx| {
            let ask = Ask { sort: Some("-ran_at".to_owned()), ..Ask::default() };
            let page = list(tx, &proof, &ask)?;
            assert_eq!(page.total, 2);
            let (newest, count) = runs[1];
            assert_eq!((page.items[0].id, page.items[0].checks), (newest, count));
            assert_eq!((page.items[0].ok, page.items[0].differences), (false, 7));
            assert_eq!((page.items[0].ran_by.as_str(), page.items[1].ok), ("clara", true));
            let first = CheckCount { name: "entries-balance".to_owned(), count: 7 };
            assert_eq!(page.items[0].result[0], first);
            assert_eq!(page.items[0].result.len() as u64, count);
            let ask = Ask::default().filter("ok", Some(false));
            assert_eq!(list(tx, &proof, &ask)?.total, 1);
            assert_eq!(find(tx, &proof, newest)?.as_ref(), Some(&page.items[0]));
            assert_eq!(find(tx, &proof, ProofRunId::from_uuid(uuid::Uuid::nil()))?, None);
            assert_eq!(audit::verify(tx)?.broken_at, None);
            Ok::<_, DoctorError>(())
        })
        .unwrap();
    }
}
