//! Clients from a file.

use clients::NewClient;
use clients::client::access::access;
use clients::client::change::{Change, change};
use clients::client::find::find_by_numbers;
use clients::client::{get, open};
use clients::{Client, ClientId};
use imports::Profile;
use people::permission::{ManageUsers, ReadClients, WriteClients};
use people::user::{self, NewUser};
use testkit::{TestDb, db_test};

use crate::books::{
    File, PLAIN, apply, company, dump, import, operator, plan, profile, refusals, same, undo, usd,
    write,
};

/// What an undo need not leave as it was.
pub const TRAIL: [&str; 4] = ["audit_event", "audit_head", "import_run", "outbox"];

const HEAD: &str = "number,kind,legal_name,trading_name,given_name,family_name,client_type,status,currency,payment_term,credit_limit,owner_email,parent_number,language,street,city,region,postal_code,country,tax_number.VAT,tags";

pub fn shipped() -> Profile {
    Profile::find("clients").unwrap()
}

pub fn id(t: &TestDb, number: &str) -> ClientId {
    let found = t.db.read(t.tenant, |tx| find_by_numbers(tx, &[number.to_owned()])).unwrap();
    found.first().unwrap_or_else(|| panic!("no client {number}")).id
}

pub fn client(t: &TestDb, number: &str) -> Client {
    let id = id(t, number);
    let actor = operator(t);
    t.db.read(t.tenant, |tx| {
        let proof = access::<ReadClients>(tx, &actor, id).unwrap();
        get(tx, &proof)
    })
    .unwrap_or_else(|e: db::Error| panic!("{e}"))
}

pub fn open_by_hand(t: &TestDb, new: &NewClient) -> ClientId {
    let actor = operator(t);
    write(t, |tx| open::open(tx, &actor, &actor.allow().unwrap(), new))
}

pub fn change_by_hand(t: &TestDb, number: &str, how: impl Fn(&mut NewClient)) {
    let (actor, now) = (operator(t), client(t, number));
    let mut fields = now.fields.clone();
    how(&mut fields);
    write(t, |tx| {
        let proof = access::<WriteClients>(tx, &actor, now.id).unwrap();
        let version = now.version;
        let wanted = Change { version, fields: fields.clone(), may_change_currency: true };
        change(tx, &actor, &proof, &wanted)
    });
}

pub fn add_user(t: &TestDb, email: &str) -> kernel::UserId {
    let actor = operator(t);
    let new = NewUser {
        email: email.into(),
        name: "Ana".into(),
        password: None,
        language: "en".into(),
        time_zone: "UTC".into(),
        roles: Vec::new(),
    };
    write(t, |tx| user::create(tx, &actor, &actor.allow::<ManageUsers>().unwrap(), &new))
}

/// Lets time pass.
pub trait Advance {
    fn advance_by_an_hour(&self);
}

impl Advance for kernel::Clock {
    fn advance_by_an_hour(&self) {
        self.set(self.now() + jiff::SignedDuration::from_hours(1));
    }
}

#[db_test]
fn new_clients_come_in_with_all_that_is_said_of_them(t: TestDb) {
    company(&t);
    let ana = add_user(&t, "ana@example.com");
    let before = dump(&t, &TRAIL);
    let file = File::csv(&[
        HEAD,
        "C-1,,\"Muñoz Hermanos, S.A.\",Muñoz,,,Retail,prospect,eur,net60,1500.50,Ana@Example.com,,es,\"Calle Mayor 1\nBajo\",Madrid,,28001,es,ESA1,Gold; north;gold",
        "C-2,Person,,,Ada,Lovelace,,,USD,,,,C-1,,,,,,,,",
        "C-3,organisation,Third,,,,,,USD,,,,C-2,,,,,,,,",
    ]);
    let (plan, import_id) = import(&t, &file, &shipped());
    assert_eq!((plan.rows, plan.new_clients, plan.changes, plan.unchanged), (3, 3, 0, 0));
    let first = client(&t, "C-1").fields;
    assert_eq!((first.owner_id, first.status.word()), (Some(ana), "prospect"));
    assert_eq!((first.credit_limit_minor, first.currency.code()), (Some(150_050), "EUR"));
    assert_eq!((first.payment_term.as_str(), first.language.as_str()), ("net60", "es"));
    assert_eq!(first.tags, ["gold", "north"]);
    assert_eq!(
        (first.tax_numbers[0].kind.as_str(), first.addresses[0].country.as_str()),
        ("VAT", "ES")
    );
    assert_eq!(first.addresses[0].street, "Calle Mayor 1\nBajo");
    let second = client(&t, "C-2").fields;
    assert_eq!(
        (second.legal_name.as_str(), second.payment_term.as_str()),
        ("Ada Lovelace", "net30")
    );
    assert_eq!((second.parent_id, second.language.as_str()), (Some(id(&t, "C-1")), "en"));
    assert_eq!(client(&t, "C-3").fields.parent_id, Some(id(&t, "C-2")));

    let again = crate::books::plan(&t, &file, &shipped());
    assert_eq!((again.unchanged, again.refused, again.known_clients), (3, 0, 3));
    undo(&t, import_id).unwrap();
    same(&before, &dump(&t, &TRAIL));
    // The same plan stands for the same again.
    assert_eq!(crate::books::plan(&t, &file, &shipped()).fingerprint, plan.fingerprint);
    import(&t, &file, &shipped());
}

