//! Tenants: legal entities, each with its own books and calendar.

use db::{Db, Tx, params};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use kernel::TenantId;
use money::Currency;
use serde_json::json;

use crate::permission::ManageCompany;
use crate::{Actor, Allowed, audit};

db::all_tenant_statements! {
    ALL = "SELECT tenant_id, slug FROM tenant ORDER BY slug";
}

db::statements! {
    INSERT = "INSERT INTO tenant (tenant_id, slug, legal_name, base_currency, time_zone, language, working_days, write_off_limit_minor, small_balance_minor, version, created_at)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, ?10)";
    FIND = "SELECT slug, legal_name, base_currency, time_zone, language, working_days, write_off_limit_minor, small_balance_minor, version
            FROM tenant WHERE tenant_id = ?1";
    UPDATE = "UPDATE tenant SET legal_name = ?2, time_zone = ?3, language = ?4, working_days = ?5, write_off_limit_minor = ?6, small_balance_minor = ?7, version = version + 1
              WHERE tenant_id = ?1 AND version = ?8";
    HOLIDAYS = "SELECT on_date, name FROM holiday WHERE tenant_id = ?1 ORDER BY on_date";
    PUT_HOLIDAY = "INSERT INTO holiday (tenant_id, on_date, name) VALUES (?1, ?2, ?3)
                   ON CONFLICT (tenant_id, on_date) DO UPDATE SET name = excluded.name";
    DROP_HOLIDAY = "DELETE FROM holiday WHERE tenant_id = ?1 AND on_date = ?2";
}

/// Monday to Friday, Monday being bit nought.
pub const MONDAY_TO_FRIDAY: i64 = 0b001_1111;

/// A legal entity with its own books.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Its short name, unique in the database, for signing in where there are several.
    pub slug: String,
    /// Its name in law.
    pub legal_name: String,
    /// The currency in which its books are kept; it never changes.
    pub base_currency: Currency,
    /// The IANA time zone that decides what day it is, such as `America/New_York`.
    pub time_zone: String,
    /// The language of what it writes when a client's is not known: `en` or `es`.
    pub language: String,
    /// Its working days, a bit each from Monday (bit nought).
    pub working_days: i64,
    /// A write-off above this many minor units of base currency needs somebody else's approval.
    pub write_off_limit_minor: i64,
    /// A difference up to this many minor units of base currency may be closed as a small balance.
    pub small_balance_minor: i64,
    /// For optimistic locking.
    pub version: i64,
}

impl Tenant {
    /// The time zone; UTC if the stored name is no longer known.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// What day it is for this tenant at an instant.
    pub fn day(&self, at: jiff::Timestamp) -> Date {
        kernel::business_day(at, &self.zone())
    }

    /// Whether people work on this day, holidays aside.
    pub fn works_on(&self, day: Date) -> bool {
        self.working_days >> i64::from(day.weekday().to_monday_zero_offset()) & 1 == 1
    }
}

/// What a new tenant is made from.
#[derive(Clone, Debug)]
pub struct NewTenant {
    /// Lower-case letters, digits and hyphens.
    pub slug: String,
    /// Its name in law.
    pub legal_name: String,
    /// Its base currency.
    pub base_currency: Currency,
    /// Its IANA time zone.
    pub time_zone: String,
    /// `en` or `es`.
    pub language: String,
}

/// What may be changed about a tenant.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its name in law.
    pub legal_name: String,
    /// Its IANA time zone.
    pub time_zone: String,
    /// `en` or `es`.
    pub language: String,
    /// Its working days, a bit each from Monday.
    pub working_days: i64,
    /// See [`Tenant::write_off_limit_minor`].
    pub write_off_limit_minor: i64,
    /// See [`Tenant::small_balance_minor`].
    pub small_balance_minor: i64,
    /// The version that the change was made from.
    pub version: i64,
}

