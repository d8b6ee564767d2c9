//! The API from outside: the real router, every answer held against the OpenAPI document.

mod app;
mod company;
mod contract;
mod routes;
mod serving;
mod trade;
