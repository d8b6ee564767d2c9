//! The API's areas: each file has the shapes and handlers of one resource.

use db::Tx;
use people::Actor;
use utoipa_axum::router::OpenApiRouter;

use crate::state::Server;

mod audit;
mod billing;
mod clients;
mod company;
mod contacts;
mod events;
mod imports;
mod jobs;
mod ledger;
mod names;
mod notifications;
mod payments;
mod preferences;
mod reports;
mod roles;
mod search;
mod session;
mod teams;
mod tokens;
mod users;
mod views;

/// Every route below `/api/v1`.
pub(crate) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .merge(session::routes())
        .merge(preferences::routes())
        .merge(views::routes())
        .merge(notifications::routes())
        .merge(company::routes())
        .merge(users::routes())
        .merge(roles::routes())
        .merge(teams::routes())
        .merge(tokens::routes())
        .merge(audit::routes())
        .merge(clients::routes())
        .merge(contacts::routes())
        .merge(events::routes())
        .merge(search::routes())
        .merge(ledger::routes())
        .merge(jobs::routes())
        .merge(billing::routes())
        .merge(payments::routes())
        .merge(imports::routes())
        .merge(reports::routes())
}

/// The program itself as an actor, for a fact that a rule needs and that the caller need not be allowed to
/// see.
fn itself(tx: &Tx<'_>) -> Actor {
    Actor::operator(tx.tenant(), "server")
}
