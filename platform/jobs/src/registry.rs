//! Which handler does which kind of job.

use std::collections::BTreeMap;
use std::sync::Arc;

use db::Db;
use kernel::TenantId;
use serde_json::Value;

use crate::outbox::Reaction;
use crate::{JobContext, JobFailure};

/// Does one job and answers its result. It may be run again at any time, after a failure or after the
/// program was killed in its midst: it commits in batches, each keyed, and goes on where its rows end.
pub type Handler =
    dyn Fn(&Db, TenantId, &JobContext) -> Result<Value, JobFailure> + Send + Sync + 'static;

/// The handlers of a program, by the kind of job, and its reactions to messages of the outbox.
#[derive(Clone, Default)]
pub struct Registry {
    handlers: BTreeMap<String, Arc<Handler>>,
    reactions: &'static [(&'static str, Reaction)],
}

impl Registry {
    /// A registry with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the handler of a kind.
    ///
    /// # Panics
    ///
    /// When the kind has a handler already: the program is put together wrongly and should not start.
    #[must_use]
    pub fn on(
        mut self,
        kind: &str,
        handler: impl Fn(&Db, TenantId, &JobContext) -> Result<Value, JobFailure>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        let before = self.handlers.insert(kind.to_owned(), Arc::new(handler));
        assert!(before.is_none(), "two handlers of jobs of kind '{kind}'");
        self
    }

    /// Adds the table of reactions, which a started worker then delivers the outbox to.
    #[must_use]
    pub fn with_reactions(mut self, reactions: &'static [(&'static str, Reaction)]) -> Self {
        self.reactions = reactions;
        self
    }

    pub(crate) fn kinds(&self) -> Vec<String> {
        self.handlers.keys().cloned().collect()
    }

    pub(crate) fn handler(&self, kind: &str) -> Option<&Handler> {
        self.handlers.get(kind).map(AsRef::as_ref)
    }

    pub(crate) fn reactions(&self) -> &'static [(&'static str, Reaction)] {
        self.reactions
    }
}
