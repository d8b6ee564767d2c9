//! What kind of mistake an error is, said once for the web, the command line and jobs.

use std::collections::BTreeSet;
use std::error::Error;

/// The five kinds of error that reach a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The command is wrong in itself; sending it again changes nothing.
    Invalid,
    /// The actor may not do this.
    Forbidden,
    /// There is no such thing, or none that this actor may know of.
    NotFound,
    /// The command is right, but the facts are against it: they moved, or somebody was first.
    Conflict,
    /// The program or the machine failed; nothing was written.
    Internal,
}

/// An error that knows its kind, a code that never changes, and the field that it speaks of.
pub trait Fault: Error {
    /// Which of the five kinds this is.
    fn kind(&self) -> Kind;
    /// A stable, hyphenated word for programs, such as `period-locked`.
    fn code(&self) -> &'static str;
    /// The path of the field at fault, such as `lines/2/quantity`.
    fn field(&self) -> Option<String> {
        None
    }
}

/// A code that an error of the program has; [`code!`](crate::code) puts it on the list.
#[derive(Debug)]
pub struct KnownCode(pub &'static str);

inventory::collect!(KnownCode);

/// Every code of what is linked into the program, in order: for the API's document, and for who translates them.
pub fn codes() -> BTreeSet<&'static str> {
    inventory::iter::<KnownCode>().map(|known| known.0).collect()
}

/// A code, put on the list of [`codes`](crate::codes).
///
/// ```
/// assert_eq!(kernel::code!("period-closed"), "period-closed");
/// assert!(kernel::codes().contains("period-closed"));
/// ```
#[macro_export]
macro_rules! code {
    ($code:literal) => {{
        $crate::inventory::submit! { $crate::KnownCode($code) }
        $code
    }};
}

/// Says of each variant of an error enum what kind it is, its code and its field; `=> delegate` hands the
/// question to the error inside.
///
/// ```
/// #[derive(Debug, thiserror::Error)]
/// enum TransferError {
///     #[error("line {line} has no quantity")]
///     NoQuantity { line: usize },
///     #[error("the period is closed")]
///     Closed,
/// }
/// kernel::fault!(TransferError {
///     Self::NoQuantity { line } => Invalid, "no-quantity", at format!("lines/{line}/quantity");
///     Self::Closed => Conflict, "period-closed";
/// });
/// use kernel::Fault;
/// assert_eq!(TransferError::NoQuantity { line: 2 }.field().unwrap(), "lines/2/quantity");
/// ```
#[macro_export]
macro_rules! fault {
    ($error:ty { $($body:tt)* }) => {
        #[allow(unused_variables, clippy::match_same_arms)]
        impl $crate::Fault for $error {
            fn kind(&self) -> $crate::Kind { $crate::fault!(@kind self {} $($body)*) }
            fn code(&self) -> &'static str { $crate::fault!(@code self {} $($body)*) }
            fn field(&self) -> Option<String> { $crate::fault!(@field self {} $($body)*) }
        }
    };
    (@kind $s:ident {$($arms:tt)*} $pat:pat => delegate $inner:ident; $($rest:tt)*) => {
        $crate::fault!(@kind $s {$($arms)* $pat => $crate::Fault::kind($inner),} $($rest)*)
    };
    (@kind $s:ident {$($arms:tt)*} $pat:pat => $kind:ident, $code:literal $(, at $field:expr)?; $($rest:tt)*) => {
        $crate::fault!(@kind $s {$($arms)* $pat => $crate::Kind::$kind,} $($rest)*)
    };
    (@kind $s:ident {$($arms:tt)*}) => { match $s { $($arms)* } };
    (@code $s:ident {$($arms:tt)*} $pat:pat => delegate $inner:ident; $($rest:tt)*) => {
        $crate::fault!(@code $s {$($arms)* $pat => $crate::Fault::code($inner),} $($rest)*)
    };
    (@code $s:ident {$($arms:tt)*} $pat:pat => $kind:ident, $code:literal $(, at $field:expr)?; $($rest:tt)*) => {
        $crate::fault!(@code $s {$($arms)* $pat => $crate::code!($code),} $($rest)*)
    };
    (@code $s:ident {$($arms:tt)*}) => { match $s { $($arms)* } };
    (@field $s:ident {$($arms:tt)*} $pat:pat => delegate $inner:ident; $($rest:tt)*) => {
        $crate::fault!(@field $s {$($arms)* $pat => $crate::Fault::field($inner),} $($rest)*)
    };
    (@field $s:ident {$($arms:tt)*} $pat:pat => $kind:ident, $code:literal, at $field:expr; $($rest:tt)*) => {
        $crate::fault!(@field $s {$($arms)* $pat => Some(String::from($field)),} $($rest)*)
    };
    (@field $s:ident {$($arms:tt)*} $pat:pat => $kind:ident, $code:literal; $($rest:tt)*) => {
        $crate::fault!(@field $s {$($arms)* $pat => None,} $($rest)*)
    };
    (@field $s:ident {$($arms:tt)*}) => { match $s { $($arms)* } };
}
