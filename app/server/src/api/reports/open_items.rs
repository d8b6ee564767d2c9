//! The list of open items as of a day.

use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use kernel::code;
use money::Currency;
use people::permission::ReadReceivables;
use reports::open_items::{self, OpenItemSort, OpenItemsAsk};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::aging::AgingBasis;
use super::today;
use crate::api::payments::item::OpenItemKind;
use crate::export::{Accepted, FileBytes};
use crate::listing::{Columns, Of};
use crate::problem::{Problem, ReadProblems};
use crate::query::{Query, list_query};
use crate::reply::PageOf;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Amount, OwnerOrNone, Word, currency, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_open_items))
}

list_query! {
    /// Which open items.
    OpenItemQuery {
        /// `due_on` (when not said) or `number`; a hyphen in front turns it round.
        sort,
        /// The end of which day; today when not said.
        as_of: Option<Date>,
        /// Only this client's.
        client: Option<Uuid>,
        /// With `client`: whether those of the clients below it count too.
        include_children: Option<bool>,
        /// Only those of this owner's clients, or `none` for the clients of nobody.
        owner: Option<OwnerOrNone>,
        /// Only this kind; invoices and credit notes when not said.
        kind: Option<OpenItemKind>,
        /// Only what is in this currency.
        currency: Option<String>,
        /// Only what had been due for so many days at the least.
        min_days_past_due: Option<u32>,
        /// From which day on `days_from` and `days_until` count; `due` when not said.
        basis: Option<AgingBasis>,
        /// Only what was so many days past that day at the least; below nought what was so long before it.
        days_from: Option<i32>,
        /// Only what was so many days past that day at the most.
        days_until: Option<i32>,
        /// Only what has a number that begins so.
        number: Option<String>,
    }
}

/// A page of the items that were open at the end of a day.
#[derive(Serialize, ToSchema)]
struct OpenItemList {
    /// The end of which day.
    as_of: Date,
    /// The rows, in the order asked for.
    items: Vec<OpenItemRow>,
    /// How many rows the whole list has under these filters: exact.
    total: u64,
    /// What to send as `after` to get the next page; null on the last.
    next: Option<String>,
}

/// An item as it stood at the end of the day.
#[derive(Serialize, ToSchema)]
struct OpenItemRow {
    /// Its document's id.
    id: Uuid,
    kind: OpenItemKind,
    /// The document's number.
    #[schema(example = "INV-000017")]
    number: String,
    /// Whose it is.
    client: Uuid,
    /// The client's number.
    client_number: String,
    /// The client's name.
    client_name: String,
    /// The currency of the amounts.
    #[schema(example = "USD")]
    currency: String,
    /// The document's day.
    issued_on: Date,
    /// When it is due.
    due_on: Date,
    /// Days from the due day to the day asked for; nought or below while it is not due.
    days_past_due: i64,
    /// What it was for.
    amount: Amount,
    /// What of it was open.
    open: Amount,
    /// What of its base amount was open.
    open_in_base: Amount,
    /// Whether it is in dispute and was so on the day.
    disputed: bool,
}

impl OpenItemRow {
    fn of(row: open_items::OpenItemRow, base: Currency) -> Self {
        Self {
            id: row.id.uuid(),
            kind: Word(row.kind),
            number: row.number,
            client: row.client.uuid(),
            client_number: row.client_number,
            client_name: row.client_name,
            currency: row.currency.to_string(),
            issued_on: row.issued_on,
            due_on: row.due_on,
            days_past_due: row.days_past_due,
            amount: Amount::of(row.amount_minor, row.currency),
            open: Amount::of(row.open_minor, row.currency),
            open_in_base: Amount::of(row.open_base_minor, base),
            disputed: row.disputed,
        }
    }
}

const COLUMNS: Columns = Columns {
    file: "open-items",
    all: &[
        ("kind", Of::Text),
        ("number", Of::Text),
        ("client_number", Of::Text),
        ("client_name", Of::Text),
        ("currency", Of::Text),
        ("issued_on", Of::Day),
        ("due_on", Of::Day),
        ("days_past_due", Of::Number),
        ("amount", Of::Number),
        ("open", Of::Number),
        ("open_in_base", Of::Number),
        ("disputed", Of::Text),
    ],
};

impl OpenItemQuery {
    fn wanted(&self, today: Date, currency: Option<Currency>) -> Result<OpenItemsAsk, Problem> {
        let (sort, descending) = sort_of(self.sort.as_deref().unwrap_or("due_on"))?;
        Ok(OpenItemsAsk {
            as_of: self.as_of.unwrap_or(today),
            client: self.client.map(id),
            include_children: self.include_children.unwrap_or(false),
            owner: self.owner.map(|owner| owner.0),
            kinds: self.kind.iter().map(|kind| kind.0).collect(),
            currency,
            min_days_past_due: self.min_days_past_due,
            basis: self.basis.unwrap_or_default().into(),
            days_from: self.days_from,
            days_until: self.days_until,
            number: self.number.clone(),
            sort,
            descending,
            page: self.page(),
        })
    }
}

fn sort_of(text: &str) -> Result<(OpenItemSort, bool), Problem> {
    let (word, descending) = match text.strip_prefix('-') {
        Some(word) => (word, true),
        None => (text, false),
    };
    match word {
        "due_on" => Ok((OpenItemSort::DueOn, descending)),
        "number" => Ok((OpenItemSort::Number, descending)),
        _ => {
            let detail = format!("the list has no sort '{word}'; it has due_on and number");
            Err(Problem::invalid(code!("unknown-list-word"), "sort", detail))
        }
    }
}

/// The items that were open at the end of a day.
#[utoipa::path(get, path = "/reports/open-items", operation_id = "list_open_items", tag = "reports",
    params(OpenItemQuery),
    responses((status = 200, description = "A page of open items, or all of them as a file", content(
        (OpenItemList = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ReadProblems))]
async fn list_open_items(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<OpenItemQuery>,
) -> Result<Response, Problem> {
    let in_currency = query.currency.as_deref().map(|c| currency(c, "currency")).transpose()?;
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let proof = actor.allow::<ReadReceivables>()?;
            let base = people::tenant::get(tx)?.base_currency;
            let ask = query.wanted(today(tx)?, in_currency)?;
            let page = open_items::open_items(tx, &proof, &ask)?;
            let PageOf { items, total, next } = PageOf::of(page, |r| OpenItemRow::of(r, base));
            Ok(OpenItemList { as_of: ask.as_of, items, total, next })
        })
        .await
}
