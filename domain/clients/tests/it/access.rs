use clients::ClientId;
use clients::client::access::{AccessError, access, access_many};
use kernel::{Fault, Kind, TenantId};
use people::permission::{ReadClients, WriteClients};
use testkit::{TestDb, db_test};

use crate::office::{Office, fault, found};

#[db_test]
fn a_proof_says_what_callers_need(t: TestDb) {
    let office = Office::new(t);
    let id = office.open(&office.ana, &office.fields("C-1")).unwrap();
    let proof = office.access::<WriteClients>(&office.ana, id).unwrap();
    assert_eq!((proof.id(), proof.number(), proof.payment_term()), (id, "C-1", "net30"));
    assert_eq!((proof.owner(), proof.currency().code()), (office.ana.user_id(), "USD"));
    assert_eq!((proof.language(), proof.version(), proof.parent()), ("en", 1, None));
    assert!(proof.clone().allowed().covers(office.ana.user_id()));
}

#[db_test]
fn reach_decides_and_tells_nothing(t: TestDb) {
    let office = Office::new(t);
    let hers = office.open(&office.ana, &office.fields("A")).unwrap();
    let his = office.open(&office.ben, &office.fields("B")).unwrap();
    let nobodys = office.open(&office.zoe, &office.fields("N")).unwrap();
    for (actor, reached) in [
        (&office.ana, [true, false, false]),
        (&office.ben, [false, true, false]),
        (&office.mia, [true, false, false]),
        (&office.zoe, [true, true, true]),
        (&office.tom, [true, true, true]),
        (&office.operator, [true, true, true]),
    ] {
        for (id, reached) in [hers, his, nobodys].into_iter().zip(reached) {
            let got = office.access::<ReadClients>(actor, id);
            assert_eq!(got.is_ok(), reached, "{}", actor.name());
        }
    }
    let out = office.access::<ReadClients>(&office.ana, his).unwrap_err();
    let never = office.access::<ReadClients>(&office.ana, ClientId::NIL).unwrap_err();
    assert_eq!((out.kind(), fault(&out)), (Kind::NotFound, fault(&never)));
    let said = |e: &AccessError, id: ClientId| e.to_string().replace(&id.to_string(), "…");
    assert_eq!(said(&out, his), said(&never, ClientId::NIL));
}

#[db_test]
fn without_the_permission_no_client_is_looked_up(t: TestDb) {
    let office = Office::new(t);
    let id = office.open(&office.zoe, &office.fields("A")).unwrap();
    for id in [id, ClientId::NIL] {
        let error = office.access::<WriteClients>(&office.tom, id).unwrap_err();
        assert_eq!(error.kind(), Kind::Forbidden);
    }
}

#[db_test]
fn another_company_is_another_world(t: TestDb) {
    let office = Office::new(t);
    let id = office.open(&office.zoe, &office.fields("A")).unwrap();
    let other = TenantId::from_uuid(uuid::Uuid::from_u128(77));
    let stranger = found(&office.t, other, "other");
    let there = office.t.db.read(other, |tx| access::<ReadClients>(tx, &stranger, id));
    assert!(matches!(there, Err(AccessError::Unknown(_))));
    // Not even with a transaction of this company in hand.
    let here = office.access::<ReadClients>(&stranger, id);
    assert!(matches!(here, Err(AccessError::Unknown(_))));
}

#[db_test]
fn many_proofs_are_had_at_once_or_none(t: TestDb) {
    let office = Office::new(t);
    let ids: Vec<ClientId> = (0..30)
        .map(|n| office.open(&office.ana, &office.fields(&n.to_string())).unwrap())
        .collect();
    let his = office.open(&office.ben, &office.fields("B")).unwrap();
    let many = |ids: &[ClientId]| {
        let all = office
            .t
            .db
            .read(office.t.tenant, |tx| access_many::<ReadClients>(tx, &office.ana, ids));
        all.map(|proofs| proofs.len())
    };
    assert_eq!(many(&ids).unwrap(), 30);
    assert_eq!(many(&[ids[3], ids[3]]).unwrap(), 1);
    assert_eq!(many(&[]).unwrap(), 0);
    let error = many(&[ids[0], his]).unwrap_err();
    assert!(matches!(error, AccessError::Unknown(id) if id == his));
}
