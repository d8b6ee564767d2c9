//! Settling items: taking from them, giving back, and voiding.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use money::{Currency, Rate, share_of};

use super::{Book, EntryHead, Held, Line, PostError, Side};
use crate::account::{AccountRole, GlAccountId};
use crate::entry;
use crate::open_item::{self, OpenItem, OpenItemId, STILL_OPEN};
use crate::settlement::{self, SettleError, Settlement, SettlementKind, free_from};

/// What is to be taken, from which items.
#[derive(Clone, Debug)]
pub struct Settle {
    /// What takes.
    pub kind: SettlementKind,
    /// From an invoice.
    pub debit: Option<OpenItemId>,
    /// From a receipt or credit note.
    pub credit: Option<OpenItemId>,
    /// The account on the other side, where only one item is given, with the base amount there (`None`: what
    /// the item loses).
    pub counter: Option<(GlAccountId, Option<i64>)>,
    /// How much.
    pub amount_minor: i64,
    /// From which day on.
    pub on: Date,
    /// What an accountant reads.
    pub narrative: String,
    /// Why, where somebody said.
    pub reason: Option<String>,
    /// The credit whose application brings this along.
    pub with_credit: Option<OpenItemId>,
}

impl Book<'_, '_> {
    /// Reads items that were there before, with all that moved them, so that they can be settled.
    pub fn hold(&mut self, ids: &[OpenItemId]) -> Result<(), SettleError> {
        let wanted: HashSet<OpenItemId> =
            ids.iter().filter(|id| !self.items.contains_key(*id)).copied().collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let wanted: Vec<OpenItemId> = wanted.into_iter().collect();
        for item in open_item::find(self.tx, &wanted)? {
            self.items.insert(item.id, Held { item, is_new: false, moved: Vec::new() });
        }
        let moved = self.tx.query(&open_item::MOVEMENTS, db::params![wanted.as_slice()], |r| {
            Ok((r.get::<OpenItemId>(0)?, r.get::<Date>(1)?, r.get::<i64>(2)?))
        })?;
        for (id, on, amount) in moved {
            if let Some(held) = self.items.get_mut(&id) {
                held.moved.push((on, amount));
            }
        }
        Ok(())
    }

    /// An item of this book, or one that was held.
    pub fn held(&self, id: OpenItemId) -> Result<&OpenItem, SettleError> {
        self.items.get(&id).map(|h| &h.item).ok_or(SettleError::UnknownItem)
    }

    /// How much of an item can be taken from a day on.
    pub fn free(&self, id: OpenItemId, on: Date) -> Result<i64, SettleError> {
        let held = self.items.get(&id).ok_or(SettleError::UnknownItem)?;
        Ok(free_from(held.item.amount_minor, &held.moved, on))
    }

    /// Takes from one item or two, posts it, and answers the settlement's number. The items must be held.
    pub fn settle(&mut self, s: Settle) -> Result<i64, SettleError> {
        if s.amount_minor <= 0 {
            return Err(SettleError::NotPositive);
        }
        let debit = s.debit.map(|id| self.taken(id, Side::Debit, &s)).transpose()?;
        let credit = s.credit.map(|id| self.taken(id, Side::Credit, &s)).transpose()?;
        if let (Some((d, _)), Some((c, _))) = (&debit, &credit)
            && d.currency != c.currency
        {
            return Err(SettleError::CurrencyDiffers {
                credit: c.number.clone(),
                credit_currency: c.currency,
                debit: d.number.clone(),
                debit_currency: d.currency,
            });
        }
        let lines = self.settlement_lines(&s, debit.as_ref(), credit.as_ref())?;
        let head = EntryHead {
            effective_on: s.on,
            source: s.kind.word(),
            document: s.credit.or(s.debit).map(kernel::Id::uuid),
            narrative: s.narrative,
            reason: s.reason.clone(),
            reverses: None,
        };
        let entry_no = self.entry(head, lines)?;
        self.record(Settlement {
            entry_no,
            kind: s.kind,
            debit_item: s.debit,
            credit_item: s.credit,
            amount_minor: s.amount_minor,
            debit_base_minor: debit.map_or(0, |(_, base)| base),
            credit_base_minor: credit.map_or(0, |(_, base)| base),
            applied_on: s.on,
            reverses_no: None,
            reason: s.reason,
            with_credit: s.with_credit,
        });
        Ok(entry_no)
    }

