//! The API's areas: each file has the shapes and handlers of one resource.

use utoipa_axum::router::OpenApiRouter;

use crate::state::Server;

mod session;
mod users;

/// Every route below `/api/v1`.
pub(crate) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().merge(session::routes()).merge(users::routes())
}
