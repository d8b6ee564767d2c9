use clients::client::{find, open};
use clients::{ClientId, NewClient};
use testkit::{TestDb, db_test};

use crate::office::{Office, id_of, writes};

#[db_test]
fn five_thousand_clients_go_in_with_no_event_of_their_own(t: TestDb) {
    let office = Office::new(t);
    let proof = writes(&office.operator);
    let owners = [None, Some(id_of(&office.ana)), Some(id_of(&office.ben))];
    let made = office.t.db.write(office.t.tenant, |tx| {
        let rows: Vec<(ClientId, NewClient)> = (0..5_000)
            .map(|n| {
                let owner_id = owners[n % 3];
                let tags = vec![format!("batch {}", n % 5)];
                (tx.new_id(), NewClient { owner_id, tags, ..office.fields(&format!("N{n:05}")) })
            })
            .collect();
        let checked: Vec<_> = open::check_many(tx, &office.operator, &proof, &rows)?
            .into_iter()
            .collect::<Result<_, _>>()
            .unwrap();
        open::insert_many(tx, &checked)?;
        Ok::<_, db::Error>(rows)
    });
    let made = made.unwrap();
    office.assert_tally();
    assert_eq!(office.audited("client.opened").0, 0);
    let numbers: Vec<String> = made.iter().map(|(_, n)| n.number.clone()).collect();
    let found = office.t.db.read(office.t.tenant, |tx| find::find_by_numbers(tx, &numbers));
    let found = found.unwrap();
    assert_eq!(found.len(), 5_000);
    assert!(found.iter().zip(&made).all(|(f, (id, n))| f.id == *id && f.owner == n.owner_id));
    assert_eq!(office.get(made[4_321].0).fields, made[4_321].1);
}

#[db_test]
fn every_wrong_row_of_a_file_is_named_at_once(t: TestDb) {
    let office = Office::new(t);
    let proof = writes(&office.operator);
    office.open(&office.zoe, &office.fields("HAD")).unwrap();
    let codes = office.t.db.read(office.t.tenant, |tx| {
        let numbers = ["A", "", "HAD", "A", "B"];
        let rows: Vec<(ClientId, NewClient)> =
            numbers.iter().map(|n| (tx.new_id(), office.fields(n))).collect();
        let checked = open::check_many(tx, &office.operator, &proof, &rows)?;
        let code = |e: &open::OpenError| kernel::Fault::code(e);
        Ok::<_, db::Error>(checked.iter().map(|c| c.as_ref().err().map(code)).collect::<Vec<_>>())
    });
    let expected = [None, Some("field-missing"), Some("number-taken"), Some("number-taken"), None];
    assert_eq!(codes.unwrap(), expected);
}
