#![doc = include_str!("../README.md")]

mod actor;
pub mod audit;
pub mod idempotency;
mod kept;
pub mod notification;
pub mod permission;
pub mod preferences;
pub mod role;
pub mod session;
pub mod team;
pub mod tenant;
pub mod token;
pub mod user;
pub mod view;

pub use actor::{Actor, Allowed, Denied, Reach};
pub use permission::Permission;
