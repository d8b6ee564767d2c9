//! What the company sells to kitchens, dining rooms and offices.

use crate::rng::Rng;

#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) code: &'static str,
    pub(crate) english: &'static str,
    pub(crate) spanish: &'static str,
    pub(crate) unit: &'static str,
    /// In millionths of a US dollar.
    price_e6: i64,
    /// The usual order of a small client, in steps.
    pub(crate) usual: (i64, i64),
    /// The smallest quantity sold, in millionths of a unit.
    pub(crate) step_e6: i64,
    pub(crate) food: bool,
}

const EACH: i64 = 1_000_000;
const QUARTER: i64 = 250_000;
const THOUSAND: i64 = 1_000_000_000;

#[rustfmt::skip] // One product a line reads as the price list it is.
pub(crate) static PRODUCTS: [Product; 28] = [
    product("NAP-2PLY", "Two-ply dinner napkin, white", "Servilleta de dos capas, blanca", ("each", 37_500, THOUSAND), (1, 6)),
    product("CUP-12OZ", "Paper cup, 12 oz", "Vaso de papel, 350 ml", ("each", 122_500, 50 * EACH), (5, 30)),
    product("LID-12OZ", "Lid for 12 oz cup", "Tapa para vaso de 350 ml", ("each", 48_500, 50 * EACH), (5, 30)),
    product("STR-PAPER", "Paper straw, wrapped", "Popote de papel, envuelto", ("each", 18_250, THOUSAND), (1, 5)),
    product("BOX-TAKE", "Take-away box, kraft", "Caja para llevar, kraft", ("each", 214_500, 25 * EACH), (4, 24)),
    product("PLT-27", "Dinner plate, 27 cm, stoneware", "Plato llano de gres, 27 cm", ("each", 6_850_000, 6 * EACH), (2, 16)),
    product("BWL-18", "Soup bowl, 18 cm, stoneware", "Plato hondo de gres, 18 cm", ("each", 5_400_000, 6 * EACH), (2, 14)),
    product("GLS-WINE", "Wine glass, 45 cl", "Copa de vino, 45 cl", ("each", 3_950_000, 12 * EACH), (1, 10)),
    product("GLS-TUMB", "Tumbler, 30 cl", "Vaso bajo, 30 cl", ("each", 2_150_000, 12 * EACH), (2, 12)),
    product("CUT-FORK", "Table fork, 18/10 steel", "Tenedor de mesa, acero 18/10", ("each", 2_780_000, 12 * EACH), (1, 10)),
    product("CUT-KNIF", "Table knife, 18/10 steel", "Cuchillo de mesa, acero 18/10", ("each", 3_320_000, 12 * EACH), (1, 10)),
    product("PAN-28", "Frying pan, 28 cm", "Sartén, 28 cm", ("each", 38_900_000, EACH), (1, 6)),
    product("POT-20L", "Stock pot, 20 litres", "Olla, 20 litros", ("each", 96_500_000, EACH), (1, 3)),
    product("KNF-CHEF", "Chef's knife, 21 cm", "Cuchillo de chef, 21 cm", ("each", 54_250_000, EACH), (1, 4)),
    product("CLO-TABL", "Tablecloth linen, 160 cm wide", "Lino para mantel, 160 cm de ancho", ("m", 11_750_000, QUARTER), (30, 180)),
    product("APR-BIB", "Bib apron, black", "Mandil con peto, negro", ("each", 13_900_000, EACH), (4, 24)),
    product("CHR-BIST", "Bistro chair, beech", "Silla de bistró, haya", ("each", 89_000_000, EACH), (2, 12)),
    product("TBL-70", "Bistro table, 70 cm", "Mesa de bistró, 70 cm", ("each", 164_500_000, EACH), (1, 5)),
    product("DET-DISH", "Dishwasher detergent, 10 l", "Detergente para lavavajillas, 10 l", ("each", 42_600_000, EACH), (1, 8)),
    product("GLV-NITR", "Nitrile gloves, box of 100", "Guantes de nitrilo, caja de 100", ("each", 8_450_000, EACH), (4, 30)),
    product("ROL-TILL", "Till roll, 80 mm", "Rollo térmico, 80 mm", ("each", 1_375_000, 10 * EACH), (2, 10)),
    product("PAP-A4", "Copy paper, five reams", "Papel de copia, cinco resmas", ("case", 27_800_000, EACH), (1, 12)),
    product("SGN-MENU", "Menu cover, A4", "Portamenú, A4", ("each", 9_650_000, EACH), (6, 30)),
    food("COF-BEAN", "Coffee beans, house roast", "Café en grano, tueste de la casa", ("kg", 14_600_000, QUARTER), (20, 120)),
    food("TEA-LEAF", "Breakfast tea, loose", "Té negro, a granel", ("kg", 22_350_000, QUARTER), (4, 24)),
    food("SUG-STIC", "Sugar sticks", "Azúcar en sobres", ("each", 12_750, THOUSAND), (1, 6)),
    food("OIL-OLIV", "Olive oil, 5 l", "Aceite de oliva, 5 l", ("each", 46_800_000, EACH), (2, 12)),
    food("SAL-FLAK", "Sea salt flakes", "Escamas de sal marina", ("kg", 9_900_000, QUARTER), (4, 40)),
];

/// `measure` is the unit, its price, and the step it is sold in.
const fn product(
    code: &'static str,
    english: &'static str,
    spanish: &'static str,
    measure: (&'static str, i64, i64),
    usual: (i64, i64),
) -> Product {
    Product {
        code,
        english,
        spanish,
        unit: measure.0,
        price_e6: measure.1,
        usual,
        step_e6: measure.2,
        food: false,
    }
}

const fn food(
    code: &'static str,
    english: &'static str,
    spanish: &'static str,
    measure: (&'static str, i64, i64),
    usual: (i64, i64),
) -> Product {
    Product { food: true, ..product(code, english, spanish, measure, usual) }
}

impl Product {
    /// The list price in a currency, after `permille` of price rises.
    /// Cheap goods are priced to a hundredth of a cent, as they are sold by
    /// the thousand; the rest to the cent.
    pub(crate) fn price_e6(&self, currency: &str, permille: i64) -> i64 {
        let (times, over) = match currency {
            "EUR" => (92, 100),
            "MXN" => (182, 10),
            _ => (1, 1),
        };
        let exact = self.price_e6 * times / over * permille / 1000;
        let step = if exact < EACH { 100 } else { 10_000 };
        ((exact + step / 2) / step * step).max(step)
    }
}

/// A few different products, as one order would list them.
pub(crate) fn basket(rng: &mut Rng) -> Vec<&'static Product> {
    let count = rng.weighted(&[(20, 1), (28, 2), (24, 3), (14, 4), (9, 5), (5, 7)]);
    let mut basket: Vec<&'static Product> = Vec::with_capacity(count);
    while basket.len() < count {
        let product = &PRODUCTS[rng.index(&PRODUCTS)];
        if basket.iter().all(|chosen| chosen.code != product.code) {
            basket.push(product);
        }
    }
    basket
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_have_at_most_four_decimals() {
        for product in &PRODUCTS {
            for currency in ["USD", "EUR", "MXN"] {
                let price = product.price_e6(currency, 1075);
                assert!(price > 0 && price % 100 == 0, "{} {currency}", product.code);
            }
        }
        assert_eq!(PRODUCTS[0].price_e6("USD", 1000), 37_500);
    }

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<&str> = PRODUCTS.iter().map(|product| product.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), PRODUCTS.len());
    }
}
