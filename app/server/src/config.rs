//! What the operator decides, and the limits that nobody does.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// Bytes of a request's body at the most, files aside.
pub const BODY_BYTES_MAX: usize = 1 << 20;
/// Bytes of a file sent as a request's body at the most.
pub const FILE_BYTES_MAX: usize = 64 << 20;
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
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            secure_cookies: false,
            trust_forwarded_for: false,
            sign_ins_a_minute: 10,
        }
    }
}