    /// An item and what it loses in base currency, if it can give the amount.
    fn taken(
        &self,
        id: OpenItemId,
        side: Side,
        s: &Settle,
    ) -> Result<(OpenItem, i64), SettleError> {
        let item = self.held(id)?.clone();
        if item.side != side {
            return Err(SettleError::WrongSide { number: item.number });
        }
        if s.on < item.issued_on {
            return Err(SettleError::BeforeItem {
                number: item.number,
                issued_on: item.issued_on,
                on: s.on,
            });
        }
        let free_minor = self.free(id, s.on)?;
        if s.amount_minor > free_minor {
            let (number, currency) = (item.number, item.currency);
            return Err(SettleError::MoreThanOpen {
                number,
                currency,
                on: s.on,
                free_minor,
                asked_minor: s.amount_minor,
            });
        }
        let base = if s.amount_minor == item.open_minor {
            item.open_base_minor
        } else {
            share_of(item.open_base_minor, s.amount_minor, item.open_minor)
                .map_err(PostError::from)?
        };
        Ok((item, base))
    }

    /// A settlement debits the credit item's control account and credits the debit item's; where there is
    /// one item, the counter account stands for the other. What differs in base currency is a realised
    /// exchange difference.
    fn settlement_lines(
        &self,
        s: &Settle,
        debit: Option<&(OpenItem, i64)>,
        credit: Option<&(OpenItem, i64)>,
    ) -> Result<Vec<Line>, SettleError> {
        let any = debit.or(credit).ok_or(SettleError::UnknownItem)?;
        let line = |taken: Option<&(OpenItem, i64)>, side: Side| -> Result<Line, SettleError> {
            let (account, base_minor, of) = match (taken, s.counter) {
                (Some((item, base)), _) => (item.account, *base, item),
                (None, Some((account, base))) => (account, base.unwrap_or(any.1), &any.0),
                (None, None) => return Err(SettleError::UnknownItem),
            };
            Ok(Line {
                account,
                side,
                currency: of.currency,
                amount_minor: s.amount_minor,
                base_minor,
                rate: of.rate,
                client: Some(of.client),
                document: Some(of.id.uuid()),
            })
        };
        let mut lines = vec![line(credit, Side::Debit)?, line(debit, Side::Credit)?];
        let gain = lines[0].base_minor - lines[1].base_minor;
        if gain != 0 {
            lines.push(self.exchange_difference(gain, &any.0)?);
        }
        Ok(lines)
    }

    fn exchange_difference(&self, gain_minor: i64, item: &OpenItem) -> Result<Line, PostError> {
        let (role, side) = if gain_minor > 0 {
            (AccountRole::ExchangeGain, Side::Credit)
        } else {
            (AccountRole::ExchangeLoss, Side::Debit)
        };
        Ok(Line {
            account: self.account_for(role)?,
            side,
            currency: self.base(),
            amount_minor: 0,
            base_minor: gain_minor.abs(),
            rate: Rate::ONE,
            client: Some(item.client),
            document: Some(item.id.uuid()),
        })
    }

