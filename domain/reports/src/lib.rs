#![doc = include_str!("../README.md")]

// Its texts are parts of the others'.
#[macro_use]
mod scope;

pub mod aging;
pub mod balance_over_time;
pub mod cei;
pub mod client_balance;
pub mod client_history;
pub mod doctor;
pub mod dso;
pub mod groups;
pub mod item_history;
pub mod open_items;
pub mod payment_behaviour;
pub mod proof_run;
mod receivable;
mod sales;
pub mod trial_balance;

pub use aging::{AgingAsk, AgingBasis, AgingRow, aged_balance};
pub use balance_over_time::balance_over_time;
pub use cei::{Cei, CeiFigures};
pub use client_balance::{BalancesAsk, ClientBalance, client_balance, client_balances};
pub use client_history::{ClientHistory, HistoryAsk, Movement, client_history};
pub use doctor::{Check, Difference};
pub use dso::{Dso, DsoFigures};
pub use groups::{By, Key, Keys};
pub use item_history::{ItemHistory, item_history};
pub use open_items::{OpenItemRow, OpenItemSort, OpenItemsAsk, open_items};
pub use payment_behaviour::{Behaviour, Grade, Risk, payment_behaviour, risk};
pub use proof_run::{ProofRun, ProofRunId};
pub use sales::{MonthsAsk, PERIOD_DAYS_USUAL, PeriodAsk, PeriodError};
pub use scope::{Owner, ScopeError};
