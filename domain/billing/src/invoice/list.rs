//! Reading documents: one, and pages of many.

use clients::client::access::{AccessError, access};
use db::{Ask, List, SortKind, Tx};
use kernel::{Page, PageRequest};
use people::permission::ReadReceivables;
use people::{Actor, Allowed};

use super::{Invoice, InvoiceError, InvoiceId, head_of, hide, load};

db::list! {
    /// Documents of clients.
    INVOICES = List {
        name: "invoices",
        columns: "i.invoice_id, i.kind, i.status, i.number, i.client_id, i.currency, i.issued_on, i.due_on, i.payment_term, i.discount_until, i.discount_minor, i.purchase_order, i.credits_id, i.net_minor, i.tax_minor, i.total_minor, i.rate_e12, i.entry_no, i.disputed_on, i.dispute_reason, i.reason, i.version, i.created_at, i.created_by",
        from: "invoice i",
        base: "i.tenant_id = ?1",
        filters: &[
            ("owners", "EXISTS (SELECT 1 FROM client c WHERE c.tenant_id = i.tenant_id AND c.client_id = i.client_id AND c.owner_id IN LIST({}))"),
            ("client", "i.client_id = {}"),
            ("kind", "i.kind = {}"),
            ("status", "i.status = {}"),
            ("number", "i.number = {}"),
            ("number_prefix", "i.number >= {} AND i.number < {}::text || '\u{10FFFF}'"),
            ("currency", "i.currency = {}"),
            ("issued_from", "i.issued_on >= {}"),
            ("issued_until", "i.issued_on <= {}"),
            ("due_from", "i.due_on >= {}"),
            ("due_until", "i.due_on <= {}"),
            ("disputed", "(i.disputed_on IS NOT NULL) = {}::boolean"),
        ],
        sorts: &[
            ("issued_on", "i.issued_on", SortKind::Date),
            ("number", "i.number", SortKind::Text),
            ("due_on", "i.due_on", SortKind::Date),
            ("total", "i.total_minor", SortKind::Int),
        ],
        key: ("i.invoice_id", SortKind::Uuid),
    };
}

/// A document with its lines and taxes.
pub fn get(tx: &Tx<'_>, actor: &Actor, id: InvoiceId) -> Result<Invoice, InvoiceError> {
    // Who may not read any invoice is told so before it is looked for.
    actor.allow::<ReadReceivables>().map_err(AccessError::from)?;
    let found = load(tx, id)?;
    access::<ReadReceivables>(tx, actor, found.client).map_err(hide(id))?;
    Ok(found)
}

/// A page of the documents in reach, without their lines.
pub fn list(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    ask: Ask<'_>,
) -> Result<Page<Invoice>, db::Error> {
    let ask = ask.filter("owners", proof.owners());
    INVOICES.page(tx, &ask, |_| Ok(None), head_of)
}

/// The first documents in reach whose number begins so, by number.
pub fn by_number(
    tx: &Tx<'_>,
    proof: &Allowed<ReadReceivables>,
    prefix: &str,
    limit: u32,
) -> Result<Vec<Invoice>, db::Error> {
    let page = PageRequest { limit: Some(limit), after: None };
    let ask = Ask { sort: Some("number".to_owned()), page, ..Ask::default() }
        .filter("owners", proof.owners())
        .filter("number_prefix", Some(prefix));
    Ok(INVOICES.page(tx, &ask, |_| Ok(Some(0)), head_of)?.items)
}
