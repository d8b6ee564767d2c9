//! Why a file is not imported, or an import not undone.

use sheets::SheetError;

/// Why nothing (more) of a file was imported, or undone.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] SheetError),
    /// The file cannot be opened.
    #[error("{path} cannot be read: {why}")]
    Open {
        /// The file.
        path: String,
        /// What the system says.
        why: String,
    },
    /// The profile is wrong in itself.
    #[error("the profile {name}: {why}")]
    Profile {
        /// Its name or path.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// The file lacks columns that the profile names.
    #[error("the file lacks the column{} {}; it has: {}", if missing.len() == 1 { "" } else { "s" }, missing.join(", "), has.join(", "))]
    Columns {
        /// The columns that are missing.
        missing: Vec<String>,
        /// The columns that the file has.
        has: Vec<String>,
    },
    /// The plan that was agreed to is not what would happen now.
    #[error("the facts have moved since the plan {given} was made; look at the new plan, {now}")]
    Moved {
        /// The fingerprint as given.
        given: String,
        /// The fingerprint of the plan as it would be now.
        now: String,
    },
    /// The facts moved while the import was under way.
    #[error(
        "the facts moved while the import was under way: row {row} would now be treated otherwise. What came before it is imported; look at a new plan for the rest, or undo the import"
    )]
    MovedOnTheWay {
        /// The first row of the part concerned.
        row: u64,
    },
    /// Another process is at the same import.
    #[error("this import is under way elsewhere")]
    UnderWay,
    /// No such import.
    #[error("there is no import {0}")]
    Unknown(String),
    /// The import is in a state in which it cannot be undone.
    #[error("import {id} is {status}; only one that was applied can be undone")]
    NotApplied {
        /// Which one.
        id: String,
        /// Its status.
        status: String,
    },
    /// Something was built on what the import brought.
    #[error(
        "{count} of the imported documents have been paid, credited or applied since, the first being {first}; take that back first"
    )]
    BuiltUpon {
        /// How many.
        count: u64,
        /// The first one's number.
        first: String,
    },
    /// Somebody has changed what the import changed, or has taken what it must have back.
    #[error(
        "{count} of the clients or contacts that the import changed cannot be given back what they had, the first being {first}: {why}"
    )]
    ChangedSince {
        /// How many.
        count: u64,
        /// The first one's number or name.
        first: String,
        /// What happened to it.
        why: String,
    },
    /// What was kept of a client or contact before the import cannot be read.
    #[error("what {object} was before the import cannot be read: {why}")]
    Unreadable {
        /// Which one.
        object: String,
        /// What is wrong.
        why: String,
    },
    /// More rows than one import may have.
    #[error("an import has at most {0} rows; split the file")]
    TooManyRows(u64),
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] people::Denied),
    /// A document could not be posted.
    #[error(transparent)]
    Invoice(#[from] billing::invoice::InvoiceError),
    /// A receipt could not be posted.
    #[error(transparent)]
    Payment(#[from] payments::PaymentError),
    /// A settlement could not be posted.
    #[error(transparent)]
    Settle(#[from] ledger::SettleError),
    /// The books cannot be opened or closed.
    #[error(transparent)]
    Post(#[from] ledger::PostError),
    /// A client could not be opened.
    #[error(transparent)]
    Client(#[from] clients::client::open::OpenError),
    /// A client could not be changed, or changed back.
    #[error(transparent)]
    Change(#[from] clients::client::change::ChangeError),
    /// A client is out of reach.
    #[error(transparent)]
    Access(#[from] clients::client::access::AccessError),
    /// A contact could not be added or changed.
    #[error(transparent)]
    Contact(#[from] clients::contact::add::ContactError),
    /// A client could not be removed.
    #[error(transparent)]
    Delete(#[from] clients::client::archive::DeleteError),
    /// The number series.
    #[error(transparent)]
    Series(#[from] ledger::series::SeriesError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
    /// Whoever started it wants it to stop; what is done so far stays, and it can be gone on with.
    #[error("stopped as asked; give the same fingerprint to go on")]
    Stopped,
}

kernel::fault!(ImportError {
    Self::File(_) => Invalid, "unreadable-file", at "file";
    Self::Open { .. } => Invalid, "unreadable-file", at "file";
    Self::Profile { .. } => Invalid, "bad-profile", at "profile";
    Self::Columns { .. } => Invalid, "columns-missing", at "file";
    Self::Moved { .. } | Self::MovedOnTheWay { .. } => Conflict, "facts-moved";
    Self::UnderWay => Conflict, "import-under-way";
    Self::Unknown(_) => NotFound, "unknown-import";
    Self::NotApplied { .. } => Conflict, "not-applied";
    Self::BuiltUpon { .. } => Conflict, "built-upon";
    Self::ChangedSince { .. } => Conflict, "changed-since";
    Self::Unreadable { .. } => Internal, "unreadable-before";
    Self::TooManyRows(_) => Invalid, "too-many-rows", at "file";
    Self::Denied(e) => delegate e;
    Self::Invoice(e) => delegate e;
    Self::Payment(e) => delegate e;
    Self::Settle(e) => delegate e;
    Self::Post(e) => delegate e;
    Self::Client(e) => delegate e;
    Self::Change(e) => delegate e;
    Self::Access(e) => delegate e;
    Self::Contact(e) => delegate e;
    Self::Delete(e) => delegate e;
    Self::Series(e) => delegate e;
    Self::Db(e) => delegate e;
    Self::Stopped => Conflict, "stopped";
});
