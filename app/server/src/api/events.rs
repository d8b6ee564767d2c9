//! What colleagues change, as it happens: server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use kernel::{TenantId, UserId};
use people::audit::Changed;
use serde_json::json;
use tokio::sync::{broadcast, watch};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::live::Batch;
use crate::problem::{ListProblems, Problem};
use crate::signed::Signed;
use crate::state::Server;

/// How long a stream lasts before the browser must come again, and be signed in still.
const STREAM_MAX: Duration = Duration::from_secs(10 * 60);

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read_events))
}

/// A stream that is being read.
struct Following {
    batches: broadcast::Receiver<Batch>,
    over: watch::Receiver<bool>,
    until: tokio::time::Instant,
    user: Option<UserId>,
    seq: i64,
    /// What is to be told before the next batch.
    due: VecDeque<Event>,
}

/// What changes in the company, as server-sent events, for pages that show it: each `changed` names the kinds
/// of things that were changed (`kinds`) and whether all of it was your own doing (`own`), and never which
/// ones. `notification` says that you have a new one. `reset` says that something may have been missed. A browser that comes again with `Last-Event-ID`
/// is told what it missed. The stream ends after ten minutes; come again.
#[utoipa::path(get, path = "/events", operation_id = "read_events", tag = "events",
    params(("Last-Event-ID" = Option<i64>, Header, description = "The last event that was seen")),
    responses((status = 200, description = "The stream", content((String = "text/event-stream"))), ListProblems))]
async fn read_events(
    State(server): State<Server>,
    Signed(actor): Signed,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let tenant = actor.tenant();
    let batches = server.listen(tenant).await?;
    let seen = headers.get("last-event-id").and_then(|v| v.to_str().ok()?.parse().ok());
    let user = actor.user_id();
    let (seq, first) = begin(&server, tenant, user, seen).await?;
    let following = Following {
        batches,
        over: server.live().over(),
        until: tokio::time::Instant::now() + STREAM_MAX,
        user,
        seq,
        due: VecDeque::from([first]),
    };
    Ok(Sse::new(events(following)).keep_alive(KeepAlive::default()).into_response())
}

/// The first event: what was missed, or where the trail is.
async fn begin(
    server: &Server,
    tenant: TenantId,
    user: Option<UserId>,
    seen: Option<i64>,
) -> Result<(i64, Event), Problem> {
    if let Some(seen) = seen {
        let missed = server.changed_since(tenant, seen).await?;
        if let Some((seq, event)) = told(&missed, seen, user) {
            return Ok((seq, event));
        }
    }
    let seq = server.last_seq(tenant).await?;
    Ok((seq, Event::default().event("hello").id(seq.to_string()).data("{}")))
}

fn events(following: Following) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(following, |mut f| async move {
        loop {
            if let Some(event) = f.due.pop_front() {
                return Some((Ok(event), f));
            }
            let batch = tokio::select! {
                batch = f.batches.recv() => batch,
                _ = f.over.changed() => return None,
                () = tokio::time::sleep_until(f.until) => return None,
            };
            match batch {
                Ok(news) => {
                    if let Some((seq, event)) = told(&news.changed, f.seq, f.user) {
                        f.seq = seq;
                        f.due.push_back(event);
                    }
                    if f.user.is_some_and(|user| news.notified.contains(&user)) {
                        f.due.push_back(Event::default().event("notification").data("{}"));
                    }
                }
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    f.due.push_back(Event::default().event("reset").data("{}"));
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    })
}

/// The event about what was changed after `seq`, if anything was.
fn told(changed: &[Changed], seq: i64, user: Option<UserId>) -> Option<(i64, Event)> {
    let new: Vec<&Changed> = changed.iter().filter(|c| c.seq > seq).collect();
    let last = new.iter().map(|c| c.seq).max()?;
    let mut kinds: Vec<&str> = new.iter().map(|c| c.subject_kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let own = user.is_some() && new.iter().all(|c| c.actor_id == user.map(kernel::Id::uuid));
    let data = json!({"kinds": kinds, "own": own}).to_string();
    Some((last, Event::default().event("changed").id(last.to_string()).data(data)))
}
