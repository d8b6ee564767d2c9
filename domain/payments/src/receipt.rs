//! Receipts.

use clients::ClientId;
use clients::client::access::{AccessError, access};
use db::{Ask, List, SortKind, Tx, params};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Id, Page, PageRequest};
use money::{Currency, Rate};
use people::permission::{PermissionType, ReadReceivables};
use people::{Actor, Allowed};

use crate::PaymentError;

pub mod bounce;
pub mod post;
pub mod receive;

/// Marks the id of a receipt.
pub enum ReceiptMark {}
/// The id of a receipt, and of its open item.
pub type ReceiptId = Id<ReceiptMark>;

db::statements! {
    FIND = "SELECT r.receipt_id, r.number, r.client_id, r.method, r.currency, r.amount_minor, r.received_on, r.reference, r.deposit, r.status, r.rate_e12, r.entry_no, r.reason, r.version, r.created_at, r.created_by, o.open_minor
            FROM receipt r JOIN open_item o ON o.tenant_id = r.tenant_id AND o.open_item_id = r.receipt_id
            WHERE r.tenant_id = ?1 AND r.receipt_id = ?2";
}

db::list! {
    /// Receipts of clients.
    RECEIPTS = List {
        name: "receipts",
        columns: "r.receipt_id, r.number, r.client_id, r.method, r.currency, r.amount_minor, r.received_on, r.reference, r.deposit, r.status, r.rate_e12, r.entry_no, r.reason, r.version, r.created_at, r.created_by, o.open_minor",
        from: "receipt r JOIN open_item o ON o.tenant_id = r.tenant_id AND o.open_item_id = r.receipt_id",
        base: "r.tenant_id = ?1",
        filters: &[
            ("owners", "EXISTS (SELECT 1 FROM client c WHERE c.tenant_id = r.tenant_id AND c.client_id = r.client_id AND c.owner_id IN LIST({}))"),
            ("client", "r.client_id = {}"),
            ("status", "r.status = {}"),
            ("method", "r.method = {}"),
            ("number", "r.number = {}"),
            ("number_prefix", "r.number >= {} AND r.number < {}::text || '\u{10FFFF}'"),
            ("reference", "r.reference = {}"),
            ("currency", "r.currency = {}"),
            ("received_from", "r.received_on >= {}"),
            ("received_until", "r.received_on <= {}"),
            ("unapplied", "(o.open_minor > 0) = {}::boolean"),
        ],
        sorts: &[
            ("received_on", "r.received_on", SortKind::Date),
            ("number", "r.number", SortKind::Text),
            ("amount", "r.amount_minor", SortKind::Int),
        ],
        key: ("r.receipt_id", SortKind::Uuid),
    };
}

kernel::words! {
    /// How money came or went.
    pub enum Method {
        /// By cheque.
        Cheque = "cheque",
        /// In cash.
        Cash = "cash",
        /// By bank transfer.
        Transfer = "transfer",
        /// By card.
        Card = "card",
        /// By direct debit.
        DirectDebit = "direct_debit",
    }
}

kernel::words! {
    /// Where a receipt stands.
    pub enum ReceiptStatus {
        /// The money is there.
        Posted = "posted",
        /// The bank took it back.
        Bounced = "bounced",
        /// It was never there.
        Void = "void",
    }
}

/// Money received from a client.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Its id.
    pub id: ReceiptId,
    /// Its number.
    pub number: String,
    /// Who paid.
    pub client: ClientId,
    /// How.
    pub method: Method,
    /// In which currency.
    pub currency: Currency,
    /// How much.
    pub amount_minor: i64,
    /// When.
    pub received_on: Date,
    /// What the payer wrote.
    pub reference: String,
    /// Whether it is a deposit, which is applied by hand only.
    pub deposit: bool,
    /// Where it stands.
    pub status: ReceiptStatus,
    /// Base-currency units for one of its currency.
    pub rate: Rate,
    /// Its journal entry.
    pub entry_no: i64,
    /// Why it bounced or was voided.
    pub reason: Option<String>,
    /// For optimistic locking.
    pub version: i64,
    /// When it was entered.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: String,
    /// What of it is not applied.
    pub unapplied_minor: i64,
}

fn receipt_of(r: &db::Row<'_>) -> Result<Receipt, db::Error> {
    Ok(Receipt {
        id: r.get(0)?,
        number: r.get(1)?,
        client: r.get(2)?,
        method: r.parse(3)?,
        currency: r.get(4)?,
        amount_minor: r.get(5)?,
        received_on: r.get(6)?,
        reference: r.get(7)?,
        deposit: r.get(8)?,
        status: r.parse(9)?,
        rate: r.get(10)?,
        entry_no: r.get(11)?,
        reason: r.get(12)?,
        version: r.get(13)?,
        created_at: r.get(14)?,
        created_by: r.get(15)?,
        unapplied_minor: r.get(16)?,
    })
}

/// A receipt of a client in reach of permission `P`.
pub(crate) fn reach<P: PermissionType>(
    tx: &Tx<'_>,
    actor: &Actor,
    id: ReceiptId,
) -> Result<Receipt, PaymentError> {
    actor.allow::<P>().map_err(AccessError::from)?;
    let unknown = || PaymentError::Unknown("receipt", id.uuid());
    let found = tx.query_opt(&FIND, params![id], receipt_of)?.ok_or_else(unknown)?;
    match access::<P>(tx, actor, found.client) {
        Ok(_) => Ok(found),
        Err(AccessError::Unknown(_)) => Err(unknown()),
        Err(error) => Err(error.into()),
    }
}

/// A receipt.
pub fn get(tx: &Tx<'_>, actor: &Actor, id: ReceiptId) -> Result<Receipt, PaymentError> {
    reach::<ReadReceivables>(tx, actor, id)
}

/// A page of the receipts in reach.
pub fn list(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: Ask<'_>,
) -> Result<Page<Receipt>, db::Error> {
    let ask = ask.filter("owners", proof.owners());
    RECEIPTS.page(tx, &ask, |_| Ok(None), receipt_of)
}

/// The first receipts in reach whose number begins so, by number.
pub fn by_number(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    prefix: &str,
    limit: u32,
) -> Result<Vec<Receipt>, db::Error> {
    let page = PageRequest { limit: Some(limit), after: None };
    let ask = Ask { sort: Some("number".to_owned()), page, ..Ask::default() }
        .filter("owners", proof.owners())
        .filter("number_prefix", Some(prefix));
    Ok(RECEIPTS.page(tx, &ask, |_| Ok(Some(0)), receipt_of)?.items)
}
