//! Families, one after another.

use crate::behaviour::Payer;
use crate::clients::{Family, Status};
use crate::days::plus;
use crate::household::Household;
use crate::member::{Buyer, member};
use crate::orders::{Rhythm, orders};
use crate::plan::{Plan, Setting};
use crate::rng::{Purpose, Rng};
use crate::simulation::Simulation;

/// The families of a plan, made up as they are asked for.
#[derive(Debug, Clone)]
pub struct Families {
    setting: Setting,
    next_index: u64,
    clients_left: u64,
}

impl Families {
    pub(crate) fn new(plan: &Plan) -> Families {
        Families { setting: plan.setting(), next_index: 0, clients_left: plan.clients }
    }
}

impl Iterator for Families {
    type Item = Family;

    fn next(&mut self) -> Option<Family> {
        if self.clients_left == 0 {
            return None;
        }
        let mut household = Household::draw(&self.setting, self.next_index);
        // The last family gives up members so that the total is exact.
        household.size = household.size.min(self.clients_left);
        self.next_index += 1;
        self.clients_left -= household.size;
        Some(family(&self.setting, &household))
    }
}

fn family(setting: &Setting, household: &Household) -> Family {
    let stream = |purpose| Rng::stream(setting.seed, purpose, household.index);
    let mut rng = stream(Purpose::Member);
    let (mut clients, buyers): (Vec<_>, Vec<_>) =
        (0..household.size).map(|position| member(setting, &mut rng, household, position)).unzip();
    let mut rng = stream(Purpose::Payers);
    let payers: Vec<Payer> =
        buyers.iter().map(|buyer| Payer::draw(setting, &mut rng, household, buyer)).collect();
    for (client, buyer) in clients.iter_mut().zip(&buyers) {
        client.status = status(setting, buyer, &payers[buyer.payer]);
    }
    let orders = orders(setting, &mut stream(Purpose::Orders), &buyers, &payers);
    let settlement = stream(Purpose::Settlement);
    let facts = Simulation::new(setting, &buyers, payers, orders, settlement).run();
    Family { clients, facts }
}

/// How a client stands at the end, given how its story goes.
fn status(setting: &Setting, buyer: &Buyer, payer: &Payer) -> Status {
    let past = |day| day <= setting.until;
    match payer.failure {
        _ if buyer.rhythm == Rhythm::Never => Status::Prospect,
        Some(failure) if past(failure.written_off_on) => Status::Closed,
        Some(failure) if past(failure.supply_ends_on) => Status::OnHold,
        _ if past(plus(buyer.last_day, 90)) => Status::Closed,
        _ => Status::Active,
    }
}
