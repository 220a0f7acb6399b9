//! The land of a scene: which ridges stand where, where water lies, and what stands on the land.

use super::lexicon::{Place, Sight, Wishes};
use super::noise::Dice;
use super::profile::{Profile, Ridge};
use super::scene::{Form, Light, Monument};

/// Everything below the sky.
pub struct Land {
    pub ridges: Vec<Ridge>,
    pub water_after: Option<usize>,
    pub monument: Option<Monument>,
    pub horizon: f32,
}

/// A row of ridges of one kind, from far to near.
struct Range {
    profile: Profile,
    count: usize,
    /// Values of the farthest and of the nearest ridge.
    base: (f32, f32),
    height: (f32, f32),
    scale: (f32, f32),
    depth: (f32, f32),
    tone: (f32, f32),
}

impl Range {
    fn ridges(&self, dice: &mut Dice) -> Vec<Ridge> {
        let last = self.count.saturating_sub(1).max(1) as f32;
        let between = |pair: (f32, f32), i: usize| pair.0 + (pair.1 - pair.0) * i as f32 / last;
        (0..self.count)
            .map(|i| Ridge {
                profile: self.profile,
                depth: between(self.depth, i),
                base: between(self.base, i),
                height: between(self.height, i) * dice.between(0.85, 1.15),
                scale: between(self.scale, i) * dice.between(0.9, 1.1),
                seed: (dice.next() & 0xFFFF_FFFF) as u32,
                tone: between(self.tone, i),
            })
            .collect()
    }
}

/// Lays out the land of a place.
pub fn lay(place: Place, wishes: &Wishes, light: &Light, half_width: f32, dice: &mut Dice) -> Land {
    let side = -light.x.signum();
    let mut land = match place {
        Place::Mountains => mountains(wishes, dice),
        Place::Coast => coast(side, half_width, dice),
        Place::City => city(dice),
        Place::Forest => forest(wishes, dice),
        Place::Desert => desert(dice),
        Place::Space => moonscape(dice),
        Place::DeepSea => seabed(dice),
        Place::Ice => ice(dice),
        Place::Volcano => volcano(light, dice),
        Place::Meadow => meadow(dice),
    };
    if wishes.sees(Sight::Water) && land.water_after.is_none() {
        land.water_after = Some(land.ridges.len().saturating_sub(2));
    }
    land.monument = monument(place, wishes, &land, side, half_width, dice);
    land
}

fn mountains(wishes: &Wishes, dice: &mut Dice) -> Land {
    let range = Range {
        profile: Profile::Mountain,
        count: 5,
        base: (0.0, -0.25),
        height: (0.27, 0.16),
        scale: (2.0, 3.2),
        depth: (0.08, 0.9),
        tone: (0.0, 1.0),
    };
    let has_lake = wishes.sees(Sight::Water) || dice.chance(0.35);
    let mut ridges = range.ridges(dice);
    if has_lake {
        ridges[2].base = -0.02;
        ridges[3].base = -0.27;
        ridges.truncate(4);
        ridges[3].height *= 0.7;
        ridges[3].tone = 1.0;
    }
    Land { ridges, water_after: has_lake.then_some(3), monument: None, horizon: dice.between(0.60, 0.68) }
}

fn coast(side: f32, half_width: f32, dice: &mut Dice) -> Land {
    let far = Range {
        profile: Profile::Hill,
        count: 2,
        base: (-0.025, -0.03),
        height: (0.09, 0.06),
        scale: (1.3, 2.0),
        depth: (0.06, 0.14),
        tone: (0.05, 0.25),
    };
    let mut ridges = far.ridges(dice);
    let from_x = side * half_width * dice.between(0.12, 0.30);
    let near = |base: f32, height: f32, from_x: f32, depth: f32, seed: u32, tone: f32| Ridge {
        profile: Profile::Cliff { from_x, side },
        depth,
        base,
        height,
        scale: 3.2,
        seed,
        tone,
    };
    let seed = (dice.next() & 0xFFFF) as u32;
    ridges.push(near(-0.16, dice.between(0.20, 0.26), from_x, 0.45, seed, 0.80));
    ridges.push(near(-0.27, 0.14, from_x + side * 0.22, 0.85, seed ^ 0xB00, 1.0));
    Land { ridges, water_after: Some(2), monument: None, horizon: dice.between(0.60, 0.66) }
}

