//! How long reports take over a million open items, beside bare statements that answer less. Takes minutes,
//! so it is run by hand: `cargo test -p reports --release --test it -- --ignored --nocapture speed`.

use std::time::{Duration, Instant};

use clients::client::open;
use clients::{ClientId, NewClient};
use db::{Address, Registered, Statement, Tx, Value, params};
use jiff::ToSpan;
use jiff::civil::Date;
use ledger::open_item::STILL_OPEN;
use ledger::{AccountRole, OpenItemId};
use reports::{
    AgingAsk, By, OpenItemSort, OpenItemsAsk, Owner, PeriodAsk, aged_balance, cei, client_balance,
    doctor, dso, open_items,
};
use testkit::{TestDb, day};

use crate::books::{Books, currency};

const CLIENTS: usize = 50_000;
/// Of every six, five are still open.
const ITEMS: usize = 1_200_000;
const CHUNK: usize = 50_000;

db::loads! {
    ENTRIES = journal_entry(entry_no, effective_on, recorded_at, recorded_by, source, narrative);
    ITEMS_LOAD = open_item(open_item_id, client_id, kind, side, number, gl_account_id, currency, amount_minor, base_minor, open_minor, open_base_minor, rate_e12, issued_on, due_on, closed_on, entry_no);
    SETTLEMENTS = settlement(entry_no, kind, debit_item_id, credit_item_id, amount_minor, debit_base_minor, credit_base_minor, applied_on);
}

db::statements! {
    BARE_TOTAL = "SELECT currency, COUNT(*), CAST(SUM(open_minor) AS BIGINT),
                    SUM(open_minor) FILTER (WHERE due_on >= ?2), SUM(open_minor) FILTER (WHERE due_on < ?2 AND due_on >= ?3),
                    SUM(open_minor) FILTER (WHERE due_on < ?3 AND due_on >= ?4), SUM(open_minor) FILTER (WHERE due_on < ?4)
                  FROM open_item WHERE tenant_id = ?1 AND closed_on > ?2 AND issued_on <= ?2 GROUP BY currency";
    BARE_CLIENT = "SELECT client_id, COUNT(*), CAST(SUM(open_minor) AS BIGINT),
                    SUM(open_minor) FILTER (WHERE due_on >= ?2), SUM(open_minor) FILTER (WHERE due_on < ?2 AND due_on >= ?3),
                    SUM(open_minor) FILTER (WHERE due_on < ?3 AND due_on >= ?4), SUM(open_minor) FILTER (WHERE due_on < ?4)
                  FROM open_item WHERE tenant_id = ?1 AND closed_on > ?2 AND issued_on <= ?2 GROUP BY client_id, currency";
}

struct Item {
    id: OpenItemId,
    client: ClientId,
    number: String,
    n: usize,
    issued_on: Date,
    closed_on: Date,
}

fn fill(books: &mut Books) {
    for n in 0..100 {
        books.tell(&format!("person p{n:02}"));
    }
    let write = books.me.allow().unwrap();
    let clients: Vec<(ClientId, NewClient)> = (0..CLIENTS)
        .map(|n| {
            let number = format!("C-{n:05}");
            let owner_id = books.people[&format!("p{:02}", n % 100)].user_id();
            let new = NewClient::organisation(&number, &number, currency("USD"), "net30");
            (books.read(|tx| tx.new_id()), NewClient { owner_id, ..new })
        })
        .collect();
    let account = books.read(|tx| {
        let all = ledger::account::all(tx).unwrap();
        all.iter().find(|a| a.role == Some(AccountRole::Receivable)).unwrap().id
    });
    for part in clients.chunks(CHUNK) {
        let done = books.t.db.write(books.t.tenant, |tx| {
            let checked = open::check_many(tx, &books.me, &write, part)?;
            let checked: Vec<_> = checked.into_iter().collect::<Result<_, _>>().unwrap();
            open::insert_many(tx, &checked)
        });
        done.unwrap();
    }
    books.clients.insert("C-00007".into(), clients[7].0);
    for chunk in 0..ITEMS / CHUNK {
        let done = books.t.db.write(books.t.tenant, |tx| {
            let items: Vec<Item> = (chunk * CHUNK..(chunk + 1) * CHUNK)
                .map(|n| {
                    let issued_on = day("2025-03-31") + (n as i64 * 365 / ITEMS as i64).days();
                    let closed_on = if n % 6 == 0 {
                        issued_on + (1 + n as i64 % 60).days()
                    } else {
                        STILL_OPEN
                    };
                    let client = clients[n.wrapping_mul(2_654_435_761) % CLIENTS].0;
                    Item {
                        id: tx.new_id(),
                        client,
                        number: format!("I-{n:07}"),
                        n,
                        issued_on,
                        closed_on,
                    }
                })
                .collect();
            load(tx, &items, account)
        });
        done.unwrap();
    }
}

