//! Where clients are: real cities and invented streets.

use crate::clients::Address;
use crate::names::{ENGLISH_STEMS, SPANISH_STEMS};
use crate::rng::Rng;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) city: &'static str,
    pub(crate) region: &'static str,
    pub(crate) postal: &'static str,
    pub(crate) country: &'static str,
    pub(crate) zone: &'static str,
    area: &'static str,
}

const fn place(
    country: &'static str,
    city: &'static str,
    region: &'static str,
    postal: &'static str,
    area: &'static str,
    zone: &'static str,
) -> Place {
    Place { city, region, postal, country, zone, area }
}

const EASTERN: &str = "America/New_York";
const CENTRAL: &str = "America/Chicago";
const PACIFIC: &str = "America/Los_Angeles";

static US: [Place; 15] = [
    place("US", "Portland", "ME", "04101", "207", EASTERN),
    place("US", "Boston", "MA", "02110", "617", EASTERN),
    place("US", "Providence", "RI", "02903", "401", EASTERN),
    place("US", "New York", "NY", "10012", "212", EASTERN),
    place("US", "Philadelphia", "PA", "19106", "215", EASTERN),
    place("US", "Baltimore", "MD", "21202", "410", EASTERN),
    place("US", "Washington", "DC", "20002", "202", EASTERN),
    place("US", "Richmond", "VA", "23219", "804", EASTERN),
    place("US", "Charleston", "SC", "29401", "843", EASTERN),
    place("US", "Savannah", "GA", "31401", "912", EASTERN),
    place("US", "Tampa", "FL", "33602", "813", EASTERN),
    place("US", "Chicago", "IL", "60611", "312", CENTRAL),
    place("US", "Austin", "TX", "78701", "512", CENTRAL),
    place("US", "Denver", "CO", "80202", "303", "America/Denver"),
    place("US", "Seattle", "WA", "98101", "206", PACIFIC),
];

static US_SPANISH: [Place; 4] = [
    place("US", "Miami", "FL", "33130", "305", EASTERN),
    place("US", "San Antonio", "TX", "78205", "210", CENTRAL),
    place("US", "Laredo", "TX", "78040", "956", CENTRAL),
    place("US", "San Diego", "CA", "92101", "619", PACIFIC),
];

static MX: [Place; 6] = [
    place("MX", "Ciudad de México", "CDMX", "06600", "55", "America/Mexico_City"),
    place("MX", "Guadalajara", "Jalisco", "44100", "33", "America/Mexico_City"),
    place("MX", "Monterrey", "Nuevo León", "64000", "81", "America/Monterrey"),
    place("MX", "Cancún", "Quintana Roo", "77500", "998", "America/Cancun"),
    place("MX", "Mérida", "Yucatán", "97000", "999", "America/Merida"),
    place("MX", "Tijuana", "Baja California", "22000", "664", "America/Tijuana"),
];

static ES: [Place; 5] = [
    place("ES", "Madrid", "Madrid", "28004", "91", "Europe/Madrid"),
    place("ES", "Barcelona", "Barcelona", "08003", "93", "Europe/Madrid"),
    place("ES", "Valencia", "Valencia", "46002", "96", "Europe/Madrid"),
    place("ES", "Sevilla", "Sevilla", "41004", "95", "Europe/Madrid"),
    place("ES", "Málaga", "Málaga", "29015", "952", "Europe/Madrid"),
];

static IE: [Place; 3] = [
    place("IE", "Dublin", "Dublin", "D02", "20", "Europe/Dublin"),
    place("IE", "Cork", "Cork", "T12", "20", "Europe/Dublin"),
    place("IE", "Galway", "Galway", "H91", "20", "Europe/Dublin"),
];

/// Where clients of a country who speak `language` are.
pub(crate) fn places(country: &str, language: &str) -> &'static [Place] {
    match (country, language) {
        ("US", "es") => &US_SPANISH,
        ("MX", _) => &MX,
        ("ES", _) => &ES,
        ("IE", _) => &IE,
        _ => &US,
    }
}

pub(crate) fn address(rng: &mut Rng, place: &Place, kind: &'static str) -> Address {
    let number = rng.between(2, 980);
    let mut lines = vec![match place.country {
        "MX" | "ES" => {
            let way = rng.pick(&["Calle", "Avenida", "Paseo", "Calzada"]);
            format!("{way} {} {number}", rng.pick(&SPANISH_STEMS))
        }
        _ => {
            let way = rng.pick(&["Street", "Avenue", "Lane", "Road", "Wharf", "Row"]);
            format!("{number} {} {way}", rng.pick(&ENGLISH_STEMS))
        }
    }];
    if rng.chance(250) {
        let unit = rng.between(1, 40);
        lines.push(match place.country {
            "MX" => format!("Interior {unit}"),
            "ES" => format!("Local {unit}"),
            "IE" => format!("Unit {unit}"),
            _ => format!("Suite {}", unit * 10),
        });
    }
    let postal_code = match place.country {
        // An Eircode is a routing key and four characters of a fixed alphabet.
        "IE" => format!("{} X{}Y{}", place.postal, rng.below(10), rng.below(10)),
        _ => place.postal.to_string(),
    };
    Address {
        kind,
        lines,
        city: place.city,
        region: place.region,
        postal_code,
        country: place.country,
    }
}

/// A number that is well formed and belongs to nobody where the country keeps
/// numbers for fiction: 555-01xx in the US, 020 91x xxxx in Ireland. Mexico
/// and Spain keep none, so theirs are made to look the American way.
pub(crate) fn phone(rng: &mut Rng, place: &Place) -> String {
    let (code, national_digits) = match place.country {
        "MX" => ("52", 10),
        "ES" => ("34", 9),
        "IE" => return format!("+3532091{:05}", rng.below(100_000)),
        _ => ("1", 10),
    };
    let fives = "5".repeat(national_digits - 4 - place.area.len());
    format!("+{code}{}{fives}01{:02}", place.area, rng.below(100))
}