fn city(dice: &mut Dice) -> Land {
    let range = Range {
        profile: Profile::City,
        count: 4,
        base: (-0.02, -0.03),
        height: (0.50, 0.27),
        scale: (22.0, 11.0),
        depth: (0.10, 0.55),
        tone: (0.05, 0.92),
    };
    Land { ridges: range.ridges(dice), water_after: Some(4), monument: None, horizon: dice.between(0.66, 0.72) }
}

fn forest(wishes: &Wishes, dice: &mut Dice) -> Land {
    let hills = Range {
        profile: Profile::Hill,
        count: 1,
        base: (0.0, 0.0),
        height: (0.20, 0.20),
        scale: (1.6, 1.6),
        depth: (0.05, 0.05),
        tone: (0.0, 0.0),
    };
    let pines = Range {
        profile: Profile::Pines,
        count: 4,
        base: (-0.04, -0.38),
        height: (0.22, 0.60),
        scale: (34.0, 11.0),
        depth: (0.14, 0.95),
        tone: (0.20, 1.0),
    };
    let mut ridges = hills.ridges(dice);
    ridges.extend(pines.ridges(dice));
    let has_lake = wishes.sees(Sight::Water);
    Land { ridges, water_after: has_lake.then_some(3), monument: None, horizon: dice.between(0.62, 0.70) }
}

fn desert(dice: &mut Dice) -> Land {
    let range = Range {
        profile: Profile::Dune,
        count: 5,
        base: (-0.02, -0.32),
        height: (0.10, 0.24),
        scale: (2.6, 1.1),
        depth: (0.08, 0.95),
        tone: (0.0, 0.9),
    };
    Land { ridges: range.ridges(dice), water_after: None, monument: None, horizon: dice.between(0.60, 0.66) }
}

fn moonscape(dice: &mut Dice) -> Land {
    let range = Range {
        profile: Profile::Mountain,
        count: 3,
        base: (-0.05, -0.22),
        height: (0.13, 0.10),
        scale: (2.4, 3.0),
        depth: (0.12, 0.8),
        tone: (0.35, 1.0),
    };
    Land { ridges: range.ridges(dice), water_after: None, monument: None, horizon: dice.between(0.76, 0.84) }
}

fn seabed(dice: &mut Dice) -> Land {
    let range = Range {
        profile: Profile::Rubble,
        count: 4,
        base: (-0.04, -0.27),
        height: (0.34, 0.26),
        scale: (2.2, 3.4),
        depth: (0.12, 0.95),
        tone: (0.10, 1.0),
    };
    let mut ridges = range.ridges(dice);
    // Weed in front of the lens.
    ridges.push(Ridge {
        profile: Profile::Grass,
        depth: 1.0,
        base: -0.34,
        height: 0.30,
        scale: 26.0,
        seed: (dice.next() & 0xFFFF) as u32,
        tone: 1.0,
    });
    Land { ridges, water_after: None, monument: None, horizon: dice.between(0.66, 0.72) }
}

fn ice(dice: &mut Dice) -> Land {
    let mountains = Range {
        profile: Profile::Mountain,
        count: 2,
        base: (-0.02, -0.03),
        height: (0.20, 0.12),
        scale: (1.8, 2.6),
        depth: (0.06, 0.16),
        tone: (0.0, 0.3),
    };
    let floes = Range {
        profile: Profile::Floes,
        count: 2,
        base: (-0.21, -0.34),
        height: (0.20, 0.24),
        scale: (6.5, 4.2),
        depth: (0.5, 0.9),
        tone: (0.75, 1.0),
    };
    let mut ridges = mountains.ridges(dice);
    ridges.extend(floes.ridges(dice));
    Land { ridges, water_after: Some(2), monument: None, horizon: dice.between(0.60, 0.68) }
}

