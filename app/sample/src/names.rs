//! Names of people and firms, put together from invented parts.

use crate::rng::Rng;

/// Place-like words that are, as far as we could find, nobody's name.
pub(crate) static ENGLISH_STEMS: [&str; 40] = [
    "Quillmere",
    "Harrowfen",
    "Dunmarrow",
    "Oakenspar",
    "Thistlewether",
    "Wrenhollow",
    "Copperlee",
    "Larkspindle",
    "Mossgarrow",
    "Bramblecott",
    "Elderquay",
    "Saltmarrow",
    "Gullspar",
    "Windlemarch",
    "Hollowbrae",
    "Kestrelby",
    "Marlinspire",
    "Ottersedge",
    "Pipersgate",
    "Rookhaven",
    "Silverthatch",
    "Tidewether",
    "Umberfield",
    "Vellumbridge",
    "Whistlecroft",
    "Yarrowdene",
    "Foxlantern",
    "Juniperrow",
    "Candlewharf",
    "Driftmoor",
    "Emberlyn",
    "Finchampton",
    "Gannetry",
    "Heatherquill",
    "Inkwell Bay",
    "Kettlemoor",
    "Loomsbury",
    "Netherspool",
    "Orchardmere",
    "Plumfallow",
];

pub(crate) static SPANISH_STEMS: [&str; 32] = [
    "Almendreda",
    "Rocalinde",
    "Monteceniza",
    "Riofaro",
    "Campolirio",
    "Torrebrisa",
    "Sierravela",
    "Puertonácar",
    "Villagarúa",
    "Aguatinta",
    "Piedralba Nueva",
    "Valdecobre",
    "Lomajazmín",
    "Caminoámbar",
    "Fuentegrana",
    "Cerrolúcido",
    "Arenaluz",
    "Vegañandú",
    "Islacorcho",
    "Nubemar",
    "Palmarrubio",
    "Sotobúho",
    "Huertaluna",
    "Molinoclaro",
    "Barcazul",
    "Cantosereno",
    "Doñaniebla",
    "Espigaverde",
    "Farolindo",
    "Granavista",
    "Jardinete",
    "Lagunamora",
];

static ENGLISH_SIGNS: [&str; 27] = [
    "Lantern", "Anchor", "Kettle", "Orchard", "Compass", "Copper", "Harvest", "Willow", "Beacon",
    "Tally", "Pantry", "Heron", "Marigold", "Saffron", "Thimble", "Bellows", "Cinder", "Larder",
    "Magpie", "Nutmeg", "Parlour", "Quince", "Ribbon", "Sundial", "Trellis", "Walnut", "Ladle",
];

static SPANISH_SIGNS: [&str; 21] = [
    "del Faro",
    "de la Brisa",
    "del Olivo",
    "del Comal",
    "de la Garza",
    "del Azafrán",
    "de la Higuera",
    "del Candil",
    "de la Ermita",
    "del Naranjo",
    "de la Noria",
    "del Trébol",
    "de la Cigüeña",
    "del Espejo",
    "de la Vainilla",
    "del Cántaro",
    "de la Almendra",
    "del Romero",
    "de la Espuma",
    "del Girasol",
    "de la Lechuza",
];

static ENGLISH_GIVEN: [&str; 24] = [
    "Ada", "Bennett", "Clara", "Dexter", "Esme", "Felix", "Greta", "Hugh", "Iris", "Jonah",
    "Keira", "Leander", "Maeve", "Nathan", "Olive", "Percy", "Quentin", "Rosalind", "Silas",
    "Tess", "Ursula", "Victor", "Winifred", "Zachary",
];

static ENGLISH_FAMILY: [&str; 24] = [
    "Abernook",
    "Birchwhistle",
    "Crackenthwaite",
    "Dovemarsh",
    "Elmsgrove",
    "Farthingale-Moor",
    "Gladstow",
    "Hazelrigg-Dunn",
    "Inchbrook",
    "Jessamy-Vane",
    "Knapweed",
    "Lathermoor",
    "Merriweir",
    "Nightbarrow",
    "O’Tarrowmore",
    "Pinderfield-Roe",
    "Quarrington-Fell",
    "Rushbeck",
    "Sorrelby",
    "Thrushcombe",
    "Underhay",
    "Vinterby",
    "Wakenshaw",
    "Yewbarrow",
];

static SPANISH_GIVEN: [&str; 20] = [
    "Lucía",
    "Mateo",
    "Inés",
    "Andrés",
    "Ximena",
    "Joaquín",
    "Renata",
    "Tomás",
    "Begoña",
    "Iván",
    "Paloma",
    "Sebastián",
    "Noelia",
    "Héctor",
    "Rocío",
    "Emilio",
    "Marisol",
    "Óscar",
    "Pilar",
    "Íñigo",
];

