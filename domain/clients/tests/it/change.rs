use clients::client::change::{Change, ChangeError};
use clients::client::open::OpenError;
use clients::{ClientStatus, NewClient};
use kernel::{Fault, Kind};
use serde_json::json;
use testkit::{TestDb, at, db_test};

use crate::office::{Office, currency, fault};

#[db_test]
fn a_change_is_kept_and_recorded_by_what_is_different(t: TestDb) {
    let office = Office::new(t);
    let id = office.open(&office.ana, &office.fields("C-1")).unwrap();
    office.t.clock.set(at("2026-04-01T10:00:00Z"));
    let version = office
        .edit(&office.ana, id, |c| {
            c.fields.legal_name = "Ñandú".into();
            c.fields.tags = vec!["new".into()];
            c.fields.status = ClientStatus::OnHold;
        })
        .unwrap();
    let kept = office.get(id);
    assert_eq!((version, kept.version, kept.sort_name.as_str()), (2, 2, "nandu"));
    assert_eq!(kept.fields.tags, ["new"]);
    assert!(kept.updated_at > kept.created_at);
    let (events, detail) = office.audited("client.changed");
    let expected = json!({
        "before": {"legal_name": "Client C-1", "tags": [], "status": "active"},
        "after": {"legal_name": "Ñandú", "tags": ["new"], "status": "on_hold"},
    });
    assert_eq!((events, detail), (1, expected));
    office.assert_tally();
}

#[db_test]
fn a_change_that_changes_nothing_is_none(t: TestDb) {
    let office = Office::new(t);
    let custom = json!({"n": 1.5, "b": false}).as_object().unwrap().clone();
    let new = NewClient { tags: vec!["b".into(), "a".into()], custom, ..office.fields("C-1") };
    let id = office.open(&office.ana, &new).unwrap();
    assert_eq!(office.edit(&office.ana, id, |c| c.fields.tags.reverse()).unwrap(), 1);
    assert_eq!(office.audited("client.changed").0, 0);
}

#[db_test]
fn the_second_of_two_changes_from_one_version_is_refused(t: TestDb) {
    let office = Office::new(t);
    let id = office.open(&office.ana, &office.fields("C-1")).unwrap();
    let seen = office.get(id);
    let fields = |name: &str| NewClient { legal_name: name.into(), ..seen.fields.clone() };
    let change = |name| Change { version: 1, fields: fields(name), may_change_currency: false };
    office.change(&office.ana, id, &change("First")).unwrap();
    let error = office.change(&office.ana, id, &change("Second")).unwrap_err();
    assert!(matches!(error, ChangeError::Moved { had: 1, now: 2 }));
    assert_eq!((error.kind(), error.code()), (Kind::Conflict, "version-moved"));
    assert_eq!(office.get(id).fields.legal_name, "First");
}

#[db_test]
fn the_currency_changes_only_while_nothing_is_posted(t: TestDb) {
    let office = Office::new(t);
    let id = office.open(&office.ana, &office.fields("C-1")).unwrap();
    let to_euro = |may| {
        office.edit(&office.ana, id, |c| {
            c.fields.currency = currency("EUR");
            c.may_change_currency = may;
        })
    };
    let error = to_euro(false).unwrap_err();
    assert_eq!(fault(&error), ("currency-in-use", Some("currency".into())));
    to_euro(true).unwrap();
    assert_eq!(office.get(id).fields.currency, currency("EUR"));
}

#[db_test]
fn a_client_is_not_given_away_beyond_reach(t: TestDb) {
    let office = Office::new(t);
    let id = office.open(&office.ana, &office.fields("C-1")).unwrap();
    for owner in [office.ben.user_id(), None] {
        let error = office.edit(&office.ana, id, |c| c.fields.owner_id = owner).unwrap_err();
        assert!(matches!(error, ChangeError::Client(OpenError::OwnerOutOfReach)));
    }
    let to_ana = office.mia.user_id();
    office.edit(&office.mia, id, |c| c.fields.owner_id = to_ana).unwrap();
    office.edit(&office.zoe, id, |c| c.fields.owner_id = None).unwrap();
    let nobody = Some(kernel::UserId::NIL);
    let error = office.edit(&office.zoe, id, |c| c.fields.owner_id = nobody).unwrap_err();
    assert_eq!(fault(&error), ("unknown-owner", Some("owner_id".into())));
    office.assert_tally();
}

#[db_test]
fn a_number_is_not_taken_over(t: TestDb) {
    let office = Office::new(t);
    office.open(&office.zoe, &office.fields("ONE")).unwrap();
    let two = office.open(&office.zoe, &office.fields("TWO")).unwrap();
    let number = |n: &str| office.edit(&office.zoe, two, |c| c.fields.number = n.into());
    assert_eq!(fault(&number("ONE").unwrap_err()), ("number-taken", Some("number".into())));
    number("THREE").unwrap();
}

#[db_test]
fn nobody_is_above_themselves_nor_too_deep(t: TestDb) {
    let office = Office::new(t);
    let open = |number: String, parent_id| {
        office.open(&office.zoe, &NewClient { parent_id, ..office.fields(&number) }).unwrap()
    };
    let mut chain = vec![open("0".into(), None)];
    for n in 1..=6 {
        chain.push(open(n.to_string(), chain.last().copied()));
    }
    let under = |id, parent| office.edit(&office.zoe, id, |c| c.fields.parent_id = Some(parent));
    for (id, parent) in [(0, 0), (0, 1), (0, 6), (2, 5)] {
        let error = under(chain[id], chain[parent]).unwrap_err();
        assert_eq!(fault(&error), ("parent-cycle", Some("parent_id".into())), "{id} {parent}");
    }
    // Six levels below the first, so with five above the last would have eleven.
    let mut other = vec![open("a".into(), None)];
    for n in 1..=4 {
        other.push(open(format!("a{n}"), other.last().copied()));
    }
    let error = under(chain[0], other[4]).unwrap_err();
    assert_eq!(fault(&error), ("too-many-levels", Some("parent_id".into())));
    under(chain[0], other[3]).unwrap();
    under(chain[6], other[0]).unwrap();
}

#[db_test]
fn a_parent_that_stays_needs_no_reach(t: TestDb) {
    let office = Office::new(t);
    let his = office.open(&office.ben, &office.fields("B")).unwrap();
    let owner_id = office.ana.user_id();
    let new = NewClient { parent_id: Some(his), owner_id, ..office.fields("A") };
    let hers = office.open(&office.zoe, &new).unwrap();
    office.edit(&office.ana, hers, |c| c.fields.legal_name = "Other".into()).unwrap();
    assert_eq!(office.get(hers).fields.parent_id, Some(his));
}
