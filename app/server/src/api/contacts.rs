//! Contacts: the people at a client.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use clients::client::access::access;
use clients::contact::list::{ContactFilter, list};
use clients::contact::{self, add, change, remove};
use clients::{ClientId, ContactId};
use db::Tx;
use jiff::Timestamp;
use kernel::Page;
use people::permission::{ReadClients, WriteClients};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::names::ClientNames;
use crate::body::{Body, Create, IdempotencyHeader};
use crate::export::{Accepted, FileBytes};
use crate::listing::{Columns, Of};
use crate::path::{At, Within};
use crate::problem::{ChangeProblems, ListProblems, Problem, ReadProblems, WriteProblems};
use crate::query::{Query, list_query};
use crate::reply::{Made, PageOf, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::version::{IfMatch, IfMatchHeader};
use crate::wire::{given, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_contacts))
        .routes(routes!(list_client_contacts, create_contact))
        .routes(routes!(read_contact, update_contact, delete_contact))
}

/// Somebody at a client.
#[derive(Serialize, ToSchema)]
struct Contact {
    id: Uuid,
    /// Where the person works.
    client_id: Uuid,
    /// That client's number.
    client_number: String,
    /// That client's name.
    client_name: String,
    /// Given name.
    #[schema(example = "Óscar")]
    given_name: String,
    /// Family name.
    #[schema(example = "Muñoz")]
    family_name: String,
    /// What they do there, such as `billing`.
    roles: Vec<String>,
    /// E-mail addresses, the first being the one to use.
    emails: Vec<String>,
    /// Telephone numbers in international form, the first being the one to use.
    phones: Vec<String>,
    /// `en` or `es`; null is the client's.
    language: Option<String>,
    /// IANA time zone.
    time_zone: Option<String>,
    /// When it was added.
    created_at: Timestamp,
    /// For `If-Match`.
    version: i64,
}

impl Contact {
    /// Contacts with the names of their clients.
    fn all(tx: &Tx<'_>, found: Vec<clients::Contact>) -> Result<Vec<Self>, db::Error> {
        let names = ClientNames::of(tx, found.iter().map(|c| c.client_id))?;
        Ok(found.into_iter().map(|c| Self::of(c, &names)).collect())
    }

    /// One with its client's name.
    fn one(tx: &Tx<'_>, found: clients::Contact) -> Result<Self, db::Error> {
        let names = ClientNames::of(tx, [found.client_id])?;
        Ok(Self::of(found, &names))
    }

    fn of(c: clients::Contact, names: &ClientNames) -> Self {
        let f = c.fields;
        Self {
            id: c.id.uuid(),
            client_id: c.client_id.uuid(),
            client_number: names.number(c.client_id),
            client_name: names.name(c.client_id),
            given_name: f.given_name,
            family_name: f.family_name,
            roles: f.roles,
            emails: f.emails,
            phones: f.phones,
            language: f.language,
            time_zone: f.time_zone,
            created_at: c.created_at,
            version: c.version,
        }
    }
}

/// What a new contact is made from. A given or a family name must be there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewContact {
    /// Given name.
    #[serde(default)]
    given_name: String,
    /// Family name.
    #[serde(default)]
    family_name: String,
    /// What they do there.
    #[serde(default)]
    roles: Vec<String>,
    /// E-mail addresses.
    #[serde(default)]
    emails: Vec<String>,
    /// Telephone numbers in international form.
    #[serde(default)]
    #[schema(example = json!(["+34 912 345 678"]))]
    phones: Vec<String>,
    /// `en` or `es`.
    language: Option<String>,
    /// IANA time zone.
    time_zone: Option<String>,
}

/// What may be changed about a contact; what is absent stays, and null clears.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContactChange {
    /// Given name.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    given_name: Option<String>,
    /// Family name.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    family_name: Option<String>,
    /// All that they do there, as it shall be.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    roles: Option<Vec<String>>,
    /// All e-mail addresses, as they shall be.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    emails: Option<Vec<String>>,
    /// All telephone numbers, as they shall be.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    phones: Option<Vec<String>>,
    /// `en` or `es`; null is the client's.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    language: Option<Option<String>>,
    /// IANA time zone.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    time_zone: Option<Option<String>>,
}

impl ContactChange {
    fn applied(&self, before: clients::NewContact) -> clients::NewContact {
        clients::NewContact {
            given_name: self.given_name.clone().unwrap_or(before.given_name),
            family_name: self.family_name.clone().unwrap_or(before.family_name),
            roles: self.roles.clone().unwrap_or(before.roles),
            emails: self.emails.clone().unwrap_or(before.emails),
            phones: self.phones.clone().unwrap_or(before.phones),
            language: self.language.clone().unwrap_or(before.language),
            time_zone: self.time_zone.clone().unwrap_or(before.time_zone),
        }
    }
}

list_query! {
    /// Which contacts.
    ContactQuery {
        /// `name` (when not said) or `-name`.
        sort,
        /// Of this client.
        client: Option<Uuid>,
        /// Whose name, family name first, begins so; accents and case do not count.
        name_prefix: Option<String>,
        /// With this e-mail address.
        email: Option<String>,
    }
}

const COLUMNS: Columns = Columns {
    file: "contacts",
    all: &[
        ("client_number", Of::Text),
        ("client_name", Of::Text),
        ("given_name", Of::Text),
        ("family_name", Of::Text),
        ("roles", Of::Text),
        ("emails", Of::Text),
        ("phones", Of::Text),
        ("language", Of::Text),
        ("time_zone", Of::Text),
        ("created_at", Of::Text),
        ("id", Of::Text),
    ],
};

