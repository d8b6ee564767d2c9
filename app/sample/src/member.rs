//! One member of a family: the client as the books know it, and the buyer it is.

use jiff::civil::Date;

use crate::clients::{Address, Client, Contact, Kind, Status};
use crate::company::PaymentTerms;
use crate::days::plus;
use crate::household::Household;
use crate::names::{family_name, given_name, slug};
use crate::orders::Rhythm;
use crate::papers::tax_numbers;
use crate::places::{Place, address, phone, places};
use crate::plan::Setting;
use crate::rng::Rng;

/// How a client buys; none of it is written on the client itself.
#[derive(Debug, Clone)]
pub(crate) struct Buyer {
    /// The place in the family of the client who pays.
    pub(crate) payer: usize,
    pub(crate) terms: &'static PaymentTerms,
    pub(crate) country: &'static str,
    pub(crate) currency: &'static str,
    pub(crate) language: &'static str,
    /// The tax codes of goods and of food.
    pub(crate) taxes: (&'static str, &'static str),
    pub(crate) rhythm: Rhythm,
    /// The size of its orders, in thousandths of a small client's.
    pub(crate) scale: i64,
    pub(crate) discount_e6: i64,
    pub(crate) purchase_orders: bool,
    /// Orders fall between these days.
    pub(crate) first_day: Date,
    pub(crate) last_day: Date,
}

/// Where a member is and what it speaks and pays in.
struct Home {
    place: Place,
    language: &'static str,
    currency: &'static str,
    abroad: bool,
}

pub(crate) fn member(
    setting: &Setting,
    rng: &mut Rng,
    household: &Household,
    position: u64,
) -> (Client, Buyer) {
    let home = home(rng, household, position);
    let buyer = buyer(setting, rng, household, position, &home);
    let mut client = identity(rng, household, position, &home);
    client.payment_terms = buyer.terms.code;
    client.credit_limit_minor = credit_limit(rng, &client, &buyer);
    client.opened_on = match buyer.first_day > setting.since {
        true => buyer.first_day,
        false => plus(setting.since, -rng.between(0, 3000)),
    };
    client.tags = tags(rng, &buyer, household);
    (client, buyer)
}

fn home(rng: &mut Rng, household: &Household, position: u64) -> Home {
    let abroad = household.branch_abroad && position + 1 == household.size;
    let (country, language, currency) = match abroad {
        true => ("MX", "es", "MXN"),
        false => (household.country, household.language, household.currency),
    };
    let places = places(country, language);
    // Branches go round the cities, so that a chain seldom has two in one.
    let place = match household.is_chain() {
        true => places[((household.index + position) % places.len() as u64) as usize],
        false => rng.pick(places),
    };
    Home { place, language, currency, abroad }
}

fn buyer(
    setting: &Setting,
    rng: &mut Rng,
    household: &Household,
    position: u64,
    home: &Home,
) -> Buyer {
    let head_office = household.is_chain() && position == 0;
    let scale = if household.is_person() {
        rng.between(150, 600)
    } else if head_office {
        rng.between(300, 900)
    } else {
        let (low, high) = rng.weighted(&[
            (35, (500, 1500)),
            (44, (1500, 4000)),
            (19, (4000, 8000)),
            (2, (8000, 14_000)),
        ]);
        rng.between(low, high)
    };
    let rhythm = if !household.is_chain() && rng.chance(30) {
        Rhythm::Never
    } else {
        Rhythm::draw(rng, household.is_person() || head_office)
    };
    let (first_day, last_day) = match rhythm {
        // A prospect of long ago would have been given up.
        Rhythm::Never => (plus(setting.until, -rng.between(4, 150)), setting.until),
        _ => active_days(setting, rng),
    };
    let central = household.central && !home.abroad;
    Buyer {
        payer: if central { 0 } else { position as usize },
        terms: household.terms,
        country: home.place.country,
        currency: home.currency,
        language: home.language,
        taxes: match home.place.country {
            "US" if household.exempt() => ("exempt", "exempt"),
            "US" => ("standard", "reduced"),
            _ => ("export", "export"),
        },
        rhythm,
        scale,
        discount_e6: rng.weighted(&[
            (70, 0),
            (10, 25_000),
            (12, 50_000),
            (6, 75_000),
            (2, 125_000),
        ]),
        purchase_orders: !household.is_person() && rng.chance(450),
        first_day,
        last_day,
    }
}

/// Two thirds of the clients were there before the history begins, the others
/// come during it, and a few leave.
fn active_days(setting: &Setting, rng: &mut Rng) -> (Date, Date) {
    let length = crate::days::days_between(setting.since, setting.until).max(0);
    let first = match rng.chance(660) {
        true => setting.since,
        false => plus(setting.since, rng.between(0, length)),
    };
    let last = match rng.chance(60) {
        true => plus(first, rng.between(60, length.max(60))),
        // Orders planned beyond the end bring deposits before it.
        false => plus(setting.until, 45),
    };
    (first, last)
}

fn credit_limit(rng: &mut Rng, client: &Client, buyer: &Buyer) -> Option<i64> {
    if client.kind == Kind::Person || rng.chance(150) {
        return None;
    }
    let thousands = 4 + buyer.scale * 4 / 1000;
    let in_currency = match buyer.currency {
        "MXN" => thousands * 20,
        _ => thousands,
    };
    Some(in_currency * 100_000)
}

