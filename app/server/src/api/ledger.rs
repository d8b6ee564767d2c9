//! The ledger: the chart of accounts, the journal, periods, rates and number series.

use jiff::Timestamp;
use jiff::civil::Date;
use ledger::account;
use utoipa_axum::router::OpenApiRouter;

use crate::state::Server;
use crate::wire::{Word, words};

mod accounts;
mod balances;
mod check;
mod entries;
mod periods;
mod rates;
mod series;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .merge(accounts::routes())
        .merge(balances::routes())
        .merge(check::routes())
        .merge(entries::routes())
        .merge(periods::routes())
        .merge(rates::routes())
        .merge(series::routes())
}

words! {
    account::AccountKind = "GlAccountKind", account::AccountKind::ALL;
    account::AccountRole = "GlAccountRole", account::AccountRole::ALL;
    ::ledger::Side = "Side", ::ledger::Side::ALL;
}
type GlAccountKind = Word<account::AccountKind>;
type GlAccountRole = Word<account::AccountRole>;
type Side = Word<::ledger::Side>;

/// A day of the books, as they were known at an instant.
#[derive(Clone, Copy)]
struct AsOf {
    day: Date,
    known_at: Option<Timestamp>,
}
