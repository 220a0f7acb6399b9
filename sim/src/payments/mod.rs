//! Simulation of money that comes in: purchases, renewals, changes, refunds and disputes at a Stripe that misbehaves, and a server that crashes
//! in between. In the end credits must be exactly what Stripe says was paid and not returned.

mod life;
mod oracle;
mod people;
mod tally;
mod world;

use std::fmt::Write as _;

use crate::dice::Dice;
use people::People;
use world::World;

pub use oracle::PaymentsMistake;
pub use tally::PaymentsTally;

/// Does so many random things, and compares.
///
/// # Errors
/// What differs in the end, in words.
pub fn simulate_payments(seed: u64, steps: u64, mistake: PaymentsMistake) -> Result<PaymentsTally, String> {
    let mut dice = Dice::new(seed);
    let mut world = World::new(seed)?;
    let mut people = People::new(&mut dice);
    let mut tally = PaymentsTally::default();
    world.misbehaves();
    for _ in 0..steps {
        people.step(&mut world, &mut dice, &mut tally)?;
    }
    world.behaves();
    world.settles()?;
    world.reconciles_to_nothing(&mut tally)?;
    let differences = oracle::differences(&world, &people, mistake)?;
    if differences.is_empty() {
        return Ok(tally);
    }
    let mut words = format!("seed {seed}, {steps} steps: credits are not what was paid and not returned.\n");
    for difference in differences {
        // Writing to a String cannot fail.
        let _ = writeln!(words, "{difference}");
    }
    Err(words)
}
