//! What must hold, a statement each. Every statement takes ?2, how many differences to list, and answers what
//! differs, what was expected, what was found, and how many differences there are in all.

use super::{Proof, Values};

db::statements! {
    ENTRIES_BALANCE = include_str!("../sql/doctor/entries_balance.sql");
    ENTRIES_BALANCE_IN_BASE = include_str!("../sql/doctor/entries_balance_in_base.sql");
    ENTRY_LINES = include_str!("../sql/doctor/entry_lines.sql");
    ENTRY_NUMBERS = include_str!("../sql/doctor/entry_numbers.sql");
    ENTRY_REVERSALS = include_str!("../sql/doctor/entry_reversals.sql");
    POSTING_DAYS = include_str!("../sql/doctor/posting_days.sql");
    POSTING_ACCOUNTS = include_str!("../sql/doctor/posting_accounts.sql");
    LOCKED_PERIODS = include_str!("../sql/doctor/locked_periods.sql");
    CONTROL_ACCOUNTS = include_str!("../sql/doctor/control_accounts.sql");
    ITEMS_POSTED = include_str!("../sql/doctor/items_posted.sql");
    ITEM_DAYS = include_str!("../sql/doctor/item_days.sql");
    OPEN_AMOUNTS = include_str!("../sql/doctor/open_amounts.sql");
    /// ?3 is the day that stands for never.
    CLOSED_DAYS = include_str!("../sql/doctor/closed_days.sql");
    SETTLEMENTS_POSTED = include_str!("../sql/doctor/settlements_posted.sql");
    SETTLEMENT_DAYS = include_str!("../sql/doctor/settlement_days.sql");
    SETTLEMENT_LIMITS = include_str!("../sql/doctor/settlement_limits.sql");
    SETTLEMENT_REVERSALS = include_str!("../sql/doctor/settlement_reversals.sql");
    INVOICE_LINES = include_str!("../sql/doctor/invoice_lines.sql");
    DOCUMENTS_OPEN = include_str!("../sql/doctor/documents_open.sql");
    DOCUMENTS_KEPT = include_str!("../sql/doctor/documents_kept.sql");
    REFUNDS_AND_WRITE_OFFS = include_str!("../sql/doctor/refunds_and_write_offs.sql");
    NUMBER_SERIES = include_str!("../sql/doctor/number_series.sql");
}

macro_rules! proofs {
    ($($name:literal $statement:ident $values:ident $title:literal;)*) => {
        &[$(Proof { name: $name, title: $title, statement: &$statement, values: Values::$values },)*]
    };
}

/// All of them, from the journal to the documents.
pub(super) static ALL: &[Proof] = proofs! {
    "entries-balance" ENTRIES_BALANCE Numbers "Debits equal credits in every entry and currency";
    "entries-balance-in-base" ENTRIES_BALANCE_IN_BASE Numbers "Debits equal credits in every entry in base currency";
    "entry-lines" ENTRY_LINES Numbers "Every entry has at least two lines";
    "entry-numbers" ENTRY_NUMBERS Numbers "Entries are numbered from 1 without gaps";
    "entry-reversals" ENTRY_REVERSALS Numbers "Every reversing entry mirrors the entry that it takes back";
    "posting-days" POSTING_DAYS Days "Every line has the day of its entry";
    "posting-accounts" POSTING_ACCOUNTS Numbers "Every line is on an account of the company's chart";
    "locked-periods" LOCKED_PERIODS Instants "Nothing was recorded in a period after it was locked";
    "control-accounts" CONTROL_ACCOUNTS Numbers "Every control account is the sum of its open items";
    "items-posted" ITEMS_POSTED Numbers "Every open item is what its entry posted";
    "item-days" ITEM_DAYS Days "Every open item has the day of its entry";
    "open-amounts" OPEN_AMOUNTS Numbers "What is open of an item is its amount less its settlements";
    "closed-days" CLOSED_DAYS DaysOrNever "An item was closed on the day of its last settlement";
    "settlements-posted" SETTLEMENTS_POSTED Numbers "Every settlement took what its entry posted";
    "settlement-days" SETTLEMENT_DAYS Days "Every settlement has the day of its entry and follows its items";
    "settlement-limits" SETTLEMENT_LIMITS Numbers "On no day more was applied than was owed or received, nor less than nothing";
    "settlement-reversals" SETTLEMENT_REVERSALS Numbers "Every settlement that was taken back was so exactly";
    "invoice-lines" INVOICE_LINES Numbers "Every invoice is the sum of its lines and taxes";
    "documents-open" DOCUMENTS_OPEN Numbers "Every document agrees with its open item";
    "documents-kept" DOCUMENTS_KEPT Numbers "Whatever a document posted has its document, in the state that it posted";
    "refunds-and-write-offs" REFUNDS_AND_WRITE_OFFS Numbers "Every refund and write-off took what it says";
    "number-series" NUMBER_SERIES Numbers "Number series have no gaps";
};
