//! The journal.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use clients::ClientId;
use clients::client::access::{AccessError, access};
use db::Tx;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::code;
use ledger::entry::{self, Entry as DomainEntry};
use ledger::{GlAccountId, Line as DomainLine, account, rate};
use money::{Currency, Rate};
use people::permission::{PostJournal, ReadClients, ReadLedger};
use people::{Actor, tenant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::Side;
use crate::api::itself;
use crate::api::names::{ClientNames, DocumentNames};
use crate::api::payments::item::OpenItemKind;
use crate::body::{Create, IdempotencyHeader};
use crate::export::{Accepted, FileBytes};
use crate::listing::{Columns, Of};
use crate::path::At;
use crate::problem::{ListProblems, Problem, ReadProblems, WriteProblems};
use crate::query::{Query, list_query};
use crate::reply::{Made, PageOf};
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, Decimal, Word, currency, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_journal_entries, create_journal_entry))
        .routes(routes!(read_journal_entry))
        .routes(routes!(reverse_journal_entry))
}

/// Lines of an entry at the most.
const LINES_MAX: usize = 1_000;
/// Characters of a narrative or reason at the most.
const TEXT_CHARS_MAX: usize = 2_000;

/// A posted entry.
#[derive(Serialize, ToSchema)]
struct JournalEntry {
    /// Its number, from 1, without gaps.
    entry_no: i64,
    /// The day from which it counts.
    effective_on: Date,
    /// When it was recorded.
    recorded_at: Timestamp,
    /// By whom.
    recorded_by: String,
    /// What kind of act posted it: `manual`, `invoice`, `credit_note`, `receipt`, `application`, `discount`,
    /// `small_balance`, `write_off`, `refund`, `bounce` or `void`; what takes one back has its word.
    #[schema(example = "manual")]
    source: String,
    /// The document that it belongs to.
    document_id: Option<Uuid>,
    /// What kind of document that is.
    document_kind: Option<OpenItemKind>,
    /// That document's number.
    #[schema(example = "INV-000017")]
    document_number: Option<String>,
    /// What an accountant reads.
    narrative: String,
    /// Why, where it corrects something.
    reason: Option<String>,
    /// The entry that it takes back.
    reverses_no: Option<i64>,
    /// The entry that takes it back.
    reversed_by_no: Option<i64>,
    /// Its lines: debits equal credits in each currency and in base currency.
    lines: Vec<JournalLine>,
}

/// A line of an entry.
#[derive(Serialize, ToSchema)]
struct JournalLine {
    account_id: Uuid,
    /// The account's number.
    #[schema(example = "4000")]
    account_number: String,
    /// The account's name.
    account_name: String,
    side: Side,
    /// The currency of `amount`.
    #[schema(example = "EUR")]
    currency: String,
    /// The amount, not below nought.
    amount: Amount,
    /// The amount in base currency.
    base_amount: Amount,
    /// Base-currency units for one of `currency`.
    rate: Decimal,
    /// The client whom it concerns.
    client_id: Option<Uuid>,
    /// That client's name.
    client_name: Option<String>,
    /// The document that it concerns.
    document_id: Option<Uuid>,
    /// What kind of document that is.
    document_kind: Option<OpenItemKind>,
    /// That document's number.
    document_number: Option<String>,
}

/// An entry to post by hand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewJournalEntry {
    /// The day from which it counts.
    effective_on: Date,
    /// What an accountant reads.
    #[schema(example = "Rent for April", max_length = 2000)]
    narrative: String,
    /// Two lines or more.
    #[schema(min_items = 2, max_items = 1000)]
    lines: Vec<NewJournalLine>,
}

/// A line of an entry to post.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewJournalLine {
    /// The account, which is no control account.
    account_id: Uuid,
    side: Side,
    /// The amount, not below nought.
    amount: Amount,
    /// The currency of `amount`; absent for base currency.
    #[schema(example = "EUR")]
    currency: Option<String>,
    /// Base-currency units for one of `currency`; absent for the rate of the day.
    rate: Option<Decimal>,
    /// The amount in base currency; absent for `amount` at the rate.
    base_amount: Option<Amount>,
    /// The client whom it concerns.
    client_id: Option<Uuid>,
}

