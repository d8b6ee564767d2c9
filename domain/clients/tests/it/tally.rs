use clients::client::archive;
use clients::{ClientId, ClientKind, ClientStatus, NewClient};
use testkit::{TestDb, db_test};

use crate::office::Office;

db::statements! {
    SPOIL = "UPDATE client_tally SET clients = clients + 1 WHERE tenant_id = ?1 AND owner_id = ?2";
}

#[db_test]
fn the_tally_is_right_after_any_changes(t: TestDb) {
    let office = Office::new(t);
    let owners = [None, office.ana.user_id(), office.ben.user_id(), office.mia.user_id()];
    let mut clients: Vec<ClientId> = Vec::new();
    let mut dice = 7_usize;
    let mut throw = |sides: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    for step in 0..150 {
        let status = ClientStatus::ALL[throw(ClientStatus::ALL.len())];
        let kind = ClientKind::ALL[throw(2)];
        let owner_id = owners[throw(owners.len())];
        let some: Vec<ClientId> = clients.iter().copied().filter(|_| throw(4) == 0).collect();
        match throw(8) {
            0..=2 => {
                let number = format!("{step}");
                let new = NewClient { status, kind, owner_id, ..office.fields(&number) };
                clients.push(office.open(&office.zoe, &new).unwrap());
            }
            3..=5 if !clients.is_empty() => {
                let id = clients[throw(clients.len())];
                let edit = office.edit(&office.zoe, id, |c| {
                    (c.fields.status, c.fields.kind, c.fields.owner_id) = (status, kind, owner_id);
                });
                edit.unwrap();
            }
            6 => {
                let had = office.t.db.write(office.t.tenant, |tx| archive::archive_many(tx, &some));
                let had = had.unwrap();
                for (id, _) in &had {
                    assert_eq!(office.get(*id).fields.status, ClientStatus::Archived);
                }
                if throw(2) == 0 {
                    let back =
                        office.t.db.write(office.t.tenant, |tx| archive::unarchive_many(tx, &had));
                    assert_eq!(back.unwrap(), had.len());
                    for (id, status) in &had {
                        assert_eq!(office.get(*id).fields.status, *status);
                    }
                }
            }
            _ => {
                let gone = some.iter().copied().take(2).collect::<Vec<_>>();
                let n = office.t.db.write(office.t.tenant, |tx| archive::delete_many(tx, &gone));
                assert_eq!(n.unwrap(), gone.len());
                clients.retain(|id| !gone.contains(id));
            }
        }
        office.assert_tally();
    }
    assert!(clients.len() > 10);
}

#[db_test]
fn a_wrong_tally_is_found(t: TestDb) {
    let office = Office::new(t);
    office.open(&office.ana, &office.fields("1")).unwrap();
    office.open(&office.zoe, &office.fields("2")).unwrap();
    let ana = office.ana.user_id().unwrap();
    for owner in [ana, kernel::UserId::NIL] {
        office
            .t
            .db
            .write(office.t.tenant, |tx| tx.execute(&SPOIL, db::params![owner]).map(drop))
            .unwrap();
    }
    let wrong = office.t.db.read(office.t.tenant, clients::tally::check).unwrap();
    let found: Vec<_> = wrong.iter().map(|d| (d.owner, d.tallied, d.counted)).collect();
    assert_eq!(found, [(None, 2, 1), (Some(ana), 2, 1)]);
    assert_eq!((wrong[0].status, wrong[0].kind), (ClientStatus::Active, ClientKind::Organisation));
}

#[db_test]
fn a_client_that_something_belongs_to_is_not_removed(t: TestDb) {
    let office = Office::new(t);
    let parent = office.open(&office.ana, &office.fields("1")).unwrap();
    let new = NewClient { parent_id: Some(parent), tags: vec!["x".into()], ..office.fields("2") };
    let child = office.open(&office.ana, &new).unwrap();
    let delete =
        |ids: &[ClientId]| office.t.db.write(office.t.tenant, |tx| archive::delete_many(tx, ids));
    assert!(matches!(delete(&[parent]), Err(archive::DeleteError::InUse)));
    office.assert_tally();
    assert_eq!(delete(&[parent, child]).unwrap(), 2);
    assert_eq!(delete(&[parent, child]).unwrap(), 0);
    office.assert_tally();
}
