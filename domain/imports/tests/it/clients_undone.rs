//! Clients that an import brought or changed, as an undo leaves them.

use clients::NewClient;
use clients::client::access::access;
use clients::client::change::{Change, change};
use clients::client::find::find_by_numbers;
use imports::ImportError;
use people::permission::WriteClients;
use testkit::{TestDb, db_test};

use crate::books::{File, PLAIN, company, dump, import, operator, profile, same, undo, usd, write};
use crate::clients::{Advance, TRAIL, add_user, change_by_hand, client, id, open_by_hand, shipped};

#[db_test]
fn a_change_touches_what_the_file_says_and_is_given_back_entirely(t: TestDb) {
    company(&t);
    let ana = add_user(&t, "ana@example.com");
    let mut old = NewClient::organisation("C-1", "Old name", usd(), "net30");
    old.trading_name = Some("Old".into());
    old.custom.insert("kept".into(), "as it is".into());
    old.custom.insert("colour".into(), "red".into());
    old.tags = vec!["kept".into()];
    old.owner_id = Some(ana);
    let address = |kind, city: &str| clients::Address {
        kind,
        street: "Street 1".into(),
        city: city.into(),
        region: None,
        postal_code: Some("1".into()),
        country: "US".into(),
    };
    old.addresses = vec![
        address(clients::AddressKind::Registered, "Boston"),
        address(clients::AddressKind::Billing, "Austin"),
    ];
    old.tax_numbers = vec![
        clients::TaxNumber { kind: "EIN".into(), value: "1".into() },
        clients::TaxNumber { kind: "VAT".into(), value: "2".into() },
    ];
    open_by_hand(&t, &old);
    change_by_hand(&t, "C-1", |fields| fields.client_type = "Retail".into());
    t.clock.advance_by_an_hour();
    let (before, was) = (dump(&t, &TRAIL), client(&t, "C-1"));
    let mine = profile(
        "name='mine'\nkind='clients'\nsource='mine'\n[columns]\nnumber='no'\ncurrency='cur'\nlegal_name='name'\ncity='town'\nstatus='state'\n\"tax_number.VAT\"='vat'\n\"custom.colour\"='colour'\n\"custom.size\"='size'\nparent_number='parent'\n",
    );
    let file = File::csv(&[
        "no,cur,name,town,state,vat,colour,size,parent",
        "P-1,USD,Parent,,,,,,",
        "C-1,USD,New name,Dallas,On_Hold,,,9,P-1",
    ]);
    let (plan, import_id) = import(&t, &file, &mine);
    assert_eq!((plan.new_clients, plan.changes, plan.unchanged), (1, 1, 0));
    let now = client(&t, "C-1");
    let mut expect = was.fields.clone();
    expect.legal_name = "New name".into();
    expect.addresses[1].city = "Dallas".into();
    expect.status = clients::ClientStatus::OnHold;
    expect.tax_numbers.pop();
    expect.custom.remove("colour");
    expect.custom.insert("size".into(), "9".into());
    expect.parent_id = Some(id(&t, "P-1"));
    assert_eq!(now.fields, expect);
    assert!(now.version > 1_000_000, "a version that no change by hand comes to: {}", now.version);
    undo(&t, import_id).unwrap();
    same(&before, &dump(&t, &TRAIL));
    assert_eq!(client(&t, "C-1"), was, "version and time as well");
}

#[db_test]
fn two_imports_of_the_same_client_are_undone_the_last_first(t: TestDb) {
    company(&t);
    open_by_hand(&t, &NewClient::organisation("C-1", "One", usd(), "net30"));
    let file = |name: &str| File::csv(&["number,currency,legal_name", &format!("C-1,USD,{name}")]);
    let start = dump(&t, &TRAIL);
    let (_, first) = import(&t, &file("Two"), &shipped());
    let between = dump(&t, &TRAIL);
    t.clock.advance_by_an_hour();
    let (_, second) = import(&t, &file("Three"), &shipped());
    let end = dump(&t, &TRAIL);
    let refused = undo(&t, first).unwrap_err();
    let ImportError::ChangedSince { count: 1, first: named, why } = &refused else {
        panic!("{refused}")
    };
    assert_eq!((named.as_str(), why.as_str()), ("C-1", "somebody has changed it since"));
    assert_eq!(dump(&t, &TRAIL), end, "nothing is undone");
    undo(&t, second).unwrap();
    same(&between, &dump(&t, &TRAIL));
    undo(&t, first).unwrap();
    same(&start, &dump(&t, &TRAIL));
}

