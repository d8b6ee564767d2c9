//! Notifications: what happened that whoever is signed in wants to know of.

use std::fmt;
use std::str::FromStr;

use axum::Json;
use axum::extract::State;
use db::Ask;
use jiff::Timestamp;
use kernel::{PageRequest, code};
use people::notification::{self, Which};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::body::Body;
use crate::problem::{ListProblems, Problem, WriteProblems};
use crate::query::Query;
use crate::reactions::REACTIONS;
use crate::reply::PageOf;
use crate::signed::Signed;
use crate::state::Server;
use crate::wire::{Word, Words, id};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list_notifications))
        .routes(routes!(mark_notifications_read))
}

/// What happened: the topic of what somebody is told of.
#[derive(Clone, Copy, Debug)]
struct Kind(&'static str);

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = REACTIONS.iter().find(|(topic, _)| *topic == word);
        known.map(|(topic, _)| Self(topic)).ok_or_else(|| format!("nobody is told of '{word}'"))
    }
}

impl Words for Kind {
    const NAME: &'static str = "NotificationKind";

    fn all() -> Vec<String> {
        REACTIONS.iter().map(|(topic, _)| (*topic).to_owned()).collect()
    }
}

type NotificationKind = Word<Kind>;

/// Something that you want to know of. It has no text: the kind and the facts make the sentence, in the
/// reader's language.
#[derive(Serialize, ToSchema)]
struct Notification {
    id: Uuid,
    /// What happened.
    kind: NotificationKind,
    /// What kind of thing it happened to.
    #[schema(example = "import")]
    subject_kind: String,
    /// Which one.
    subject_id: String,
    /// The facts. `import.applied` and `import.undone`: `file_name`, `kind`, `rows`. `job.failed`: `kind`,
    /// `error`, `code`. `write_off.proposed` and `write_off.decided`: `client_id`, `client_name`, `invoice_id`,
    /// `amount`, `currency`, `reason`, `by_name`, and `approved` once decided. `client.handed_over`: `count`,
    /// `client_number` and `client_name` (of the first), `by_name`.
    #[schema(value_type = Object)]
    args: Value,
    /// When it was noticed.
    created_at: Timestamp,
    /// When you marked it as read.
    read_at: Option<Timestamp>,
}

impl Notification {
    /// `None` for a kind that an older program knew.
    fn of(n: notification::Notification) -> Option<Self> {
        Some(Self {
            id: n.id.uuid(),
            kind: Word(n.kind.parse().ok()?),
            subject_kind: n.subject_kind,
            subject_id: n.subject_id,
            args: n.args,
            created_at: n.created_at,
            read_at: n.read_at,
        })
    }
}

/// A page of notifications.
#[derive(Serialize, ToSchema)]
struct NotificationPage {
    /// The rows, in the order asked for.
    items: Vec<Notification>,
    /// How many there are under these filters: exact.
    #[schema(example = 12)]
    total: u64,
    /// What to send as `after` to get the next page; null on the last.
    next: Option<String>,
    /// How many you have not read, whatever the filters.
    #[schema(example = 3)]
    unread: u64,
}

/// Which notifications you have read: all up to an instant, or some by their ids.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NotificationsRead {
    /// All that came until then.
    until: Option<Timestamp>,
    /// These, up to 500.
    #[schema(max_items = 500)]
    ids: Option<Vec<Uuid>>,
}

/// What is left to be read.
#[derive(Serialize, ToSchema)]
struct UnreadCount {
    /// How many you have not read.
    #[schema(example = 0)]
    unread: u64,
}

/// Which notifications.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NotificationQuery {
    /// Rows of the page; 50 when not said, 500 at the most.
    #[serde(default, deserialize_with = "crate::query::at_least_one")]
    #[param(minimum = 1, maximum = 500, nullable = false)]
    limit: Option<u32>,
    /// Where to go on: `next` of the page before.
    #[param(nullable = false)]
    after: Option<String>,
    /// `-created_at` (when not said), the newest first, or `created_at`.
    #[param(nullable = false)]
    sort: Option<String>,
    /// Whether you have not read them.
    #[param(nullable = false)]
    unread: Option<bool>,
}

/// Your notifications of the last 90 days.
#[utoipa::path(get, path = "/notifications", operation_id = "list_notifications", tag = "notifications",
    params(NotificationQuery), responses((status = 200, body = NotificationPage), ListProblems))]
async fn list_notifications(
    State(server): State<Server>,
    Signed(actor): Signed,
    Query(query): Query<NotificationQuery>,
) -> Result<Json<NotificationPage>, Problem> {
    let page = server
        .read(actor, move |tx, actor| {
            let page = PageRequest { limit: query.limit, after: query.after };
            let sort = query.sort.unwrap_or_else(|| "-created_at".to_owned());
            let ask = Ask { filters: Vec::new(), sort: Some(sort), page };
            let page = notification::list(tx, actor, ask.filter("unread", query.unread))?;
            let page = PageOf::of(page, Notification::of);
            let unread = notification::unread(tx, actor)?;
            let PageOf { items, total, next } = page;
            let items = items.into_iter().flatten().collect();
            Ok(NotificationPage { items, total, next, unread })
        })
        .await?;
    Ok(Json(page))
}

/// Mark notifications as read. Twice is as good as once.
#[utoipa::path(post, path = "/notifications/read", operation_id = "mark_notifications_read",
    tag = "notifications", request_body = NotificationsRead,
    responses((status = 200, body = UnreadCount), WriteProblems))]
async fn mark_notifications_read(
    State(server): State<Server>,
    Signed(actor): Signed,
    Body(read): Body<NotificationsRead>,
) -> Result<Json<UnreadCount>, Problem> {
    let which = match (read.until, read.ids) {
        (Some(at), None) => Which::Until(at),
        (None, Some(ids)) => Which::Ids(ids.into_iter().map(id).collect()),
        (None, None) | (Some(_), Some(_)) => {
            let detail = "say either until, an instant, or ids";
            return Err(Problem::invalid(code!("until-or-ids"), "ids", detail));
        }
    };
    let unread = server
        .write(actor, move |tx, actor| {
            notification::mark_read(tx, actor, &which)?;
            Ok(notification::unread(tx, actor)?)
        })
        .await?;
    Ok(Json(UnreadCount { unread }))
}
