#![doc = include_str!("../README.md")]

mod backlog;
mod backoff;
mod context;
mod handle;
mod job;
mod lease;
pub mod outbox;
mod registry;
mod settle;
mod worker;

pub use backlog::{Backlog, backlog};
pub use backoff::{BACKOFF_FIRST, BACKOFF_MAX};
pub use context::{JobContext, JobFailure, PROGRESS_EVERY, Stop};
pub use handle::{Handle, POLL_EVERY, Waker};
pub use job::cancel::{CancelError, Cancellation, cancel};
pub use job::enqueue::{EnqueueError, KEY_BYTES_MAX, PAYLOAD_BYTES_MAX, enqueue};
pub use job::{Counts, Job, JobId, JobMark, Status, counts, get, list};
pub use lease::LEASE;
pub use registry::{Handler, Registry};
pub use settle::{ATTEMPTS_MAX, ERROR_CHARS_MAX, FAILED};
pub use worker::Worker;
