use clients::client::list::{ClientFilter, ClientRow, count, list};
use clients::client::open;
use clients::{ClientId, ClientKind, ClientStatus, NewClient};
use kernel::PageRequest;
use people::Actor;
use testkit::{TestDb, db_test};

use crate::office::{Office, currency, id_of, reads, writes};

const NAMES: [&str; 6] = ["Ábaco", "abalone", "Muñoz", "Munich Re", "Zorro", "3M"];

/// A few hundred clients of every sort, some under the first.
fn fill(office: &Office, clients: usize) -> ClientId {
    let owners = [None, office.ana.user_id(), office.ben.user_id(), office.mia.user_id()];
    let rows = office.t.db.write(office.t.tenant, |tx| {
        let parent: ClientId = tx.new_id();
        let of = |n: usize| NewClient {
            legal_name: format!("{} {:03}", NAMES[n % 6], n % 97),
            status: ClientStatus::ALL[n % 5],
            kind: ClientKind::ALL[n % 7 / 6],
            client_type: if n.is_multiple_of(3) { "retail".into() } else { String::new() },
            currency: currency(if n.is_multiple_of(10) { "EUR" } else { "USD" }),
            owner_id: owners[n % 4],
            parent_id: (n % 50 == 1).then_some(parent),
            tags: if n.is_multiple_of(8) { vec!["vip".into()] } else { Vec::new() },
            ..office.fields(&format!("C-{n:04}"))
        };
        let mut rows = vec![(parent, NewClient { parent_id: None, ..of(0) })];
        rows.extend((1..clients).map(|n| (tx.new_id(), of(n))));
        let proof = writes(&office.operator);
        let checked = open::check_many(tx, &office.operator, &proof, &rows)?;
        let checked: Vec<_> = checked.into_iter().collect::<Result<_, _>>().unwrap();
        open::insert_many(tx, &checked)?;
        Ok::<_, db::Error>(rows)
    });
    rows.unwrap()[0].0
}

/// All pages, end to end.
fn walk(office: &Office, who: &Actor, filter: &ClientFilter, sort: &str) -> (Vec<ClientRow>, u64) {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = PageRequest { limit: Some(17), after };
        let page = office
            .t
            .db
            .read(office.t.tenant, |tx| list(tx, &reads(who), filter, Some(sort), &page))
            .unwrap();
        rows.extend(page.items);
        after = page.next;
        if after.is_none() {
            return (rows, page.total);
        }
    }
}

fn filters(office: &Office, parent: ClientId) -> Vec<(&'static str, ClientFilter)> {
    let none = ClientFilter::default;
    let (ana, ben) = (id_of(&office.ana), id_of(&office.ben));
    vec![
        ("none", none()),
        ("archived", ClientFilter { archived: true, ..none() }),
        ("status", ClientFilter { status: Some(ClientStatus::Archived), ..none() }),
        ("kind", ClientFilter { kind: Some(ClientKind::Person), ..none() }),
        ("owner", ClientFilter { owners: Some(vec![ana]), ..none() }),
        ("owners", ClientFilter { owners: Some(vec![ana, ben]), archived: true, ..none() }),
        ("nobody", ClientFilter { owners: Some(vec![]), ..none() }),
        ("type", ClientFilter { client_type: Some("retail".into()), ..none() }),
        ("currency", ClientFilter { currency: Some(currency("EUR")), ..none() }),
        ("parent", ClientFilter { parent: Some(parent), archived: true, ..none() }),
        ("tag", ClientFilter { tag: Some(" VIP".into()), ..none() }),
        ("number", ClientFilter { number: Some("C-0007".into()), ..none() }),
        ("name", ClientFilter { name_prefix: Some("ABA".into()), ..none() }),
        ("blank", ClientFilter { name_prefix: Some(" ".into()), ..none() }),
        ("search name", ClientFilter { search: Some("Muñ".into()), ..none() }),
        ("search number", ClientFilter { search: Some("C-000".into()), ..none() }),
        ("search letters of a number", ClientFilter { search: Some("C-".into()), ..none() }),
        ("search 3m", ClientFilter { search: Some("3m".into()), ..none() }),
        ("odd", ClientFilter { search: Some("a\0'%_\u{10FFFF}".into()), ..none() }),
    ]
}

/// The same filter, in plain Rust.
fn fits(filter: &ClientFilter, row: &ClientRow, tagged: bool) -> bool {
    let sort_name = clients::sort_name(&row.legal_name);
    let named = |p: &str| sort_name.starts_with(&clients::sort_name(p));
    let by_number = filter.search.as_deref().is_some_and(|s| s.starts_with("C-"));
    let search = |s: &str| if by_number { row.number.starts_with(s) } else { named(s) };
    filter.owners.as_ref().is_none_or(|o| row.owner_id.is_some_and(|r| o.contains(&r)))
        && filter
            .status
            .map_or(filter.archived || row.status != ClientStatus::Archived, |s| row.status == s)
        && filter.kind.is_none_or(|k| row.kind == k)
        && filter.client_type.as_ref().is_none_or(|t| row.client_type == *t)
        && filter.currency.is_none_or(|c| row.currency == c)
        && filter.parent.is_none_or(|p| row.parent_id == Some(p))
        && filter.tag.is_none() | tagged
        && filter.number.as_ref().is_none_or(|n| row.number == *n)
        && filter.name_prefix.as_deref().is_none_or(named)
        && filter.search.as_deref().is_none_or(search)
}

