//! The plan a sample is made from.

use jiff::civil::{Date, date};

use crate::company::{Company, company};
use crate::days::Calendar;
use crate::family::Families;
use crate::staff::{STAFF, Staff};

/// What to make up. Plans that are equal give the same bytes everywhere, and
/// a family depends on its place and not on how many families follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub seed: u64,
    /// How many clients there are in all, parents and children together.
    pub clients: u64,
    /// The first day on which anything happens.
    pub since: Date,
    /// The last day on which anything happens.
    pub until: Date,
    /// The most invoices one client may have. `None` chooses by size: no limit
    /// up to [`Plan::FULL_HISTORY_UP_TO`] clients, and three above it, so that
    /// a million clients can still be loaded in reasonable time.
    pub invoices_per_client_max: Option<u32>,
}

impl Default for Plan {
    /// Four hundred clients and three years, ending on 31 October 2026.
    fn default() -> Plan {
        Plan {
            seed: 1948,
            clients: 400,
            since: date(2023, 11, 1),
            until: date(2026, 10, 31),
            invoices_per_client_max: None,
        }
    }
}

impl Plan {
    /// The largest sample in which every client has its whole history unless
    /// the plan says otherwise.
    pub const FULL_HISTORY_UP_TO: u64 = 10_000;

    /// The company whose clients these are.
    pub fn company(&self) -> Company {
        company(self.seed, self.since, self.until)
    }

    /// The people who work there, the same in every plan.
    pub fn staff(&self) -> Vec<Staff> {
        STAFF.to_vec()
    }

    /// The families, one at a time; exactly [`Plan::clients`] clients in all.
    /// Only the family in hand is in memory.
    pub fn families(&self) -> Families {
        Families::new(self)
    }

    pub(crate) fn setting(&self) -> Setting {
        let light = self.clients > Plan::FULL_HISTORY_UP_TO;
        Setting {
            seed: self.seed,
            since: self.since,
            // Beyond the last year days stop advancing, and life with them.
            until: self.until.min(date(9998, 12, 31)),
            invoices_per_client_max: match self.invoices_per_client_max {
                Some(max) => max,
                None if light => 3,
                None => u32::MAX,
            },
            calendar: Calendar::new(self.since, self.until),
        }
    }
}

/// What every family of a plan has in common.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub(crate) seed: u64,
    pub(crate) since: Date,
    pub(crate) until: Date,
    pub(crate) invoices_per_client_max: u32,
    pub(crate) calendar: Calendar,
}
