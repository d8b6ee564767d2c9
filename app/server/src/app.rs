//! The server put together: routes, limits, and its life.

use std::future::Future;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use db::Db;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::config::{BODY_BYTES_MAX, Config, DRAIN_MAX};
use crate::state::Server;
use crate::{api, exchange, health, metrics, openapi};

/// The server, ready to be served or asked in process.
pub struct App {
    router: Router,
    server: Server,
    workers: Option<jobs::Handle>,
}

impl App {
    /// The server on a database.
    pub fn new(db: Db, config: Config) -> Self {
        Self::with_waker(db, config, None)
    }

    /// As [`App::new`], with workers of its own for the jobs that it orders; [`serve`] ends them.
    pub fn working(db: Db, config: Config, threads: usize) -> Self {
        let workers = jobs::Worker::start(db.clone(), crate::jobs::registry(&config), threads);
        let app = Self::with_waker(db, config, Some(workers.waker()));
        Self { workers: Some(workers), ..app }
    }

    /// As [`App::new`]; `waker` wakes the workers of jobs after every change.
    pub fn with_waker(db: Db, config: Config, waker: Option<jobs::Waker>) -> Self {
        let server = Server::new(db, config, waker);
        let (router, _) = routes().split_for_parts();
        let router = pages(router)
            .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
            .layer(from_fn_with_state(server.clone(), exchange::around))
            .with_state(server.clone());
        Self { router, server, workers: None }
    }

    /// The router, to ask in process.
    pub fn router(&self) -> Router {
        self.router.clone()
    }
}

/// The web app.
#[cfg(feature = "web")]
fn pages(router: Router<Server>) -> Router<Server> {
    router.fallback(crate::web::read_web)
}

/// A page that says what runs here: the web app was not built into this program.
#[cfg(not(feature = "web"))]
fn pages(router: Router<Server>) -> Router<Server> {
    use crate::{problem::Problem, welcome};
    use axum::http::StatusCode;
    use axum::routing::get;

    router
        .route("/", get(welcome::read_welcome))
        .route("/welcome.css", get(welcome::read_style))
        .fallback(async || Problem::of_status(StatusCode::NOT_FOUND))
}

/// Every documented route.
pub(crate) fn routes() -> OpenApiRouter<Server> {
    let api = api::routes().routes(routes!(openapi::read_openapi));
    OpenApiRouter::with_openapi(openapi::Document::openapi())
        .nest("/api/v1", api)
        .routes(routes!(health::read_liveness))
        .routes(routes!(health::read_readiness))
        .routes(routes!(metrics::read_metrics))
}

/// Serves until `shutdown` is done, then lets the requests that run come to their end.
pub async fn serve(
    listener: TcpListener,
    app: App,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let address = listener.local_addr()?;
    tracing::info!(%address, "listening");
    if !address.ip().is_loopback() {
        tracing::warn!(%address, "other machines can reach this address; let a proxy that speaks TLS stand before it");
    }
    let (stop, stopped) = oneshot::channel::<()>();
    let App { router, server, workers } = app;
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        shutdown.await;
        tracing::info!("stopping");
        server.live().end();
        drop(stop);
    });
    let out_of_time = async move {
        // It ends when the sender is dropped, which is when the program is told to stop.
        let _ = stopped.await;
        tokio::time::sleep(DRAIN_MAX).await;
    };
    let ended = tokio::select! {
        ended = serving.into_future() => ended,
        () = out_of_time => {
            tracing::warn!("some connections did not end in time and were cut");
            Ok(())
        }
    };
    // A job that runs is told at its next report of progress, and waits for the next start.
    if let Some(workers) = workers {
        tokio::task::spawn_blocking(|| workers.stop()).await?;
    }
    ended
}
