//! What handlers share: the database behind blocking threads, and what counts and limits.

use std::fmt;
use std::sync::Arc;

use axum::http::StatusCode;
use db::{Db, Tx};
use kernel::{Fault, Id, IdSource, Kind};
use people::Actor;
use people::idempotency::Key;
use serde::Serialize;
use serde_json::Value;

use crate::config::Config;
use crate::live::Live;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::rate_limit::RateLimit;
use crate::reply::Made;

/// The state of the server; cheap to clone.
#[derive(Clone)]
pub(crate) struct Server(Arc<Shared>);

struct Shared {
    db: Db,
    config: Config,
    ids: IdSource,
    metrics: Metrics,
    sign_ins: RateLimit,
    waker: Option<jobs::Waker>,
    live: Live,
}

impl Server {
    pub(crate) fn new(db: Db, config: Config, waker: Option<jobs::Waker>) -> Self {
        let sign_ins = RateLimit::a_minute(config.sign_ins_a_minute);
        let (ids, metrics) = (IdSource::random(), Metrics::default());
        let live = Live::default();
        Self(Arc::new(Shared { db, config, ids, metrics, sign_ins, waker, live }))
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn sign_ins(&self) -> &RateLimit {
        &self.0.sign_ins
    }

    pub(crate) fn live(&self) -> &Live {
        &self.0.live
    }

    /// A new id for a request.
    pub(crate) fn new_request_id(&self) -> String {
        self.new_id::<()>().to_string()
    }

    /// Random bytes for a secret.
    #[cfg(feature = "web")]
    pub(crate) fn new_secret(&self) -> [u8; 32] {
        self.0.ids.secret()
    }

    /// A new id of something that is not in the database, with the time in it.
    pub(crate) fn new_id<K>(&self) -> Id<K> {
        self.0.ids.next_id(self.db().now())
    }

    /// Runs what blocks on a thread for such things: the database, and hashing passwords.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Db) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let db = self.db().clone();
        let span = tracing::Span::current();
        let task = tokio::task::spawn_blocking(move || span.in_scope(|| work(&db)));
        task.await.unwrap_or_else(|e| Err(Problem::internal(format!("a handler stopped: {e}"))))
    }

    /// Reads in the actor's company, in one snapshot.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        actor: Actor,
        read: impl FnOnce(&Tx<'_>, &Actor) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.blocking(move |db| {
            db.read(actor.tenant(), |tx| read(tx, &actor).map_err(Refusal)).map_err(|r| r.0)
        })
        .await
    }

    /// Writes in the actor's company, in one transaction. The closure may be run again, so it has no effect
    /// outside of the database.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        actor: Actor,
        mut write: impl FnMut(&Tx<'_>, &Actor) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let written = self
            .blocking(move |db| {
                let tenant = actor.tenant();
                db.write(tenant, |tx| write(tx, &actor).map_err(Refusal)).map_err(|r| r.0)
            })
            .await?;
        if let Some(waker) = &self.0.waker {
            waker.notify();
        }
        self.live().note();
        Ok(written)
    }

    /// Makes something and answers 201, or what the same request was answered before under its key.
    pub(crate) async fn create<T: Serialize>(
        &self,
        actor: Actor,
        key: Option<Key>,
        mut create: impl FnMut(&Tx<'_>, &Actor) -> Result<T, Problem> + Send + 'static,
    ) -> Result<Made, Problem> {
        self.create_secret(actor, key, move |tx, actor| Ok((create(tx, actor)?, None))).await
    }

    /// As [`Server::create`], with a field that is told now and kept nowhere: a secret of which only the
    /// hash is stored. A replay answers without it.
    pub(crate) async fn create_secret<T: Serialize>(
        &self,
        actor: Actor,
        key: Option<Key>,
        mut create: impl FnMut(&Tx<'_>, &Actor) -> Result<(T, Option<(&'static str, String)>), Problem>
        + Send
        + 'static,
    ) -> Result<Made, Problem> {
        let status = StatusCode::CREATED;
        self.write(actor, move |tx, actor| {
            if let Some(key) = &key
                && let Some((status, body)) = key.replay(tx, actor)?
            {
                let status = u16::try_from(status).ok().and_then(|s| StatusCode::from_u16(s).ok());
                return Ok(Made { status: status.unwrap_or_default(), body, replayed: true });
            }
            let (made, secret) = create(tx, actor)?;
            let mut body = shown(&made)?;
            if let Some(key) = &key {
                key.keep(tx, actor, i64::from(status.as_u16()), &body)?;
            }
            if let (Some((name, text)), Value::Object(fields)) = (secret, &mut body) {
                fields.insert(name.to_owned(), Value::String(text));
            }
            Ok(Made { status, body, replayed: false })
        })
        .await
    }
}

fn shown(made: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(made).map_err(|e| Problem::internal(format!("an answer has no JSON: {e}")))
}

/// A problem as the database seam wants an error: it asks for the code alone, to see what is worth another
/// try.
#[derive(Debug)]
struct Refusal(Problem);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.detail)
    }
}

impl std::error::Error for Refusal {}

impl From<db::Error> for Refusal {
    fn from(error: db::Error) -> Self {
        Self(error.into())
    }
}

impl Fault for Refusal {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        self.0.code
    }
}
