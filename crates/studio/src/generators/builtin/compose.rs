//! Composition: from the wishes of a prompt and the dice of a seed to a scene.

use super::grade::Grade;
use super::land::{self, Land};
use super::lexicon::{Air, Hour, Mood, Place, Sight, Wishes};
use super::noise::{Dice, scramble, seed_of};
use super::palette::{Palette, suiting};
use super::scene::{Camera, Disc, Light, Planet, Scene, Sky, Weather};
use crate::generators::Work;

/// What is settled first, because everything else depends on it.
struct Frame {
    place: Place,
    hour: Hour,
    /// Half the width of the picture in world units.
    half_width: f32,
}

/// Composes the scene of a piece of work. The same work always gives the same scene.
pub fn compose(work: &Work, aspect: f32) -> Scene {
    let wishes = Wishes::read(&work.prompt);
    let seed = scramble(seed_of(&work.prompt) ^ scramble(work.seed));
    let mut dice = Dice::new(seed);
    let place = wishes.place.unwrap_or_else(|| place_by_chance(&wishes, &mut dice));
    let hour = wishes.hour.unwrap_or_else(|| hour_by_chance(place, &wishes, &mut dice));
    let frame = Frame { place, hour, half_width: 0.5 * aspect.sqrt() };
    let palette = palette(&wishes, &frame, &mut dice);
    let light = light(&wishes, &frame, &mut dice);
    let Land { ridges, water_after, monument, horizon } =
        land::lay(place, &wishes, &light, frame.half_width, &mut dice);
    let sky = sky(&wishes, &frame, &light, &mut dice);
    let air = weather(&wishes, &frame, &mut dice);
    let grade = Grade::of(&work.model);
    // The same prompt and seed show the same place with every model, from a slightly different stand.
    let stand = Dice::new(seed_of(&work.model)).between(-1.0, 1.0);
    let drift = if dice.chance(0.5) { 1.0 } else { -1.0 };
    let rays = if wishes.sees(Sight::Rays) {
        1.0
    } else {
        match place {
            Place::DeepSea => 0.9,
            Place::Forest => 0.75,
            Place::Coast | Place::Mountains | Place::Meadow | Place::Volcano => 0.4,
            Place::City | Place::Desert | Place::Ice => 0.25,
            Place::Space => 0.0,
        }
    };
    Scene {
        seed,
        palette,
        grade,
        horizon,
        light,
        sky,
        ridges,
        water_after,
        monument,
        air,
        rays,
        camera: Camera { pan: grade.pan * drift, push: grade.push, phase: stand * 3.0 },
    }
}

fn place_by_chance(wishes: &Wishes, dice: &mut Dice) -> Place {
    if wishes.sees(Sight::Nebula) || (wishes.sees(Sight::Planet) && dice.chance(0.7)) {
        return Place::Space;
    }
    if wishes.sees(Sight::Aurora) {
        return dice.pick(&[Place::Ice, Place::Mountains, Place::Forest]);
    }
    if wishes.sees(Sight::LoneTree) {
        return Place::Meadow;
    }
    if wishes.sees(Sight::Castle) || wishes.sees(Sight::Ruin) || wishes.sees(Sight::Wanderer) {
        return dice.pick(&[Place::Mountains, Place::Meadow, Place::Coast]);
    }
    dice.pick(&[
        Place::Mountains,
        Place::Mountains,
        Place::Coast,
        Place::Forest,
        Place::Desert,
        Place::Meadow,
        Place::Ice,
    ])
}

fn hour_by_chance(place: Place, wishes: &Wishes, dice: &mut Dice) -> Hour {
    let stormy = wishes.air_has(Air::Storm) || wishes.air_has(Air::Embers);
    match place {
        Place::City | Place::Space | Place::Volcano | Place::Ice => dice.pick(&[Hour::Night, Hour::Night, Hour::Blue]),
        Place::DeepSea => Hour::Night,
        Place::Desert => dice.pick(&[Hour::Dusk, Hour::Dawn, Hour::Dusk]),
        _ if stormy => Hour::Dusk,
        Place::Forest => dice.pick(&[Hour::Dawn, Hour::Dusk, Hour::Night]),
        Place::Mountains | Place::Coast | Place::Meadow => {
            dice.pick(&[Hour::Night, Hour::Dusk, Hour::Dawn, Hour::Blue, Hour::Dusk])
        }
    }
}

fn palette(wishes: &Wishes, frame: &Frame, dice: &mut Dice) -> Palette {
    let chosen = dice.pick(suiting(frame.place, frame.hour));
    let suiting = Palette::of(chosen);
    let wished = match wishes.mood {
        // Under water, and in the dark between the stars, a colour tints but does not rule.
        Some(mood) if frame.place == Place::DeepSea && mood != Mood::Abyss => suiting.towards(Palette::of(mood), 0.3),
        // Snow whitens the day; at night it only lends a little of its cold.
        Some(Mood::Ice) if frame.hour != Hour::Day && frame.hour != Hour::Dawn => {
            suiting.towards(Palette::of(Mood::Ice), 0.22)
        }
        Some(mood) => Palette::of(mood),
        None => suiting,
    };
    wished.varied(dice)
}

