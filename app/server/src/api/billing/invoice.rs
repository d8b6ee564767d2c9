//! The shapes of invoices and credit notes.

use std::collections::HashMap;

use billing::invoice::{self, NewLine};
use billing::totals;
use clients::ClientId;
use db::Tx;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::{OpenItemId, open_item};
use money::Currency;
use people::tenant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::names::ClientNames;
use crate::problem::Problem;
use crate::wire::{Amount, Decimal, Word, id};

pub(super) type InvoiceKind = Word<billing::InvoiceKind>;
pub(super) type InvoiceStatus = Word<billing::InvoiceStatus>;
type InvoiceState = Word<invoice::InvoiceState>;

crate::wire::words! {
    billing::InvoiceKind = "InvoiceKind", [billing::InvoiceKind::Invoice, billing::InvoiceKind::CreditNote];
    billing::InvoiceStatus = "InvoiceStatus", [billing::InvoiceStatus::Draft, billing::InvoiceStatus::Issued, billing::InvoiceStatus::Void];
    invoice::InvoiceState = "InvoiceState", invoice::InvoiceState::ALL;
}

/// An invoice or credit note without its lines.
#[derive(Serialize, ToSchema)]
pub(super) struct InvoiceSummary {
    id: Uuid,
    kind: InvoiceKind,
    status: InvoiceStatus,
    /// How it looks today: its status, and of an issued one what is left of it.
    state: InvoiceState,
    /// Its number; empty on a draft.
    #[schema(example = "INV-000017")]
    number: String,
    /// To whom it goes.
    client: Uuid,
    /// That client's number.
    client_number: String,
    /// That client's name.
    client_name: String,
    /// The currency of all its amounts.
    #[schema(example = "USD")]
    currency: String,
    /// Its day; on a draft the day that is meant.
    issued_on: Date,
    /// When it is due.
    due_on: Date,
    /// The code of its payment term.
    #[schema(example = "net30")]
    payment_term: String,
    /// Until when paying earns a discount.
    discount_until: Option<Date>,
    /// How much of a discount.
    discount: Amount,
    /// The client's own reference.
    purchase_order: Option<String>,
    /// The invoice that a credit note credits.
    credits: Option<Uuid>,
    /// The sum of the lines.
    net: Amount,
    /// The sum of the taxes.
    tax: Amount,
    /// Both together.
    total: Amount,
    /// What is left of it by all that is recorded; null on a draft.
    open: Option<Amount>,
    /// Base-currency units for one of its currency.
    #[schema(example = "1")]
    rate: Decimal,
    /// Its journal entry.
    entry_no: Option<i64>,
    /// Since when the client disputes it.
    disputed_on: Option<Date>,
    /// Why.
    dispute_reason: Option<String>,
    /// Why it credits, or why it was voided.
    reason: Option<String>,
    /// When it was first written.
    created_at: Timestamp,
    /// By whom.
    created_by: String,
    /// For `If-Match`.
    version: i64,
}

/// An invoice or credit note.
#[derive(Serialize, ToSchema)]
pub(super) struct Invoice {
    #[serde(flatten)]
    summary: InvoiceSummary,
    /// Its lines.
    lines: Vec<InvoiceLine>,
    /// Its taxes by category and rate.
    taxes: Vec<TaxTotal>,
}

/// A line of an invoice or credit note.
#[derive(Serialize, ToSchema)]
pub(super) struct InvoiceLine {
    /// What is sold.
    #[schema(example = "Consulting, March")]
    description: String,
    /// How many.
    #[schema(example = "2.5")]
    quantity: Decimal,
    /// The price of one.
    #[schema(example = "120.00")]
    unit_price: Decimal,
    /// A fraction from 0 to 1.
    #[schema(example = "0.1")]
    discount: Decimal,
    /// The code of its tax.
    #[schema(example = "standard")]
    tax_code: String,
    /// The tax's category in EN 16931 when the document was written.
    #[schema(example = "S")]
    tax_category: String,
    /// The tax's rate when the document was written.
    #[schema(example = "0.0825")]
    tax_rate: Decimal,
    /// Its net amount.
    net: Amount,
    /// The account of its sale; null is the chart's sales account.
    account: Option<Uuid>,
}

/// The tax of one category at one rate.
#[derive(Serialize, ToSchema)]
pub(super) struct TaxTotal {
    /// The category in EN 16931.
    #[schema(example = "S")]
    category: String,
    /// The rate as a fraction.
    #[schema(example = "0.0825")]
    rate: Decimal,
    /// The sum of its lines' net amounts.
    taxable: Amount,
    /// The tax on that.
    tax: Amount,
}

/// What the amounts of lines come to.
#[derive(Serialize, ToSchema)]
pub(super) struct InvoiceFigures {
    /// The currency of all amounts.
    #[schema(example = "USD")]
    currency: String,
    /// The lines with their net amounts.
    lines: Vec<InvoiceLine>,
    /// The taxes by category and rate.
    taxes: Vec<TaxTotal>,
    /// The sum of the lines.
    net: Amount,
    /// The sum of the taxes.
    tax: Amount,
    /// Both together.
    total: Amount,
}

/// A line as a person writes it.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewInvoiceLine {
    /// What is sold.
    #[schema(example = "Consulting, March")]
    description: String,
    /// How many, above nought.
    #[schema(example = "2.5")]
    quantity: Decimal,
    /// The price of one, in major units; below nought for a deduction.
    #[schema(example = "120.00")]
    unit_price: Decimal,
    /// A fraction from 0 to 1; nought when not said.
    #[schema(example = "0.1")]
    discount: Option<Decimal>,
    /// The code of its tax.
    #[schema(example = "standard")]
    tax_code: String,
    /// The account of its sale; null is the chart's sales account.
    account: Option<Uuid>,
}

