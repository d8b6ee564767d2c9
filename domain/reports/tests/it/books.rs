//! Books that are kept by writing down what happened, a line each, in the order in which it was recorded.

use std::collections::HashMap;

use clients::client::access::{ClientAccess, access};
use clients::client::open;
use clients::{ClientId, NewClient};
use jiff::civil::Date;
use ledger::book::Settle;
use ledger::open_item::NewItem;
use ledger::{
    AccountRole, Book, EntryHead, ItemKind, Line, OpenItemId, SettleError, SettlementKind, Side,
};
use money::{Currency, Rate, parse_minor};
use people::permission::{Permission, ReadReceivables};
use people::role::{self, Scope};
use people::tenant::{self, NewTenant};
use people::user::{self, NewUser};
use people::{Actor, Allowed};
use testkit::{TestDb, day};

/// A company with the default chart and series, and what was written down.
pub struct Books {
    pub t: TestDb,
    pub me: Actor,
    pub people: HashMap<String, Actor>,
    pub clients: HashMap<String, ClientId>,
    pub items: HashMap<String, OpenItemId>,
    pub settlements: HashMap<String, i64>,
}

pub fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

/// The lines of a story or a table, without comments.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let bare = text.lines().map(|l| l.split('#').next().unwrap_or_default().trim());
    bare.filter(|l| !l.is_empty())
}

/// The cells of a table's row.
pub fn cells(row: &str) -> Vec<&str> {
    row.split('|').map(str::trim).collect()
}

impl Books {
    pub fn new(t: TestDb) -> Self {
        let me = Actor::operator(t.tenant, "test");
        let new = NewTenant {
            slug: "acme".into(),
            legal_name: "Acme".into(),
            base_currency: currency("USD"),
            time_zone: "America/New_York".into(),
            language: "en".into(),
        };
        t.db.write(t.tenant, |tx| {
            tenant::create(tx, &me, &new)?;
            let set_up = me.allow().unwrap();
            ledger::account::install_default(tx, &me, &set_up, "en").unwrap();
            ledger::series::install_default(tx, &me, &set_up).unwrap();
            Ok::<_, tenant::TenantError>(())
        })
        .unwrap();
        Self {
            t,
            me,
            people: HashMap::new(),
            clients: HashMap::new(),
            items: HashMap::new(),
            settlements: HashMap::new(),
        }
    }

    pub fn told(t: TestDb, story: &str) -> Self {
        let mut books = Self::new(t);
        books.tell(story);
        books
    }

    pub fn read<T>(&self, read: impl FnOnce(&db::Tx<'_>) -> T) -> T {
        self.t.db.read(self.t.tenant, |tx| Ok::<_, db::Error>(read(tx))).unwrap()
    }

    pub fn proof(&self) -> Allowed<ReadReceivables> {
        self.me.allow().unwrap()
    }

    pub fn access(&self, client: &str) -> ClientAccess<ReadReceivables> {
        self.read(|tx| access(tx, &self.me, self.clients[client]).unwrap())
    }

    /// Writes a story down.
    pub fn tell(&mut self, story: &str) {
        for line in lines(story) {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["person", name] => self.person(name),
                ["client", number, rest @ ..] => self.client(number, rest),
                ["invoice", no, client, ccy, amount, on, "due", due, rest @ ..] => {
                    self.document(ItemKind::Invoice, no, client, (ccy, amount), (on, due), rest)
                }
                ["credit_note", no, client, ccy, amount, on, rest @ ..] => {
                    self.document(ItemKind::CreditNote, no, client, (ccy, amount), (on, on), rest)
                }
                ["receipt", no, client, ccy, amount, on, rest @ ..] => {
                    self.document(ItemKind::Receipt, no, client, (ccy, amount), (on, on), rest)
                }
                ["apply", name, credit, "to", debit, amount, "on", on] => {
                    let both = (Some(*debit), Some(*credit));
                    self.settle(SettlementKind::Application, name, both, amount, on)
                }
                ["write_off", name, debit, amount, "on", on] => {
                    self.settle(SettlementKind::WriteOff, name, (Some(debit), None), amount, on)
                }
                ["refund", name, credit, amount, "on", on] => {
                    self.settle(SettlementKind::Refund, name, (None, Some(credit)), amount, on)
                }
                ["unapply", name, "on", on] => {
                    let no = self.settlements[*name];
                    self.post(|book| book.unsettle(&[no], Some(day(on)), "test").map(drop));
                }
                ["void", no, "on", on] => {
                    let id = self.items[*no];
                    self.post(|book| book.void(&[id], Some(day(on)), "test").map(drop));
                }
                _ => panic!("what is '{line}'?"),
            }
        }
    }

    fn post(&self, mut post: impl FnMut(&mut Book<'_, '_>) -> Result<(), SettleError>) {
        let done = self.t.db.write(self.t.tenant, |tx| {
            let mut book = Book::open(tx, &self.me)?;
            post(&mut book)?;
            book.close()?;
            Ok::<_, SettleError>(())
        });
        done.unwrap();
    }

