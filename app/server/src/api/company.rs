//! The company's settings and calendar.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::{Date, Weekday};
use kernel::code;
use people::permission::ManageCompany;
use people::tenant::{self, Settings, Tenant};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::body::Body;
use crate::path::At;
use crate::problem::{ChangeProblems, ListProblems, Problem, WriteProblems};
use crate::reply::{PageOf, Versioned};
use crate::signed::Signed;
use crate::state::Server;
use crate::version::{IfMatch, IfMatchHeader};
use crate::wire::{Amount, given};

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(read_company, update_company))
        .routes(routes!(list_holidays))
        .routes(routes!(set_holiday, delete_holiday))
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum DayOfWeek {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

const WEEK: [(DayOfWeek, Weekday); 7] = [
    (DayOfWeek::Monday, Weekday::Monday),
    (DayOfWeek::Tuesday, Weekday::Tuesday),
    (DayOfWeek::Wednesday, Weekday::Wednesday),
    (DayOfWeek::Thursday, Weekday::Thursday),
    (DayOfWeek::Friday, Weekday::Friday),
    (DayOfWeek::Saturday, Weekday::Saturday),
    (DayOfWeek::Sunday, Weekday::Sunday),
];

/// The company and its settings.
#[derive(Serialize, ToSchema)]
struct Company {
    /// Its short name.
    #[schema(example = "northwind")]
    slug: String,
    /// Its name in law.
    #[schema(example = "Northwind Ltd.")]
    legal_name: String,
    /// The currency of its books; it never changes.
    #[schema(example = "USD")]
    base_currency: String,
    /// The IANA time zone that decides what day it is.
    #[schema(example = "America/New_York")]
    time_zone: String,
    /// `en` or `es`.
    language: String,
    /// The days of the week on which it works.
    working_days: Vec<DayOfWeek>,
    /// A write-off above this needs somebody else's approval; in base currency.
    write_off_limit: Amount,
    /// A difference up to this may be closed as a small balance; in base currency.
    small_balance: Amount,
    /// What day it is there.
    today: Date,
    /// For `If-Match`.
    version: i64,
}

fn company_of(t: Tenant, now: jiff::Timestamp) -> Company {
    let base = t.base_currency;
    let works = |day: Weekday| t.working_days & tenant::working_day_bit(day) != 0;
    Company {
        today: t.day(now),
        base_currency: base.to_string(),
        working_days: WEEK.iter().filter(|(_, day)| works(*day)).map(|(word, _)| *word).collect(),
        write_off_limit: Amount::of(t.write_off_limit_minor, base),
        small_balance: Amount::of(t.small_balance_minor, base),
        slug: t.slug,
        legal_name: t.legal_name,
        time_zone: t.time_zone,
        language: t.language,
        version: t.version,
    }
}

/// What may be changed about the company; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CompanyChange {
    /// Its name in law.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    legal_name: Option<String>,
    /// Its IANA time zone.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    time_zone: Option<String>,
    /// `en` or `es`.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    language: Option<String>,
    /// All days of the week on which it works.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    working_days: Option<Vec<DayOfWeek>>,
    /// A write-off above this needs somebody else's approval; in base currency.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    write_off_limit: Option<Amount>,
    /// A difference up to this may be closed as a small balance; in base currency.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    small_balance: Option<Amount>,
}

impl CompanyChange {
    fn settings(&self, before: Tenant, version: i64) -> Result<Settings, Problem> {
        let base = before.base_currency;
        let minor = |amount: &Option<Amount>, field, kept| match amount {
            Some(amount) => amount.minor(base, field),
            None => Ok(kept),
        };
        let bit = |word: &DayOfWeek| {
            let day = WEEK.iter().find(|(w, _)| w == word);
            day.map_or(0, |(_, day)| tenant::working_day_bit(*day))
        };
        let days = self.working_days.as_ref();
        Ok(Settings {
            legal_name: self.legal_name.clone().unwrap_or(before.legal_name),
            time_zone: self.time_zone.clone().unwrap_or(before.time_zone),
            language: self.language.clone().unwrap_or(before.language),
            working_days: days.map_or(before.working_days, |d| d.iter().fold(0, |a, w| a | bit(w))),
            write_off_limit_minor: minor(
                &self.write_off_limit,
                "write_off_limit",
                before.write_off_limit_minor,
            )?,
            small_balance_minor: minor(
                &self.small_balance,
                "small_balance",
                before.small_balance_minor,
            )?,
            version,
        })
    }
}

