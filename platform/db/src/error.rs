//! What can go wrong between the program and its database.

/// An error of the database seam. What a person did wrong is [`Error::Constraint`]; the rest is the
/// machine's or the program's.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A named constraint refused the row.
    #[error("{}", constraint_message(name, *kind))]
    Constraint {
        /// The constraint's name in the migrations; empty where the engine does not tell it.
        name: String,
        /// What the constraint guards.
        kind: ConstraintKind,
    },
    /// The engine asks for another try: it was busy, or two writers met. Tries are used up.
    #[error("the database is busy; nothing was written, please try again")]
    Busy,
    /// The connection broke while the commit was under way, so nobody can say whether it took.
    #[error(
        "the connection to the database broke during the commit; check whether the change is there before repeating it"
    )]
    OutcomeUnknown,
    /// The database cannot be reached or opened.
    #[error("the database cannot be opened: {0}")]
    Connection(String),
    /// The address of the database is not one of the two forms.
    #[error("'{0}' is not a database address: use sqlite:PATH or postgres://USER@HOST/DATABASE")]
    Address(String),
    /// The database's schema and this program's migrations disagree.
    #[error("{0}")]
    Schema(String),
    /// A column does not hold what the program reads it as.
    #[error("column {column} of {statement} cannot be read: {why}")]
    Unreadable {
        /// The statement's name.
        statement: &'static str,
        /// The column's position, from nought.
        column: usize,
        /// What the engine or the parser said.
        why: String,
    },
    /// A statement that must find exactly one row found none.
    #[error("{statement} found no row")]
    NoRow {
        /// The statement's name.
        statement: &'static str,
    },
    /// A cursor of a list that this program did not make, or made for another sort.
    #[error("the page cursor is not one that this list gave for this sort order")]
    Cursor,
    /// A filter or sort that the list does not have.
    #[error("the list has no {what} '{name}'; it has: {known}")]
    UnknownListWord {
        /// `filter` or `sort`.
        what: &'static str,
        /// The word as given.
        name: String,
        /// The words that there are.
        known: String,
    },
    /// Anything else the engine said.
    #[error("the database refused {statement}: {message}")]
    Engine {
        /// The statement's name.
        statement: &'static str,
        /// The engine's message.
        message: String,
    },
}

/// What a constraint guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// There is such a row already.
    Unique,
    /// The row points at one that is not there, or is pointed at.
    ForeignKey,
    /// A value outside what the column may hold.
    Check,
    /// A value is missing.
    NotNull,
}

fn constraint_message(name: &str, kind: ConstraintKind) -> String {
    let what = match kind {
        ConstraintKind::Unique => "there is one already",
        ConstraintKind::ForeignKey => {
            "it belongs to something that is not there, or something depends on it"
        }
        ConstraintKind::Check => "a value is outside its limits",
        ConstraintKind::NotNull => "a value is missing",
    };
    if name.is_empty() { what.to_owned() } else { format!("{what} ({name})") }
}

impl Error {
    /// Whether the unique constraint `name` refused the row.
    pub fn is_unique(&self, constraint: &str) -> bool {
        matches!(self, Self::Constraint { name, kind: ConstraintKind::Unique } if name == constraint)
    }

    /// Whether any foreign key refused the row (the embedded engine does not tell which).
    pub fn is_foreign_key(&self) -> bool {
        matches!(self, Self::Constraint { kind: ConstraintKind::ForeignKey, .. })
    }
}

kernel::fault!(Error {
    Self::Constraint { kind: ConstraintKind::Unique, .. } => Conflict, "already-exists";
    Self::Constraint { kind: ConstraintKind::ForeignKey, .. } => Conflict, "reference-broken";
    Self::Constraint { .. } => Invalid, "value-not-allowed";
    Self::Busy => Conflict, "busy";
    Self::Cursor => Invalid, "bad-cursor", at "after";
    Self::UnknownListWord { what, .. } => Invalid, "unknown-list-word", at *what;
    Self::OutcomeUnknown => Internal, "outcome-unknown";
    Self::Connection(_) | Self::Address(_) | Self::Schema(_) => Internal, "database-unavailable";
    Self::Unreadable { .. } | Self::NoRow { .. } | Self::Engine { .. } => Internal, "database";
});
