//! Payments: receipts and their application, refunds, write-offs.

use utoipa_axum::router::OpenApiRouter;

use crate::state::Server;

mod apply;
pub(super) mod item;
mod receipts;
mod refunds;
mod write_offs;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .merge(receipts::routes())
        .merge(apply::routes())
        .merge(refunds::routes())
        .merge(write_offs::routes())
}
