//! What became of an open item: the answer to "explain this number".

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::OpenItemId;
use money::Currency;
use people::permission::ReadReceivables;
use people::tenant;
use reports::item_history;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::payments::item::{OpenItemKind, SettlementKind};
use crate::export::{Accepted, FileBytes, ReportFormat, Table, Tabular, send};
use crate::path::At;
use crate::problem::{Problem, ReadProblems};
use crate::query::Query;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, Word};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read_open_item_history))
}

/// How a report is sent.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct FormatQuery {
    /// JSON, or a file; the `Accept` header says so too.
    #[param(nullable = false)]
    pub(super) format: Option<ReportFormat>,
}

/// An item with everything that ever moved it.
#[derive(Serialize, ToSchema)]
struct OpenItemHistory {
    /// Its document's id.
    id: Uuid,
    kind: OpenItemKind,
    /// The document's number.
    #[schema(example = "INV-000017")]
    number: String,
    /// Whose it is.
    client: Uuid,
    /// The currency of its amounts.
    #[schema(example = "USD")]
    currency: String,
    /// The company's currency, of the amounts that say so.
    #[schema(example = "USD")]
    base_currency: String,
    /// What it was for.
    amount: Amount,
    /// That in base currency.
    amount_in_base: Amount,
    /// The document's day.
    issued_on: Date,
    /// When it is due.
    due_on: Date,
    /// The journal entry that posted it.
    entry_no: i64,
    /// When that was recorded.
    recorded_at: Timestamp,
    /// By whom.
    recorded_by: String,
    /// What took from it or gave back, in the order of the days from which each counts.
    steps: Vec<OpenItemStep>,
}

/// One settlement as it moved an item.
#[derive(Serialize, ToSchema)]
struct OpenItemStep {
    /// The journal entry that posts it.
    entry_no: i64,
    kind: SettlementKind,
    /// The day from which it counts.
    applied_on: Date,
    /// How much it took; below nought where it gave back.
    amount: Amount,
    /// That in base currency.
    amount_in_base: Amount,
    /// What was left after it.
    remaining: Amount,
    /// The document on the other side.
    counter: Option<Uuid>,
    /// Its number.
    counter_number: Option<String>,
    /// What it is.
    counter_kind: Option<OpenItemKind>,
    /// The settlement that it takes back.
    reverses_no: Option<i64>,
    /// Why, where somebody said.
    reason: Option<String>,
    /// When it was recorded.
    recorded_at: Timestamp,
    /// By whom.
    recorded_by: String,
}

impl OpenItemHistory {
    fn of(h: item_history::ItemHistory, base: Currency) -> Self {
        let step = |s: item_history::ItemStep| OpenItemStep {
            entry_no: s.entry_no,
            kind: Word(s.kind),
            applied_on: s.applied_on,
            amount: Amount::of(s.amount_minor, h.currency),
            amount_in_base: Amount::of(s.base_minor, base),
            remaining: Amount::of(s.remaining_minor, h.currency),
            counter: s.counter.as_ref().map(|c| c.id.uuid()),
            counter_kind: s.counter.as_ref().map(|c| Word(c.kind)),
            counter_number: s.counter.map(|c| c.number),
            reverses_no: s.reverses_no,
            reason: s.reason,
            recorded_at: s.recorded_at,
            recorded_by: s.recorded_by,
        };
        Self {
            id: h.id.uuid(),
            kind: Word(h.kind),
            number: h.number,
            client: h.client.uuid(),
            currency: h.currency.to_string(),
            base_currency: base.to_string(),
            amount: Amount::of(h.amount_minor, h.currency),
            amount_in_base: Amount::of(h.base_minor, base),
            issued_on: h.issued_on,
            due_on: h.due_on,
            entry_no: h.entry_no,
            recorded_at: h.recorded_at,
            recorded_by: h.recorded_by,
            steps: h.steps.into_iter().map(step).collect(),
        }
    }
}

impl Tabular for OpenItemHistory {
    fn table(&self) -> Table {
        let headers = [
            "day",
            "entry_no",
            "kind",
            "currency",
            "amount",
            "remaining",
            "counter",
            "reverses_no",
            "reason",
            "recorded_by",
        ];
        let mut table = Table::new(format!("history-of-{}", self.number), &headers);
        table.rows.push(vec![
            self.issued_on.into(),
            self.entry_no.into(),
            self.kind.0.word().into(),
            (&self.currency).into(),
            (&self.amount).into(),
            (&self.amount).into(),
            (&self.number).into(),
            None::<i64>.into(),
            None::<&str>.into(),
            (&self.recorded_by).into(),
        ]);
        table.rows.extend(self.steps.iter().map(|s| {
            vec![
                s.applied_on.into(),
                s.entry_no.into(),
                s.kind.0.word().into(),
                (&self.currency).into(),
                (&s.amount).into(),
                (&s.remaining).into(),
                s.counter_number.as_ref().into(),
                s.reverses_no.into(),
                s.reason.as_ref().into(),
                (&s.recorded_by).into(),
            ]
        }));
        table
    }
}

/// What became of an open item: what posted it, and everything that took from it or gave back.
#[utoipa::path(get, path = "/open-items/{id}/history", operation_id = "read_open_item_history", tag = "reports",
    params(("id" = Uuid, Path), FormatQuery),
    responses((status = 200, description = "The item and its steps", content(
        (OpenItemHistory = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadProblems))]
async fn read_open_item_history(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<OpenItemId>,
    accepted: Accepted,
    Query(query): Query<FormatQuery>,
) -> Result<Response, Problem> {
    let report = server
        .read(actor, move |tx, actor| {
            let proof = actor.allow::<ReadReceivables>()?;
            let history = item_history::item_history(tx, &proof, id)?;
            Ok(OpenItemHistory::of(history, tenant::get(tx)?.base_currency))
        })
        .await?;
    send(&server, accepted.or(query.format), report).await
}