#[db_test]
fn a_row_is_known_by_its_key_when_the_number_changes(t: TestDb) {
    company(&t);
    let mine = profile(
        "name='mine'\nkind='clients'\nsource='mine'\noptional=['parent_number']\n[columns]\nkey='id'\nnumber='no'\ncurrency='cur'\nlegal_name='name'\nparent_number='parent'\n",
    );
    let head = "id,no,cur,name";
    import(&t, &File::csv(&[head, "1,A,USD,One", "2,B,USD,Two"]), &mine);
    let (one, before) = (id(&t, "A"), dump(&t, &TRAIL));
    t.clock.advance_by_an_hour();
    let rows = ["id,no,cur,name,parent", "1,C,USD,One,", "2,B,USD,Two,C", "3,D,USD,Three,B"];
    let (plan, import_id) = import(&t, &File::csv(&rows), &mine);
    assert_eq!((plan.new_clients, plan.changes, plan.unchanged), (1, 2, 0));
    assert_eq!((id(&t, "C"), client(&t, "B").fields.parent_id), (one, Some(one)));
    assert_eq!(crate::books::plan(&t, &File::csv(&rows), &mine).unchanged, 3);
    undo(&t, import_id).unwrap();
    same(&before, &dump(&t, &TRAIL));
    for (rows, why) in [
        (
            vec!["1,B,USD,One"],
            "no \"B\": the row was client A before, and another client has this number",
        ),
        (vec!["1,C,USD,One", "4,A,USD,Four"], "no \"A\": the file has this client already"),
        (vec!["1,A,USD,One", "1,E,USD,Five"], "id \"1\": the file has a row of this key already"),
        (vec!["2,A2,USD,Two", "1,A2,USD,One"], "no \"A2\""),
    ] {
        let mut lines = vec![head];
        lines.extend(&rows);
        let plan = crate::books::plan(&t, &File::csv(&lines), &mine);
        let said = refusals(&plan);
        assert!(said.len() == 1 && said[0].contains(why), "{rows:?}: {said:?}");
    }
}

#[db_test]
fn what_is_wrong_with_a_client_is_refused_where_it_stands(t: TestDb) {
    company(&t);
    open_by_hand(&t, &NewClient::organisation("T-1", "Top", usd(), "net30"));
    let mut below = NewClient::organisation("T-2", "Below", usd(), "net30");
    below.parent_id = Some(id(&t, "T-1"));
    open_by_hand(&t, &below);
    let invoices =
        File::csv(&["client,number,issued,amount,currency", "T-1,N-1,2025-06-01,10,USD"]);
    import(&t, &invoices, &profile(PLAIN));
    let usual = |column: &str| match column {
        "number" => "C-1",
        "legal_name" => "One",
        "currency" => "USD",
        _ => "",
    };
    let long = "x".repeat(201);
    let cases: Vec<(Vec<(&str, &str)>, &str, &str)> = vec![
        (vec![("number", "")], "number", "empty"),
        (vec![("number", "a\tb")], "number", "cannot be printed"),
        (vec![("kind", "club")], "kind", "not one of organisation, person"),
        (vec![("legal_name", "")], "legal_name", "organisation must have it"),
        (vec![("legal_name", &long)], "legal_name", "more than 200 characters"),
        (vec![("kind", "person"), ("legal_name", "")], "legal_name", "missing"),
        (vec![("currency", "")], "currency", "empty"),
        (vec![("currency", "ZZZ")], "currency", "ZZZ"),
        (vec![("number", "T-1"), ("currency", "EUR")], "currency", "posted"),
        (vec![("payment_term", "never")], "payment_term", "no payment term 'never'"),
        (vec![("credit_limit", "-1")], "credit_limit", "nought or more"),
        (vec![("credit_limit", "much")], "credit_limit", "not a number"),
        (vec![("status", "gone")], "status", "not one of prospect, active"),
        (vec![("owner_email", "no@body.com")], "owner_email", "no user"),
        (vec![("parent_number", "T-9")], "parent_number", "nor is there one further up"),
        (vec![("parent_number", "C-1")], "parent_number", "cannot belong to itself"),
        (
            vec![("number", "T-1"), ("parent_number", "T-2")],
            "parent_number",
            "cannot belong to itself",
        ),
        (vec![("language", "fr")], "language", "use en or es"),
        (vec![("city", "Rome")], "country", "two capital letters"),
        (vec![("city", "Rome"), ("country", "Italy")], "country", "two capital letters"),
        (vec![("postal_code", "1")], "street", "a street or a city"),
        (vec![("tags", "a;b\u{7};c")], "tags", "control character"),
        (vec![("tax_number.VAT", "x\u{7}")], "tax_number.VAT", "control character"),
    ];
    for (cells, column, why) in &cases {
        let row: Vec<String> = HEAD
            .split(',')
            .map(|name| {
                let found = cells.iter().find(|(n, _)| *n == name);
                format!("\"{}\"", found.map_or(usual(name), |(_, text)| text))
            })
            .collect();
        let plan = plan(&t, &File::csv(&[HEAD, &row.join(",")]), &shipped());
        let [refusal] = plan.refusals.as_slice() else { panic!("{cells:?}: {:?}", plan.refusals) };
        assert_eq!((refusal.row, refusal.column.as_str()), (2, *column), "{cells:?} {refusal:?}");
        assert!(refusal.why.contains(why), "{cells:?}: {refusal:?}");
    }
}