/// The contacts of all clients in your reach.
#[utoipa::path(get, path = "/contacts", operation_id = "list_contacts", tag = "clients",
    params(ContactQuery), responses((status = 200, description = "A page, or all rows as a file", content(
        (PageOf<Contact> = "application/json"), (String = "text/csv"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), ListProblems))]
async fn list_contacts(
    State(server): State<Server>,
    Signed(actor): Signed,
    accepted: Accepted,
    Query(query): Query<ContactQuery>,
) -> Result<Response, Problem> {
    let filter = ContactFilter {
        client: query.client.map(id),
        name_prefix: query.name_prefix.clone(),
        email: query.email.clone(),
    };
    server
        .list(actor, accepted, query, &COLUMNS, move |tx, actor, query| {
            let (proof, sort) = (actor.allow::<ReadClients>()?, query.sort.as_deref());
            let Page { items, total, next } = list(tx, &proof, &filter, sort, &query.page())?;
            Ok(PageOf { items: Contact::all(tx, items)?, total, next })
        })
        .await
}

/// All contacts of a client, by name.
#[utoipa::path(get, path = "/clients/{id}/contacts", operation_id = "list_client_contacts",
    tag = "clients", params(("id" = Uuid, Path)),
    responses((status = 200, body = PageOf<Contact>), ReadProblems))]
async fn list_client_contacts(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(client): At<ClientId>,
) -> Result<Json<PageOf<Contact>>, Problem> {
    let contacts = server
        .read(actor, move |tx, actor| {
            let found = contact::of_client(tx, &access::<ReadClients>(tx, actor, client)?)?;
            Ok(Contact::all(tx, found)?)
        })
        .await?;
    Ok(Json(PageOf::whole(contacts)))
}

/// Add a contact to a client.
#[utoipa::path(post, path = "/clients/{id}/contacts", operation_id = "create_contact",
    tag = "clients", params(("id" = Uuid, Path), IdempotencyHeader), request_body = NewContact,
    responses((status = 201, body = Contact), WriteProblems))]
async fn create_contact(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(client): At<ClientId>,
    Create { body, key }: Create<NewContact>,
) -> Result<Made, Problem> {
    let new = clients::NewContact {
        given_name: body.given_name,
        family_name: body.family_name,
        roles: body.roles,
        emails: body.emails,
        phones: body.phones,
        language: body.language,
        time_zone: body.time_zone,
    };
    server
        .create(actor, key, move |tx, actor| {
            let proof = access::<WriteClients>(tx, actor, client)?;
            let made = add::add(tx, actor, &proof, &new)?;
            Ok(Contact::one(tx, contact::get(tx, &proof, made)?)?)
        })
        .await
}

/// One contact of a client.
#[utoipa::path(get, path = "/clients/{id}/contacts/{contact_id}", operation_id = "read_contact",
    tag = "clients", params(("id" = Uuid, Path), ("contact_id" = Uuid, Path)),
    responses((status = 200, body = Contact), ReadProblems))]
async fn read_contact(
    State(server): State<Server>,
    Signed(actor): Signed,
    Within(client, id): Within<ClientId, ContactId>,
) -> Result<Versioned<Contact>, Problem> {
    let found = server
        .read(actor, move |tx, actor| {
            let proof = access::<ReadClients>(tx, actor, client)?;
            Ok(Contact::one(tx, contact::get(tx, &proof, id)?)?)
        })
        .await?;
    Ok(Versioned(found.version, found))
}

/// Change a contact.
#[utoipa::path(patch, path = "/clients/{id}/contacts/{contact_id}", operation_id = "update_contact",
    tag = "clients", params(("id" = Uuid, Path), ("contact_id" = Uuid, Path), IfMatchHeader),
    request_body = ContactChange,
    responses((status = 200, body = Contact), ChangeProblems))]
async fn update_contact(
    State(server): State<Server>,
    Signed(actor): Signed,
    Within(client, id): Within<ClientId, ContactId>,
    IfMatch(version): IfMatch,
    Body(wish): Body<ContactChange>,
) -> Result<Versioned<Contact>, Problem> {
    let changed = server
        .write(actor, move |tx, actor| {
            let proof = access::<WriteClients>(tx, actor, client)?;
            let fields = wish.applied(contact::get(tx, &proof, id)?.fields);
            change::change(tx, actor, &proof, id, version, &fields)?;
            Ok(Contact::one(tx, contact::get(tx, &proof, id)?)?)
        })
        .await?;
    Ok(Versioned(changed.version, changed))
}

/// Remove a contact.
#[utoipa::path(delete, path = "/clients/{id}/contacts/{contact_id}", operation_id = "delete_contact",
    tag = "clients", params(("id" = Uuid, Path), ("contact_id" = Uuid, Path)),
    responses((status = 204, description = "It is removed"), WriteProblems))]
async fn delete_contact(
    State(server): State<Server>,
    Signed(actor): Signed,
    Within(client, id): Within<ClientId, ContactId>,
) -> Result<StatusCode, Problem> {
    server
        .write(actor, move |tx, actor| {
            let proof = access::<WriteClients>(tx, actor, client)?;
            Ok(remove::remove(tx, actor, &proof, id)?)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
