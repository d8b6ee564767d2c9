//! What changes while people look: one watch a company over its audit trail and its notifications, told to all
//! who listen.
//!
//! They are asked after every change made through this server, and every [`LOOK_EVERY`] for those made
//! elsewhere: by jobs, by the command line, by another server on the same database.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use kernel::{TenantId, UserId, code};
use parking_lot::Mutex;
use people::audit::{self, Changed};
use people::notification::{self, Newest};
use tokio::sync::{Notify, broadcast, watch};

use crate::problem::Problem;
use crate::state::Server;

/// How often they are asked for changes made elsewhere.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Batches that a listener may be behind before it is told to look at everything again.
const BATCHES_BEHIND_MAX: usize = 64;
/// Listeners of all companies at the most.
pub(crate) const LISTENERS_MAX: usize = 2_000;

/// What came between two looks.
#[derive(Debug)]
pub(crate) struct News {
    /// What was changed.
    pub(crate) changed: Vec<Changed>,
    /// Who was notified of something.
    pub(crate) notified: Vec<UserId>,
}

/// News for all who listen.
pub(crate) type Batch = Arc<News>;

/// What a watch has told already.
#[derive(Clone, Copy)]
struct Seen {
    seq: i64,
    newest: Option<Newest>,
}

/// Who listens, by company.
pub(crate) struct Live {
    companies: Mutex<HashMap<TenantId, broadcast::Sender<Batch>>>,
    changed: Notify,
    over: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            companies: Mutex::default(),
            changed: Notify::new(),
            over: watch::Sender::new(false),
        }
    }
}

impl Live {
    /// Something was written through this server.
    pub(crate) fn note(&self) {
        self.changed.notify_waiters();
    }

    /// Ends every watch and every stream.
    pub(crate) fn end(&self) {
        self.over.send_replace(true);
    }

    /// Becomes true when the server stops.
    pub(crate) fn over(&self) -> watch::Receiver<bool> {
        self.over.subscribe()
    }

    fn listeners(&self) -> usize {
        self.companies.lock().values().map(broadcast::Sender::receiver_count).sum()
    }
}

impl Server {
    /// Listens to a company's changes; the first who does starts its watch.
    pub(crate) async fn listen(
        &self,
        tenant: TenantId,
    ) -> Result<broadcast::Receiver<Batch>, Problem> {
        let live = self.live();
        if live.listeners() >= LISTENERS_MAX {
            let detail = "too many pages follow what changes; close some, or try later";
            return Err(Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                code!("too-many-listeners"),
                detail,
            ));
        }
        if let Some(sender) = live.companies.lock().get(&tenant) {
            return Ok(sender.subscribe());
        }
        let seen = self.seen(tenant).await?;
        let mut companies = live.companies.lock();
        // Somebody else may have been first meanwhile.
        if let Some(sender) = companies.get(&tenant) {
            return Ok(sender.subscribe());
        }
        let (sender, receiver) = broadcast::channel(BATCHES_BEHIND_MAX);
        companies.insert(tenant, sender);
        drop(companies);
        tokio::spawn(watch_over(self.clone(), tenant, seen));
        Ok(receiver)
    }

    /// Where a company's trail and its notifications are.
    async fn seen(&self, tenant: TenantId) -> Result<Seen, Problem> {
        self.blocking(move |db| {
            let seen = db.read(tenant, |tx| {
                let newest = notification::newest(tx)?;
                Ok::<_, db::Error>(Seen { seq: audit::last_seq(tx)?, newest })
            });
            Ok(seen?)
        })
        .await
    }

    /// What came since, and where both are now.
    async fn news_since(&self, tenant: TenantId, seen: Seen) -> Result<(News, Seen), Problem> {
        self.blocking(move |db| {
            let found = db.read(tenant, |tx| {
                let changed = audit::changed_since(tx, seen.seq)?;
                let (notified, newest) = notification::told_since(tx, seen.newest)?;
                let seq = changed.last().map_or(seen.seq, |last| last.seq);
                Ok::<_, db::Error>((News { changed, notified }, Seen { seq, newest }))
            });
            Ok(found?)
        })
        .await
    }

    /// The newest event of a company's trail.
    pub(crate) async fn last_seq(&self, tenant: TenantId) -> Result<i64, Problem> {
        self.blocking(move |db| Ok(db.read(tenant, audit::last_seq)?)).await
    }

    /// What was changed since an event.
    pub(crate) async fn changed_since(
        &self,
        tenant: TenantId,
        seq: i64,
    ) -> Result<Vec<Changed>, Problem> {
        self.blocking(move |db| Ok(db.read(tenant, |tx| audit::changed_since(tx, seq))?)).await
    }
}

/// Tells a company's listeners what changes, until none is left.
async fn watch_over(server: Server, tenant: TenantId, mut seen: Seen) {
    let mut over = server.live().over();
    loop {
        tokio::select! {
            () = server.live().changed.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = over.changed() => {}
        }
        let sender = {
            let mut companies = server.live().companies.lock();
            let left = companies.get(&tenant).map_or(0, broadcast::Sender::receiver_count);
            if left == 0 || *over.borrow() {
                companies.remove(&tenant);
                return;
            }
            companies.get(&tenant).cloned()
        };
        match server.news_since(tenant, seen).await {
            Ok((news, now)) => {
                seen = now;
                let nothing = news.changed.is_empty() && news.notified.is_empty();
                if let Some(sender) = sender.filter(|_| !nothing) {
                    // Whoever went away meanwhile needs to know nothing.
                    let _ = sender.send(Arc::new(news));
                }
            }
            Err(problem) => tracing::warn!(detail = problem.detail, "changes were not read"),
        }
    }
}
