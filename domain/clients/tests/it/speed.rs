//! How long lists take among a million clients. Takes minutes, so it is run by hand:
//! `cargo nextest run -p clients --release --run-ignored only speed`.

use std::time::{Duration, Instant};

use clients::client::list::{ClientFilter, list};
use clients::client::open;
use clients::contact::list::ContactFilter;
use clients::contact::{self, CheckedContact};
use clients::{ClientId, ClientStatus, NewClient, NewContact};
use kernel::{PageRequest, UserId};
use people::Actor;
use testkit::TestDb;

use crate::office::{Office, id_of, reads, writes};

const CLIENTS: usize = 1_000_000;
const CHUNK: usize = 20_000;
const SETTLE: Duration = Duration::from_secs(120);
/// What a page may take.
const PAGE_MAX: Duration = Duration::from_millis(20);

fn fill(office: &Office) {
    let proof = writes(&office.operator);
    // Ben has most, Ana a hundredth, Mia a handful, Tom a twentieth.
    let owner = |n: usize| -> Option<UserId> {
        match n % 1000 {
            0..10 => office.ana.user_id(),
            10..60 => office.tom.user_id(),
            _ if n % 100_000 == 77 => office.mia.user_id(),
            _ => office.ben.user_id(),
        }
    };
    for chunk in 0..CLIENTS / CHUNK {
        let done = office.t.db.write(office.t.tenant, |tx| {
            let rows: Vec<(ClientId, NewClient)> = (chunk * CHUNK..(chunk + 1) * CHUNK)
                .map(|n| {
                    let mixed = n.wrapping_mul(2_654_435_761) % CLIENTS;
                    let letter = |m: usize| char::from(b'a' + u8::try_from(m % 26).unwrap());
                    let (a, b, c) = (letter(mixed), letter(mixed / 26), letter(mixed / 676));
                    let new = NewClient {
                        legal_name: format!("{a}{b}{c} company {mixed}"),
                        owner_id: owner(n),
                        status: if n % 20 == 0 {
                            ClientStatus::Archived
                        } else {
                            ClientStatus::Active
                        },
                        tags: if n % 50_000 == 1 { vec!["rare".into()] } else { Vec::new() },
                        ..office.fields(&format!("C-{n:07}"))
                    };
                    (tx.new_id(), new)
                })
                .collect();
            let checked = open::check_many(tx, &office.operator, &proof, &rows)?;
            let checked: Vec<_> = checked.into_iter().collect::<Result<_, _>>().unwrap();
            open::insert_many(tx, &checked)?;
            let contacts: Vec<CheckedContact> = rows
                .iter()
                .map(|(id, new)| {
                    let contact = NewContact {
                        family_name: new.legal_name.clone(),
                        emails: vec![format!("{}@example.com", new.number)],
                        ..NewContact::default()
                    };
                    CheckedContact::new(tx, tx.new_id(), *id, &contact).unwrap()
                })
                .collect();
            contact::add::insert_many(tx, &contacts).unwrap();
            Ok::<_, db::Error>(())
        });
        done.unwrap();
    }
}

#[test]
#[ignore = "a million clients take minutes"]
fn pages_among_a_million_clients() {
    for t in testkit::both() {
        eprintln!("{}", t.address);
        pages(t);
    }
}

fn pages(t: TestDb) {
    let office = Office::new(t);
    let begun = Instant::now();
    fill(&office);
    eprintln!("filled in {:?}", begun.elapsed());
    // An engine that keeps house in the background gets the time to.
    std::thread::sleep(SETTLE);
    let none = ClientFilter::default;
    let several = |who: &[&Actor]| Some(who.iter().map(|a| id_of(a)).collect::<Vec<_>>());
    let mut slow = Vec::new();
    for (what, filter) in [
        ("all", none()),
        ("archived", ClientFilter { status: Some(ClientStatus::Archived), ..none() }),
        ("ben's 94%", ClientFilter { owners: several(&[&office.ben]), ..none() }),
        ("mia's 10", ClientFilter { owners: several(&[&office.mia]), ..none() }),
        ("ana's 1%", ClientFilter { owners: several(&[&office.ana]), ..none() }),
        (
            "ana's and mia's",
            ClientFilter { owners: several(&[&office.ana, &office.mia]), ..none() },
        ),
        (
            "tom's and mia's 5%",
            ClientFilter { owners: several(&[&office.tom, &office.mia]), ..none() },
        ),
        (
            "mia's and zoe's 10",
            ClientFilter { owners: several(&[&office.mia, &office.zoe]), ..none() },
        ),
        ("name q", ClientFilter { name_prefix: Some("q".into()), ..none() }),
        ("name qrs", ClientFilter { name_prefix: Some("qrs".into()), ..none() }),
        ("search z", ClientFilter { search: Some("z".into()), ..none() }),
        ("search number", ClientFilter { search: Some("C-00012".into()), ..none() }),
        ("number", ClientFilter { number: Some("C-0001234".into()), ..none() }),
        ("rare tag", ClientFilter { tag: Some("rare".into()), archived: true, ..none() }),
    ] {
        for sort in ["name", "-name", "number", "-updated"] {
            let (mut after, mut worst) = (None, Vec::new());
            for _ in 0..12 {
                let page = PageRequest { limit: Some(50), after: after.clone() };
                let begun = Instant::now();
                let got = office.t.db.read(office.t.tenant, |tx| {
                    list(tx, &reads(&office.zoe), &filter, Some(sort), &page)
                });
                worst.push(begun.elapsed());
                after = got.unwrap().next;
            }
            worst.sort();
            let (median, most) = (worst[6], worst[11]);
            eprintln!("{what:20} {sort:9} median {median:>10.2?} worst {most:>10.2?}");
            if median > PAGE_MAX {
                slow.push(format!("{what} by {sort}: {median:.2?}"));
            }
        }
    }
    contact_pages(&office);
    assert!(slow.is_empty(), "{slow:#?}");
}

/// Told and not judged: whose contacts are in reach is known only by way of their clients.
fn contact_pages(office: &Office) {
    let none = ContactFilter::default;
    for (what, who, filter) in [
        ("mia's", &office.mia, none()),
        ("ana's", &office.ana, none()),
        ("name qrs", &office.zoe, ContactFilter { name_prefix: Some("qrs".into()), ..none() }),
        ("ana's qrs", &office.ana, ContactFilter { name_prefix: Some("qrs".into()), ..none() }),
        (
            "email",
            &office.zoe,
            ContactFilter { email: Some("C-0000123@example.com".into()), ..none() },
        ),
        ("all", &office.zoe, none()),
    ] {
        let begun = Instant::now();
        let page = PageRequest::default();
        let got = office
            .t
            .db
            .read(office.t.tenant, |tx| contact::list::list(tx, &reads(who), &filter, None, &page));
        let (total, took) = (got.unwrap().total, begun.elapsed());
        eprintln!("contacts {what:12} {total:>8} {took:>10.2?}");
    }
}