#[db_test]
fn what_people_changed_since_is_not_overwritten(t: TestDb) {
    company(&t);
    for number in ["C-1", "C-2", "C-3"] {
        open_by_hand(&t, &NewClient::organisation(number, number, usd(), "net30"));
    }
    let head = "number,currency,legal_name";
    let rows =
        [head, "C-1,USD,Uno", "C-2,USD,Dos", "C-3,USD,Tres", "C-4,USD,Cuatro", "C-5,USD,Cinco"];
    let (plan, id) = import(&t, &File::csv(&rows), &shipped());
    assert_eq!((plan.changes, plan.new_clients), (3, 2));
    let imported = client(&t, "C-2");
    change_by_hand(&t, "C-2", |fields| fields.language = "es".into());
    let before = dump(&t, &[]);
    let refused = undo(&t, id).unwrap_err();
    assert!(
        refused.to_string().contains("the first being C-2: somebody has changed it"),
        "{refused}"
    );
    assert_eq!(dump(&t, &[]), before, "nothing is undone");
    // Somebody who looked at the client while it was imported cannot save over what is there after the undo.
    write(&t, |tx| {
        let version = tx.now().as_millisecond();
        tx.execute(&SET_BACK, db::params![imported.id, version, "en"])
    });
    undo(&t, id).unwrap();
    assert_eq!(client(&t, "C-2").version, 1);
    change_by_hand(&t, "C-2", |fields| fields.language = "es".into());
    let actor = operator(&t);
    let stale = Change {
        version: imported.version,
        fields: imported.fields.clone(),
        may_change_currency: false,
    };
    let result = t.db.write(t.tenant, |tx| {
        let proof = access::<WriteClients>(tx, &actor, imported.id).unwrap();
        change(tx, &actor, &proof, &stale)
    });
    assert!(result.unwrap_err().to_string().contains("somebody changed this client meanwhile"));
}

db::statements! {
    SET_BACK = "UPDATE client SET version = ?3, language = ?4 WHERE tenant_id = ?1 AND client_id = ?2";
}

#[db_test]
fn new_clients_that_something_names_are_archived(t: TestDb) {
    company(&t);
    let head = "number,currency,legal_name,parent_number";
    let rows = [
        head,
        "C-1,USD,One,",
        "C-2,USD,Two,C-1",
        "C-3,USD,Three,C-2",
        "C-4,USD,Four,",
        "C-5,USD,Five,",
    ];
    let (_, id) = import(&t, &File::csv(&rows), &shipped());
    // An invoice for C-2, a change of C-4; C-1 is above C-2, nothing names C-3 and C-5.
    let invoices =
        File::csv(&["client,number,issued,amount,currency", "C-2,N-1,2025-06-01,10,USD"]);
    import(&t, &invoices, &profile(PLAIN));
    change_by_hand(&t, "C-4", |fields| fields.language = "es".into());
    undo(&t, id).unwrap();
    let status = |number: &str| {
        let found = t.db.read(t.tenant, |tx| find_by_numbers(tx, &[number.to_owned()])).unwrap();
        found.first().map(|f| f.status.word())
    };
    let archived = Some("archived");
    assert_eq!(["C-1", "C-2", "C-4"].map(status), [archived; 3]);
    assert_eq!(["C-3", "C-5"].map(status), [None; 2]);
    // They come back with the file, as a change.
    let (plan, _) = import(&t, &File::csv(&rows), &shipped());
    assert_eq!((plan.new_clients, plan.changes), (2, 3));
    assert_eq!(["C-1", "C-2", "C-4"].map(status), [Some("active"); 3]);
}

#[db_test]
fn what_a_later_import_changed_is_undone_after_it(t: TestDb) {
    company(&t);
    let file = |name: &str| File::csv(&["number,currency,legal_name", &format!("W1,USD,{name}")]);
    let (_, first) = import(&t, &file("Old"), &shipped());
    let (changed, second) = import(&t, &file("New"), &shipped());
    assert_eq!(changed.changes, 1);
    let refused = undo(&t, first).unwrap_err();
    let ImportError::ChangedSince { count: 1, first: named, why } = &refused else {
        panic!("{refused}")
    };
    assert_eq!((named.as_str(), why.contains("undo that one first")), ("W1", true), "{refused}");
    undo(&t, second).unwrap();
    undo(&t, first).unwrap();
}
