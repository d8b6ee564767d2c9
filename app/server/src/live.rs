//! What changes while people look: one watch a company over its audit trail, told to all who listen.
//!
//! The trail is asked after every change made through this server, and every [`LOOK_EVERY`] for those made
//! elsewhere: by jobs, by the command line, by another server on the same database.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use kernel::TenantId;
use parking_lot::Mutex;
use people::audit::{self, Changed};
use tokio::sync::{Notify, broadcast, watch};

use crate::problem::Problem;
use crate::state::Server;

/// How often the trail is asked for changes made elsewhere.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Batches that a listener may be behind before it is told to look at everything again.
const BATCHES_BEHIND_MAX: usize = 64;
/// Listeners of all companies at the most.
pub(crate) const LISTENERS_MAX: usize = 2_000;

/// What was changed between two looks at the trail.
pub(crate) type Batch = Arc<Vec<Changed>>;

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
                "too-many-listeners",
                detail,
            ));
        }
        if let Some(sender) = live.companies.lock().get(&tenant) {
            return Ok(sender.subscribe());
        }
        let seq = self.last_seq(tenant).await?;
        let mut companies = live.companies.lock();
        // Somebody else may have been first meanwhile.
        if let Some(sender) = companies.get(&tenant) {
            return Ok(sender.subscribe());
        }
        let (sender, receiver) = broadcast::channel(BATCHES_BEHIND_MAX);
        companies.insert(tenant, sender);
        drop(companies);
        tokio::spawn(watch_over(self.clone(), tenant, seq));
        Ok(receiver)
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
async fn watch_over(server: Server, tenant: TenantId, mut seq: i64) {
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
        match server.changed_since(tenant, seq).await {
            Ok(changed) => {
                if let (Some(last), Some(sender)) = (changed.last(), sender) {
                    seq = last.seq;
                    // Whoever went away meanwhile needs to know nothing.
                    let _ = sender.send(Arc::new(changed));
                }
            }
            Err(problem) => tracing::warn!(detail = problem.detail, "changes were not read"),
        }
    }
}