    fn person(&mut self, name: &str) {
        let manage = self.me.allow().unwrap();
        let grants: Vec<_> = [Permission::ReadClients, Permission::ReadReceivables]
            .map(|p| (p, Scope::Own))
            .to_vec();
        let id = self.t.db.write(self.t.tenant, |tx| {
            let role = role::create(tx, &self.me, &manage, name, &grants).unwrap();
            let new = NewUser {
                email: format!("{name}@acme.example"),
                name: name.to_owned(),
                password: None,
                language: "en".into(),
                time_zone: "UTC".into(),
                roles: vec![role],
            };
            user::create(tx, &self.me, &manage, &new)
        });
        let id = id.unwrap();
        let actor = self.t.db.read(self.t.tenant, |tx| user::actor(tx, id, name.to_owned()));
        self.people.insert(name.to_owned(), actor.unwrap());
    }

    fn client(&mut self, number: &str, rest: &[&str]) {
        let mut new = NewClient::organisation(number, number, currency("USD"), "net30");
        for pair in rest.chunks(2) {
            match pair {
                ["of", owner] => new.owner_id = self.people[*owner].user_id(),
                ["below", parent] => new.parent_id = Some(self.clients[*parent]),
                ["limit", limit] => {
                    new.credit_limit_minor = Some(parse_minor(limit, currency("USD")).unwrap())
                }
                _ => panic!("what is {pair:?}?"),
            }
        }
        let write = self.me.allow().unwrap();
        let id = self.t.db.write(self.t.tenant, |tx| open::open(tx, &self.me, &write, &new));
        self.clients.insert(number.to_owned(), id.unwrap());
    }

    fn document(
        &mut self,
        kind: ItemKind,
        no: &str,
        client: &str,
        (ccy, amount): (&str, &str),
        (on, due): (&str, &str),
        rest: &[&str],
    ) {
        let ccy = currency(ccy);
        let rate: Rate = match rest {
            ["at", rate] => rate.parse().unwrap(),
            _ => Rate::ONE,
        };
        let amount_minor = parse_minor(amount, ccy).unwrap();
        let item = NewItem {
            id: self.read(|tx| tx.new_id()),
            client: self.clients[client],
            kind,
            number: no.to_owned(),
            currency: ccy,
            amount_minor,
            base_minor: rate.convert(amount_minor, ccy, currency("USD")).unwrap(),
            rate,
            issued_on: day(on),
            due_on: day(due),
        };
        self.items.insert(no.to_owned(), item.id);
        self.post(|book| {
            let (head, lines) = entry(book, &item)?;
            let entry_no = book.entry(head, lines)?;
            Ok(book.item(item.clone(), entry_no)?)
        });
    }

    fn settle(
        &mut self,
        kind: SettlementKind,
        name: &str,
        (debit, credit): (Option<&str>, Option<&str>),
        amount: &str,
        on: &str,
    ) {
        let (debit, credit) = (debit.map(|no| self.items[no]), credit.map(|no| self.items[no]));
        let mut entry_no = 0;
        self.post(|book| {
            let both: Vec<OpenItemId> = [debit, credit].into_iter().flatten().collect();
            book.hold(&both)?;
            let ccy = book.held(both[0])?.currency;
            let role = match kind {
                SettlementKind::WriteOff => AccountRole::BadDebt,
                _ => AccountRole::Bank,
            };
            let counter =
                if both.len() == 2 { None } else { Some((book.account_for(role)?, None)) };
            entry_no = book.settle(Settle {
                kind,
                debit,
                credit,
                counter,
                amount_minor: parse_minor(amount, ccy).unwrap(),
                on: day(on),
                narrative: name.to_owned(),
                reason: None,
                with_credit: None,
            })?;
            Ok(())
        });
        self.settlements.insert(name.to_owned(), entry_no);
    }
}

/// The entry of a document: its control account against sales or the bank.
pub fn entry(
    book: &Book<'_, '_>,
    item: &NewItem,
) -> Result<(EntryHead, Vec<Line>), ledger::PostError> {
    let counter = match item.kind {
        ItemKind::Invoice | ItemKind::CreditNote => AccountRole::Sales,
        ItemKind::Receipt => AccountRole::Bank,
    };
    let line = |account, side| Line {
        account,
        side,
        currency: item.currency,
        amount_minor: item.amount_minor,
        base_minor: item.base_minor,
        rate: item.rate,
        client: Some(item.client),
        document: Some(item.id.uuid()),
    };
    let side: Side = item.kind.side();
    let lines = vec![
        line(book.control_account(item.kind)?, side),
        line(book.account_for(counter)?, side.other()),
    ];
    let head = EntryHead {
        effective_on: item.issued_on,
        source: item.kind.word(),
        document: Some(item.id.uuid()),
        narrative: format!("{} {}", item.kind, item.number),
        reason: None,
        reverses: None,
    };
    Ok((head, lines))
}

/// Amounts as an accountant writes them.
pub fn shown(minor: i64, ccy: Currency) -> String {
    money::format_minor(minor, ccy)
}

/// Every day between two, both included.
pub fn every_day(from: &str, until: &str) -> Vec<Date> {
    let last = day(until);
    day(from).series(jiff::Span::new().days(1)).take_while(|d| *d <= last).collect()
}