/// How an entry is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reversal {
    /// The day from which it is taken back; absent for today.
    on: Option<Date>,
    /// Why.
    #[schema(example = "posted twice", max_length = 2000)]
    reason: String,
}

list_query! {
    /// Which entries.
    JournalQuery {
        /// `entry_no` (when not said) or `effective_on`.
        sort,
        /// Effective on or after this day.
        from: Option<Date>,
        /// Effective on or before this day.
        until: Option<Date>,
        /// Posted by this kind of act: `manual`, `invoice`, `credit_note`, `receipt`, `application`,
        /// `discount`, `small_balance`, `write_off`, `refund`, `bounce` or `void`.
        source: Option<String>,
        /// That belong to this document.
        document: Option<Uuid>,
        /// With a line on this account.
        account: Option<Uuid>,
        /// With a line that concerns this client.
        client: Option<Uuid>,
        /// With this in the narrative; A to Z are sought in either case.
        text: Option<String>,
    }
}

const COLUMNS: Columns = Columns {
    file: "journal",
    all: &[
        ("entry_no", Of::Number),
        ("effective_on", Of::Day),
        ("source", Of::Text),
        ("document_kind", Of::Text),
        ("document_number", Of::Text),
        ("narrative", Of::Text),
        ("reason", Of::Text),
        ("reverses_no", Of::Number),
        ("reversed_by_no", Of::Number),
        ("lines", Of::Lines),
        ("recorded_by", Of::Text),
        ("recorded_at", Of::Text),
    ],
};

/// What the lines of entries are shown with.
struct Names {
    accounts: HashMap<GlAccountId, (String, String)>,
    clients: ClientNames,
    documents: DocumentNames,
    base: Currency,
}

impl Names {
    fn of(tx: &Tx<'_>, entries: &[DomainEntry]) -> Result<Self, Problem> {
        let accounts = account::all(tx)?.into_iter().map(|a| (a.id, (a.number, a.name))).collect();
        let concerned = entries.iter().flat_map(|e| e.lines.iter().filter_map(|l| l.client));
        let clients = ClientNames::of(tx, concerned)?;
        let of_lines = entries.iter().flat_map(|e| e.lines.iter().filter_map(|l| l.document));
        let documents = entries.iter().filter_map(|e| e.document).chain(of_lines);
        let documents = DocumentNames::of(tx, documents.map(id))?;
        Ok(Self { accounts, clients, documents, base: tenant::get(tx)?.base_currency })
    }

    /// The kind and the number of a document.
    fn document(&self, document: Option<Uuid>) -> (Option<OpenItemKind>, Option<String>) {
        let found = document.and_then(|document| self.documents.get(id(document)));
        found.map(|(kind, number)| (Word(kind), number)).unzip()
    }

    fn shown(&self, e: DomainEntry) -> JournalEntry {
        let (document_kind, document_number) = self.document(e.document);
        JournalEntry {
            entry_no: e.entry_no,
            effective_on: e.effective_on,
            recorded_at: e.recorded_at,
            recorded_by: e.recorded_by,
            source: e.source,
            document_id: e.document,
            document_kind,
            document_number,
            narrative: e.narrative,
            reason: e.reason,
            reverses_no: e.reverses_no,
            reversed_by_no: e.reversed_by_no,
            lines: e.lines.into_iter().map(|line| self.line(line)).collect(),
        }
    }

    fn line(&self, l: DomainLine) -> JournalLine {
        let (account_number, account_name) =
            self.accounts.get(&l.account).cloned().unwrap_or_default();
        let (document_kind, document_number) = self.document(l.document);
        JournalLine {
            account_id: l.account.uuid(),
            account_number,
            account_name,
            side: Word(l.side),
            currency: l.currency.to_string(),
            amount: Amount::of(l.amount_minor, l.currency),
            base_amount: Amount::of(l.base_minor, self.base),
            rate: l.rate.into(),
            client_id: l.client.map(kernel::Id::uuid),
            client_name: l.client.map(|client| self.clients.name(client)),
            document_id: l.document,
            document_kind,
            document_number,
        }
    }
}