fn volcano(light: &Light, dice: &mut Dice) -> Land {
    let range = Range {
        profile: Profile::Mountain,
        count: 3,
        base: (-0.05, -0.27),
        height: (0.14, 0.14),
        scale: (2.2, 3.2),
        depth: (0.30, 0.9),
        tone: (0.5, 1.0),
    };
    let mut ridges = vec![Ridge {
        profile: Profile::Cone { x: light.x },
        depth: 0.1,
        base: -0.04,
        height: 0.36,
        scale: 4.0,
        seed: (dice.next() & 0xFFFF) as u32,
        tone: 0.25,
    }];
    ridges.extend(range.ridges(dice));
    Land { ridges, water_after: None, monument: None, horizon: dice.between(0.64, 0.70) }
}

fn meadow(dice: &mut Dice) -> Land {
    let hills = Range {
        profile: Profile::Hill,
        count: 4,
        base: (-0.03, -0.24),
        height: (0.15, 0.17),
        scale: (1.5, 1.1),
        depth: (0.08, 0.6),
        tone: (0.0, 0.8),
    };
    let mut ridges = hills.ridges(dice);
    ridges.push(Ridge {
        profile: Profile::Grass,
        depth: 1.0,
        base: -0.36,
        height: 0.13,
        scale: 75.0,
        seed: (dice.next() & 0xFFFF) as u32,
        tone: 1.0,
    });
    Land { ridges, water_after: None, monument: None, horizon: dice.between(0.58, 0.66) }
}

fn monument(
    place: Place,
    wishes: &Wishes,
    land: &Land,
    side: f32,
    half_width: f32,
    dice: &mut Dice,
) -> Option<Monument> {
    let form = wishes.sights.iter().find_map(|sight| form_of(*sight)).or_else(|| match place {
        Place::Coast if dice.chance(0.4) => Some(Form::Sailboat),
        Place::Meadow if dice.chance(0.7) => Some(Form::LoneTree),
        Place::Desert if dice.chance(0.5) => Some(Form::Caravan),
        Place::Coast | Place::Meadow | Place::Desert | Place::Mountains | Place::City | Place::Forest => None,
        Place::Space | Place::DeepSea | Place::Ice | Place::Volcano => None,
    })?;
    let floats = form == Form::Sailboat;
    let front = land.ridges.len().saturating_sub(1);
    let ridge = match (land.water_after, floats) {
        (Some(after), true) => after,
        (Some(after), false) => after.min(front),
        (None, _) => front.saturating_sub(if matches!(place, Place::Meadow | Place::DeepSea) { 2 } else { 1 }),
    };
    let height = match form {
        Form::Lighthouse => 0.23,
        Form::Castle => 0.20,
        Form::Ruin => 0.19,
        Form::Sailboat => 0.11,
        Form::LoneTree => 0.22,
        Form::Caravan | Form::Camel => 0.055,
        Form::Wanderer => 0.085,
        Form::Station => 0.13,
    };
    let on_cliff = place == Place::Coast && !floats;
    let reach = if on_cliff { dice.between(0.48, 0.66) } else { dice.between(0.10, 0.45) };
    Some(Monument { form, x: if floats { -side } else { side } * reach * half_width, height, ridge })
}

fn form_of(sight: Sight) -> Option<Form> {
    match sight {
        Sight::Lighthouse => Some(Form::Lighthouse),
        Sight::Castle => Some(Form::Castle),
        Sight::Ruin => Some(Form::Ruin),
        Sight::Sailboat => Some(Form::Sailboat),
        Sight::LoneTree => Some(Form::LoneTree),
        Sight::Caravan => Some(Form::Caravan),
        Sight::Wanderer => Some(Form::Wanderer),
        Sight::Station => Some(Form::Station),
        Sight::Aurora | Sight::Nebula | Sight::Planet | Sight::Neon | Sight::Stars | Sight::Sun | Sight::Moon => None,
        Sight::Rays | Sight::Clouds | Sight::Water => None,
    }
}
