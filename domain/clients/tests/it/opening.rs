use clients::client::open::{self, OpenError};
use clients::{Address, AddressKind, ClientId, ClientStatus, NewClient, TaxNumber};
use kernel::{Fault, Kind};
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::office::{Office, currency, fault, id_of, writes};

fn address(country: &str) -> Address {
    Address {
        kind: AddressKind::Billing,
        street: "Calle Mayor 1\nPlanta 2".into(),
        city: " Madrid ".into(),
        region: Some(" ".into()),
        postal_code: Some("28013".into()),
        country: country.into(),
    }
}

#[db_test]
fn a_client_is_kept_as_it_was_given_and_tidied(t: TestDb) {
    let office = Office::new(t);
    let zoe = &office.zoe;
    let tax = |kind: &str, value: &str| TaxNumber { kind: kind.into(), value: value.into() };
    let custom = json!({"segment": "A", "staff": 12, "vip": true});
    let new = NewClient {
        number: " C-1 ".into(),
        legal_name: "Muñoz & Hijos".into(),
        trading_name: Some("Muñoz".into()),
        status: ClientStatus::Prospect,
        credit_limit_minor: Some(250_000),
        owner_id: Some(id_of(&office.ben)),
        language: "es".into(),
        custom: custom.as_object().unwrap().clone(),
        addresses: vec![address("ES"), address("PT")],
        tax_numbers: vec![tax("VAT", "ESB123"), tax("NIF", "B123")],
        tags: vec![" VIP".into(), "north".into(), "vip".into()],
        ..office.fields("")
    };
    let id = office.open(zoe, &new).unwrap();
    let kept = office.get(id);
    assert_eq!((kept.version, kept.sort_name.as_str()), (1, "munoz & hijos"));
    let tidy = |country: &str| Address { city: "Madrid".into(), region: None, ..address(country) };
    let expected = NewClient {
        number: "C-1".into(),
        addresses: vec![tidy("ES"), tidy("PT")],
        tax_numbers: vec![tax("NIF", "B123"), tax("VAT", "ESB123")],
        tags: vec!["north".into(), "vip".into()],
        ..new
    };
    assert_eq!(kept.fields, expected);
    let (events, detail) = office.audited("client.opened");
    assert_eq!((events, &detail["after"]["custom"]), (1, &custom));
    office.assert_tally();
}

#[db_test]
fn a_person_is_named_and_sorted_by_given_and_family_name(t: TestDb) {
    let office = Office::new(t);
    let new = NewClient::person("P-1", "Ángela", "Ruiz", currency("EUR"), "net30");
    let kept = office.get(office.open(&office.zoe, &new).unwrap());
    assert_eq!(kept.fields.legal_name, "Ángela Ruiz");
    assert_eq!(kept.sort_name, "ruiz angela");
}

#[db_test]
fn what_is_wrong_is_refused_by_name(t: TestDb) {
    let office = Office::new(t);
    let taken = office.open(&office.zoe, &office.fields("TAKEN")).unwrap();
    let nobody = kernel::UserId::NIL;
    let set = |edit: &dyn Fn(&mut NewClient)| {
        let mut new = office.fields("NEW");
        edit(&mut new);
        new
    };
    let many: serde_json::Map<_, _> = (0..51).map(|n| (format!("k{n}"), json!(n))).collect();
    let nothing_there = Address { street: " ".into(), city: String::new(), ..address("ES") };
    let tax = TaxNumber { kind: "VAT".into(), value: "1".into() };
    let cases: Vec<(NewClient, &str, &str)> = vec![
        (set(&|n| n.number = " ".into()), "field-missing", "number"),
        (set(&|n| n.number = "9".repeat(41)), "field-too-long", "number"),
        (set(&|n| n.number = "a\tb".into()), "field-not-printable", "number"),
        (set(&|n| n.number = "TAKEN".into()), "number-taken", "number"),
        (set(&|n| n.legal_name = String::new()), "field-missing", "legal_name"),
        (set(&|n| n.legal_name = "n".repeat(201)), "field-too-long", "legal_name"),
        (set(&|n| n.legal_name = "a\0b".into()), "field-not-printable", "legal_name"),
        (set(&|n| n.payment_term = String::new()), "field-missing", "payment_term"),
        (set(&|n| n.language = "fr".into()), "unknown-language", "language"),
        (set(&|n| n.credit_limit_minor = Some(-1)), "negative-credit-limit", "credit_limit_minor"),
        (
            set(&|n| n.addresses = vec![address("ES"), address("es")]),
            "bad-country",
            "addresses/1/country",
        ),
        (set(&|n| n.addresses = vec![address("ZZ")]), "bad-country", "addresses/0/country"),
        (
            set(&|n| n.addresses = vec![nothing_there.clone()]),
            "field-missing",
            "addresses/0/street",
        ),
        (set(&|n| n.addresses = vec![address("ES"); 21]), "too-many-entries", "addresses"),
        (
            set(&|n| n.tax_numbers = vec![tax.clone(), tax.clone()]),
            "given-twice",
            "tax_numbers/1/kind",
        ),
        (set(&|n| n.tags = vec!["ok".into(), "t".repeat(41)]), "field-too-long", "tags/1"),
        (set(&|n| n.tags = vec![" ".into()]), "field-missing", "tags/0"),
        (set(&|n| n.custom = many.clone()), "too-many-entries", "custom"),
        (
            set(&|n| n.custom = json!({"a": ["b"]}).as_object().unwrap().clone()),
            "bad-custom-field",
            "custom/a",
        ),
        (
            set(&|n| {
                n.custom = json!({"a": "x".repeat(5000), "b": "x".repeat(5000)})
                    .as_object()
                    .unwrap()
                    .clone();
            }),
            "custom-fields-too-large",
            "custom",
        ),
        (
            set(&|n| n.custom = json!({"a": "\u{0}"}).as_object().unwrap().clone()),
            "field-not-printable",
            "custom/a",
        ),
        (set(&|n| n.owner_id = Some(nobody)), "unknown-owner", "owner_id"),
        (set(&|n| n.parent_id = Some(ClientId::NIL)), "unknown-parent", "parent_id"),
    ];
    for (new, code, field) in cases {
        let error = office.open(&office.zoe, &new).unwrap_err();
        assert_eq!(fault(&error), (code, Some(field.to_owned())), "{error}");
    }
    let only = office.t.db.read(office.t.tenant, |tx| {
        clients::client::find::find_by_numbers(tx, &["TAKEN".into(), "NEW".into()])
    });
    assert_eq!(only.unwrap().iter().map(|f| f.id).collect::<Vec<_>>(), [taken]);
    assert_eq!(office.audited("client.opened").0, 1);
    office.assert_tally();
}