#[db_test]
fn pages_filters_sorts_and_counts_agree(t: TestDb) {
    let office = Office::new(t);
    let parent = fill(&office, 400);
    let everything = ClientFilter { archived: true, ..ClientFilter::default() };
    let (all, total) = walk(&office, &office.zoe, &everything, "name");
    assert_eq!((all.len(), total), (400, 400));
    let tagged = |row: &ClientRow| row.number[2..].parse::<usize>().unwrap().is_multiple_of(8);
    for (name, filter) in filters(&office, parent) {
        let mut expected: Vec<&str> = all
            .iter()
            .filter(|row| fits(&filter, row, tagged(row)))
            .map(|row| row.number.as_str())
            .collect();
        expected.sort_unstable();
        for sort in ["name", "-name", "number", "-number", "updated", "-updated"] {
            let (rows, total) = walk(&office, &office.zoe, &filter, sort);
            let mut keys: Vec<_> = rows
                .iter()
                .map(|row| match sort.trim_start_matches('-') {
                    "name" => clients::sort_name(&row.legal_name),
                    "number" => row.number.clone(),
                    _ => String::new(),
                })
                .collect();
            if sort.starts_with('-') {
                keys.reverse();
            }
            assert!(keys.is_sorted(), "{name} {sort}");
            let mut got: Vec<&str> = rows.iter().map(|row| row.number.as_str()).collect();
            got.sort_unstable();
            assert_eq!(got, expected, "{name} {sort}");
            assert_eq!(total, rows.len() as u64, "{name} {sort}");
        }
        let counted =
            office.t.db.read(office.t.tenant, |tx| count(tx, &reads(&office.zoe), &filter));
        assert_eq!(counted.unwrap(), expected.len() as u64, "{name}");
    }
    let owned = all.iter().find(|row| row.owner_id == office.ana.user_id()).unwrap();
    assert_eq!(owned.owner_name.as_deref(), Some("ana"));
}

#[db_test]
fn a_list_shows_only_what_is_in_reach(t: TestDb) {
    let office = Office::new(t);
    let parent = fill(&office, 200);
    let seen = |who: &Actor, filter: &ClientFilter| {
        let (rows, total) = walk(&office, who, filter, "name");
        assert_eq!(rows.len() as u64, total);
        rows
    };
    for (name, filter) in filters(&office, parent) {
        let all = seen(&office.zoe, &filter);
        for (who, reach) in [
            (&office.ana, vec![id_of(&office.ana)]),
            (&office.mia, vec![id_of(&office.ana), id_of(&office.mia)]),
        ] {
            let expected: Vec<&ClientRow> =
                all.iter().filter(|row| row.owner_id.is_some_and(|o| reach.contains(&o))).collect();
            let got = seen(who, &filter);
            assert_eq!(got.iter().collect::<Vec<_>>(), expected, "{name} {}", who.name());
        }
    }
}

#[db_test]
fn little_among_much_is_gathered_and_gives_the_same(t: TestDb) {
    let office = Office::new(t);
    fill(&office, 3_000);
    let owners = Some(vec![id_of(&office.ben), id_of(&office.tom)]);
    let rare = ClientFilter {
        owners: owners.clone(),
        tag: Some("rare".into()),
        ..ClientFilter::default()
    };
    let id = office
        .open(&office.ben, &NewClient { tags: vec!["rare".into()], ..office.fields("RARE") })
        .unwrap();
    for sort in ["name", "number", "updated"] {
        let (rows, total) = walk(&office, &office.zoe, &rare, sort);
        assert_eq!((rows[0].id, total), (id, 1));
    }
    let few =
        ClientFilter { search: Some("C-29".into()), archived: true, ..ClientFilter::default() };
    assert_eq!(walk(&office, &office.zoe, &few, "name").0.len(), 100);
    let fewer =
        ClientFilter { search: Some("C-299".into()), archived: true, ..ClientFilter::default() };
    for sort in ["name", "-number", "-updated"] {
        assert_eq!(walk(&office, &office.zoe, &fewer, sort).0.len(), 10);
    }
}

#[db_test]
fn an_unknown_sort_is_refused(t: TestDb) {
    let office = Office::new(t);
    fill(&office, 3);
    let page = office.t.db.read(office.t.tenant, |tx| {
        list(
            tx,
            &reads(&office.zoe),
            &ClientFilter::default(),
            Some("legal_name; --"),
            &PageRequest::default(),
        )
    });
    assert!(page.unwrap_err().to_string().contains("name, number, updated"));
}
