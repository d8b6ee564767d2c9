//! What the operator decides, and the limits that nobody does.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// Bytes of a request's body at the most, files aside.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// Bytes of a file sent as a request's body at the most.
pub const FILE_BYTES_MAX: usize = 64 << 20;
/// Bytes of a file that is uploaded to be imported at the most.
pub const UPLOAD_BYTES_MAX: u64 = 512 << 20;
/// Seconds within which an uploaded file must have arrived; each piece of it within [`BODY_SECONDS_MAX`].
pub const UPLOAD_SECONDS_MAX: u64 = 30 * 60;
/// Hours that an uploaded file is kept.
pub const UPLOAD_HOURS: i64 = 24;
/// Uploaded files that a company may have at a time.
pub const UPLOADS_MAX: usize = 20;
/// Files that are rehearsed at a time; the next one waits its turn.
pub(crate) const PLANS_MAX: usize = 2;
/// Rows of a report that is sent as a file at the most.
pub const EXPORT_ROWS_MAX: usize = 100_000;
/// Seconds within which a body must have arrived.
pub const BODY_SECONDS_MAX: u64 = 60;
/// How long requests that run may take to end after the program was told to stop.
pub(crate) const DRAIN_MAX: Duration = Duration::from_secs(20);

/// What the operator decides about the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where to listen. The default is this machine only; a proxy that speaks TLS stands before anything
    /// wider.
    pub listen: SocketAddr,
    /// Whether browsers reach the server by HTTPS, so that the session's cookie is sent by HTTPS only.
    pub secure_cookies: bool,
    /// Whether a proxy of the operator's stands before the server and says in `X-Forwarded-For` who asks.
    /// Without one a caller could write anything there.
    pub trust_forwarded_for: bool,
    /// Sign-ins that one address may try for one user a minute.
    pub sign_ins_a_minute: u32,
    /// The folder for files that are kept for a while, such as uploads. It is made when first needed.
    pub data_dir: PathBuf,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            secure_cookies: false,
            trust_forwarded_for: false,
            sign_ins_a_minute: 10,
            data_dir: PathBuf::from("rapport-data"),
        }
    }
}