#[db_test]
fn parents_within_a_file_neither_turn_in_circles_nor_go_too_deep(t: TestDb) {
    company(&t);
    let head = "number,currency,legal_name,parent_number";
    let mut lines = vec![head.to_owned(), "N-0,USD,0,".to_owned()];
    lines.extend((1..=11).map(|n| format!("N-{n},USD,{n},N-{}", n - 1)));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let planned = plan(&t, &File::csv(&lines), &shipped());
    assert_eq!((planned.new_clients, planned.refused), (11, 1));
    assert!(planned.refusals[0].why.contains("more than 10 clients one above the other"));
    let (_, id) = import(&t, &File::csv(&lines[..12]), &shipped());
    let chain = [head, "M-0,USD,0,", "M-1,USD,1,M-0", "M-2,USD,2,M-1", "M-3,USD,3,M-2"];
    let (_, chained) = import(&t, &File::csv(&chain), &shipped());
    // Turned upside down, row by row: each is taken out and put below one that was below it.
    let before = dump(&t, &TRAIL);
    let turned = [head, "M-1,USD,1,", "M-0,USD,0,M-1", "M-2,USD,2,M-0", "M-1,USD,1,M-2"];
    let planned = plan(&t, &File::csv(&turned), &shipped());
    assert_eq!((planned.changes, planned.refused), (3, 1), "{:?}", planned.refusals);
    let (_, second) = import(&t, &File::csv(&turned[..4]), &shipped());
    let circle = plan(&t, &File::csv(&[head, "M-1,USD,1,M-3"]), &shipped());
    assert!(circle.refusals[0].why.contains("cannot belong to itself"), "{:?}", circle.refusals);
    undo(&t, second).unwrap();
    same(&before, &dump(&t, &TRAIL));
    undo(&t, chained).unwrap();
    undo(&t, id).unwrap();
    assert_eq!(crate::books::active_clients(&t), 0);
}

#[test]
fn chunks_do_not_matter_and_engines_agree() {
    let rows = imports::run::CHUNK_ROWS + 500;
    let mut text = "number,currency,legal_name,parent_number,tags\n".to_owned();
    for n in 0..rows {
        let parent = if n % 10 == 9 { format!("N-{}", n - n % 1000) } else { String::new() };
        text.push_str(&format!("N-{n},USD,Client {n},{parent},t{}\n", n % 7));
    }
    let file = File::new("file.csv", &text);
    let changed =
        text.replace("Client 44", "Customer 44").replace("Client 498,", "Client 498,N-440");
    let mut dumps = Vec::new();
    for t in testkit::both() {
        company(&t);
        let empty = dump(&t, &TRAIL);
        let fingerprint = plan(&t, &file, &shipped()).fingerprint;
        let first = apply(&t, &file, &shipped(), &fingerprint).unwrap();
        let full = dump(&t, &TRAIL);
        let again = plan(&t, &file, &shipped());
        assert_eq!((again.unchanged, again.refused), (rows as u64, 0));
        let (plan, second) = import(&t, &File::new("file.csv", &changed), &shipped());
        assert!(plan.changes > 100 && plan.changes + plan.unchanged == rows as u64);
        let after = dump(&t, &TRAIL);
        undo(&t, second).unwrap();
        same(&full, &dump(&t, &TRAIL));
        undo(&t, first).unwrap();
        same(&empty, &dump(&t, &TRAIL));
        dumps.push((full, after));
    }
    for (full, after) in &dumps[1..] {
        same(&dumps[0].0, full);
        same(&dumps[0].1, after);
    }
}
