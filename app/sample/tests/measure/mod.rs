//! What several tests measure a plan by.

use sample::{Plan, Summary};

/// A summary of the whole plan; making it checks every fact.
pub fn summary(plan: &Plan) -> Summary {
    let company = plan.company();
    let mut summary = Summary::new(plan.until);
    for family in plan.families() {
        let number = &family.clients[0].number;
        if let Err(impossible) = summary.add(&company, &family) {
            panic!("seed {}, family {number}: {impossible}", plan.seed);
        }
    }
    summary
}
