//! Billing: payment terms, taxes, invoices and credit notes.

use utoipa_axum::router::OpenApiRouter;

use crate::state::Server;

mod correct;
mod draft;
mod invoice;
mod payment_terms;
mod taxes;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .merge(payment_terms::routes())
        .merge(taxes::routes())
        .merge(draft::routes())
        .merge(correct::routes())
}