fn load(tx: &Tx<'_>, items: &[Item], account: ledger::GlAccountId) -> Result<(), db::Error> {
    let amount = |i: &Item| 100 + (i.n as i64 * 7_919) % 500_000;
    tx.load(&ENTRIES, items, |i| {
        let no = i.n as i64 + 1;
        [no.into(), i.issued_on.into(), tx.now().into(), "x".into(), "invoice".into(), "x".into()]
    })?;
    tx.load(&ITEMS_LOAD, items, |i| {
        let (kind, side) =
            if i.n % 20 == 1 { ("credit_note", "credit") } else { ("invoice", "debit") };
        let left = if i.closed_on == STILL_OPEN { amount(i) } else { 0 };
        [
            i.id.into(),
            i.client.into(),
            kind.into(),
            side.into(),
            (&i.number).into(),
            account.into(),
            if i.n % 10 == 0 { "EUR".into() } else { "USD".into() },
            amount(i).into(),
            amount(i).into(),
            left.into(),
            left.into(),
            1_000_000_000_000_i64.into(),
            i.issued_on.into(),
            (i.issued_on + 30.days()).into(),
            i.closed_on.into(),
            (i.n as i64 + 1).into(),
        ]
    })?;
    let closed: Vec<&Item> = items.iter().filter(|i| i.closed_on != STILL_OPEN).collect();
    let no = |i: &Item| (ITEMS + i.n) as i64 + 1;
    tx.load(&ENTRIES, &closed, |i| {
        [
            no(i).into(),
            i.closed_on.into(),
            tx.now().into(),
            "x".into(),
            "application".into(),
            "x".into(),
        ]
    })?;
    tx.load(&SETTLEMENTS, &closed, |i| {
        let credit = i.n % 20 == 1;
        [
            no(i).into(),
            "write_off".into(),
            (!credit).then_some(i.id).into(),
            credit.then_some(i.id).into(),
            amount(i).into(),
            if credit { 0 } else { amount(i) }.into(),
            if credit { amount(i) } else { 0 }.into(),
            i.closed_on.into(),
        ]
    })
}

/// The better of two, as it is after the first has warmed the caches.
fn timed<T>(what: &str, mut run: impl FnMut() -> T) -> Duration {
    let best = (0..2).map(|_| {
        let begun = Instant::now();
        run();
        begun.elapsed()
    });
    let best = best.min().unwrap();
    eprintln!("{what:<44} {best:>12.1?}");
    best
}

fn compare(ours: Duration, floor: Duration) {
    eprintln!("{:>56} %", ours.as_micros() * 100 / floor.as_micros().max(1));
}

#[test]
#[ignore = "a million open items take minutes"]
fn over_a_million_open_items_on_sqlite() {
    measure(testkit::sqlite());
}

#[test]
#[ignore = "a million open items take minutes"]
fn over_a_million_open_items_on_postgres() {
    measure(testkit::postgres().unwrap());
}

fn measure(t: TestDb) {
    let mut books = Books::new(t);
    fill(&mut books);
    if matches!(books.t.address, Address::Postgres(_)) {
        // What autovacuum does on a server that has been running for a minute.
        static ANALYZE: Statement = Statement::new_all_tenants("analyze", "ANALYZE");
        books.t.db.write(books.t.tenant, |tx| tx.execute(&ANALYZE, &[])).unwrap();
    }
    let proof = books.proof();
    for as_of in ["2026-04-30", "2025-12-15"].map(day) {
        eprintln!("as of {as_of}");
        let bare_params = params![as_of, as_of - 30.days(), as_of - 60.days()];
        let bare = |statement| {
            books.read(|tx| tx.query(statement, bare_params, |r| r.get::<u64>(1)).unwrap().len())
        };
        let age = |ask: &AgingAsk| books.read(|tx| aged_balance(tx, &proof, ask).unwrap().len());
        let by = |by| AgingAsk { by, ..AgingAsk::of(as_of) };
        let floor = timed("bare total", || bare(&BARE_TOTAL));
        let ours = timed("aged balance, total", || age(&by(By::Total)));
        compare(ours, floor);
        let floor = timed("bare by client", || bare(&BARE_CLIENT));
        let ours = timed("aged balance, by client", || age(&by(By::Client)));
        compare(ours, floor);
        timed("aged balance, by owner", || age(&by(By::Owner)));
        let owner = books.people["p07"].user_id().map(Owner::Is);
        timed("aged balance, one owner, by client", || age(&AgingAsk { owner, ..by(By::Client) }));
        let client = Some(books.clients["C-00007"]);
        timed("aged balance, one client", || age(&AgingAsk { client, ..by(By::Total) }));
        let access = books.access("C-00007");
        timed("client balance", || {
            books.read(|tx| client_balance(tx, &access, as_of, false).unwrap())
        });
        let page = |ask: &OpenItemsAsk| books.read(|tx| open_items(tx, &proof, ask).unwrap().total);
        timed("open items, by due day", || page(&OpenItemsAsk::of(as_of)));
        let number = OpenItemsAsk { sort: OpenItemSort::Number, ..OpenItemsAsk::of(as_of) };
        timed("open items, by number", || page(&number));
        timed("open items of one owner", || {
            page(&OpenItemsAsk { owner, ..OpenItemsAsk::of(as_of) })
        });
        timed("open items of one client", || {
            page(&OpenItemsAsk { client, ..OpenItemsAsk::of(as_of) })
        });
        let month = PeriodAsk { from: as_of - 30.days(), until: as_of, owner: None, client: None };
        timed("dso", || books.read(|tx| dso::dso(tx, &proof, &month).unwrap()));
        timed("cei", || books.read(|tx| cei::cei(tx, &proof, &month).unwrap()));
    }
    let ledger = books.me.allow().unwrap();
    timed("doctor", || books.read(|tx| doctor::run(tx, &ledger).unwrap().len()));
    plans(&books);
}

