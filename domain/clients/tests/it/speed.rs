//! How long lists take among a million clients. Takes minutes, so it is run by hand:
//! `cargo nextest run -p clients --release --run-ignored only speed`.

use std::time::{Duration, Instant};

use clients::client::list::{ClientFilter, list};
use clients::client::open;
use clients::{ClientId, ClientStatus, NewClient};
use kernel::{PageRequest, UserId};
use people::Actor;
use testkit::TestDb;

use crate::office::{Office, id_of, reads, writes};

const CLIENTS: usize = 1_000_000;
const CHUNK: usize = 20_000;
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
            open::insert_many(tx, &checked)
        });
        done.unwrap();
    }
}

#[test]
#[ignore = "a million clients take minutes"]
fn pages_among_a_million_clients() {
    let all = testkit::both().into_iter().rev();
    let wanted = std::env::var("ENGINES").map_or(2, |n| n.parse().unwrap());
    for t in all.take(wanted) {
        eprintln!("{}", t.address);
        pages(t);
    }
}

fn pages(t: TestDb) {
    let office = Office::new(t);
    let begun = Instant::now();
    fill(&office);
    eprintln!("filled in {:?}", begun.elapsed());
    std::thread::sleep(Duration::from_secs(
        std::env::var("SETTLE_S").map_or(0, |s| s.parse().unwrap()),
    ));
    let none = ClientFilter::default;
    let several = |who: &[&Actor]| Some(who.iter().map(|a| id_of(a)).collect::<Vec<_>>());
    let mut slow = Vec::new();
    for (what, filter) in [
        ("all", none()),
        ("archived", ClientFilter { status: Some(ClientStatus::Archived), ..none() }),
        ("ben's 94%", ClientFilter { owners: several(&[&office.ben]), ..none() }),
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
    assert!(slow.is_empty(), "{slow:#?}");
}
