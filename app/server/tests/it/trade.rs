//! What tests of billing, payments and reports begin with: a client, an invoice, a receipt.

use serde_json::{Value, json};

use crate::app::Who;
use crate::company::Company;

impl Company {
    /// Gives the company its taxes: `standard` with 8.25 % and `none`.
    pub fn with_taxes(self) -> Self {
        let admin = &self.administrator.who;
        let standard =
            json!({"code": "standard", "name": "Standard", "category": "S", "rate": "0.0825"});
        let none = json!({"code": "none", "name": "None", "category": "O", "rate": "0"});
        self.by(admin).post("/taxes", &standard).ok(201);
        self.by(admin).post("/taxes", &none).ok(201);
        self
    }

    /// Opens a client and answers its id.
    pub fn client(&self, who: &Who, name: &str) -> String {
        let new = json!({"kind": "organisation", "legal_name": name, "payment_term": "net30"});
        id(&self.by(who).post("/clients", &new).ok(201))
    }

    /// Drafts an invoice without tax.
    pub fn draft(&self, who: &Who, client: &str, amount: &str, issued_on: &str) -> Value {
        let new = json!({"client": client, "issued_on": issued_on, "lines": [line(amount)]});
        self.by(who).post("/invoices", &new).ok(201)
    }

    /// Issues an invoice without tax and answers its id.
    pub fn invoice(&self, who: &Who, client: &str, amount: &str, issued_on: &str) -> String {
        let draft = id(&self.draft(who, client, amount, issued_on));
        self.by(who).post(&format!("/invoices/{draft}/issue"), &json!({})).ok(200);
        draft
    }

    /// Takes a receipt by transfer.
    pub fn receipt(&self, who: &Who, client: &str, amount: &str, day: &str, how: &str) -> Value {
        let new = json!({"payer": client, "method": "transfer", "amount": amount,
            "received_on": day, "applications": {"how": how}});
        self.by(who).post("/receipts", &new).ok(201)
    }

    /// What is left of an invoice.
    pub fn open(&self, who: &Who, invoice: &str) -> String {
        let found = self.by(who).get(&format!("/invoices/{invoice}")).ok(200);
        found["open"].as_str().unwrap().to_owned()
    }
}

/// A line without tax.
pub fn line(amount: &str) -> Value {
    json!({"description": "Work", "quantity": "1", "unit_price": amount, "tax_code": "none"})
}

/// The id of what was answered.
pub fn id(answer: &Value) -> String {
    answer["id"].as_str().unwrap().to_owned()
}
