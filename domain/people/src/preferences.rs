//! How a user wants to see things: the language and time zone of the user, and what screens look like.

use db::{Tx, params};
use serde_json::{Map, Value};

use crate::Actor;
use crate::kept::{self, KeptError};
use crate::user::{self, UserError};

/// Bytes of what is kept about all lists of a user at the most, as JSON.
pub const LISTS_BYTES_MAX: usize = 16 << 10;
/// Characters of a locale at the most.
const LOCALE_CHARS_MAX: usize = 60;

db::statements! {
    FIND = "SELECT u.language, u.time_zone, p.locale, p.density, p.theme, p.lists
            FROM app_user u LEFT JOIN user_preference p ON p.tenant_id = u.tenant_id AND p.user_id = u.user_id
            WHERE u.tenant_id = ?1 AND u.user_id = ?2";
    PUT = "INSERT INTO user_preference (tenant_id, user_id, locale, density, theme, lists) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
           ON CONFLICT (tenant_id, user_id) DO UPDATE SET locale = excluded.locale, density = excluded.density,
               theme = excluded.theme, lists = excluded.lists";
}

kernel::words! {
    /// How close together rows stand.
    pub enum Density {
        /// As many as fit.
        Compact = "compact",
        /// With room between them.
        Comfortable = "comfortable",
    }
}

kernel::words! {
    /// Light or dark.
    pub enum Theme {
        /// As the machine has it.
        System = "system",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}

/// How a user wants to see things.
#[derive(Clone, Debug, PartialEq)]
pub struct Preferences {
    /// `en` or `es`.
    pub language: String,
    /// Their IANA time zone.
    pub time_zone: String,
    /// The locale in which days and numbers are written, after BCP 47; that of the language where there is
    /// none.
    pub locale: Option<String>,
    /// How close together rows stand.
    pub density: Density,
    /// Light or dark.
    pub theme: Theme,
    /// What each list looks like, by the list's name; the program does not read it.
    pub lists: Map<String, Value>,
}

/// Why preferences are not kept.
#[derive(Debug, thiserror::Error)]
pub enum PreferencesError {
    /// Only users have preferences.
    #[error("only a user has preferences")]
    NoUser,
    /// Not a locale.
    #[error("'{0}' is not a locale; use one such as es-MX or de-CH")]
    BadLocale(String),
    /// The lists are too large, or what no database takes.
    #[error(transparent)]
    Kept(#[from] KeptError),
    /// The language or time zone is not known.
    #[error(transparent)]
    User(#[from] UserError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(PreferencesError {
    Self::NoUser => Forbidden, "no-user";
    Self::BadLocale(_) => Invalid, "bad-locale", at "locale";
    Self::Kept(e) => delegate e;
    Self::User(e) => delegate e;
    Self::Db(e) => delegate e;
});

/// The acting user's preferences.
pub fn own(tx: &Tx<'_>, actor: &Actor) -> Result<Preferences, PreferencesError> {
    let user = actor.user_id().ok_or(PreferencesError::NoUser)?;
    let found = tx.query_opt(&FIND, params![user], |r| {
        let lists = match r.get::<Option<Value>>(5)? {
            Some(Value::Object(lists)) => lists,
            _ => Map::new(),
        };
        Ok(Preferences {
            language: r.get(0)?,
            time_zone: r.get(1)?,
            locale: r.get(2)?,
            density: r.parse_opt(3)?.unwrap_or(Density::Comfortable),
            theme: r.parse_opt(4)?.unwrap_or(Theme::System),
            lists,
        })
    })?;
    found.ok_or_else(|| UserError::Unknown.into())
}

/// Changes the acting user's preferences, which needs no permission. Another language or time zone is a
/// change of the user; the rest is nobody else's business and leaves no audit event.
pub fn set(tx: &Tx<'_>, actor: &Actor, new: &Preferences) -> Result<(), PreferencesError> {
    let id = actor.user_id().ok_or(PreferencesError::NoUser)?;
    if let Some(bad) = new.locale.as_ref().filter(|locale| !is_locale(locale)) {
        return Err(PreferencesError::BadLocale(bad.chars().take(LOCALE_CHARS_MAX).collect()));
    }
    let lists = Value::Object(new.lists.clone());
    kept::check(&lists, "lists", LISTS_BYTES_MAX)?;
    new.lists.keys().try_for_each(|name| kept::check_list_name(name, "lists"))?;
    user::set_own_settings(tx, actor, id, &new.language, &new.time_zone)?;
    let locale = new.locale.as_deref();
    tx.execute(&PUT, params![id, locale, new.density.word(), new.theme.word(), lists])?;
    Ok(())
}

/// Whether a text is a locale as browsers take one: a language, perhaps a script, a region and variants, and
/// perhaps Unicode's keywords.
fn is_locale(text: &str) -> bool {
    let alpha = |s: &str| s.bytes().all(|b| b.is_ascii_alphabetic());
    let digit = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let alphanumeric = |s: &str| s.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_variant = |s: &str| match s.len() {
        4 => s.starts_with(|c: char| c.is_ascii_digit()) && alphanumeric(s),
        5..=8 => alphanumeric(s),
        _ => false,
    };
    let mut parts = text.split('-').peekable();
    let starts_well = parts.next().is_some_and(|s| matches!(s.len(), 2 | 3 | 5..=8) && alpha(s));
    parts.next_if(|s| s.len() == 4 && alpha(s));
    parts.next_if(|s| (s.len() == 2 && alpha(s)) || (s.len() == 3 && digit(s)));
    let mut variants = Vec::new();
    while let Some(variant) = parts.next_if(|s| is_variant(s)) {
        variants.push(variant.to_ascii_lowercase());
    }
    let once = variants.iter().enumerate().all(|(at, v)| !variants[..at].contains(v));
    let keywords = parts.next_if(|s| s.eq_ignore_ascii_case("u")).is_some();
    let rest: Vec<&str> = parts.collect();
    let ends_well = rest.iter().all(|s| (2..=8).contains(&s.len()) && alphanumeric(s))
        && keywords != rest.is_empty();
    starts_well && once && ends_well && text.len() <= LOCALE_CHARS_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_what_browsers_take_for_one() {
        for good in ["en", "es-MX", "de-CH", "es-419", "zh-Hans-CN", "ca-ES-valencia", "de-DE-1996"]
        {
            assert!(is_locale(good), "{good}");
        }
        assert!(is_locale("ar-EG-u-nu-latn"));
        for bad in ["", "e", "abcd", "en_US", "en-", "-en", "en-u", "en-a-b", "12"] {
            assert!(!is_locale(bad), "{bad}");
        }
        for bad in ["en-nu-latn", "en US", "de-1996-1996", "en-u-x", "ñandu"] {
            assert!(!is_locale(bad), "{bad}");
        }
    }
}
