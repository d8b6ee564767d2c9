//! Tax numbers: right in form and check digit, so that a careful system takes
//! them, and in ranges no authority gives out wherever there are such ranges.

use crate::clients::{Kind, TaxNumber};
use crate::names::plain;
use crate::rng::Rng;

/// The numbers a client of `country` has; persons in the US keep theirs to themselves.
pub(crate) fn tax_numbers(
    rng: &mut Rng,
    country: &str,
    kind: Kind,
    legal_name: &str,
) -> Vec<TaxNumber> {
    let (kind, value) = match (country, kind) {
        ("MX", kind) => ("RFC", rfc(rng, kind, legal_name)),
        ("ES", Kind::Organisation) => ("NIF", company_nif(rng)),
        ("ES", Kind::Person) => ("NIF", personal_nif(rng)),
        ("IE", _) => ("VAT", irish_vat(rng)),
        (_, Kind::Organisation) => ("EIN", format!("00-{:07}", rng.below(10_000_000))),
        (_, Kind::Person) => return Vec::new(),
    };
    vec![TaxNumber { kind, value }]
}

/// A Spanish company's NIF; province 00 has never been used.
fn company_nif(rng: &mut Rng) -> String {
    let digits = format!("00{:05}", rng.below(100_000));
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0');
            match place % 2 {
                0 => digit * 2 / 10 + digit * 2 % 10,
                _ => digit,
            }
        })
        .sum();
    format!("B{digits}{}", (10 - sum % 10) % 10)
}

fn personal_nif(rng: &mut Rng) -> String {
    let number = rng.below(10_000);
    let letter = b"TRWAGMYFPDXBNJZSQVHLCKE"[(number % 23) as usize];
    format!("{number:08}{}", char::from(letter))
}

fn irish_vat(rng: &mut Rng) -> String {
    let digits = format!("00{:05}", rng.below(100_000));
    let sum: u32 = digits
        .bytes()
        .zip((2..=8).rev())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let letter = b"WABCDEFGHIJKLMNOPQRSTUV"[(sum % 23) as usize];
    format!("IE{digits}{}", char::from(letter))
}

/// A Mexican RFC: letters of the name, the day of founding or birth, two
/// characters that tell namesakes apart, and a check digit.
fn rfc(rng: &mut Rng, kind: Kind, legal_name: &str) -> String {
    let wanted = match kind {
        Kind::Organisation => 3,
        Kind::Person => 4,
    };
    let mut body: String = plain(legal_name)
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_uppercase())
        .chain(std::iter::repeat('X'))
        .take(wanted)
        .collect();
    let (year, month, day) = (rng.between(60, 99), rng.between(1, 12), rng.between(1, 28));
    body.push_str(&format!("{year:02}{month:02}{day:02}"));
    for _ in 0..2 {
        body.push(char::from(rng.pick(b"123456789ABCDEFGHJKLMNPQRSTUVWXYZ")));
    }
    let check = rfc_check(&body);
    body.push(check);
    body
}

fn rfc_check(body: &str) -> char {
    const ORDER: &str = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ";
    let padded = format!("{body:>12}");
    let sum: usize = padded
        .chars()
        .zip((2..=13).rev())
        .map(|(letter, weight)| ORDER.chars().position(|c| c == letter).unwrap_or(0) * weight)
        .sum();
    match 11 - sum % 11 {
        11 => '0',
        10 => 'A',
        digit => char::from(b'0' + digit as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_agree_with_the_published_example() {
        // The example that the Mexican authority itself prints.
        assert_eq!(rfc_check("GODE561231GR"), '8');
        let mut rng = Rng::new(1);
        for _ in 0..200 {
            assert_eq!(company_nif(&mut rng).len(), 9);
            assert_eq!(irish_vat(&mut rng).len(), 10);
            assert_eq!(personal_nif(&mut rng).len(), 9);
            let rfc = rfc(&mut rng, Kind::Organisation, "Ñandú Café");
            assert_eq!(rfc.len(), 12, "{rfc}");
            assert!(rfc.starts_with("NAN"));
        }
    }
}
