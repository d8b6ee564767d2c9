//! Prints a sample in a few numbers: `summary [clients] [seed]`.

use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut plan = sample::Plan::default();
    let mut arguments = std::env::args().skip(1);
    if let Some(clients) = arguments.next() {
        plan.clients = clients.parse()?;
    }
    if let Some(seed) = arguments.next() {
        plan.seed = seed.parse()?;
    }
    let company = plan.company();
    let mut summary = sample::Summary::new(plan.until);
    let started = Instant::now();
    for family in plan.families() {
        summary.add(&company, &family)?;
    }
    print!("{summary}");
    println!("made and checked in {:?}", started.elapsed());
    Ok(())
}
