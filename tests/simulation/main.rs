//! A simulation: up to eight tabs run the real flows against an authorization server with strict rotation, while clocks jump,
//! messages are lost, slow or come twice, storages fail and tabs crash between any two steps. Everything is left to one seed,
//! and every step is held against the invariants.
//!
//! `npm run test:simulation` plays a million steps; `SIMULATION_STEPS` and `SIMULATION_SEED` say how many, and which.

#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "tests may panic")]

mod census;
mod chance;
#[path = "../protocol/fixtures.rs"]
#[allow(dead_code, reason = "shared with the tests of the protocol, which use the rest")]
mod fixtures;
mod invariants;
mod ledger;
mod lock;
mod network;
mod server;
#[path = "../flow/signer.rs"]
#[allow(dead_code, reason = "shared with the tests of the flows, which use the rest")]
mod signer;
mod stage;
mod tab;
mod troubles;
mod weather;
#[path = "../flow/webcrypto.rs"]
#[allow(dead_code, reason = "shared with the tests of the flows, which use the rest")]
mod webcrypto;
mod world;

use census::Census;
use std::env;
use std::fmt::Display;
use std::str::FromStr;
use std::time::Instant;
use world::World;

/// A world is young when it begins: many short ones meet more than a long one.
const STEPS_OF_AN_EPISODE: usize = 1000;
const STEPS: usize = 50_000;
/// In so many, all that can happen does.
const MANY_STEPS: usize = 500_000;
const SEED: u64 = 1;

#[test]
fn keeps_every_invariant_whatever_happens() {
    let (steps, first) = (setting("SIMULATION_STEPS", STEPS), setting("SIMULATION_SEED", SEED));
    let began = Instant::now();
    let (mut played, mut told, mut seed, mut census) = (0, 0, first, Census::default());
    while played < steps {
        let episode = episode(seed, played).unwrap_or_else(|failure| panic!("{failure}"));
        played += episode.steps;
        if played >= told + steps.div_ceil(10) {
            told = played;
            eprintln!("{played} of {steps} steps, {:.1} s", began.elapsed().as_secs_f32());
        }
        census.add(episode.census);
        seed += 1;
    }
    eprintln!("{}{played} steps in {} worlds from seed {first}: every invariant held", census.table(), seed - first);
    if steps >= MANY_STEPS {
        assert_eq!(census.missing(), Vec::<String>::new(), "what never happens is not simulated");
    }
}

/// The same seed, the same steps: whatever is found can be looked at again.
#[test]
fn is_the_same_for_the_same_seed() {
    let story = |seed| {
        let mut world = World::new(seed);
        let outcome: Result<(), String> = (0..300).try_for_each(|_| world.step());
        (outcome, world.story())
    };
    assert_eq!(story(7), story(7));
    assert_ne!(story(7), story(8));
}

struct Episode {
    steps: usize,
    census: Census,
}

/// Plays one world to its end.
fn episode(seed: u64, before: usize) -> Result<Episode, String> {
    let mut world = World::new(seed);
    let mut steps = 0;
    loop {
        let step = if steps < STEPS_OF_AN_EPISODE { world.step().map(|()| true) } else { world.end() };
        steps += 1;
        match step {
            Ok(true) => {}
            Ok(false) => return Ok(Episode { steps, census: world.census }),
            Err(violation) => {
                return Err(format!(
                    "{violation}\nin step {}, which is step {steps} of the world of seed {seed}\n{}\nagain: npm run \
                     test:simulation -- --seed {seed} --steps {steps}\n{:?}",
                    before + steps,
                    world.story(),
                    world.weather
                ));
            }
        }
    }
}

fn setting<T: Copy + FromStr<Err: Display>>(name: &str, usual: T) -> T {
    env::var(name).map_or(usual, |text| text.parse().unwrap_or_else(|error| panic!("{name}={text}: {error}")))
}
