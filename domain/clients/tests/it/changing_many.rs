//! Many clients changed at once, and made what they were.

use clients::ClientId;
use clients::client::bulk::{self, BulkError, Wish};
use clients::client::{ClientStatus, access, get, open};
use kernel::Fault;
use people::permission::WriteClients;
use people::{Actor, audit};
use testkit::{TestDb, db_test};

use crate::office::{Office, id_of, writes};

/// What a change and its undoing leave behind: the trail, and the news of clients handed over.
const TRACES: &[&str] = &["audit_event", "audit_head", "outbox"];

fn opened(office: &Office, owner: &Actor, tags: &[&[&str]]) -> Vec<ClientId> {
    let open = |(n, tags): (usize, &&[&str])| {
        let fields = clients::NewClient {
            owner_id: Some(id_of(owner)),
            tags: tags.iter().map(|t| (*t).to_owned()).collect(),
            ..office.fields(&format!("{}{n}", owner.name()))
        };
        let proof = writes(&office.operator);
        let opened = office
            .t
            .db
            .write(office.t.tenant, |tx| open::open(tx, &office.operator, &proof, &fields));
        opened.unwrap()
    };
    tags.iter().enumerate().map(open).collect()
}

fn change(
    office: &Office,
    actor: &Actor,
    ids: &[ClientId],
    wish: &Wish,
) -> Result<bulk::Done, BulkError> {
    office.t.db.write(office.t.tenant, |tx| {
        let plan = bulk::plan(tx, actor, ids, wish)?;
        bulk::apply(tx, actor, ids, wish, &plan.fingerprint)
    })
}

fn dump(office: &Office) -> String {
    office.t.db.read(office.t.tenant, |tx| db::dump(tx, TRACES)).unwrap()
}

#[db_test]
fn what_is_undone_leaves_every_row_as_it_was(t: TestDb) {
    let office = Office::new(t);
    let ids = opened(&office, &office.ana, &[&["gold", "north"], &["north"], &[]]);
    let before = dump(&office);
    let wish = Wish {
        owner: Some(Some(id_of(&office.ben))),
        status: Some(ClientStatus::OnHold),
        client_type: Some("dealer".to_owned()),
        add_tags: vec!["Gold".to_owned()],
        remove_tags: vec!["north".to_owned()],
        ..Wish::default()
    };
    let done = change(&office, &office.zoe, &ids, &wish).unwrap();
    assert_eq!(done.changed, 3);
    office.assert_tally();
    office
        .t
        .db
        .read(office.t.tenant, |tx| {
            for id in &ids {
                let client = get(tx, &access::access::<WriteClients>(tx, &office.ben, *id)?)?;
                assert_eq!((client.version, client.fields.status), (2, ClientStatus::OnHold));
                assert_eq!(
                    (client.fields.tags, client.fields.client_type.as_str()),
                    (vec!["gold".to_owned()], "dealer")
                );
            }
            assert!(audit::verify(tx)?.broken_at.is_none());
            Ok::<_, clients::client::access::AccessError>(())
        })
        .unwrap();
    // One event for each client, so that each one's history shows it.
    assert_eq!(office.audited("client.changed").0, 3);
    let undo =
        |actor: &Actor| office.t.db.write(office.t.tenant, |tx| bulk::undo(tx, actor, done.id));
    let refused = undo(&office.ana).unwrap_err();
    assert_eq!(refused.code(), "unknown-client", "they are Ben's now");
    let undone = undo(&office.zoe).unwrap();
    assert_eq!((undone.restored, undone.kept), (3, Vec::new()));
    office.assert_tally();
    assert_eq!(dump(&office), before);
    assert!(matches!(undo(&office.zoe), Err(BulkError::Unknown(_))));
}

#[db_test]
fn what_moved_is_neither_changed_nor_undone(t: TestDb) {
    let office = Office::new(t);
    let ids = opened(&office, &office.ana, &[&[], &[]]);
    let wish = Wish { status: Some(ClientStatus::OnHold), ..Wish::default() };
    let plan =
        office.t.db.read(office.t.tenant, |tx| bulk::plan(tx, &office.ana, &ids, &wish)).unwrap();
    let other = Wish { client_type: Some("dealer".to_owned()), ..Wish::default() };
    let done = change(&office, &office.ana, &ids[..1], &other).unwrap();
    let late = office
        .t
        .db
        .write(office.t.tenant, |tx| bulk::apply(tx, &office.ana, &ids, &wish, &plan.fingerprint));
    assert!(matches!(late, Err(BulkError::Moved)));
    change(&office, &office.ana, &ids[..1], &wish).unwrap();
    let undone =
        office.t.db.write(office.t.tenant, |tx| bulk::undo(tx, &office.ana, done.id)).unwrap();
    assert_eq!((undone.restored, undone.kept), (0, vec![ids[0]]));
}

#[db_test]
fn nonsense_is_refused_whole(t: TestDb) {
    let office = Office::new(t);
    let mine = opened(&office, &office.ana, &[&[]]);
    let bens = opened(&office, &office.ben, &[&[]]);
    let before = dump(&office);
    let status = Wish { status: Some(ClientStatus::OnHold), ..Wish::default() };
    let both = [mine[0], bens[0]];
    let tags = |add: &str, remove: &str| Wish {
        add_tags: vec![add.to_owned()],
        remove_tags: vec![remove.to_owned()],
        ..Wish::default()
    };
    let to_ben = Wish { owner: Some(Some(id_of(&office.ben))), ..Wish::default() };
    let long = Wish { client_type: Some("x".repeat(1_000)), ..Wish::default() };
    for (ids, wish, code) in [
        (&both[..], &status, "unknown-client"),
        (&[], &status, "bad-count"),
        (&mine, &Wish::default(), "no-change"),
        (&mine, &tags("a", " A"), "tag-twice"),
        (&mine, &to_ben, "owner-out-of-reach"),
        (&mine, &long, "field-too-long"),
    ] {
        assert_eq!(change(&office, &office.ana, ids, wish).unwrap_err().code(), code, "{wish:?}");
    }
    assert_eq!(
        change(&office, &office.tom, &mine, &status).unwrap_err().code(),
        "permission-lacking"
    );
    assert_eq!(dump(&office), before);
}
