use clients::client::open::{check_many, insert_many};
use clients::client::{archive, find};
use clients::contact::add::ContactError;
use clients::contact::list::{ContactFilter, list};
use clients::contact::{CheckedContact, add, change, email, get, of_client, phone, remove};
use clients::{ClientId, ContactId, NewClient, NewContact};
use kernel::{Fault, Kind, PageRequest};
use people::Actor;
use people::permission::{ReadClients, WriteClients};
use testkit::{TestDb, db_test};

use crate::office::{Office, fault, reads, writes};

fn ruiz() -> NewContact {
    NewContact {
        given_name: " Ángela".into(),
        family_name: "Ruiz".into(),
        roles: vec!["Billing ".into(), "billing".into(), "buyer".into()],
        emails: vec!["Angela@Example.ES".into(), "second@example.es".into()],
        phones: vec!["+34 912-345-678".into()],
        language: Some("es".into()),
        time_zone: Some("Europe/Madrid".into()),
    }
}

impl Office {
    fn add(
        &self,
        who: &Actor,
        client: ClientId,
        new: &NewContact,
    ) -> Result<ContactId, ContactError> {
        let proof = self.access::<WriteClients>(who, client).unwrap();
        self.t.db.write(self.t.tenant, |tx| add::add(tx, who, &proof, new))
    }

    fn contacts(&self, who: &Actor, filter: &ContactFilter) -> Vec<String> {
        let page = PageRequest::default();
        let page =
            self.t.db.read(self.t.tenant, |tx| list(tx, &reads(who), filter, None, &page)).unwrap();
        assert_eq!(page.total, page.items.len() as u64);
        page.items.into_iter().map(|c| c.fields.given_name).collect()
    }
}

#[db_test]
fn a_contact_is_added_changed_and_removed(t: TestDb) {
    let office = Office::new(t);
    let ana = &office.ana;
    let client = office.open(ana, &office.fields("C-1")).unwrap();
    let id = office.add(ana, client, &ruiz()).unwrap();
    let proof = office.access::<WriteClients>(ana, client).unwrap();
    let read = || office.t.db.read(office.t.tenant, |tx| get(tx, &proof, id));
    let kept = read().unwrap();
    assert_eq!((kept.sort_name.as_str(), kept.version), ("ruiz angela", 1));
    assert_eq!(kept.fields.roles, ["billing", "buyer"]);
    assert_eq!(kept.fields.emails, ["Angela@example.es", "second@example.es"]);
    assert_eq!(kept.fields.phones, ["+34912345678"]);

    let new = NewContact { emails: vec![], roles: vec![], ..kept.fields.clone() };
    let change = |had, new: &NewContact| {
        office.t.db.write(office.t.tenant, |tx| change::change(tx, ana, &proof, id, had, new))
    };
    assert_eq!(change(1, &kept.fields).unwrap(), 1);
    assert_eq!(change(1, &new).unwrap(), 2);
    let error = change(1, &ruiz()).unwrap_err();
    assert!(matches!(error, ContactError::Moved { had: 1, now: 2 }));
    assert_eq!(read().unwrap().fields, new);

    office.t.db.write(office.t.tenant, |tx| remove::remove(tx, ana, &proof, id)).unwrap();
    assert_eq!(read().unwrap_err().kind(), Kind::NotFound);
    for action in ["contact.added", "contact.changed", "contact.removed"] {
        assert_eq!(office.audited(action).0, 1, "{action}");
    }
    let (_, detail) = office.audited("contact.removed");
    assert_eq!(detail["before"]["phones"][0], "+34912345678");
}

#[db_test]
fn what_is_wrong_with_a_contact_is_named(t: TestDb) {
    let office = Office::new(t);
    let client = office.open(&office.ana, &office.fields("C-1")).unwrap();
    let set = |edit: fn(&mut NewContact)| {
        let mut new = ruiz();
        edit(&mut new);
        new
    };
    for (new, code, field) in [
        (
            set(|n| (n.given_name, n.family_name) = (String::new(), " ".into())),
            "field-missing",
            "family_name",
        ),
        (set(|n| n.given_name = "x".repeat(101)), "field-too-long", "given_name"),
        (set(|n| n.emails.push("nobody".into())), "bad-email", "emails/2"),
        (set(|n| n.emails.push("second@EXAMPLE.es".into())), "given-twice", "emails/2"),
        (set(|n| n.phones = vec!["912345678".into()]), "bad-phone", "phones/0"),
        (set(|n| n.phones = vec!["+34 912345678".into(); 11]), "too-many-entries", "phones"),
        (set(|n| n.language = Some("de".into())), "unknown-language", "language"),
        (set(|n| n.time_zone = Some("Mars/Base".into())), "unknown-time-zone", "time_zone"),
        (set(|n| n.roles = vec![String::new()]), "field-missing", "roles/0"),
    ] {
        let error = office.add(&office.ana, client, &new).unwrap_err();
        assert_eq!(fault(&error), (code, Some(field.to_owned())));
    }
}

