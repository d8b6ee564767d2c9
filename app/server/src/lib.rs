#![doc = include_str!("../README.md")]

mod api;
mod app;
mod body;
mod config;
mod cookie;
mod exchange;
mod health;
mod metrics;
mod openapi;
mod path;
mod problem;
mod query;
mod rate_limit;
mod reply;
mod signed;
mod state;
mod version;
mod welcome;
mod wire;

pub use app::{App, serve};
pub use config::{BODY_BYTES_MAX, BODY_SECONDS_MAX, Config, FILE_BYTES_MAX};
pub use openapi::openapi;