/// Lines as the domain takes them.
pub(super) fn lines_of(lines: Vec<NewInvoiceLine>) -> Result<Vec<NewLine>, Problem> {
    let line = |(at, line): (usize, NewInvoiceLine)| {
        let field = |name: &str| format!("lines/{at}/{name}");
        let discount = line.discount.map(|d| d.e6(&field("discount"))).transpose()?;
        Ok(NewLine {
            quantity: line.quantity.e6(&field("quantity"))?,
            unit_price: line.unit_price.e6(&field("unit_price"))?,
            discount: discount.unwrap_or_default(),
            description: line.description,
            tax_code: line.tax_code,
            account: line.account.map(id),
        })
    };
    lines.into_iter().enumerate().map(line).collect()
}

impl InvoiceSummary {
    fn of(i: billing::Invoice, open_minor: Option<i64>, beside: &Beside) -> Self {
        let names = &beside.names;
        let amount = |minor| Amount::of(minor, i.currency);
        Self {
            id: i.id.uuid(),
            kind: Word(i.kind),
            status: Word(i.status),
            state: Word(i.state(open_minor, beside.today)),
            number: i.number,
            client: i.client.uuid(),
            client_number: names.number(i.client),
            client_name: names.name(i.client),
            currency: i.currency.to_string(),
            issued_on: i.issued_on,
            due_on: i.due_on,
            payment_term: i.payment_term,
            discount_until: i.discount_until,
            discount: amount(i.discount_minor),
            purchase_order: i.purchase_order,
            credits: i.credits.map(|id| id.uuid()),
            net: amount(i.net_minor),
            tax: amount(i.tax_minor),
            total: amount(i.total_minor),
            open: open_minor.map(amount),
            rate: i.rate.into(),
            entry_no: i.entry_no,
            disputed_on: i.disputed_on,
            dispute_reason: i.dispute_reason,
            reason: i.reason,
            created_at: i.created_at,
            created_by: i.created_by,
            version: i.version,
        }
    }

    /// Documents with what is left of each.
    pub(super) fn all(tx: &Tx<'_>, found: Vec<billing::Invoice>) -> Result<Vec<Self>, Problem> {
        let open = open_of(tx, &found)?;
        let beside = Beside::of(tx, found.iter().map(|i| i.client))?;
        Ok(found
            .into_iter()
            .map(|i| (open.get(&i.id.cast()).copied(), i))
            .map(|(o, i)| Self::of(i, o, &beside))
            .collect())
    }
}

/// What documents are shown with.
struct Beside {
    names: ClientNames,
    today: Date,
}

impl Beside {
    fn of(tx: &Tx<'_>, clients: impl IntoIterator<Item = ClientId>) -> Result<Self, Problem> {
        Ok(Self { names: ClientNames::of(tx, clients)?, today: tenant::get(tx)?.day(tx.now()) })
    }
}

impl Invoice {
    /// A document with what is left of it.
    pub(super) fn of(tx: &Tx<'_>, mut i: billing::Invoice) -> Result<Self, Problem> {
        let open = open_of(tx, std::slice::from_ref(&i))?.into_values().next();
        let (lines, taxes) = (std::mem::take(&mut i.lines), std::mem::take(&mut i.taxes));
        let currency = i.currency;
        let beside = Beside::of(tx, [i.client])?;
        Ok(Self {
            summary: InvoiceSummary::of(i, open, &beside),
            lines: lines.into_iter().map(|line| InvoiceLine::of(line, currency)).collect(),
            taxes: taxes.into_iter().map(|tax| TaxTotal::of(tax, currency)).collect(),
        })
    }

    /// Its version.
    pub(super) fn version(&self) -> i64 {
        self.summary.version
    }
}

impl InvoiceLine {
    fn of(line: invoice::InvoiceLine, currency: Currency) -> Self {
        Self {
            description: line.description,
            quantity: line.quantity.into(),
            unit_price: line.unit_price.into(),
            discount: line.discount.into(),
            tax_code: line.tax_code,
            tax_category: line.tax_category,
            tax_rate: line.tax_rate.into(),
            net: Amount::of(line.net_minor, currency),
            account: line.account.map(|id| id.uuid()),
        }
    }
}

impl TaxTotal {
    fn of(tax: totals::TaxTotal, currency: Currency) -> Self {
        Self {
            category: tax.category,
            rate: tax.rate.into(),
            taxable: Amount::of(tax.taxable_minor, currency),
            tax: Amount::of(tax.tax_minor, currency),
        }
    }
}

impl InvoiceFigures {
    /// What lines come to.
    pub(super) fn of(
        currency: Currency,
        (lines, totals): (Vec<invoice::InvoiceLine>, totals::Totals),
    ) -> Self {
        Self {
            currency: currency.to_string(),
            lines: lines.into_iter().map(|line| InvoiceLine::of(line, currency)).collect(),
            taxes: totals.taxes.into_iter().map(|tax| TaxTotal::of(tax, currency)).collect(),
            net: Amount::of(totals.net_minor, currency),
            tax: Amount::of(totals.tax_minor, currency),
            total: Amount::of(totals.total_minor, currency),
        }
    }
}

/// What is left of documents that have been issued.
fn open_of(tx: &Tx<'_>, found: &[billing::Invoice]) -> Result<HashMap<OpenItemId, i64>, db::Error> {
    let ids: Vec<OpenItemId> = found.iter().map(|i| i.id.cast()).collect();
    Ok(open_item::find(tx, &ids)?.into_iter().map(|item| (item.id, item.open_minor)).collect())
}
