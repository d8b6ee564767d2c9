//! Reports: what is owed, since when, and why; each as JSON or as a file.

use db::Tx;
use jiff::civil::Date;
use people::tenant;
use utoipa_axum::router::OpenApiRouter;

use crate::problem::Problem;
use crate::state::Server;

mod aging;
mod client;
mod item;
mod open_items;
mod proof;
mod proof_runs;
mod ratios;
mod summary;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .merge(aging::routes())
        .merge(open_items::routes())
        .merge(item::routes())
        .merge(client::routes())
        .merge(summary::routes())
        .merge(ratios::routes())
        .merge(proof::routes())
        .merge(proof_runs::routes())
}

/// What day it is for the company.
fn today(tx: &Tx<'_>) -> Result<Date, Problem> {
    Ok(tenant::get(tx)?.day(tx.now()))
}