/// An entry that was just posted, by whoever may post: reading the whole ledger is another permission.
fn posted(tx: &Tx<'_>, entry_no: i64) -> Result<JournalEntry, Problem> {
    let proof = itself(tx).allow::<ReadLedger>()?;
    let found = entry::read(tx, &proof, entry_no)?;
    Ok(Names::of(tx, std::slice::from_ref(&found))?.shown(found))
}

impl NewJournalEntry {
    fn lines(&self, tx: &Tx<'_>, actor: &Actor) -> Result<Vec<DomainLine>, Problem> {
        let base = tenant::get(tx)?.base_currency;
        let mut lines = Vec::with_capacity(self.lines.len());
        for (index, line) in self.lines.iter().enumerate() {
            let at = |field: &str| format!("lines/{index}/{field}");
            let figures = LineFigures {
                currency: line.currency.as_deref(),
                amount: &line.amount,
                rate: line.rate.as_ref(),
                base_amount: line.base_amount.as_ref(),
            };
            let Figures { currency, amount_minor, base_minor, rate } =
                figures.read(tx, base, self.effective_on, index)?;
            let client = line.client_id.map(id);
            if let Some(client) = client {
                known(tx, actor, client, at("client_id"))?;
            }
            lines.push(DomainLine {
                account: id(line.account_id),
                side: line.side.0,
                currency,
                amount_minor,
                base_minor,
                rate,
                client,
                document: None,
            });
        }
        Ok(lines)
    }
}

/// What a line says of its amounts.
pub(super) struct LineFigures<'a> {
    pub(super) currency: Option<&'a str>,
    pub(super) amount: &'a Amount,
    pub(super) rate: Option<&'a Decimal>,
    pub(super) base_amount: Option<&'a Amount>,
}

/// The amounts of a line.
pub(super) struct Figures {
    pub(super) currency: Currency,
    pub(super) amount_minor: i64,
    pub(super) base_minor: i64,
    pub(super) rate: Rate,
}

impl LineFigures<'_> {
    /// The amounts of line `index`, with the rate of the day where none is given.
    pub(super) fn read(
        &self,
        tx: &Tx<'_>,
        base: Currency,
        on: Date,
        index: usize,
    ) -> Result<Figures, Problem> {
        let at = |field: &str| format!("lines/{index}/{field}");
        let currency = self.currency.map_or(Ok(base), |c| currency(c, &at("currency")))?;
        let amount_minor = self.amount.minor(currency, &at("amount"))?;
        let rate = match self.rate {
            _ if currency == base => Rate::ONE,
            Some(rate) => rate.rate(&at("rate"))?,
            None => {
                rate::on(tx, base, currency, on).map_err(|e| Problem::from(e).at(at("currency")))?
            }
        };
        let base_minor = match self.base_amount {
            Some(amount) if currency != base => amount.minor(base, &at("base_amount"))?,
            _ => rate
                .convert(amount_minor, currency, base)
                .map_err(|e| Problem::from(e).at(at("amount")))?,
        };
        Ok(Figures { currency, amount_minor, base_minor, rate })
    }
}

fn known(tx: &Tx<'_>, actor: &Actor, client: ClientId, field: String) -> Result<(), Problem> {
    match access::<ReadClients>(tx, actor, client) {
        Ok(_) => Ok(()),
        Err(AccessError::Unknown(_)) => Err(Problem::invalid(
            code!("unknown-client"),
            field,
            format!("there is no client {client}"),
        )),
        Err(error) => Err(error.into()),
    }
}