static SPANISH_FAMILY: [&str; 20] = [
    "Almendralejos",
    "Brisaverde",
    "Campoluz",
    "Del Risco Alto",
    "Espinardo",
    "Fontalba",
    "Garzablanca",
    "Hierbabuena",
    "Islarroja",
    "Jaramago",
    "Lirioazul",
    "Montelargo",
    "Nogalejo",
    "Ñublado",
    "Olivarejo",
    "Peñaclara",
    "Riomolino",
    "Sotonegro",
    "Torrequieta",
    "Vallermoso",
];

/// A name over the door, before any legal form. The household's index chooses
/// it, so that no two of the first several hundred households share one.
pub(crate) fn sign(index: u64, language: &str) -> String {
    let (stems, signs): (&[&str], &[&str]) = match language {
        "es" => (&SPANISH_STEMS, &SPANISH_SIGNS),
        _ => (&ENGLISH_STEMS, &ENGLISH_SIGNS),
    };
    let (stem_count, sign_count) = (stems.len() as u64, signs.len() as u64);
    // The counts have no common factor, so stepping both walks every pair once.
    let (stem, sign) = (stems[(index % stem_count) as usize], signs[(index % sign_count) as usize]);
    let round = index / (stem_count * sign_count) % stem_count;
    let partner = stems[((index + round) % stem_count) as usize];
    match (round, language) {
        (0, _) => format!("{stem} {sign}"),
        (_, "es") => format!("{stem} y {partner} {sign}"),
        _ => format!("{stem} & {partner} {sign}"),
    }
}

pub(crate) fn given_name(rng: &mut Rng, language: &str) -> &'static str {
    match language {
        "es" => rng.pick(&SPANISH_GIVEN),
        _ => rng.pick(&ENGLISH_GIVEN),
    }
}

/// One surname in English, two in Spanish.
pub(crate) fn family_name(rng: &mut Rng, language: &str) -> String {
    match language {
        "es" => format!("{} {}", rng.pick(&SPANISH_FAMILY), rng.pick(&SPANISH_FAMILY)),
        _ => rng.pick(&ENGLISH_FAMILY).to_string(),
    }
}

/// The words of a trade that go with a sign.
pub(crate) fn trade(rng: &mut Rng, client_type: &str, language: &str) -> &'static str {
    let (english, spanish): (&'static [&str], &'static [&str]) = match client_type {
        "restaurant" => (&["Restaurant", "Bistro", "Grill"], &["Restaurante", "Mesón", "Cocina"]),
        "hotel" => (&["Hotel", "Inn", "Lodge"], &["Hotel", "Hostal", "Posada"]),
        "cafe" => (&["Café", "Coffee House", "Tearoom"], &["Cafetería", "Café"]),
        "caterer" => (&["Catering", "Events"], &["Banquetes", "Eventos"]),
        "bar" => (&["Taproom", "Bar"], &["Bar", "Taberna"]),
        "school" => (&["School", "Academy"], &["Colegio", "Escuela"]),
        "hospital" => (&["Clinic", "Infirmary"], &["Clínica", "Sanatorio"]),
        _ => (&["Studios", "Partners", "Works"], &["Despacho", "Taller"]),
    };
    match language {
        "es" => rng.pick(spanish),
        _ => rng.pick(english),
    }
}

/// The text without accents, for e-mail addresses and tax numbers.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            'ñ' => 'n',
            'Á' => 'A',
            'É' => 'E',
            'Í' => 'I',
            'Ó' => 'O',
            'Ú' => 'U',
            'Ñ' => 'N',
            other => other,
        })
        .collect()
}

/// The text as one part of an e-mail address: lower case, words joined by `joint`.
pub(crate) fn slug(text: &str, joint: char) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in plain(text).chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter.to_ascii_lowercase());
        } else if matches!(letter, ' ' | '-') && !out.is_empty() && !out.ends_with(joint) {
            out.push(joint);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_early_households_share_a_sign() {
        for language in ["en", "es"] {
            let signs: BTreeSet<String> = (0..20_000).map(|n| sign(n, language)).collect();
            assert_eq!(signs.len(), 20_000);
        }
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Puertonácar de la Cigüeña", '-'), "puertonacar-de-la-ciguena");
        assert_eq!(slug("O’Tarrowmore", '.'), "otarrowmore");
        assert_eq!(slug("Quillmere & Foxlantern", '-'), "quillmere-foxlantern");
    }

    #[test]
    fn every_name_has_a_plain_form() {
        let lists: [&[&str]; 4] = [&SPANISH_STEMS, &SPANISH_SIGNS, &SPANISH_GIVEN, &SPANISH_FAMILY];
        for name in lists.concat() {
            assert!(plain(name).is_ascii(), "{name}");
        }
    }
}