    /// Takes settlements back from a day on, each by an entry that reverses its own.
    pub fn unsettle(
        &mut self,
        entry_nos: &[i64],
        on: Option<Date>,
        reason: &str,
    ) -> Result<Vec<i64>, SettleError> {
        let found = self.settlements_by_no(entry_nos)?;
        if found.len() != entry_nos.len() {
            return Err(SettleError::UnknownSettlement);
        }
        let mut reversed: HashSet<i64> = entry::reversed(self.tx, entry_nos)?.into_keys().collect();
        reversed.extend(self.settlements.iter().filter_map(|s| s.reverses_no));
        let items: Vec<OpenItemId> =
            found.iter().flat_map(|s| [s.debit_item, s.credit_item]).flatten().collect();
        self.hold(&items)?;
        let mut posted = self.lines_by_no(entry_nos)?;
        let mut numbers = Vec::with_capacity(found.len());
        for s in found {
            if s.reverses_no.is_some() || reversed.contains(&s.entry_no) {
                return Err(SettleError::Reversed(s.entry_no));
            }
            let day = on.unwrap_or(s.applied_on);
            if day < s.applied_on {
                let number = s
                    .debit_item
                    .or(s.credit_item)
                    .map(|id| self.held(id).map(|i| i.number.clone()));
                let number = number.transpose()?.unwrap_or_default();
                return Err(SettleError::BeforeItem { number, issued_on: s.applied_on, on: day });
            }
            let lines = posted.remove(&s.entry_no).unwrap_or_default();
            let entry_no = self.reversing_entry(
                s.entry_no,
                s.kind.word(),
                s.credit_item.or(s.debit_item),
                lines,
                day,
                reason,
            )?;
            numbers.push(entry_no);
            self.record(Settlement {
                entry_no,
                amount_minor: -s.amount_minor,
                debit_base_minor: -s.debit_base_minor,
                credit_base_minor: -s.credit_base_minor,
                applied_on: day,
                reverses_no: Some(s.entry_no),
                reason: Some(reason.to_owned()),
                ..s
            });
        }
        Ok(numbers)
    }

    /// The first day from which on nothing takes from an item: its own, unless something did that was taken back
    /// later. `None` where something still takes from it.
    fn whole_since(&self, id: OpenItemId) -> Result<Option<Date>, SettleError> {
        let held = self.items.get(&id).ok_or(SettleError::UnknownItem)?;
        let mut days: Vec<Date> = held.moved.iter().map(|(on, _)| *on).collect();
        days.push(held.item.issued_on);
        days.sort_unstable();
        let whole = |on: &Date| {
            free_from(held.item.amount_minor, &held.moved, *on) >= held.item.amount_minor
        };
        Ok(days.into_iter().find(whole))
    }

    /// Voids documents: reverses the entry of each and closes its item, from a day on (`None`: the first from
    /// which on nothing takes from it, its own as a rule).
    pub fn void(
        &mut self,
        ids: &[OpenItemId],
        on: Option<Date>,
        reason: &str,
    ) -> Result<Vec<i64>, SettleError> {
        self.hold(ids)?;
        let items: Vec<OpenItem> =
            ids.iter().map(|id| self.held(*id).cloned()).collect::<Result<_, _>>()?;
        let entry_nos: Vec<i64> = items.iter().map(|i| i.entry_no).collect();
        let mut posted = self.lines_by_no(&entry_nos)?;
        let mut numbers = Vec::with_capacity(items.len());
        for item in items {
            let whole_since = self.whole_since(item.id)?;
            let day = on.or(whole_since).unwrap_or(item.issued_on);
            if day < item.issued_on {
                return Err(SettleError::BeforeItem {
                    number: item.number,
                    issued_on: item.issued_on,
                    on: day,
                });
            }
            if whole_since.is_none_or(|since| day < since) {
                return Err(SettleError::PartlySettled { number: item.number });
            }
            let lines = posted.remove(&item.entry_no).unwrap_or_default();
            let entry_no =
                self.reversing_entry(item.entry_no, "void", Some(item.id), lines, day, reason)?;
            numbers.push(entry_no);
            let of = |side: Side| (item.side == side).then_some(item.id);
            let base = |side: Side| if item.side == side { item.base_minor } else { 0 };
            self.record(Settlement {
                entry_no,
                kind: SettlementKind::Void,
                debit_item: of(Side::Debit),
                credit_item: of(Side::Credit),
                amount_minor: item.amount_minor,
                debit_base_minor: base(Side::Debit),
                credit_base_minor: base(Side::Credit),
                applied_on: day,
                reverses_no: None,
                reason: Some(reason.to_owned()),
                with_credit: None,
            });
        }
        Ok(numbers)
    }