fn check_text(text: &str, field: &str) -> Result<(), Problem> {
    if text.chars().count() <= TEXT_CHARS_MAX {
        return Ok(());
    }
    let detail = format!("{field} has more than {TEXT_CHARS_MAX} characters");
    Err(Problem::invalid(code!("field-too-long"), field, detail))
}

/// Refuses more lines than an entry may have.
pub(super) fn check_lines(lines: usize) -> Result<(), Problem> {
    if lines <= LINES_MAX {
        return Ok(());
    }
    let detail = format!("an entry has at most {LINES_MAX} lines");
    Err(Problem::invalid(code!("too-many-entries"), "lines", detail))
}

/// The journal, each entry with its lines.
#[utoipa::path(get, path = "/journal-entries", operation_id = "list_journal_entries", tag = "ledger",
    params(JournalQuery), responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<JournalEntry> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_journal_entries(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<JournalQuery>,
) -> Result<Response, Problem> {
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let proof = actor.allow::<ReadLedger>()?;
            let text = query.text.as_deref().map(str::to_ascii_lowercase).filter(|t| !t.is_empty());
            let ask = query
                .ask()
                .filter("from", query.from)
                .filter("until", query.until)
                .filter("source", query.source.as_deref())
                .filter("document", query.document)
                .filter("account", query.account)
                .filter("client", query.client)
                .filter("text", text);
            let page = entry::list(tx, &proof, &ask)?;
            let names = Names::of(tx, &page.items)?;
            Ok(PageOf::of(page, |e| names.shown(e)))
        })
        .await
}

/// Post an entry by hand.
#[utoipa::path(post, path = "/journal-entries", operation_id = "create_journal_entry", tag = "ledger",
    params(IdempotencyHeader), request_body = NewJournalEntry,
    responses((status = 201, body = JournalEntry), WriteProblems))]
async fn create_journal_entry(
    State(server): State<Server>,
    Signed(actor): Signed,
    Create { body, key }: Create<NewJournalEntry>,
) -> Result<Made, Problem> {
    check_text(&body.narrative, "narrative")?;
    check_lines(body.lines.len())?;
    server
        .create(actor, key, move |tx, actor| {
            let proof = actor.allow::<PostJournal>()?;
            let (on, lines) = (body.effective_on, body.lines(tx, actor)?);
            posted(tx, entry::post(tx, actor, &proof, on, &body.narrative, lines)?)
        })
        .await
}

/// One entry with its lines.
#[utoipa::path(get, path = "/journal-entries/{entry_no}", operation_id = "read_journal_entry",
    tag = "ledger", params(("entry_no" = i64, Path)),
    responses((status = 200, body = JournalEntry), ReadProblems))]
async fn read_journal_entry(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(entry_no): At<i64>,
) -> Result<Json<JournalEntry>, Problem> {
    let found = server
        .read(actor, move |tx, actor| {
            let proof = actor.allow::<ReadLedger>()?;
            let found = entry::read(tx, &proof, entry_no)?;
            Ok(Names::of(tx, std::slice::from_ref(&found))?.shown(found))
        })
        .await?;
    Ok(Json(found))
}

/// Take back an entry that was posted by hand, by an entry with the sides swapped.
#[utoipa::path(post, path = "/journal-entries/{entry_no}/reversal", operation_id = "reverse_journal_entry",
    tag = "ledger", params(("entry_no" = i64, Path), IdempotencyHeader), request_body = Reversal,
    responses((status = 201, body = JournalEntry), WriteProblems))]
async fn reverse_journal_entry(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(entry_no): At<i64>,
    Create { body, key }: Create<Reversal>,
) -> Result<Made, Problem> {
    check_text(&body.reason, "reason")?;
    server
        .create(actor, key, move |tx, actor| {
            let proof = actor.allow::<PostJournal>()?;
            let on =
                body.on.map_or_else(|| Ok(tenant::get(tx)?.day(tx.now())), Ok::<_, Problem>)?;
            posted(tx, entry::reverse(tx, actor, &proof, entry_no, on, &body.reason)?)
        })
        .await
}