fn light(wishes: &Wishes, frame: &Frame, dice: &mut Dice) -> Light {
    let side = if dice.chance(0.5) { 1.0 } else { -1.0 };
    let x = side * dice.between(0.10, 0.62) * frame.half_width;
    let hidden = wishes.air_has(Air::Storm) || (wishes.air_has(Air::Rain) && !wishes.sees(Sight::Moon));
    let disc = match frame.hour {
        _ if hidden => Disc::Hidden,
        _ if wishes.sees(Sight::Moon) => Disc::Moon,
        Hour::Night => Disc::Moon,
        Hour::Blue if wishes.sees(Sight::Sun) => Disc::Sun,
        Hour::Blue => Disc::Hidden,
        Hour::Dawn | Hour::Day | Hour::Dusk => Disc::Sun,
    };
    let elevation = match frame.hour {
        Hour::Night => dice.between(0.15, 0.30),
        Hour::Dawn | Hour::Dusk => dice.between(0.07, 0.17),
        Hour::Day => dice.between(0.24, 0.33),
        Hour::Blue => dice.between(0.03, 0.07),
    };
    let radius = match disc {
        Disc::Moon => dice.between(0.030, 0.048),
        Disc::Sun if frame.place == Place::Desert => dice.between(0.050, 0.075),
        Disc::Sun => dice.between(0.034, 0.052),
        Disc::Hidden => 0.03,
    };
    let veiled = if hidden { 0.55 } else { 1.0 };
    let base = Light { x, elevation, radius, disc, glow: dice.between(0.85, 1.2) * veiled };
    match frame.place {
        Place::DeepSea => Light { elevation: 0.62, disc: Disc::Hidden, radius: 0.06, glow: 1.0, x: x * 0.6 },
        Place::Volcano => Light { elevation: 0.30, disc: Disc::Hidden, radius: 0.04, glow: 1.3, x: x * 0.5 },
        Place::Space => {
            Light { elevation: dice.between(0.1, 0.35), disc: Disc::Hidden, radius: 0.02, glow: 0.7, ..base }
        }
        Place::City if frame.hour == Hour::Night => Light { elevation: 0.06, disc: Disc::Hidden, x: x * 0.5, ..base },
        Place::City | Place::Mountains | Place::Coast | Place::Forest => base,
        Place::Desert | Place::Ice | Place::Meadow => base,
    }
}

fn sky(wishes: &Wishes, frame: &Frame, light: &Light, dice: &mut Dice) -> Sky {
    let overcast = wishes.air_has(Air::Storm) || wishes.air_has(Air::Rain);
    let stars = match (frame.place, frame.hour) {
        (Place::DeepSea, _) => 0.0,
        (Place::Space, _) => 1.0,
        (Place::City, _) => 0.25,
        (Place::Desert, Hour::Dawn | Hour::Dusk) => 0.12,
        _ if overcast => 0.0,
        (_, Hour::Night) => 0.85,
        (_, Hour::Blue | Hour::Dusk) => 0.40,
        (_, Hour::Dawn) => 0.15,
        (_, Hour::Day) => 0.0,
    };
    let clouds = match frame.place {
        Place::Space | Place::DeepSea => 0.0,
        _ if wishes.air_has(Air::Storm) => 1.0,
        _ if overcast || wishes.sees(Sight::Clouds) || frame.place == Place::Volcano => 0.85,
        _ => dice.between(0.25, 0.7),
    };
    let has_planet = wishes.sees(Sight::Planet) || (frame.place == Place::Space && dice.chance(0.6));
    let planet = has_planet.then(|| Planet {
        x: -light.x.signum() * dice.between(0.25, 0.6) * frame.half_width,
        elevation: dice.between(0.20, 0.34),
        radius: dice.between(0.08, 0.15),
        has_ring: dice.chance(0.75),
    });
    let milky = if wishes.sees(Sight::Stars) { 0.28 } else { 0.0 };
    Sky {
        stars: if wishes.sees(Sight::Stars) { 1.0 } else { stars },
        clouds,
        aurora: if wishes.sees(Sight::Aurora)
            || (frame.place == Place::Ice && frame.hour == Hour::Night && dice.chance(0.5))
        {
            1.0
        } else {
            0.0
        },
        nebula: if wishes.sees(Sight::Nebula) || frame.place == Place::Space { 1.0 } else { milky },
        shafts: if frame.place == Place::DeepSea { 1.0 } else { 0.0 },
        planet,
    }
}

fn weather(wishes: &Wishes, frame: &Frame, dice: &mut Dice) -> Weather {
    let wished = |air: Air, otherwise: f32| if wishes.air_has(air) { 1.0 } else { otherwise };
    let is_place = |place: Place, amount: f32| if frame.place == place { amount } else { 0.0 };
    let at_night_outside = matches!(frame.place, Place::Forest | Place::Meadow) && frame.hour != Hour::Day;
    Weather {
        rain: wished(Air::Rain, 0.0),
        snow: wished(Air::Snow, is_place(Place::Ice, 0.4)),
        embers: wished(Air::Embers, is_place(Place::Volcano, 1.0)),
        fireflies: wished(Air::Fireflies, if at_night_outside { 0.5 } else { is_place(Place::DeepSea, 0.6) }),
        dust: wished(
            Air::Dust,
            dice.between(0.15, 0.45).max(is_place(Place::Desert, 0.8)).max(is_place(Place::DeepSea, 1.0)),
        ),
        fog: wished(Air::Fog, dice.between(0.2, 0.55).max(is_place(Place::Forest, 0.7))),
        lightning: wished(Air::Storm, 0.0),
    }
}
