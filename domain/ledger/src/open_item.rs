//! Open items: what one document leaves owing.

use clients::ClientId;
use db::{Tx, params};
use jiff::civil::Date;
use kernel::Id;
use money::{Currency, Rate};

use crate::account::GlAccountId;
use crate::book::Side;

/// Marks the id of an open item, which is its document's id.
pub enum OpenItemMark {}
/// The id of an open item: the id of the invoice, credit note or receipt that it belongs to.
pub type OpenItemId = Id<OpenItemMark>;

/// The day on which an item that is still open counts as closed, so that one comparison asks for the items
/// that were open on a day.
pub const STILL_OPEN: Date = Date::constant(9999, 12, 31);

db::statements! {
    pub(crate) FIND = "SELECT open_item_id, client_id, kind, side, number, gl_account_id, currency, amount_minor, base_minor, open_minor, open_base_minor, rate_e12, issued_on, due_on, closed_on, entry_no
                       FROM open_item WHERE tenant_id = ?1 AND open_item_id IN LIST(?2)";
    /// Each movement of the given items: its day and what it took (below nought: gave back).
    pub(crate) MOVEMENTS = "SELECT debit_item_id, applied_on, amount_minor FROM settlement WHERE tenant_id = ?1 AND debit_item_id IN LIST(?2)
                            UNION ALL
                            SELECT credit_item_id, applied_on, amount_minor FROM settlement WHERE tenant_id = ?1 AND credit_item_id IN LIST(?2)";
}

kernel::words! {
    /// Which document an item belongs to.
    pub enum ItemKind {
        /// An invoice: the client owes it.
        Invoice = "invoice",
        /// A credit note: the company owes it.
        CreditNote = "credit_note",
        /// A receipt: money that the client may still use.
        Receipt = "receipt",
    }
}

/// An open item.
#[derive(Clone, Debug)]
pub struct OpenItem {
    /// Its document's id.
    pub id: OpenItemId,
    /// Whose it is.
    pub client: ClientId,
    /// Which document it belongs to.
    pub kind: ItemKind,
    /// Debit: the client owes; credit: the client has.
    pub side: Side,
    /// The document's number.
    pub number: String,
    /// The control account that it is part of.
    pub account: GlAccountId,
    /// Its currency.
    pub currency: Currency,
    /// What it was for, above nought.
    pub amount_minor: i64,
    /// That in base currency.
    pub base_minor: i64,
    /// What is left of it by all that is recorded, whatever its day.
    pub open_minor: i64,
    /// What is left of its base amount.
    pub open_base_minor: i64,
    /// Base-currency units for one of its currency.
    pub rate: Rate,
    /// The document's day.
    pub issued_on: Date,
    /// When it is due.
    pub due_on: Date,
    /// The day on which the last of it went; [`STILL_OPEN`] while something is left.
    pub closed_on: Date,
    /// The entry that posted it.
    pub entry_no: i64,
}

/// What a new item is made from; its base amount and entry come from the posting.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// The document's id.
    pub id: OpenItemId,
    /// Whose it is.
    pub client: ClientId,
    /// Which document it belongs to.
    pub kind: ItemKind,
    /// The document's number.
    pub number: String,
    /// Its currency.
    pub currency: Currency,
    /// What it is for, above nought.
    pub amount_minor: i64,
    /// That in base currency.
    pub base_minor: i64,
    /// Base-currency units for one of its currency.
    pub rate: Rate,
    /// The document's day.
    pub issued_on: Date,
    /// When it is due.
    pub due_on: Date,
}

impl ItemKind {
    /// On which side items of this kind stand.
    pub fn side(self) -> Side {
        match self {
            Self::Invoice => Side::Debit,
            Self::CreditNote | Self::Receipt => Side::Credit,
        }
    }
}

pub(crate) fn item_of(r: &db::Row<'_>) -> Result<OpenItem, db::Error> {
    Ok(OpenItem {
        id: r.get(0)?,
        client: r.get(1)?,
        kind: r.parse(2)?,
        side: r.parse(3)?,
        number: r.get(4)?,
        account: r.get(5)?,
        currency: r.get(6)?,
        amount_minor: r.get(7)?,
        base_minor: r.get(8)?,
        open_minor: r.get(9)?,
        open_base_minor: r.get(10)?,
        rate: r.get(11)?,
        issued_on: r.get(12)?,
        due_on: r.get(13)?,
        closed_on: r.get(14)?,
        entry_no: r.get(15)?,
    })
}

/// Open items by id; those that are not there are left out.
pub fn find(tx: &Tx<'_>, ids: &[OpenItemId]) -> Result<Vec<OpenItem>, db::Error> {
    tx.query(&FIND, params![ids], item_of)
}