    /// Settlements of this book and of the database.
    fn settlements_by_no(&self, entry_nos: &[i64]) -> Result<Vec<Settlement>, db::Error> {
        let (mine, stored): (Vec<i64>, Vec<i64>) =
            entry_nos.iter().partition(|no| **no >= self.first_no);
        let mut found =
            if stored.is_empty() { Vec::new() } else { settlement::find(self.tx, &stored)? };
        found.extend(self.settlements.iter().filter(|s| mine.contains(&s.entry_no)).cloned());
        Ok(found)
    }

    /// The lines of entries of this book and of the database.
    fn lines_by_no(&self, entry_nos: &[i64]) -> Result<HashMap<i64, Vec<Line>>, db::Error> {
        let (mine, stored): (Vec<i64>, Vec<i64>) =
            entry_nos.iter().partition(|no| **no >= self.first_no);
        let mut lines =
            if stored.is_empty() { HashMap::new() } else { entry::lines_of(self.tx, &stored)? };
        for no in mine {
            let from = self.postings.partition_point(|p| p.entry_no < no);
            let own = self.postings[from..].iter().take_while(|p| p.entry_no == no);
            lines.insert(no, own.map(|p| p.line.clone()).collect());
        }
        Ok(lines)
    }

    /// What still takes from an item or came along with its application, in this book and in the database.
    pub fn live(&self, id: OpenItemId) -> Result<Vec<Settlement>, SettleError> {
        let stored = self.items.get(&id).is_none_or(|held| !held.is_new);
        let mut live = if stored { settlement::live(self.tx, &[id])? } else { Vec::new() };
        let of = |s: &&Settlement| [s.debit_item, s.credit_item, s.with_credit].contains(&Some(id));
        let own = self.settlements.iter().filter(of).filter(|s| s.reverses_no.is_none());
        live.extend(own.cloned());
        live.retain(|l| !self.settlements.iter().any(|s| s.reverses_no == Some(l.entry_no)));
        Ok(live)
    }

    fn reversing_entry(
        &mut self,
        reverses: i64,
        source: &'static str,
        document: Option<OpenItemId>,
        lines: Vec<Line>,
        on: Date,
        reason: &str,
    ) -> Result<i64, PostError> {
        let lines = lines.into_iter().map(|l| Line { side: l.side.other(), ..l }).collect();
        let head = EntryHead {
            effective_on: on,
            source,
            document: document.map(kernel::Id::uuid),
            narrative: self.reversal_of(reverses),
            reason: Some(reason.to_owned()),
            reverses: Some(reverses),
        };
        self.entry(head, lines)
    }

    /// Keeps a settlement, and what it does to the items.
    fn record(&mut self, s: Settlement) {
        for (id, base) in [(s.debit_item, s.debit_base_minor), (s.credit_item, s.credit_base_minor)]
        {
            if let Some(held) = id.and_then(|id| self.items.get_mut(&id)) {
                held.moved.push((s.applied_on, s.amount_minor));
                let item = &mut held.item;
                item.open_minor -= s.amount_minor;
                item.open_base_minor -= base;
                let last = held.moved.iter().map(|(on, _)| *on).max().unwrap_or(s.applied_on);
                item.closed_on = if item.open_minor == 0 { last } else { STILL_OPEN };
            }
        }
        self.settlements.push(s);
    }

    /// A currency's rate on a day: given, or the latest known.
    pub fn rate(
        &self,
        currency: Currency,
        on: Date,
        given: Option<Rate>,
    ) -> Result<Rate, crate::rate::RateError> {
        match given {
            Some(rate) if currency == self.base() && rate != Rate::ONE => {
                Err(crate::rate::RateError::BaseCurrency(currency))
            }
            Some(rate) if rate <= Rate::ZERO => Err(crate::rate::RateError::NotPositive),
            Some(rate) => Ok(rate),
            None => crate::rate::on(self.tx, self.base(), currency, on),
        }
    }
}