#[db_test]
fn who_sees_only_some_clients_opens_them_for_themselves_or_their_team(t: TestDb) {
    let office = Office::new(t);
    let (ana, mia) = (&office.ana, &office.mia);
    let open = |actor, number: &str, owner| {
        office.open(actor, &NewClient { owner_id: owner, ..office.fields(number) })
    };
    let owner_of = |id| office.get(id).fields.owner_id;
    assert_eq!(owner_of(open(ana, "1", None).unwrap()), ana.user_id());
    assert_eq!(owner_of(open(ana, "2", ana.user_id()).unwrap()), ana.user_id());
    assert_eq!(owner_of(open(mia, "3", ana.user_id()).unwrap()), ana.user_id());
    assert_eq!(owner_of(open(mia, "4", None).unwrap()), mia.user_id());
    assert_eq!(owner_of(open(&office.zoe, "5", None).unwrap()), None);
    for (actor, owner) in [(ana, &office.ben), (mia, &office.ben), (ana, mia)] {
        let error = open(actor, "6", owner.user_id()).unwrap_err();
        assert!(matches!(error, OpenError::OwnerOutOfReach));
        assert_eq!(error.kind(), Kind::Forbidden);
    }
    // Somebody who is nobody cannot be told from somebody out of reach.
    let error = open(ana, "6", Some(kernel::UserId::NIL)).unwrap_err();
    assert!(matches!(error, OpenError::OwnerOutOfReach));
    office.assert_tally();
}

#[db_test]
fn a_parent_out_of_reach_is_as_unknown_as_one_that_never_was(t: TestDb) {
    let office = Office::new(t);
    let hers = office.open(&office.ana, &office.fields("A")).unwrap();
    let his = office.open(&office.ben, &office.fields("B")).unwrap();
    let under = |parent, number: &str| {
        let new = NewClient { parent_id: Some(parent), ..office.fields(number) };
        office.open(&office.ana, &new)
    };
    under(hers, "A1").unwrap();
    let (out, never) = (under(his, "A2").unwrap_err(), under(ClientId::NIL, "A2").unwrap_err());
    assert_eq!(fault(&out), fault(&never));
    let said = |e: &OpenError, id: ClientId| e.to_string().replace(&id.to_string(), "…");
    assert_eq!(said(&out, his), said(&never, ClientId::NIL));
}

#[db_test]
fn no_more_than_ten_clients_stand_above_one(t: TestDb) {
    let office = Office::new(t);
    let mut parent = None;
    for level in 0..=clients::client::LEVELS_MAX {
        let new = NewClient { parent_id: parent, ..office.fields(&format!("L{level}")) };
        parent = Some(office.open(&office.zoe, &new).unwrap());
    }
    let error = office
        .open(&office.zoe, &NewClient { parent_id: parent, ..office.fields("L11") })
        .unwrap_err();
    assert_eq!(fault(&error), ("too-many-levels", Some("parent_id".into())));
}

#[db_test]
fn several_are_opened_together_or_not_at_all(t: TestDb) {
    let office = Office::new(t);
    let proof = writes(&office.zoe);
    let open = |numbers: &[&str], parents: &[Option<usize>]| {
        office.t.db.write(office.t.tenant, |tx| {
            let ids: Vec<ClientId> = numbers.iter().map(|_| tx.new_id()).collect();
            let rows: Vec<(ClientId, NewClient)> = ids
                .iter()
                .zip(numbers.iter().zip(parents))
                .map(|(id, (number, parent))| {
                    let parent_id = parent.map(|p| ids[p]);
                    (*id, NewClient { parent_id, ..office.fields(number) })
                })
                .collect();
            open::open_many(tx, &office.zoe, &proof, &rows).map(|()| ids)
        })
    };
    // The children come before their parents, which the engine must not mind.
    let ids = open(&["a", "b", "c"], &[Some(1), Some(2), None]).unwrap();
    assert_eq!(office.get(ids[0]).fields.parent_id, Some(ids[1]));
    for (numbers, parents, row, code) in [
        (["d", "d", "e"], [None, None, None], 1, "number-taken"),
        (["d", "e", "a"], [None, None, None], 2, "number-taken"),
        (["d", "e", "f"], [Some(1), Some(0), None], 0, "parent-cycle"),
        (["d", "e", "f"], [Some(0), None, None], 0, "parent-cycle"),
        (["d", "e", ""], [Some(1), Some(2), None], 0, "unknown-parent"),
    ] {
        let error = open(&numbers, &parents).unwrap_err();
        assert_eq!((error.row, error.code()), (row, code));
        assert!(error.field().unwrap().starts_with(&format!("{row}/")));
    }
    assert_eq!(office.audited("client.opened").0, 3);
    office.assert_tally();
}
