#![doc = include_str!("../README.md")]

mod api;
mod app;
mod body;
mod config;
mod cookie;
mod exchange;
mod export;
mod health;
mod jobs;
mod listing;
mod live;
mod metrics;
mod openapi;
mod path;
mod problem;
mod query;
mod rate_limit;
mod reactions;
mod reply;
mod signed;
mod state;
mod uploads;
mod version;
#[cfg(feature = "web")]
mod web;
#[cfg(not(feature = "web"))]
mod welcome;
mod wire;

pub use crate::jobs::registry;
pub use app::{App, serve};
pub use config::{
    BODY_BYTES_MAX, BODY_SECONDS_MAX, Config, EXPORT_ROWS_MAX, FILE_BYTES_MAX, UPLOAD_BYTES_MAX,
    UPLOAD_HOURS, UPLOAD_SECONDS_MAX, UPLOADS_MAX,
};
pub use openapi::openapi;
pub use reactions::REACTIONS;
