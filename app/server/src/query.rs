//! What stands behind the question mark.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::code;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize as _, Deserializer};

use crate::body::not_printable;
use crate::problem::Problem;

/// The parameters of a query; one that is unknown or cannot be read is a problem that names it.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parse(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    if let Some((name, _)) = pairs.clone().find(|(_, value)| value.contains('\0')) {
        return Err(not_printable(name.into_owned()));
    }
    let read = serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs));
    read.map_err(|error| {
        let (field, why) = (error.path().to_string(), error.inner().to_string());
        // What the error says of an unknown or missing parameter names it, the path does not.
        let code = if why.starts_with("unknown field") {
            code!("unknown-parameter")
        } else {
            code!("bad-parameter")
        };
        let why = in_words(&why);
        let named = why.split('`').nth(1).filter(|_| why.contains(" field `"));
        let field = named.map_or(field, str::to_owned);
        Problem::invalid(code, field, why.replace("field", "parameter"))
    })
}

/// What a library says of a day or an instant, in words for people.
fn in_words(why: &str) -> String {
    let why_lower = why.to_lowercase();
    if why_lower.contains("failed to parse") || why_lower.contains("digit year") {
        return "it is neither a day such as 2026-03-31 nor an instant such as 2026-03-31T15:00:00Z"
            .to_owned();
    }
    why.to_owned()
}

/// How many rows are wanted: one at the least.
pub(crate) fn at_least_one<'de, D: Deserializer<'de>>(wanted: D) -> Result<Option<u32>, D::Error> {
    match Option::deserialize(wanted)? {
        Some(0) => Err(D::Error::custom("it is at least 1")),
        wanted => Ok(wanted),
    }
}

/// Declares the query of a list: its sort and filters, besides the page, the format and the columns that all
/// lists have.
macro_rules! list_query {
    ($(#[$doc:meta])* $name:ident {
        $(#[$sort:meta])* sort,
        $($(#[$filter:meta])* $field:ident: $kind:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(serde::Deserialize, utoipa::IntoParams)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub(crate) struct $name {
            /// Rows of the page; 50 when not said, 500 at the most.
            #[serde(default, deserialize_with = "crate::query::at_least_one")]
            #[param(minimum = 1, maximum = 500, nullable = false)]
            limit: Option<u32>,
            /// Where to go on: `next` of the page before.
            #[param(nullable = false)]
            after: Option<String>,
            /// `csv` or `xlsx` for a file with every row; the `Accept` header says so too.
            #[param(nullable = false)]
            format: Option<crate::export::ReportFormat>,
            /// The columns of the file, by name and separated by commas; all where none are named.
            #[param(nullable = false)]
            columns: Option<String>,
            $(#[$sort])*
            #[param(nullable = false)]
            sort: Option<String>,
            $($(#[$filter])* #[param(nullable = false)] $field: $kind,)*
        }

        impl crate::listing::Listing for $name {
            fn form(&self) -> (Option<crate::export::ReportFormat>, Option<&str>) {
                (self.format, self.columns.as_deref())
            }

            fn turn_to(&mut self, page: kernel::PageRequest) {
                (self.limit, self.after) = (page.limit, page.after);
            }
        }

        impl $name {
            /// The page that is asked for.
            fn page(&self) -> kernel::PageRequest {
                kernel::PageRequest { limit: self.limit, after: self.after.clone() }
            }

            /// The page and the sort, to which filters are added.
            #[allow(dead_code, reason = "some lists take their filters another way")]
            fn ask<'a>(&self) -> db::Ask<'a> {
                db::Ask { filters: Vec::new(), sort: self.sort.clone(), page: self.page() }
            }
        }
    };
}
pub(crate) use list_query;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[serde(default, deserialize_with = "at_least_one")]
        limit: Option<u32>,
        as_of: jiff::civil::Date,
    }

    #[test]
    fn days_are_asked_for_in_words() {
        for query in ["as_of=garbage", "as_of=2020-13-45", "as_of="] {
            let detail = parse::<Sample>(query).unwrap_err().detail;
            assert!(
                detail.starts_with("it is neither a day such as 2026-03-31"),
                "{query}: {detail}"
            );
        }
    }

    #[test]
    fn problems_name_the_parameter() {
        let sample: Sample = parse("limit=3&as_of=2026-03-31").unwrap();
        assert_eq!((sample.limit, sample.as_of.to_string()), (Some(3), "2026-03-31".to_owned()));
        for (query, field, code) in [
            ("limit=x&as_of=2026-03-31", "limit", "bad-parameter"),
            ("limit=0&as_of=2026-03-31", "limit", "bad-parameter"),
            ("limit=-1&as_of=2026-03-31", "limit", "bad-parameter"),
            ("as_of=yesterday", "as_of", "bad-parameter"),
            ("limit=1", "as_of", "bad-parameter"),
            ("as_of=2026-03-31&colour=red", "colour", "unknown-parameter"),
            ("as_of=2026-03-31&as_of=2026-03-30", "as_of", "bad-parameter"),
        ] {
            let problem = parse::<Sample>(query).unwrap_err();
            assert_eq!(
                (problem.field.as_deref(), problem.code),
                (Some(field), code),
                "{query}: {}",
                problem.detail
            );
        }
    }
}
