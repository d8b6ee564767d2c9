//! Contacts from a file.

use clients::client::access::access;
use clients::client::find::find_by_numbers;
use clients::contact::{add, change, of_client, remove};
use clients::{Contact, NewClient, NewContact};
use imports::{ImportError, Profile};
use people::permission::WriteClients;
use testkit::{TestDb, db_test};

use crate::books::{
    File, company, dump, import, operator, plan, profile, refusals, same, undo, usd, write,
};

/// What an undo need not leave as it was.
const TRAIL: [&str; 4] = ["audit_event", "audit_head", "import_run", "outbox"];
const HEAD: &str =
    "client_number,key,given_name,family_name,roles,email,email2,phone,phone2,language,time_zone";

fn shipped() -> Profile {
    Profile::find("contacts").unwrap()
}

/// Two clients, A and B.
fn office(t: &TestDb) {
    company(t);
    let actor = operator(t);
    for number in ["A", "B"] {
        let new = NewClient::organisation(number, number, usd(), "net30");
        write(t, |tx| clients::client::open::open(tx, &actor, &actor.allow().unwrap(), &new));
    }
}

fn at<T>(
    t: &TestDb,
    number: &str,
    f: impl Fn(&db::Tx<'_>, &clients::client::access::ClientAccess<WriteClients>) -> T,
) -> T {
    let actor = operator(t);
    write(t, |tx| {
        let id = find_by_numbers(tx, &[number.to_owned()])?[0].id;
        Ok::<_, db::Error>(f(tx, &access::<WriteClients>(tx, &actor, id).unwrap()))
    })
}

fn contacts(t: &TestDb, number: &str) -> Vec<Contact> {
    at(t, number, |tx, proof| of_client(tx, proof).unwrap())
}

fn add_by_hand(t: &TestDb, number: &str, name: &str, emails: &[&str]) {
    let actor = operator(t);
    let new = NewContact {
        given_name: name.into(),
        emails: emails.iter().map(|e| (*e).to_owned()).collect(),
        phones: vec!["+34912345678".into(), "+34912345679".into(), "+34912345670".into()],
        ..NewContact::default()
    };
    at(t, number, |tx, proof| add::add(tx, &actor, proof, &new).unwrap());
}

#[db_test]
fn new_contacts_come_in_and_go_out_without_a_trace(t: TestDb) {
    office(&t);
    let before = dump(&t, &TRAIL);
    let file = File::csv(&[
        HEAD,
        "A,1,Ana,Ruiz,Billing; purchasing,Ana.Ruiz@Example.COM,ana@home.es,+34 912 345 678,,es,Europe/Madrid",
        "A,,Ben,,,ben@example.com,,,,,",
        "B,,Ben,,,ben@example.com,,,,,",
        "B,2,,Ortiz,,,,,,,",
    ]);
    let (planned, id) = import(&t, &file, &shipped());
    assert_eq!((planned.rows, planned.new_contacts, planned.changes), (4, 4, 0));
    let ana = &contacts(&t, "A")[1].fields;
    assert_eq!((ana.given_name.as_str(), ana.roles.len()), ("Ana", 2));
    assert_eq!(ana.emails, ["Ana.Ruiz@example.com", "ana@home.es"]);
    assert_eq!((ana.phones[0].as_str(), ana.language.as_deref()), ("+34912345678", Some("es")));
    let again = plan(&t, &file, &shipped());
    assert_eq!((again.unchanged, again.refused), (4, 0), "{:?}", again.refusals);
    undo(&t, id).unwrap();
    same(&before, &dump(&t, &TRAIL));
    assert_eq!(plan(&t, &file, &shipped()).fingerprint, planned.fingerprint);
    import(&t, &file, &shipped());
}

#[db_test]
fn a_change_touches_what_the_file_says_and_is_given_back_entirely(t: TestDb) {
    office(&t);
    add_by_hand(&t, "A", "Ana", &["ana@example.com", "old@example.com", "third@example.com"]);
    let before = dump(&t, &TRAIL);
    let mine = profile(
        "name='m'\nkind='contacts'\nsource='m'\n[columns]\nclient_number='c'\nemail='mail'\nemail2='mail2'\nphone2='tel2'\nfamily_name='name'\n",
    );
    let file = File::csv(&["c,mail,mail2,tel2,name", "A,ana@example.com,new@example.com,,Ruiz"]);
    let (planned, id) = import(&t, &file, &mine);
    assert_eq!((planned.changes, planned.new_contacts), (1, 0));
    let ana = &contacts(&t, "A")[0];
    assert_eq!((ana.fields.given_name.as_str(), ana.fields.family_name.as_str()), ("Ana", "Ruiz"));
    assert_eq!(ana.fields.emails, ["ana@example.com", "new@example.com", "third@example.com"]);
    assert_eq!(ana.fields.phones, ["+34912345678", "+34912345670"]);
    assert_eq!(plan(&t, &file, &mine).changes, 1, "the third number is the second one now");
    let version = ana.version;
    assert!(version > 1_000_000, "{version}");
    undo(&t, id).unwrap();
    same(&before, &dump(&t, &TRAIL));
}

#[db_test]
fn what_people_changed_or_removed_since(t: TestDb) {
    office(&t);
    let actor = operator(&t);
    let file = |name: &str| {
        let (one, two) = (format!("A,1,{name},One,,,,,,,"), format!("A,2,{name},Two,,,,,,,"));
        File::csv(&[HEAD, &one, &two])
    };
    let (_, first) = import(&t, &file("Ana"), &shipped());
    let (_, second) = import(&t, &file("Eva"), &shipped());
    let (one, two) = (contacts(&t, "A")[0].clone(), contacts(&t, "A")[1].clone());
    at(&t, "A", |tx, proof| {
        let fields = NewContact { given_name: "Ida".into(), ..two.fields.clone() };
        change::change(tx, &actor, proof, two.id, two.version, &fields).unwrap()
    });
    let before = dump(&t, &[]);
    let refused = undo(&t, second).unwrap_err();
    let ImportError::ChangedSince { count: 1, first: named, .. } = &refused else {
        panic!("{refused}")
    };
    assert_eq!(named, "Ana Two", "{refused}");
    assert_eq!(dump(&t, &[]), before, "nothing is undone");
    // What the first import brought goes, changed or not; one that was removed by hand is no hindrance.
    at(&t, "A", |tx, proof| remove::remove(tx, &actor, proof, one.id).unwrap());
    assert_eq!(plan(&t, &file("Eva"), &shipped()).new_contacts, 1);
    undo(&t, first).unwrap();
    assert!(contacts(&t, "A").is_empty());
    assert!(undo(&t, second).unwrap_err().to_string().contains("not there any more"));
}

#[db_test]
fn one_that_was_removed_by_hand_comes_back_and_goes_again(t: TestDb) {
    office(&t);
    let actor = operator(&t);
    let file = File::csv(&[HEAD, "A,1,Ana,One,,,,,,,"]);
    let (_, first) = import(&t, &file, &shipped());
    let ana = contacts(&t, "A")[0].id;
    at(&t, "A", |tx, proof| remove::remove(tx, &actor, proof, ana).unwrap());
    let before = dump(&t, &TRAIL);
    let (planned, second) = import(&t, &file, &shipped());
    assert_eq!((planned.new_contacts, contacts(&t, "A").len()), (1, 1));
    undo(&t, second).unwrap();
    same(&before, &dump(&t, &TRAIL));
    undo(&t, first).unwrap();
    assert!(contacts(&t, "A").is_empty());
}

#[db_test]
fn what_is_wrong_with_a_contact_is_refused_where_it_stands(t: TestDb) {
    office(&t);
    add_by_hand(&t, "A", "Ana", &["info@example.com"]);
    add_by_hand(&t, "A", "Eva", &["info@example.com"]);
    import(&t, &File::csv(&[HEAD, "A,moved,Ida,,,,,,,,"]), &shipped());
    for (row, expect) in [
        ("X,1,Ana,,,,,,,,", "client_number \"X\": there is no client X"),
        (",1,Ana,,,,,,,,", "client_number \"\": it is empty"),
        ("A,,Ana,,,,,,,,", "email \"\": it is empty; a row without a key must have it"),
        ("A,1,,,,,,,,,", "family_name \"\": family_name is missing"),
        ("A,1,Ana,,,ana,,,,,", "email \"ana\": 'ana' is not an e-mail address"),
        ("A,1,Ana,,,a@b.com,ana,,,,", "email2 \"ana\": 'ana' is not an e-mail address"),
        ("A,1,Ana,,,,ana,,,,", "email2 \"ana\": 'ana' is not an e-mail address"),
        (
            "A,1,Ana,,,a@b.com,a@b.com,,,,",
            "email \"a@b.com\": emails/1: 'a@b.com' stands there already",
        ),
        ("A,1,Ana,,,,,912345678,,,", "phone \"912345678\": '912345678' is not an international"),
        ("A,1,Ana,,,,,,12,,", "phone2 \"12\": '12' is not an international"),
        ("A,1,Ana,,,,,,,fr,", "language \"fr\": 'fr' is not a language"),
        ("A,1,Ana,,,,,,,,Mars", "time_zone \"Mars\": 'Mars' is not a time zone"),
        ("A,1,Ana,,a\u{7},,,,,,", "roles \"a\u{7}\": roles/0 has a control character"),
        (
            "A,,Ana,,,info@example.com,,,,,",
            "email \"info@example.com\": 2 contacts of the client have",
        ),
        ("B,moved,Ida,,,,,,,,", "client_number \"B\": the row was a contact of another client"),
    ] {
        let plan = plan(&t, &File::csv(&[HEAD, row]), &shipped());
        let said = refusals(&plan);
        let expect = format!("2 {}", expect.replace('\u{7}', "\\u{7}"));
        assert!(said.len() == 1 && said[0].contains(&expect), "{row}: {said:?}");
    }
    let twice = [HEAD, "A,1,Ana,,,a@b.com,,,,,", "A,1,Eva,,,,,,,,", "A,,Eva,,,a@b.com,,,,,"];
    let said = refusals(&plan(&t, &File::csv(&twice), &shipped()));
    assert!(said[0].starts_with("3 key \"1\": the file has this contact already"), "{said:?}");
    assert!(
        said[1].starts_with("4 email \"a@b.com\": the file has a contact of this address"),
        "{said:?}"
    );
}