/// Why a tenant is not made, found or changed.
#[derive(Debug, thiserror::Error)]
pub enum TenantError {
    /// The short name has other characters.
    #[error("'{0}' is not a short name: use 2 to 40 lower-case letters, digits and hyphens")]
    BadSlug(String),
    /// There is one of that short name.
    #[error("there is a company '{0}' already")]
    SlugTaken(String),
    /// The time zone is not in the IANA database.
    #[error("'{0}' is not a time zone; use a name such as America/New_York")]
    UnknownTimeZone(String),
    /// The program does not speak that language.
    #[error("'{0}' is not a language of the program: use en or es")]
    UnknownLanguage(String),
    /// A name is missing.
    #[error("the company needs a legal name")]
    NoName,
    /// A limit below nought, or working days outside of the week.
    #[error("{0} is out of range")]
    OutOfRange(&'static str),
    /// No such tenant.
    #[error("there is no company '{0}' in this database")]
    Unknown(String),
    /// There are several and none was named.
    #[error("this database has several companies ({0}); say which")]
    Several(String),
    /// Somebody else changed it first.
    #[error("somebody changed these settings meanwhile; look at them again (you had version {0})")]
    Moved(i64),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(TenantError {
    Self::BadSlug(_) => Invalid, "bad-slug", at "slug";
    Self::SlugTaken(_) => Conflict, "slug-taken", at "slug";
    Self::UnknownTimeZone(_) => Invalid, "unknown-time-zone", at "time_zone";
    Self::UnknownLanguage(_) => Invalid, "unknown-language", at "language";
    Self::NoName => Invalid, "name-missing", at "legal_name";
    Self::OutOfRange(field) => Invalid, "out-of-range", at *field;
    Self::Unknown(_) => NotFound, "unknown-company";
    Self::Several(_) => Invalid, "company-not-named", at "company";
    Self::Moved(_) => Conflict, "version-moved";
    Self::Db(e) => delegate e;
});

/// Makes a tenant under an id of the caller's, without any users or accounts yet.
pub fn create(tx: &Tx<'_>, actor: &Actor, new: &NewTenant) -> Result<(), TenantError> {
    let slug_ok = (2..=40).contains(&new.slug.len())
        && new.slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !slug_ok {
        return Err(TenantError::BadSlug(new.slug.clone()));
    }
    check(&new.legal_name, &new.time_zone, &new.language)?;
    let base = new.base_currency;
    // Ten major units need no second pair of eyes; one major unit may be dropped as too small to chase.
    let (limit, small) = (10 * base.minor_per_major(), base.minor_per_major());
    tx.execute(
        &INSERT,
        params![
            &new.slug,
            &new.legal_name,
            base,
            &new.time_zone,
            &new.language,
            MONDAY_TO_FRIDAY,
            limit,
            small,
            tx.now()
        ],
    )
    .map_err(|e| {
        if e.is_unique("tenant_slug_unique") {
            TenantError::SlugTaken(new.slug.clone())
        } else {
            e.into()
        }
    })?;
    let detail = json!({"after": {"slug": new.slug, "legal_name": new.legal_name, "base_currency": base.code()}});
    audit::record(tx, actor, "company.created", ("company", &tx.tenant()), detail)?;
    Ok(())
}

/// The tenant of the transaction.
pub fn get(tx: &Tx<'_>) -> Result<Tenant, TenantError> {
    let found = tx.query_opt(&FIND, &[], |r| {
        Ok(Tenant {
            slug: r.get(0)?,
            legal_name: r.get(1)?,
            base_currency: r.get(2)?,
            time_zone: r.get(3)?,
            language: r.get(4)?,
            working_days: r.get(5)?,
            write_off_limit_minor: r.get(6)?,
            small_balance_minor: r.get(7)?,
            version: r.get(8)?,
        })
    })?;
    found.ok_or_else(|| TenantError::Unknown(tx.tenant().to_string()))
}

/// Changes the settings.
pub fn update(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<ManageCompany>,
    new: &Settings,
) -> Result<(), TenantError> {
    check(&new.legal_name, &new.time_zone, &new.language)?;
    let limits = [
        ("write_off_limit_minor", new.write_off_limit_minor >= 0),
        ("small_balance_minor", new.small_balance_minor >= 0),
        ("working_days", (0..128).contains(&new.working_days)),
    ];
    if let Some((field, _)) = limits.into_iter().find(|(_, fits)| !fits) {
        return Err(TenantError::OutOfRange(field));
    }
    let before = get(tx)?;
    let changed = tx.execute(
        &UPDATE,
        params![
            &new.legal_name,
            &new.time_zone,
            &new.language,
            new.working_days,
            new.write_off_limit_minor,
            new.small_balance_minor,
            new.version
        ],
    )?;
    if changed == 0 {
        return Err(TenantError::Moved(new.version));
    }
    let detail = json!({"before": shown(&before), "after": shown(&get(tx)?)});
    audit::record(tx, actor, "company.changed", ("company", &tx.tenant()), detail)?;
    Ok(())
}

fn shown(t: &Tenant) -> serde_json::Value {
    json!({"legal_name": t.legal_name, "time_zone": t.time_zone, "language": t.language, "working_days": t.working_days,
        "write_off_limit_minor": t.write_off_limit_minor, "small_balance_minor": t.small_balance_minor})
}

fn check(legal_name: &str, time_zone: &str, language: &str) -> Result<(), TenantError> {
    if legal_name.trim().is_empty() {
        return Err(TenantError::NoName);
    }
    if TimeZone::get(time_zone).is_err() {
        return Err(TenantError::UnknownTimeZone(time_zone.to_owned()));
    }
    if !matches!(language, "en" | "es") {
        return Err(TenantError::UnknownLanguage(language.to_owned()));
    }
    Ok(())
}

/// The days on which the tenant does not work, besides the days of the week.
pub fn holidays(tx: &Tx<'_>) -> Result<Vec<(Date, String)>, db::Error> {
    tx.query(&HOLIDAYS, &[], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// Adds a holiday, or renames it.
pub fn put_holiday(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<ManageCompany>,
    on: Date,
    name: &str,
) -> Result<(), db::Error> {
    tx.execute(&PUT_HOLIDAY, params![on, name])?;
    audit::record(tx, actor, "holiday.set", ("holiday", &on), json!({"after": {"name": name}}))
}

/// Removes a holiday; whether there was one.
pub fn remove_holiday(
    tx: &Tx<'_>,
    actor: &Actor,
    _: &Allowed<ManageCompany>,
    on: Date,
) -> Result<bool, db::Error> {
    let there = tx.execute(&DROP_HOLIDAY, params![on])? > 0;
    if there {
        audit::record(tx, actor, "holiday.removed", ("holiday", &on), json!({}))?;
    }
    Ok(there)
}

/// The first working day from `day` on, by the week and the holidays.
pub fn next_working_day(tenant: &Tenant, holidays: &[(Date, String)], day: Date) -> Date {
    const LOOK_AHEAD_DAYS: usize = 366;
    let free = |d: Date| !tenant.works_on(d) || holidays.iter().any(|(h, _)| *h == d);
    day.series(jiff::Span::new().days(1)).take(LOOK_AHEAD_DAYS).find(|d| !free(*d)).unwrap_or(day)
}

/// Every tenant of the database with its short name. Only for finding out whose books are meant.
pub fn all(db: &Db) -> Result<Vec<(TenantId, String)>, db::Error> {
    db.read(TenantId::NIL, |tx| tx.query(&ALL, &[], |r| Ok((r.get(0)?, r.get(1)?))))
}

/// The tenant of a short name, or the only one where none is named.
pub fn find(db: &Db, slug: Option<&str>) -> Result<TenantId, TenantError> {
    let all = all(db)?;
    match (slug, all.as_slice()) {
        (Some(slug), _) => {
            let found = all.iter().find(|(_, s)| s == slug).map(|(id, _)| *id);
            found.ok_or_else(|| TenantError::Unknown(slug.to_owned()))
        }
        (None, [(only, _)]) => Ok(*only),
        (None, []) => Err(TenantError::Unknown("(none has been made yet)".to_owned())),
        (None, _) => Err(TenantError::Several(
            all.into_iter().map(|(_, s)| s).collect::<Vec<_>>().join(", "),
        )),
    }
}

/// A weekday's bit in [`Tenant::working_days`].
pub fn working_day_bit(day: Weekday) -> i64 {
    1 << i64::from(day.to_monday_zero_offset())
}
