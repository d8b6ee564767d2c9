//! Measures for Prometheus, in its text format (version 0.0.4).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use parking_lot::Mutex;

use crate::problem::Problem;
use crate::state::Server;

/// The upper ends of the histogram's buckets: microseconds, and the seconds that Prometheus reads.
const BUCKETS: [(u128, &str); 11] = [
    (1_000, "0.001"),
    (2_500, "0.0025"),
    (5_000, "0.005"),
    (10_000, "0.01"),
    (25_000, "0.025"),
    (50_000, "0.05"),
    (100_000, "0.1"),
    (250_000, "0.25"),
    (1_000_000, "1"),
    (5_000_000, "5"),
    (30_000_000, "30"),
];

/// What was counted since the server began.
#[derive(Default)]
pub(crate) struct Metrics {
    routes: Mutex<BTreeMap<(&'static str, String), Route>>,
}

#[derive(Clone, Default)]
struct Route {
    by_status: BTreeMap<u16, u64>,
    buckets: [u64; BUCKETS.len()],
    count: u64,
    sum_micros: u128,
}

impl Metrics {
    /// Notes an answer. `route` is the route's template, so the number of routes bounds the memory.
    pub(crate) fn note(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let mut routes = self.routes.lock();
        let noted = routes.entry((method, route.to_owned())).or_default();
        *noted.by_status.entry(status).or_default() += 1;
        noted.count += 1;
        noted.sum_micros += took.as_micros();
        for (bucket, (micros, _)) in noted.buckets.iter_mut().zip(BUCKETS) {
            *bucket += u64::from(took.as_micros() <= micros);
        }
    }

    fn text(&self) -> String {
        let routes = self.routes.lock().clone();
        let mut out = String::new();
        header(&mut out, "rapport_http_requests_total", "counter", "Answers by route and status.");
        for ((method, route), noted) in &routes {
            for (status, count) in &noted.by_status {
                line(
                    &mut out,
                    format_args!(
                        "rapport_http_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}} {count}"
                    ),
                );
            }
        }
        let name = "rapport_http_request_duration_seconds";
        header(&mut out, name, "histogram", "How long answers took.");
        for ((method, route), noted) in &routes {
            let labels = format!("method=\"{method}\",route=\"{route}\"");
            for (count, (_, le)) in noted.buckets.iter().zip(BUCKETS) {
                line(&mut out, format_args!("{name}_bucket{{{labels},le=\"{le}\"}} {count}"));
            }
            let (count, sum) = (noted.count, noted.sum_micros);
            line(&mut out, format_args!("{name}_bucket{{{labels},le=\"+Inf\"}} {count}"));
            line(
                &mut out,
                format_args!("{name}_sum{{{labels}}} {}.{:06}", sum / 1_000_000, sum % 1_000_000),
            );
            line(&mut out, format_args!("{name}_count{{{labels}}} {count}"));
        }
        out
    }
}

fn header(out: &mut String, name: &str, kind: &str, help: &str) {
    line(out, format_args!("# HELP {name} {help}\n# TYPE {name} {kind}"));
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}

fn gauge(out: &mut String, name: &str, help: &str, value: u64) {
    header(out, name, "gauge", help);
    line(out, format_args!("{name} {value}"));
}

/// Measures for Prometheus: answers by route, and what waits in the queue and the outbox.
#[utoipa::path(get, path = "/metrics", operation_id = "read_metrics", tag = "operating", security(()),
    responses((status = 200, body = String, content_type = "text/plain; version=0.0.4")))]
pub(crate) async fn read_metrics(State(server): State<Server>) -> impl IntoResponse {
    let mut out = server.metrics().text();
    let backlog = server.blocking(|db| jobs::backlog(db).map_err(Problem::from)).await.ok();
    let up = "rapport_database_up";
    gauge(&mut out, up, "Whether the database answers.", u64::from(backlog.is_some()));
    if let Some(backlog) = backlog {
        let gauges = [
            ("rapport_jobs_queued", "Jobs that wait.", backlog.jobs_queued),
            ("rapport_jobs_running", "Jobs that a worker has.", backlog.jobs_running),
            ("rapport_outbox_waiting", "Messages not delivered yet.", backlog.messages_waiting),
            ("rapport_outbox_failing", "Messages whose delivery failed.", backlog.messages_failing),
        ];
        for (name, help, value) in gauges {
            gauge(&mut out, name, help, value);
        }
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up() {
        let metrics = Metrics::default();
        metrics.note("GET", "/api/v1/users", 200, Duration::from_micros(900));
        metrics.note("GET", "/api/v1/users", 401, Duration::from_millis(20));
        let text = metrics.text();
        for expected in [
            r#"rapport_http_requests_total{method="GET",route="/api/v1/users",status="200"} 1"#,
            r#"rapport_http_request_duration_seconds_bucket{method="GET",route="/api/v1/users",le="0.001"} 1"#,
            r#"rapport_http_request_duration_seconds_bucket{method="GET",route="/api/v1/users",le="0.025"} 2"#,
            r#"rapport_http_request_duration_seconds_bucket{method="GET",route="/api/v1/users",le="+Inf"} 2"#,
            r#"rapport_http_request_duration_seconds_sum{method="GET",route="/api/v1/users"} 0.020900"#,
        ] {
            assert!(text.lines().any(|l| l == expected), "{expected} is missing in\n{text}");
        }
    }
}
