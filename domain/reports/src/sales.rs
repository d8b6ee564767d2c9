//! Credit sales: what was invoiced, less what was credited and voided.

use std::collections::{BTreeMap, HashMap};

use clients::ClientId;
use db::{Row, Tx, Value};
use jiff::civil::Date;
use kernel::UserId;
use money::Currency;
use people::tenant;

use crate::scope::{Scope, ScopeError};

/// The text for a scope. Parameters: ?2 and ?3 the first and last day, ?4 the owners or clients.
#[rustfmt::skip]
macro_rules! sales {
    ($scope:ident, $key:ident) => { concat!("WITH sale AS (
    -- Invoices, and credit notes below nought, on their own days.
    SELECT o.issued_on AS on_day, o.currency,
           CASE WHEN o.kind = 'invoice' THEN o.amount_minor ELSE -o.amount_minor END AS amount_minor,
           CASE WHEN o.kind = 'invoice' THEN o.base_minor ELSE -o.base_minor END AS base_minor", of_items_client!($key), "
    ", items_of!($scope, "4"), " AND o.issued_on >= ?2 AND o.issued_on <= ?3 AND o.kind <> 'receipt'
    UNION ALL
    -- What was voided, taken off on the day from which it no longer counts.
    SELECT s.applied_on, o.currency,
           CASE WHEN o.kind = 'invoice' THEN -s.amount_minor ELSE s.amount_minor END,
           CASE WHEN o.kind = 'invoice' THEN -s.debit_base_minor ELSE s.credit_base_minor END", of_items_client!($key), "
    FROM settlement s
    CROSS JOIN open_item o
    WHERE s.tenant_id = ?1 AND s.applied_on >= ?2 AND s.applied_on <= ?3 AND s.kind = 'void'
      AND o.tenant_id = s.tenant_id AND o.open_item_id = COALESCE(s.debit_item_id, s.credit_item_id) AND o.kind <> 'receipt'
      ", among!($scope), "
)
SELECT on_day, currency, CAST(SUM(amount_minor) AS BIGINT), CAST(SUM(base_minor) AS BIGINT)", of_client!($key), "
FROM sale
GROUP BY on_day, currency", of_client!($key)) };
}

/// That item `o` is of the scope.
#[rustfmt::skip]
macro_rules! among {
    (all) => { "" };
    (owners) => { "AND EXISTS (SELECT 1 FROM client k WHERE k.tenant_id = ?1 AND k.client_id = o.client_id AND k.owner_id IN LIST(?4))" };
    (clients) => { "AND o.client_id IN LIST(?4)" };
    (nobody) => { "AND EXISTS (SELECT 1 FROM client k WHERE k.tenant_id = ?1 AND k.client_id = o.client_id AND k.owner_id IS NULL)" };
}

db::statements! {
    SALES_ALL = sales!(all, total);
    SALES_OWNERS = sales!(owners, total);
    SALES_CLIENTS = sales!(clients, total);
    SALES_NOBODY = sales!(nobody, total);
    SALES_ALL_BY_CLIENT = sales!(all, client);
    SALES_OWNERS_BY_CLIENT = sales!(owners, client);
    SALES_CLIENTS_BY_CLIENT = sales!(clients, client);
    SALES_NOBODY_BY_CLIENT = sales!(nobody, client);
}

/// The texts by scope.
static SALES: [&db::Statement; 4] = [&SALES_ALL, &SALES_OWNERS, &SALES_CLIENTS, &SALES_NOBODY];

/// The same, each client apart.
static SALES_BY_CLIENT: [&db::Statement; 4] = [
    &SALES_ALL_BY_CLIENT,
    &SALES_OWNERS_BY_CLIENT,
    &SALES_CLIENTS_BY_CLIENT,
    &SALES_NOBODY_BY_CLIENT,
];

/// Days of a period that nobody named: a quarter, as the figures are watched by credit managers.
pub const PERIOD_DAYS_USUAL: u32 = 90;

/// The period, and whose sales, that a figure is asked for.
#[derive(Clone, Copy, Debug)]
pub struct PeriodAsk {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Only the clients of this owner.
    pub owner: Option<UserId>,
    /// Only this client.
    pub client: Option<ClientId>,
}

impl PeriodAsk {
    /// The period's length in days, first and last included.
    pub fn days(&self) -> i64 {
        i64::from((self.until - self.from).get_days()) + 1
    }

    pub(crate) fn check(&self) -> Result<(), PeriodError> {
        if self.from <= self.until {
            Ok(())
        } else {
            Err(PeriodError::Backwards { from: self.from, until: self.until })
        }
    }
}

/// The months of a series, and whose sales.
#[derive(Clone, Copy, Debug)]
pub struct MonthsAsk {
    /// The last day; the months before end on their last days.
    pub until: Date,
    /// How many months, that of the last day with them.
    pub months: u32,
    /// Only the clients of this owner.
    pub owner: Option<UserId>,
    /// Only this client.
    pub client: Option<ClientId>,
}

impl MonthsAsk {
    /// The ends of the months, ascending.
    pub(crate) fn ends(&self) -> Vec<Date> {
        let days = crate::balance_over_time::days(self.until, self.months);
        let too_many = days.len().saturating_sub(self.months.max(1) as usize);
        days[too_many..].to_vec()
    }

    /// A period of the same owner's or client's.
    pub(crate) fn period(&self, from: Date, until: Date) -> PeriodAsk {
        PeriodAsk { from, until, owner: self.owner, client: self.client }
    }
}

/// Why there is no figure of a period.
#[derive(Debug, thiserror::Error)]
pub enum PeriodError {
    /// The last day lies before the first.
    #[error("the period ends on {until}, before it begins on {from}")]
    Backwards {
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
    /// A figure does not fit its type.
    #[error(transparent)]
    Money(#[from] money::MoneyError),
    /// The owner is out of reach.
    #[error(transparent)]
    Scope(#[from] ScopeError),
    /// The company is not there.
    #[error(transparent)]
    Tenant(#[from] tenant::TenantError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(PeriodError {
    Self::Backwards { .. } => Invalid, "period-backwards", at "until";
    Self::Money(e) => delegate e;
    Self::Scope(e) => delegate e;
    Self::Tenant(e) => delegate e;
    Self::Db(e) => delegate e;
});

/// What a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum In {
    /// All of it, in base currency.
    Base,
    /// What is in one currency.
    Currency(Currency),
}

/// Credit sales of days, of each currency and in base currency.
#[derive(Default)]
pub(crate) struct Sales(BTreeMap<(In, Date), i64>);

impl Sales {
    /// The sum between two days.
    pub(crate) fn sum(&self, of: In, from: Date, until: Date) -> i64 {
        self.0.range((of, from)..=(of, until)).map(|(_, minor)| minor).sum()
    }

    /// The currencies in which there were any between two days.
    pub(crate) fn currencies(&self, from: Date, until: Date) -> impl Iterator<Item = Currency> {
        let between = self.0.keys().filter(move |(_, day)| (from..=until).contains(day));
        between.filter_map(|(of, _)| match of {
            In::Base => None,
            In::Currency(currency) => Some(*currency),
        })
    }

    /// Adds those between two days.
    pub(crate) fn read(
        &mut self,
        tx: &Tx<'_>,
        scope: &Scope,
        (from, until): (Date, Date),
    ) -> Result<(), db::Error> {
        let mut params: Vec<Value<'_>> = vec![from.into(), until.into()];
        scope.clone().bind(&mut params);
        tx.for_each(SALES[scope.index()], &params, |r| self.add(r))
    }

    fn add(&mut self, r: &Row<'_>) -> Result<(), db::Error> {
        let (day, currency): (Date, Currency) = (r.get(0)?, r.get(1)?);
        *self.0.entry((In::Currency(currency), day)).or_default() += r.get::<i64>(2)?;
        *self.0.entry((In::Base, day)).or_default() += r.get::<i64>(3)?;
        Ok(())
    }

    /// Those of each client between two days.
    pub(crate) fn by_client(
        tx: &Tx<'_>,
        scope: &Scope,
        (from, until): (Date, Date),
    ) -> Result<HashMap<ClientId, Self>, db::Error> {
        let mut params: Vec<Value<'_>> = vec![from.into(), until.into()];
        scope.clone().bind(&mut params);
        let mut all: HashMap<ClientId, Self> = HashMap::new();
        tx.for_each(SALES_BY_CLIENT[scope.index()], &params, |r| {
            all.entry(r.get(4)?).or_default().add(r)
        })?;
        Ok(all)
    }

    /// Adds another's.
    pub(crate) fn join(&mut self, other: Self) {
        for (day, minor) in other.0 {
            *self.0.entry(day).or_default() += minor;
        }
    }
}

/// Credit sales up to a day, read back as far as they are asked for, each day once.
pub(crate) struct SalesBack {
    sales: Sales,
    /// The last day that is not read yet; `None` where there is none.
    unread: Option<Date>,
}

impl SalesBack {
    /// None is read yet.
    pub(crate) fn until(day: Date) -> Self {
        Self { sales: Sales::default(), unread: Some(day) }
    }

    /// All are read.
    pub(crate) fn read(sales: Sales) -> Self {
        Self { sales, unread: None }
    }

    /// The sales from a day on.
    pub(crate) fn since(
        &mut self,
        tx: &Tx<'_>,
        scope: &Scope,
        from: Date,
    ) -> Result<&Sales, db::Error> {
        if let Some(until) = self.unread.filter(|until| from <= *until) {
            self.sales.read(tx, scope, (from, until))?;
            self.unread = from.yesterday().ok();
        }
        Ok(&self.sales)
    }
}
