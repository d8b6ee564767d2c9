//! One row of an answer, whichever engine gave it.

use std::fmt::Display;
use std::str::FromStr;

use crate::{Column, Error};

/// One row of an answer. Columns are read by position, in the order of the SELECT list.
pub struct Row<'a> {
    pub(crate) cells: Cells<'a>,
    pub(crate) statement: &'static str,
}

pub(crate) enum Cells<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// Column `index` as a `T`; a NULL or another type is an error that names statement and column.
    pub fn get<T: Column>(&self, index: usize) -> Result<T, Error> {
        T::read(self, index)
    }

    /// A text column as one of the words of an enum (or anything else that has a text form).
    pub fn parse<T: FromStr<Err: Display>>(&self, index: usize) -> Result<T, Error> {
        let text: String = self.get(index)?;
        text.parse().map_err(|e| self.unreadable(index, &e))
    }

    /// As [`Row::parse`], where the column may be NULL.
    pub fn parse_opt<T: FromStr<Err: Display>>(&self, index: usize) -> Result<Option<T>, Error> {
        let text: Option<String> = self.get(index)?;
        text.map(|t| t.parse().map_err(|e| self.unreadable(index, &e))).transpose()
    }

    pub(crate) fn unreadable(&self, index: usize, why: &dyn Display) -> Error {
        Error::Unreadable { statement: self.statement, column: index, why: why.to_string() }
    }
}
