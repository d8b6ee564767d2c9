//! What the members of one family share.

use crate::company::{PaymentTerms, terms_of};
use crate::names::{sign, trade};
use crate::plan::Setting;
use crate::rng::{Purpose, Rng};
use crate::staff::representatives;

#[derive(Debug, Clone)]
pub(crate) struct Household {
    pub(crate) index: u64,
    /// One for most; more for a parent with children.
    pub(crate) size: u64,
    pub(crate) country: &'static str,
    pub(crate) language: &'static str,
    pub(crate) currency: &'static str,
    pub(crate) sign: String,
    pub(crate) trade: &'static str,
    pub(crate) client_type: &'static str,
    pub(crate) terms: &'static PaymentTerms,
    pub(crate) owner: &'static str,
    /// The parent pays for its children.
    pub(crate) central: bool,
    /// The last child trades abroad, in another currency, and pays for itself.
    pub(crate) branch_abroad: bool,
    pub(crate) slug: String,
}

const TYPES: [(u64, &str); 8] = [
    (30, "restaurant"),
    (18, "cafe"),
    (14, "hotel"),
    (12, "caterer"),
    (10, "bar"),
    (8, "office"),
    (5, "school"),
    (3, "hospital"),
];

const CHAIN_TYPES: [(u64, &str); 4] =
    [(40, "restaurant"), (30, "cafe"), (20, "hotel"), (10, "bar")];

const TERMS: [(u64, &str); 7] = [
    (44, "net-30"),
    (16, "2-10-net-30"),
    (12, "net-45"),
    (9, "net-15"),
    (6, "net-60"),
    (8, "eom-15"),
    (5, "on-receipt"),
];

impl Household {
    pub(crate) fn draw(setting: &Setting, index: u64) -> Household {
        let rng = &mut Rng::stream(setting.seed, Purpose::Household, index);
        let (country, language, currency) = rng.weighted(&[
            (690, ("US", "en", "USD")),
            (85, ("US", "es", "USD")),
            (100, ("MX", "es", "MXN")),
            // Border hotels and their like are invoiced in dollars.
            (12, ("MX", "es", "USD")),
            (73, ("ES", "es", "EUR")),
            (40, ("IE", "en", "EUR")),
        ]);
        let size = match rng.chance(80) {
            true => 1 + rng.weighted(&[(25, 2), (25, 3), (20, 4), (15, 5), (10, 7), (5, 9)]),
            false => 1,
        };
        let client_type = match (size, rng.chance(110)) {
            (1, true) => "private",
            (1, false) => rng.weighted(&TYPES),
            _ => rng.weighted(&CHAIN_TYPES),
        };
        let terms = match client_type {
            "private" => rng.weighted(&[(60, "on-receipt"), (40, "net-15")]),
            _ => rng.weighted(&TERMS),
        };
        let sign = sign(index, language);
        Household {
            index,
            size,
            country,
            language,
            currency,
            trade: trade(rng, client_type, language),
            client_type,
            terms: terms_of(terms),
            owner: rng.weighted(representatives(language)),
            central: rng.chance(800),
            branch_abroad: country == "US" && size > 3 && rng.chance(250),
            slug: crate::names::slug(&sign, '-'),
            sign,
        }
    }

    pub(crate) fn is_person(&self) -> bool {
        self.client_type == "private"
    }

    /// Schools and hospitals pay no sales tax at home.
    pub(crate) fn exempt(&self) -> bool {
        matches!(self.client_type, "school" | "hospital")
    }

    pub(crate) fn is_chain(&self) -> bool {
        self.size > 1
    }

    pub(crate) fn pays_centrally(&self) -> bool {
        self.is_chain() && self.central
    }

    /// The client number of a member. It is made of the household's place
    /// rather than counted, so that a family can be made without its
    /// predecessors.
    pub(crate) fn number(&self, position: u64) -> String {
        match position {
            0 => format!("HV{:05}", self.index + 1),
            _ => format!("HV{:05}-{position:02}", self.index + 1),
        }
    }
}
