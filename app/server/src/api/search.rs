//! One box over clients, contacts, invoices and receipts.

use axum::Json;
use axum::extract::State;
use clients::ContactId;
use clients::client::list::{self as clients_list, ClientFilter};
use clients::contact::list::{self as contacts_list, ContactFilter};
use db::Tx;
use jiff::civil::Date;
use kernel::{PageRequest, code};
use people::Actor;
use people::permission::{ReadClients, ReadReceivables};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::names::ClientNames;
use crate::problem::{ListProblems, Problem};
use crate::query::Query;
use crate::reply::PageOf;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::Amount;

/// Things of each kind that are found at the most, where the caller does not say.
const EACH_DEFAULT: u32 = 6;
/// Things of each kind that are found at the most.
const EACH_MAX: u32 = 20;
/// Characters of what is sought at the most.
const SOUGHT_CHARS_MAX: usize = 200;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list_found))
}

/// What is sought.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// What a name or a number begins with, or an e-mail address. Accents and case of names do not count.
    #[param(max_length = 200)]
    q: String,
    /// Things of each kind at the most; 6 when not said.
    #[serde(default, deserialize_with = "crate::query::at_least_one")]
    #[param(minimum = 1, maximum = 20, nullable = false)]
    limit: Option<u32>,
}

/// Something that was found.
#[derive(Serialize, ToSchema)]
struct Found {
    /// `client`, `contact`, `invoice`, `credit_note` or `receipt`.
    #[schema(example = "invoice")]
    kind: &'static str,
    id: Uuid,
    /// The client's or the document's number; null of a contact.
    number: Option<String>,
    /// The client whose it is, or itself.
    client: Uuid,
    /// The client's name.
    client_name: String,
    /// A contact's name.
    name: Option<String>,
    /// A document's day.
    on: Option<Date>,
    /// The currency of a document's amount.
    currency: Option<String>,
    /// What a document is for.
    amount: Option<Amount>,
    /// Where it stands.
    status: Option<&'static str>,
}

/// Search clients and contacts by name, clients, invoices and receipts by number, contacts by e-mail
/// address; only what is in your reach.
#[utoipa::path(get, path = "/search", operation_id = "list_found", tag = "search", params(SearchQuery),
    responses((status = 200, body = PageOf<Found>), ListProblems))]
async fn list_found(
    State(server): State<Server>,
    Signed(actor): Signed,
    Query(query): Query<SearchQuery>,
) -> Result<Json<PageOf<Found>>, Problem> {
    if query.q.chars().count() > SOUGHT_CHARS_MAX {
        let detail = format!("more than {SOUGHT_CHARS_MAX} characters are not sought");
        return Err(Problem::invalid(code!("bad-parameter"), "q", detail));
    }
    let each = query.limit.unwrap_or(EACH_DEFAULT).min(EACH_MAX);
    let found = server.read(actor, move |tx, actor| find(tx, actor, query.q.trim(), each)).await?;
    Ok(Json(PageOf::whole(found)))
}

/// Whatever the actor may not read is not found.
fn find(tx: &Tx<'_>, actor: &Actor, sought: &str, each: u32) -> Result<Vec<Found>, Problem> {
    let mut found = Vec::new();
    if sought.is_empty() {
        return Ok(found);
    }
    let clients = actor.allow::<ReadClients>();
    if let Ok(proof) = &clients {
        let filter = ClientFilter { search: Some(sought.to_owned()), ..ClientFilter::default() };
        let page = PageRequest { limit: Some(each), after: None };
        let rows = clients_list::list(tx, proof, &filter, None, &page)?.items;
        found.extend(rows.into_iter().map(client));
    }
    if let Ok(proof) = actor.allow::<ReadReceivables>() {
        let number = sought.to_uppercase();
        let mut invoices = billing::invoice::list::by_number(tx, &proof, sought, each)?;
        let mut receipts = payments::receipt::by_number(tx, &proof, sought, each)?;
        // Numbers are mostly written in capitals, and mostly typed without.
        if number != sought {
            invoices.extend(billing::invoice::list::by_number(tx, &proof, &number, each)?);
            receipts.extend(payments::receipt::by_number(tx, &proof, &number, each)?);
        }
        let whose = invoices.iter().map(|i| i.client).chain(receipts.iter().map(|r| r.client));
        let names = ClientNames::of(tx, whose)?;
        found.extend(invoices.into_iter().map(|i| invoice(i, &names)));
        found.extend(receipts.into_iter().map(|r| receipt(r, &names)));
    }
    if let Ok(proof) = &clients {
        found.extend(contacts(tx, proof, sought, each)?);
    }
    Ok(found)
}

fn client(row: clients_list::ClientRow) -> Found {
    Found {
        kind: "client",
        id: row.id.uuid(),
        number: Some(row.number),
        client: row.id.uuid(),
        client_name: row.legal_name,
        name: row.trading_name,
        on: None,
        currency: None,
        amount: None,
        status: Some(row.status.word()),
    }
}

fn invoice(i: billing::Invoice, names: &ClientNames) -> Found {
    Found {
        kind: i.kind.word(),
        id: i.id.uuid(),
        number: Some(i.number),
        client: i.client.uuid(),
        client_name: names.name(i.client),
        name: None,
        on: Some(i.issued_on),
        currency: Some(i.currency.to_string()),
        amount: Some(Amount::of(i.total_minor, i.currency)),
        status: Some(i.status.word()),
    }
}

fn receipt(r: payments::Receipt, names: &ClientNames) -> Found {
    Found {
        kind: "receipt",
        id: r.id.uuid(),
        number: Some(r.number),
        client: r.client.uuid(),
        client_name: names.name(r.client),
        name: None,
        on: Some(r.received_on),
        currency: Some(r.currency.to_string()),
        amount: Some(Amount::of(r.amount_minor, r.currency)),
        status: Some(r.status.word()),
    }
}

/// Contacts by the beginning of their name or, where it looks like one, by their e-mail address.
fn contacts(
    tx: &Tx<'_>,
    proof: &people::Allowed<ReadClients>,
    sought: &str,
    each: u32,
) -> Result<Vec<Found>, Problem> {
    let (email, name_prefix) = match sought.contains('@') {
        true => (Some(sought.to_owned()), None),
        false => (None, Some(sought.to_owned())),
    };
    let filter = ContactFilter { client: None, name_prefix, email };
    let page = PageRequest { limit: Some(each), after: None };
    let rows = contacts_list::list(tx, proof, &filter, None, &page)?.items;
    let names = ClientNames::of(tx, rows.iter().map(|c| c.client_id))?;
    let shown = |c: clients::Contact| {
        let id: ContactId = c.id;
        let name = format!("{} {}", c.fields.given_name, c.fields.family_name);
        Found {
            kind: "contact",
            id: id.uuid(),
            number: None,
            client: c.client_id.uuid(),
            client_name: names.name(c.client_id),
            name: Some(name.trim().to_owned()),
            on: None,
            currency: None,
            amount: None,
            status: None,
        }
    };
    Ok(rows.into_iter().map(shown).collect())
}
