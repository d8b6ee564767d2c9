#![doc = include_str!("../README.md")]

mod clock;
mod fault;
mod id;
mod page;
mod words;

pub use clock::{Clock, business_day};
pub use fault::{Fault, Kind, KnownCode, codes};
pub use id::{Id, IdSource, ParseIdError};
#[doc(hidden)]
pub use inventory;
pub use page::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, Page, PageRequest};

/// Marks the id of a tenant: one legal entity with its own books.
pub enum Tenant {}
/// Marks the id of a user of the program.
pub enum User {}

/// One legal entity with its own books; leads every key in the database.
pub type TenantId = Id<Tenant>;
/// A person who signs in.
pub type UserId = Id<User>;
