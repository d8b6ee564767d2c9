#![doc = include_str!("../README.md")]

mod behaviour;
mod book;
mod catalogue;
mod claims;
mod clients;
mod company;
mod days;
mod facts;
mod family;
mod household;
mod member;
mod money;
mod names;
mod orders;
mod papers;
mod places;
mod plan;
mod rng;
mod settlement;
mod simulation;
mod staff;
mod summary;

pub use book::{Book, Impossible, Owed};
pub use clients::{Address, Client, Contact, Family, Kind, Status, TaxNumber};
pub use company::{ClientType, Company, Currency, EarlyDiscount, ExchangeRate, PaymentTerms, Team};
pub use days::Holiday;
pub use facts::{Applied, CreditNote, Fact, Invoice, Line, Method, Receipt};
pub use family::Families;
pub use money::{TaxRate, TotalError, fraction_minor, gross_minor, line_net_minor};
pub use plan::Plan;
pub use staff::{Role, Staff};
pub use summary::{CurrencySummary, Summary};