/// A day on which the company does not work.
#[derive(Serialize, ToSchema)]
struct Holiday {
    /// The day.
    on: Date,
    /// Its name.
    #[schema(example = "Independence Day")]
    name: String,
}

/// A holiday's name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HolidayName {
    /// Its name.
    #[schema(example = "Independence Day", min_length = 1, max_length = 200)]
    name: String,
}

/// Characters of a holiday's name at the most.
const NAME_CHARS_MAX: usize = 200;

/// The company and its settings.
#[utoipa::path(get, path = "/company", operation_id = "read_company", tag = "company",
    responses((status = 200, body = Company), ListProblems))]
async fn read_company(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Versioned<Company>, Problem> {
    let company = server.read(actor, |tx, _| Ok(company_of(tenant::get(tx)?, tx.now()))).await?;
    Ok(Versioned(company.version, company))
}

/// Change the company's settings.
#[utoipa::path(patch, path = "/company", operation_id = "update_company", tag = "company",
    params(IfMatchHeader), request_body = CompanyChange,
    responses((status = 200, body = Company), ChangeProblems))]
async fn update_company(
    State(server): State<Server>,
    Signed(actor): Signed,
    IfMatch(version): IfMatch,
    Body(change): Body<CompanyChange>,
) -> Result<Versioned<Company>, Problem> {
    let company = server
        .write(actor, move |tx, actor| {
            let proof = actor.allow::<ManageCompany>()?;
            let settings = change.settings(tenant::get(tx)?, version)?;
            tenant::update(tx, actor, &proof, &settings)?;
            Ok(company_of(tenant::get(tx)?, tx.now()))
        })
        .await?;
    Ok(Versioned(company.version, company))
}

/// The days on which the company does not work, besides its days off in the week.
#[utoipa::path(get, path = "/company/holidays", operation_id = "list_holidays", tag = "company",
    responses((status = 200, body = PageOf<Holiday>), ListProblems))]
async fn list_holidays(
    State(server): State<Server>,
    Signed(actor): Signed,
) -> Result<Json<PageOf<Holiday>>, Problem> {
    let holidays = server.read(actor, |tx, _| Ok(tenant::holidays(tx)?)).await?;
    let holidays = holidays.into_iter().map(|(on, name)| Holiday { on, name });
    Ok(Json(PageOf::whole(holidays.collect())))
}

/// Add a holiday, or rename it.
#[utoipa::path(put, path = "/company/holidays/{date}", operation_id = "set_holiday", tag = "company",
    params(("date" = Date, Path)), request_body = HolidayName,
    responses((status = 200, body = Holiday), WriteProblems))]
async fn set_holiday(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(on): At<Date>,
    Body(given): Body<HolidayName>,
) -> Result<Json<Holiday>, Problem> {
    let name = given.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        let detail = format!("a holiday's name has 1 to {NAME_CHARS_MAX} characters");
        return Err(Problem::invalid(code!("bad-name"), "name", detail));
    }
    let holiday = server
        .write(actor, move |tx, actor| {
            tenant::put_holiday(tx, actor, &actor.allow::<ManageCompany>()?, on, &name)?;
            Ok(Holiday { on, name: name.clone() })
        })
        .await?;
    Ok(Json(holiday))
}

/// Remove a holiday.
#[utoipa::path(delete, path = "/company/holidays/{date}", operation_id = "delete_holiday", tag = "company",
    params(("date" = Date, Path)),
    responses((status = 204, description = "It is removed"), WriteProblems))]
async fn delete_holiday(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(on): At<Date>,
) -> Result<StatusCode, Problem> {
    let was_there = server
        .write(actor, move |tx, actor| {
            Ok(tenant::remove_holiday(tx, actor, &actor.allow::<ManageCompany>()?, on)?)
        })
        .await?;
    let missing = || Problem::not_found(code!("unknown-holiday"), format!("{on} is no holiday"));
    was_there.then_some(StatusCode::NO_CONTENT).ok_or_else(missing)
}