/// SQLite decides without knowing the rows, so that its plans can be seen without filling a database.
#[test]
#[ignore = "shows plans for a person to read"]
fn plans_on_sqlite() {
    let mut books = Books::new(testkit::sqlite());
    books.tell("person p07");
    plans(&books);
}

fn plans(books: &Books) {
    let on = day("2026-03-15");
    let none: Value<'_> = Value::Null;
    let mut aged = vec![on.into(), none.clone(), false.into(), currency("USD").into()];
    aged.extend((1..=8).map(|n| Value::from(on - (30 * n).days())));
    let owner = books.people["p07"].user_id().map(|id| vec![id]);
    for name in ["DUE_ALL_TOTAL", "DUE_ALL_CLIENT"] {
        explain(books, &format!("reports::aging::sql::{name}"), &aged);
    }
    aged.push(owner.clone().into());
    explain(books, "reports::aging::sql::DUE_OWNERS_CLIENT", &aged);
    explain(books, "reports::aging::sql::DUE_CLIENTS_TOTAL", &aged);
    explain(books, "reports::scope::FAMILY", params![kernel::TenantId::NIL, 0_i64]);
    explain(books, "reports::client_balance::BALANCE", params![on, owner.clone()]);
    let kinds = vec!["invoice".to_owned(), "credit_note".to_owned()];
    let filters = vec![on.into(), true.into(), kinds.into(), none, STILL_OPEN.into()];
    let after =
        [day("0001-01-01").into(), uuid::Uuid::nil().into(), 51_i64.into(), STILL_OPEN.into()];
    let page: Vec<Value<'_>> = filters.iter().chain(&after).cloned().collect();
    explain(books, "reports::open_items::sql::COUNT_ALL", &filters);
    explain(books, "reports::open_items::sql::DUE_ALL", &page);
    let with_owner = |params: Vec<Value<'static>>| {
        params.into_iter().chain([owner.clone().into()]).collect::<Vec<_>>()
    };
    explain(books, "reports::open_items::sql::COUNT_OWNERS", &with_owner(filters));
    for name in ["DUE_OWNERS", "DUE_CLIENTS"] {
        explain(books, &format!("reports::open_items::sql::{name}"), &with_owner(page.clone()));
    }
    let period = params![on - 30.days(), on];
    explain(books, "reports::sales::SALES_ALL", period);
    explain(books, "reports::receivable::RECEIVABLE_ALL", params![on]);
}

/// Shows how the engine runs a statement.
fn explain(books: &Books, name: &str, params: &[Value<'_>]) {
    let statements = db::registered().filter_map(|r| match r {
        Registered::Statement(s) if s.name == name => Some(s.sql),
        _ => None,
    });
    let Some(sql) = statements.into_iter().next() else { return };
    let (how, column) = match books.t.address {
        Address::Sqlite(_) => ("EXPLAIN QUERY PLAN", 3),
        Address::Postgres(_) => ("EXPLAIN (ANALYZE, COSTS OFF)", 0),
    };
    let text: &'static str = Box::leak(format!("{how} {sql}").into_boxed_str());
    let statement: &'static Statement = Box::leak(Box::new(Statement::new("plan", text)));
    eprintln!("-- {name}");
    let rows = books.read(|tx| tx.query(statement, params, |r| r.get::<String>(column)).unwrap());
    rows.iter().for_each(|row| eprintln!("   {row}"));
}