#[db_test]
fn contacts_are_found_only_in_reach(t: TestDb) {
    let office = Office::new(t);
    let hers = office.open(&office.ana, &office.fields("A")).unwrap();
    let his = office.open(&office.ben, &office.fields("B")).unwrap();
    let named = |given: &str, mail: &str| NewContact {
        given_name: given.into(),
        emails: vec![mail.into()],
        ..ruiz()
    };
    office.add(&office.ana, hers, &named("Eva", "eva@a.example")).unwrap();
    office.add(&office.ana, hers, &named("Abel", "info@a.example")).unwrap();
    let ivo = office.add(&office.ben, his, &named("Ivo", "info@a.example")).unwrap();
    let none = ContactFilter::default;
    let info = ContactFilter { email: Some(" info@A.EXAMPLE".into()), ..none() };
    assert_eq!(office.contacts(&office.zoe, &none()), ["Abel", "Eva", "Ivo"]);
    assert_eq!(office.contacts(&office.ana, &none()), ["Abel", "Eva"]);
    assert_eq!(office.contacts(&office.mia, &none()), ["Abel", "Eva"]);
    assert_eq!(office.contacts(&office.ben, &info), ["Ivo"]);
    assert_eq!(office.contacts(&office.zoe, &info), ["Abel", "Ivo"]);
    let of_his = ContactFilter { client: Some(his), ..none() };
    assert_eq!(office.contacts(&office.zoe, &of_his), ["Ivo"]);
    assert!(office.contacts(&office.ana, &of_his).is_empty());
    let prefix = |p: &str| ContactFilter { name_prefix: Some(p.into()), ..none() };
    assert_eq!(office.contacts(&office.zoe, &prefix("RUÍZ E")), ["Eva"]);
    // A contact of another client is not had through one's own.
    let proof = office.access::<ReadClients>(&office.ana, hers).unwrap();
    let got = office.t.db.read(office.t.tenant, |tx| get(tx, &proof, ivo));
    assert!(matches!(got, Err(ContactError::Unknown(_))));
    let own = office.t.db.read(office.t.tenant, |tx| of_client(tx, &proof)).unwrap();
    assert_eq!(
        own.iter().map(|c| c.fields.given_name.as_str()).collect::<Vec<_>>(),
        ["Abel", "Eva"]
    );
}

#[db_test]
fn contacts_are_paged_in_order_and_counted_however_they_are_found(t: TestDb) {
    let office = Office::new(t);
    // Ana's are few among many at first, and then as many as can be.
    for (more, expected) in [(0, 12), (150, 162)] {
        let done = office.t.db.write(office.t.tenant, |tx| {
            let proof = writes(&office.operator);
            let base = if more == 0 { 0 } else { 1_000 };
            let rows: Vec<(ClientId, NewClient)> = (0..if more == 0 { 600 } else { more })
                .map(|n| {
                    let hers = more > 0 || n % 50 == 0;
                    let owner = if hers { &office.ana } else { &office.ben };
                    let owner_id = owner.user_id();
                    let number = format!("{}", base + n);
                    (tx.new_id(), NewClient { owner_id, ..office.fields(&number) })
                })
                .collect();
            let checked = check_many(tx, &office.operator, &proof, &rows)?;
            let checked: Vec<_> = checked.into_iter().collect::<Result<_, _>>().unwrap();
            insert_many(tx, &checked)?;
            let contacts: Vec<CheckedContact> = rows
                .iter()
                .map(|(client, n)| {
                    let new = NewContact { given_name: n.number.clone(), ..ruiz() };
                    CheckedContact::new(tx, tx.new_id(), *client, &new).unwrap()
                })
                .collect();
            add::insert_many(tx, &contacts).unwrap();
            Ok::<_, db::Error>(())
        });
        done.unwrap();
        for sort in ["name", "-name"] {
            let (mut names, mut after) = (Vec::new(), None);
            loop {
                let page = PageRequest { limit: Some(10), after };
                let none = ContactFilter::default();
                let page = office.t.db.read(office.t.tenant, |tx| {
                    list(tx, &reads(&office.ana), &none, Some(sort), &page)
                });
                let page = page.unwrap();
                assert_eq!(page.total, expected);
                names.extend(page.items.into_iter().map(|c| c.sort_name));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            if sort == "-name" {
                names.reverse();
            }
            assert!(names.is_sorted());
            assert_eq!(names.len() as u64, expected);
        }
    }
}

#[db_test]
fn contacts_of_a_file_go_in_and_out_together(t: TestDb) {
    let office = Office::new(t);
    let client = office.open(&office.zoe, &office.fields("A")).unwrap();
    let insert = |client: ClientId| {
        office.t.db.write(office.t.tenant, |tx| {
            let checked: Vec<CheckedContact> = (0..1_000)
                .map(|_| CheckedContact::new(tx, tx.new_id(), client, &ruiz()))
                .collect::<Result<_, _>>()?;
            add::insert_many(tx, &checked)?;
            let ids: Vec<ContactId> = checked.iter().map(|c| c.contact().id).collect();
            Ok::<_, ContactError>(ids)
        })
    };
    let ids = insert(client).unwrap();
    assert!(matches!(insert(ClientId::NIL), Err(ContactError::UnknownClient)));
    let delete = || office.t.db.write(office.t.tenant, |tx| archive::delete_many(tx, &[client]));
    assert!(matches!(delete(), Err(archive::DeleteError::InUse)));
    let gone = office.t.db.write(office.t.tenant, |tx| remove::delete_many(tx, &ids)).unwrap();
    assert_eq!(gone, 1_000);
    assert_eq!(delete().unwrap(), 1);
    let left = office.t.db.read(office.t.tenant, |tx| find::find_by_numbers(tx, &["A".into()]));
    assert!(left.unwrap().is_empty());
}

#[test]
fn addresses_and_numbers_may_be_checked_alone() {
    assert_eq!(email("email", "a@B.example").unwrap(), "a@b.example");
    assert_eq!(phone("phone", "+1 415 555 0132").unwrap(), "+14155550132");
}