fn tags(rng: &mut Rng, buyer: &Buyer, household: &Household) -> Vec<&'static str> {
    let mut tags = Vec::new();
    if buyer.scale > 5000 {
        tags.push("key-account");
    }
    if household.is_chain() {
        tags.push("chain");
    }
    if buyer.country != "US" {
        tags.push("export");
    }
    for (permille, tag) in [(90, "seasonal"), (70, "paper-invoices"), (120, "web-orders")] {
        if rng.chance(permille) {
            tags.push(tag);
        }
    }
    tags
}

/// Names, addresses and people; the terms of trade are filled in by the caller.
fn identity(rng: &mut Rng, household: &Household, position: u64, home: &Home) -> Client {
    let place = home.place;
    let kind = match household.is_person() {
        true => Kind::Person,
        false => Kind::Organisation,
    };
    let person = (kind == Kind::Person)
        .then(|| (given_name(rng, home.language), family_name(rng, home.language)));
    let (legal_name, trading_name) = match &person {
        Some((given, family)) => (format!("{given} {family}"), None),
        None => organisation_names(rng, household, position, home),
    };
    Client {
        number: household.number(position),
        kind,
        tax_numbers: tax_numbers(rng, place.country, kind, &legal_name),
        legal_name,
        trading_name,
        contacts: contacts(rng, household, home, person.as_ref()),
        given_name: person.as_ref().map(|(given, _)| given.to_string()),
        family_name: person.map(|(_, family)| family),
        client_type: household.client_type,
        status: Status::Active,
        currency: home.currency,
        payment_terms: household.terms.code,
        credit_limit_minor: None,
        owner: household.owner,
        parent: (position > 0).then(|| household.number(0)),
        language: home.language,
        addresses: addresses(rng, &place, kind),
        tags: Vec::new(),
        opened_on: Date::ZERO,
    }
}

fn organisation_names(
    rng: &mut Rng,
    household: &Household,
    position: u64,
    home: &Home,
) -> (String, Option<String>) {
    let (sign, trade) = (&household.sign, household.trade);
    let spanish = home.language == "es";
    let name = match (household.is_chain(), position, spanish) {
        (true, 0, true) => format!("Grupo {sign}"),
        (true, 0, false) => format!("{sign} Group"),
        (_, _, true) => format!("{trade} {sign}"),
        (_, _, false) => format!("{sign} {trade}"),
    };
    let branch = match position {
        0 => String::new(),
        _ => format!(" {}", home.place.city),
    };
    let round = position / places(home.place.country, home.language).len() as u64;
    let branch = match round {
        0 => branch,
        _ => format!("{branch} {}", round + 1),
    };
    let form = match home.place.country {
        "US" if household.exempt() => "Foundation",
        "MX" => rng.weighted(&[(70, "S.A. de C.V."), (30, "S. de R.L. de C.V.")]),
        "ES" => rng.weighted(&[(80, "S.L."), (20, "S.A.")]),
        "IE" => "Limited",
        _ => rng.weighted(&[(65, "LLC"), (35, "Inc.")]),
    };
    let trading_name = rng.chance(600).then(|| format!("{name}{branch}"));
    (format!("{name}{branch} {form}"), trading_name)
}

fn addresses(rng: &mut Rng, place: &Place, kind: Kind) -> Vec<Address> {
    if kind == Kind::Person {
        return vec![address(rng, place, "home")];
    }
    let mut addresses = vec![address(rng, place, "billing")];
    if rng.chance(450) {
        addresses.push(address(rng, place, "delivery"));
    }
    addresses
}

fn contacts(
    rng: &mut Rng,
    household: &Household,
    home: &Home,
    person: Option<&(&'static str, String)>,
) -> Vec<Contact> {
    if let Some((given, family)) = person {
        let email = format!("{}@example.org", slug(&format!("{given} {family}"), '.'));
        return vec![Contact {
            given_name: given,
            family_name: family.clone(),
            role: "owner",
            emails: vec![email],
            phones: vec![phone(rng, &home.place)],
            language: home.language,
            time_zone: home.place.zone,
        }];
    }
    let mut contacts = Vec::new();
    for (permille, role) in
        [(1000, "accounts payable"), (500, "owner"), (350, "buyer"), (200, "manager")]
    {
        if rng.chance(permille) {
            contacts.push(contact(rng, household, home, role));
        }
    }
    contacts
}

fn contact(rng: &mut Rng, household: &Household, home: &Home, role: &'static str) -> Contact {
    // Here and there somebody in an American kitchen would rather write in Spanish.
    let language = match home.language {
        "en" if home.place.country == "US" && rng.chance(80) => "es",
        language => language,
    };
    let (given_name, family_name) = (given_name(rng, language), family_name(rng, language));
    let domain = format!("{}.example.com", household.slug);
    let own = format!("{}@{domain}", slug(&format!("{given_name} {family_name}"), '.'));
    let mut emails = match (role, language) {
        ("accounts payable", "es") => vec![format!("pagos@{domain}")],
        ("accounts payable", _) => vec![format!("accounts@{domain}")],
        _ => vec![own.clone()],
    };
    if role == "accounts payable" && rng.chance(400) {
        emails.push(own);
    }
    let numbers = rng.weighted(&[(15, 0), (65, 1), (20, 2)]);
    Contact {
        given_name,
        family_name,
        role,
        emails,
        phones: (0..numbers).map(|_| phone(rng, &home.place)).collect(),
        language,
        time_zone: home.place.zone,
    }
}
