//! What people may do, one word and one type each.
//!
//! The type is the parameter of [`crate::Allowed`], the proof that a change demands.

use std::fmt;
use std::str::FromStr;

/// A permission as a type.
pub trait PermissionType {
    /// The permission as a value.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// A permission as a value: what roles grant.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission {
            $($(#[$doc])* $name,)*
        }

        impl Permission {
            /// Every permission.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word that roles and the API use.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }

        $($(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}
        impl PermissionType for $name {
            const PERMISSION: Permission = Permission::$name;
        })*
    };
}

permissions! {
    /// Add, change and disable users, teams and roles.
    ManageUsers = "users.manage";
    /// Change the company's settings and calendar.
    ManageCompany = "company.manage";
    /// Read the audit trail.
    ReadAudit = "audit.read";
    /// See clients and their contacts.
    ReadClients = "clients.read";
    /// Add and change clients and their contacts.
    WriteClients = "clients.write";
    /// See the journal, accounts and trial balance.
    ReadLedger = "ledger.read";
    /// Post journal entries by hand and reverse them.
    PostJournal = "ledger.post";
    /// Post into a period that is softly locked.
    PostInSoftLock = "ledger.post_soft";
    /// Lock and unlock periods.
    LockPeriods = "ledger.lock";
    /// Change the chart of accounts, rates, number series, terms and taxes.
    SetUpLedger = "ledger.setup";
    /// See invoices, receipts, open items and reports.
    ReadReceivables = "receivables.read";
    /// Draft, issue, credit and void invoices.
    WriteInvoices = "invoices.write";
    /// Take receipts, apply and unapply them, record bounces.
    TakeReceipts = "receipts.take";
    /// Pay money back.
    Refund = "refunds.pay";
    /// Write off, or propose to above the limit.
    WriteOff = "write_offs.request";
    /// Decide on proposed write-offs.
    ApproveWriteOffs = "write_offs.approve";
    /// Import files and undo imports.
    RunImports = "imports.run";
}

impl Permission {
    /// Whether it is about clients, and so can reach one's own, those of one's team, or all. Every other is
    /// about the company, and is had wholly or not at all.
    pub fn is_of_clients(self) -> bool {
        match self {
            Self::ReadClients
            | Self::WriteClients
            | Self::ReadReceivables
            | Self::WriteInvoices
            | Self::TakeReceipts
            | Self::Refund
            | Self::WriteOff
            | Self::ApproveWriteOffs => true,
            Self::ManageUsers
            | Self::ManageCompany
            | Self::ReadAudit
            | Self::ReadLedger
            | Self::PostJournal
            | Self::PostInSoftLock
            | Self::LockPeriods
            | Self::SetUpLedger
            | Self::RunImports => false,
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Permission {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().find(|p| p.word() == word);
        known.copied().ok_or_else(|| format!("there is no permission '{word}'"))
    }
}
