//! When clients buy, and what.

use jiff::civil::Date;

use crate::behaviour::Payer;
use crate::catalogue::{Product, basket};
use crate::company::{TAX_RATES, exponent_of};
use crate::days::{months, months_between, plus};
use crate::facts::Line;
use crate::member::Buyer;
use crate::money::gross_minor;
use crate::plan::Setting;
use crate::rng::Rng;

/// How often a client buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rhythm {
    /// A prospect, who has not bought yet.
    Never,
    /// Invoiced for the month on its last working day.
    MonthEnd,
    /// Every month around the same day.
    Monthly(i8),
    /// In the middle and at the end of the month.
    TwiceMonthly,
    /// After a gap of so many days, and another.
    Every(i64, i64),
}

impl Rhythm {
    pub(crate) fn draw(rng: &mut Rng, seldom: bool) -> Rhythm {
        if seldom {
            let every = rng.between(80, 150);
            return Rhythm::Every(every, every * 2);
        }
        let day = rng.between(2, 26) as i8;
        let every = rng.between(50, 120);
        rng.weighted(&[
            (26, Rhythm::MonthEnd),
            (20, Rhythm::Monthly(day)),
            (3, Rhythm::TwiceMonthly),
            (24, Rhythm::Every(35, 50)),
            (27, Rhythm::Every(every, every * 2)),
        ])
    }
}

/// An order that will be invoiced on its day.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) client: usize,
    pub(crate) on: Date,
    pub(crate) lines: Vec<Line>,
    pub(crate) gross_minor: i64,
    pub(crate) purchase_order: Option<String>,
}

/// All orders of a family, in the order of their days.
pub(crate) fn orders(
    setting: &Setting,
    rng: &mut Rng,
    buyers: &[Buyer],
    payers: &[Payer],
) -> Vec<Order> {
    let mut orders = Vec::new();
    for (client, buyer) in buyers.iter().enumerate() {
        let mut days = days(setting, rng, buyer);
        if let Some(failure) = payers[buyer.payer].failure {
            days.retain(|day| *day < failure.supply_ends_on);
        }
        thin(rng, &mut days, setting.invoices_per_client_max);
        orders.extend(days.into_iter().filter_map(|on| order(setting, rng, client, buyer, on)));
    }
    orders.sort_by_key(|order| (order.on, order.client));
    orders
}

/// The working days on which a client is invoiced.
fn days(setting: &Setting, rng: &mut Rng, buyer: &Buyer) -> Vec<Date> {
    let (first, last) = (buyer.first_day, buyer.last_day);
    let calendar = &setting.calendar;
    let mut days = Vec::new();
    let mut monthly = |rng: &mut Rng, on_day: &dyn Fn(Date, &mut Rng) -> Date| {
        for month in months(first, last) {
            if !rng.chance(50) {
                days.push(on_day(month, rng));
            }
            if month.month() == 12 && rng.chance(350) {
                days.push(plus(month, rng.between(3, 17)));
            }
        }
    };
    let month_end = |month: Date, _: &mut Rng| calendar.open_on_or_before(month.last_of_month());
    match buyer.rhythm {
        Rhythm::Never => {}
        Rhythm::MonthEnd => monthly(rng, &month_end),
        Rhythm::Monthly(day) => {
            monthly(rng, &|month, rng| plus(month, i64::from(day) + rng.between(-2, 2)))
        }
        Rhythm::TwiceMonthly => {
            monthly(rng, &month_end);
            monthly(rng, &|month, rng| plus(month, rng.between(12, 16)));
        }
        Rhythm::Every(low, high) => {
            let mut day = plus(first, rng.between(0, high));
            while day <= last {
                days.push(day);
                // Before Christmas even those who seldom buy come back sooner.
                let hurry = if day.month() >= 11 { 2 } else { 1 };
                let next = plus(day, rng.between(low, high) / hurry);
                // At the end of the calendar days stop advancing.
                if next == day {
                    break;
                }
                day = next;
            }
        }
    }
    for day in &mut days {
        *day = calendar.open_on_or_after(*day);
    }
    days.retain(|day| (first..=last).contains(day));
    days.sort_unstable();
    days.dedup();
    days
}

/// Leaves at most `max` days, chosen evenly over the whole history, so that a
/// thinned history ages like a full one.
fn thin(rng: &mut Rng, days: &mut Vec<Date>, max: u32) {
    let (mut wanted, mut left) = (u64::from(max), days.len() as u64);
    days.retain(|_| {
        let keep = rng.below(left) < wanted;
        left -= 1;
        wanted -= u64::from(keep);
        keep
    });
}

fn order(
    setting: &Setting,
    rng: &mut Rng,
    client: usize,
    buyer: &Buyer,
    on: Date,
) -> Option<Order> {
    let lines: Vec<Line> =
        basket(rng).into_iter().map(|product| line(setting, rng, buyer, product, on)).collect();
    let gross_minor = gross_minor(&lines, exponent_of(buyer.currency), &TAX_RATES).ok()?;
    let purchase_order = buyer.purchase_orders.then(|| {
        let prefix = if buyer.language == "es" { "OC" } else { "PO" };
        format!("{prefix}-{}", rng.between(10_000, 99_999))
    });
    (gross_minor > 0).then_some(Order { client, on, lines, gross_minor, purchase_order })
}

fn line(setting: &Setting, rng: &mut Rng, buyer: &Buyer, product: &Product, on: Date) -> Line {
    let years = i64::from(on.year() - setting.since.year());
    let (low, high) = product.usual;
    let wanted = i128::from(rng.between(low, high))
        * i128::from(buyer.scale)
        * i128::from(season(on))
        * i128::from(1000 + 8 * months_between(setting.since, on))
        / 1_000_000_000;
    // Now and then one line is on offer.
    let discount_e6 = match rng.chance(40) {
        true => 150_000,
        false => buyer.discount_e6,
    };
    Line {
        product: product.code,
        description: match buyer.language {
            "es" => product.spanish,
            _ => product.english,
        }
        .to_string(),
        unit: product.unit,
        quantity_e6: (wanted as i64).max(1) * product.step_e6,
        unit_price_e6: product.price_e6(buyer.currency, 1000 + 25 * years),
        discount_e6,
        tax_code: match product.food {
            true => buyer.taxes.1,
            false => buyer.taxes.0,
        },
    }
}

/// How busy a month is, in thousandths of a usual one: December peaks, January
/// sleeps it off, and terraces open in May.
fn season(on: Date) -> i64 {
    match on.month() {
        1 => 760,
        2 => 820,
        3 => 920,
        4 => 980,
        5 => 1080,
        6 => 1100,
        7 => 960,
        8 => 900,
        9 => 1000,
        10 => 1060,
        11 => 1220,
        _ => 1520,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_exactly_as_many_as_it_may() {
        let mut rng = Rng::new(3);
        for (count, max, left) in [(40, 3, 3), (2, 3, 2), (5, 0, 0), (7, u32::MAX, 7)] {
            let mut days: Vec<Date> = (0..count).map(|n| plus(Date::ZERO, n)).collect();
            thin(&mut rng, &mut days, max);
            assert_eq!(days.len(), left);
            assert!(days.is_sorted());
        }
    }
}
