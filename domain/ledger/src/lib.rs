#![doc = include_str!("../README.md")]

pub mod account;
pub mod book;
pub mod day;
pub mod entry;
pub mod open_item;
pub mod period;
pub mod rate;
pub mod series;
pub mod settlement;
pub mod totals;
pub mod trial_balance;

pub use account::{AccountKind, AccountRole, GlAccountId};
pub use book::{Book, EntryHead, Line, PostError, Side};
pub use open_item::{ItemKind, NewItem, OpenItem, OpenItemId};
pub use settlement::{SettleError, Settlement, SettlementKind};
